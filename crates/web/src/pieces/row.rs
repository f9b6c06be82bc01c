//! A statement in a list.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;
use rules::{Direction, Needed, State};
use store::Row;

use super::{Day, DeadlineNote, Met, Parties, PurposeMark, Snippet};
use crate::words;

/// A statement in a list: `<li>` with number, day, subject, who to whom, and marks.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/row.html")]
pub(crate) struct StatementRow {
    /// Its number.
    pub(crate) number: i64,
    /// Its subject.
    pub(crate) subject: String,
    /// The day by which it is sorted.
    pub(crate) day: Day,
    /// `Received` or `Sent`, marked.
    pub(crate) direction: Direction,
    /// Who sent it.
    pub(crate) from: Parties,
    /// To whom.
    pub(crate) to: Parties,
    /// What it is for.
    pub(crate) purpose: PurposeMark,
    /// How its deadline stands.
    pub(crate) deadline: Option<DeadlineNote>,
    /// Who sees to it, and what it needs, where it is open; empty where it is not.
    pub(crate) seen_to: String,
    /// How many attachments there are, in words; empty if none.
    pub(crate) attachments: String,
    /// Where it stands, if it is not simply posted.
    pub(crate) state: Option<State>,
    /// Where the words were found.
    pub(crate) snippet: Snippet,
}

impl StatementRow {
    /// Returns a row as it is to be shown on a day.
    pub(crate) fn of(row: Row, today: Date) -> Self {
        let met = Met::of_row(&row);
        let (seen_to, watched) = (seen_to(&row), row.day_to_watch());
        Self {
            number: row.number.0,
            subject: row.subject,
            day: Day(row.day),
            direction: row.direction,
            from: Parties { bodies: row.from },
            to: Parties { bodies: row.to },
            purpose: PurposeMark(row.purpose),
            deadline: watched.map(|date| DeadlineNote::new(date, met, today)),
            seen_to,
            attachments: match row.attachments {
                0 => String::new(),
                some => words::count(some, "attachment", "attachments"),
            },
            state: (row.state != State::Posted).then_some(row.state),
            snippet: Snippet(row.snippet),
        }
    }

    /// Returns how it came or went.
    pub(crate) fn way(&self) -> &'static str {
        match self.direction {
            Direction::Incoming => "Received",
            Direction::Outgoing => "Sent",
        }
    }
}

/// Says who sees to what is open, and what it needs: `with Anna Chair`, `waits for somebody who sees to it`.
fn seen_to(row: &Row) -> String {
    let name = row.assignee.as_ref().map(|it| it.name.as_str()).unwrap_or_default();
    match row.needed() {
        None => String::new(),
        Some(Needed::Owner) if name.is_empty() => "nobody sees to it".to_owned(),
        Some(Needed::Owner) => format!("{name} saw to it and left"),
        Some(Needed::Acceptance) => format!("{name} was asked to see to it"),
        Some(Needed::Answer) => format!("with {name}"),
    }
}

/// Returns a row of the store for samples.
pub(crate) fn sample_row() -> Row {
    Row {
        number: rules::Number(1912),
        direction: Direction::Incoming,
        state: State::Posted,
        purpose: Some(rules::Purpose::Action),
        subject: "On time synchronization over <packet> networks".to_owned(),
        day: jiff::civil::date(2026, 2, 3),
        recorded_at: None,
        from: vec![("itu-x-sg-4".to_owned(), "ITU-X Study Group 4".to_owned())],
        to: vec![
            ("tsync".to_owned(), "Time Synchronization".to_owned()),
            (String::new(), "All & sundry".to_owned()),
        ],
        given: Vec::new(),
        deadline: Some(jiff::civil::date(2026, 3, 31)),
        answered_by: Vec::new(),
        action_taken: None,
        settles: None,
        attachments: 2,
        snippet: "asks whether \u{E000}clocks\u{E001} < 1 ms are needed".to_owned(),
        assignee: Some(store::RowAssignee {
            person: rules::PersonId(1),
            name: "Anna <Chair>".to_owned(),
            accepted: true,
            left: false,
        }),
        asked: None,
        promised: None,
        outcome: None,
        reopened_at: None,
        waits: true,
        due: Some(jiff::civil::date(2026, 3, 31)),
    }
}

impl HtmlSafe for StatementRow {}
