//! A whole exchange: its letters in order, what was done with each, and who owes whom.

use askama::Template;
use jiff::civil::Date;
use operations::Settings;
use rules::{Direction, Number, Policy, Statement};
use store::{ExchangeRow, Row};

use crate::pages::statement::enclosed::Enclosed;
use crate::pages::statement::exchange::{Letter, Thread};
use crate::pages::statement::handled::Handled;
use crate::pages::statement::is_lined_up;
use crate::pages::watching::to_follow;
use crate::pieces::{Parties, PurposeMark};
use crate::view::View;
use crate::words;

/// A whole exchange, to be read from its first letter to its last.
#[derive(Debug, Template)]
#[template(path = "exchange.html")]
pub(crate) struct ExchangePage {
    view: View,
    /// The oldest of its statements, under which it is cited.
    first: i64,
    subject: String,
    /// How many letters, between whom, from when to when.
    about: String,
    owed: Vec<Owed>,
    letters: Vec<Whole>,
    citation: String,
    url: String,
    follow: String,
}

/// Something that was asked and is not answered.
#[derive(Debug)]
pub(crate) struct Owed {
    who: Parties,
    whom: Parties,
    number: i64,
    by: String,
    is_late: bool,
}

/// A letter with all that it says.
#[derive(Debug)]
pub(crate) struct Whole {
    letter: Letter,
    to: Parties,
    purpose: PurposeMark,
    text: String,
    text_is_lined_up: bool,
    enclosed: Vec<Enclosed>,
    /// What is done with it, if it was received; nothing where there is nothing to say.
    handled: Option<Handled>,
    is_withdrawn: bool,
}

impl ExchangePage {
    pub(crate) fn of(
        view: View,
        exchange: &[ExchangeRow],
        statements: &[Statement],
        policy: &Policy,
        settings: &Settings,
        today: Date,
    ) -> Self {
        let rows: Vec<&Row> = exchange.iter().map(|one| &one.row).collect();
        let first = rows.first().map_or(Number(0), |row| row.number);
        let subject = rows.first().map(|row| row.subject.clone()).unwrap_or_default();
        let thread = Thread::of(exchange.to_vec(), Number(0), today);
        let letters = thread.letters.into_iter().zip(&rows).filter_map(|(letter, row)| {
            let statement = statements.iter().find(|it| it.number == row.number)?;
            Some(Whole::of(letter, row, statement, policy, settings))
        });
        let url = format!("{}/exchange", settings.statement_url(first));
        let about = about(&rows);
        Self {
            first: first.0,
            owed: rows.iter().filter_map(|row| Owed::of(row, today)).collect(),
            letters: letters.collect(),
            citation: format!(
                "{} liaison statements, exchange of No. {first}, “{subject}”, {about}",
                view.organization
            ),
            follow: to_follow(&rules::Watched::Exchange(first)),
            about: words::capitalized(&about),
            subject,
            url,
            view,
        }
    }

    pub(crate) fn sample() -> Self {
        let statement = crate::pages::samples::statement();
        let settings = crate::pages::samples::settings();
        let policy = crate::pages::samples::policy();
        let exchange = crate::pages::samples::exchange();
        let view = View::sample("/statements/1912/exchange");
        let today = jiff::civil::date(2026, 3, 10);
        Self::of(view, &exchange, &[statement], &policy, &settings, today)
    }
}

/// Says how many letters there are, and from when to when: `3 letters, 2 March to 9 May 2026`.
fn about(rows: &[&Row]) -> String {
    let many = match rows.len() {
        1 => "1 letter".to_owned(),
        many => format!("{many} letters"),
    };
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if first.day != last.day => {
            format!("{many}, {} to {}", words::day(first.day), words::day(last.day))
        }
        (Some(first), _) => format!("{many}, {}", words::day(first.day)),
        _ => many,
    }
}

impl Owed {
    fn of(row: &Row, today: Date) -> Option<Self> {
        if !row.is_open() {
            return None;
        }
        let holders = if row.given.is_empty() { &row.to } else { &row.given };
        let due = row.day_to_watch();
        let is_late = due.is_some_and(|due| due < today);
        Some(Self {
            who: Parties { bodies: holders.clone() },
            whom: Parties { bodies: row.from.clone() },
            number: row.number.0,
            by: match due {
                Some(due) if is_late => format!("since {}", words::day(due)),
                Some(due) => format!("by {}", words::day(due)),
                None => String::new(),
            },
            is_late,
        })
    }
}

impl Whole {
    fn of(
        letter: Letter,
        row: &Row,
        statement: &Statement,
        policy: &Policy,
        settings: &Settings,
    ) -> Self {
        let handled = Handled::of(statement, !row.answered_by.is_empty(), false, policy);
        let says =
            |it: &Handled| !it.steps.is_empty() || !it.outcome.is_empty() || it.promised.is_some();
        Self {
            letter,
            to: Parties { bodies: row.to.clone() },
            purpose: PurposeMark(row.purpose),
            text_is_lined_up: is_lined_up(&statement.text),
            text: statement.text.clone(),
            enclosed: Enclosed::all(statement, settings),
            handled: handled.filter(|it| row.direction == Direction::Incoming && says(it)),
            is_withdrawn: statement.state == rules::State::Withdrawn,
        }
    }
}
