//! All that waits for an answer, for those who look after all of it.

use askama::Template;
use operations::{NEWS, Overview};
use store::{Found, StoppedMail, WaitingRow};

use crate::asked::{address, part};
use crate::pieces::{Cell, Numbers, StatementRow};
use crate::view::View;
use crate::words;

/// All that waits for an answer, for those who look after all of it.
#[derive(Debug, Template)]
#[template(path = "desk/overview.html")]
pub(crate) struct OverviewPage {
    view: View,
    lead: String,
    sections: Vec<Section>,
    numbers: Numbers,
    stopped: Vec<Stopped>,
}

/// An address to which nothing is mailed any longer.
#[derive(Debug)]
struct Stopped {
    address: String,
    what: &'static str,
    since: String,
    words: String,
}

impl Stopped {
    fn of(stopped: StoppedMail) -> Self {
        Self {
            what: match stopped.kind.as_str() {
                NEWS => "news of what they followed",
                _ => "daily messages",
            },
            since: words::day_at(stopped.at),
            address: stopped.address,
            words: stopped.words,
        }
    }
}

#[derive(Debug)]
struct Section {
    id: &'static str,
    title: String,
    rows: Vec<StatementRow>,
    nothing: &'static str,
}

impl OverviewPage {
    pub(crate) fn of(view: View, overview: Overview) -> Self {
        let Overview { overdue, longest, ownerless, organizations, stopped, today } = overview;
        let stopped = stopped.into_iter().map(Stopped::of).collect();
        let lead = format!(
            "{} for an answer: {} past the day, {} that nobody has taken on.",
            words::capitalized(&words::count_of(
                longest.total,
                "statement waits",
                "statements wait"
            )),
            words::counted(overdue.total),
            words::counted(ownerless.total),
        );
        let section = |id, title: &str, found: Found, nothing| {
            let title = format!("{title}: {}", words::counted(found.total));
            let rows = found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect();
            Section { id, title, rows, nothing }
        };
        let sections = vec![
            section("overdue", "Overdue, the longest first", overdue, "Nothing is past its day."),
            section(
                "ownerless",
                "Nobody has taken it on",
                ownerless,
                "Everything has somebody who sees to it.",
            ),
            section("longest", "Waiting longest", longest, "Nothing waits."),
        ];
        Self { lead, sections, numbers: numbers(&organizations), stopped, view }
    }

    pub(crate) fn sample() -> Self {
        let found = |rows: Vec<store::Row>| {
            let total = store::Count::Exactly(i64::try_from(rows.len()).unwrap_or_default());
            Found { rows, total }
        };
        let overview = Overview {
            overdue: found(Vec::new()),
            longest: found(vec![crate::pieces::sample_row()]),
            ownerless: found(vec![crate::pieces::sample_row()]),
            organizations: vec![WaitingRow {
                acronym: "itu-x".to_owned(),
                name: "ITU-X <all>".to_owned(),
                open: 1,
                overdue: 0,
                ownerless: 1,
            }],
            stopped: vec![StoppedMail {
                address: "gone@example.org".to_owned(),
                kind: "reminders".to_owned(),
                at: jiff::Timestamp::UNIX_EPOCH,
                words: "550 5.1.1 no such <user>".to_owned(),
            }],
            today: jiff::civil::date(2026, 3, 10),
        };
        Self::of(View::signed_in_sample("/desk/overview"), overview)
    }
}

fn numbers(organizations: &[WaitingRow]) -> Numbers {
    let rows = organizations.iter().map(|row| {
        let open = || address("/statements", &[("organization", &row.acronym), ("open", "yes")]);
        let to = format!("/organizations/{}/open", part(&row.acronym));
        let name = Cell { words: row.name.clone(), to: to.clone() };
        let count = |count| Cell::count(count, || to.clone());
        (name, vec![Cell::count(row.open, open), count(row.overdue), count(row.ownerless)])
    });
    Numbers {
        name: "What waits, by organization".to_owned(),
        head: ["Organization", "Waiting", "Overdue", "Nobody's"].map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}
