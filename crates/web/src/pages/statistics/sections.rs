//! A part of the statistics: a picture, its numbers, and where they come from.

use rules::{Direction, Purpose};
use store::{
    AnswerFilter, AskedRow, AskedWithRow, DaysRow, ExchangedRow, OrganizationRow, Statistics,
    WithRow,
};

use super::counts::{list, with};
use crate::drawing::{Picture, Series};
use crate::pieces::Numbers;

/// A part of the statistics.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) heading: String,
    /// What it tells, in a sentence or two.
    pub(super) says: String,
    /// Nothing where there are only numbers.
    pub(super) picture: Option<Picture>,
    pub(super) numbers: Numbers,
    /// The address that gives each number, with capital letters where the row or the column stands.
    pub(super) query: String,
}

impl Section {
    /// Says whether it takes the whole width: two columns of it are too narrow for many numbers.
    pub(super) fn is_wide(&self) -> bool {
        self.picture.is_none() || self.id == "with"
    }
}

/// The colours of how what was asked came out.
pub(super) const OUTCOMES: [(AnswerFilter, Series); 7] = [
    (AnswerFilter::InTime, Series { class: "came-in-time", label: "answered in time" }),
    (AnswerFilter::Undated, Series { class: "came-undated", label: "answered, no deadline" }),
    (AnswerFilter::Late, Series { class: "came-late", label: "answered late" }),
    (AnswerFilter::Informal, Series { class: "came-informal", label: "answered by mail" }),
    (AnswerFilter::NoAnswer, Series { class: "came-none", label: "no answer, with a reason" }),
    (AnswerFilter::MarkedDone, Series { class: "came-marked", label: "marked as done" }),
    (AnswerFilter::Missing, Series { class: "came-missing", label: "no answer on record" }),
];

pub(super) const RECEIVED: Series = Series { class: "bar-received", label: "received" };
pub(super) const SENT: Series = Series { class: "bar-sent", label: "sent" };

/// Makes addresses of lists, of one organization where the statistics are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lists<'a> {
    pub(super) organization: &'a str,
}

impl Lists<'_> {
    pub(super) fn to(self, filters: impl IntoIterator<Item = (&'static str, String)>) -> String {
        let mut filters: Vec<_> = filters.into_iter().collect();
        let is_named = filters.iter().any(|(key, _)| *key == "organization");
        if !self.organization.is_empty() && !is_named {
            filters.push(with(self.organization));
        }
        list(&filters)
    }

    /// Returns an address as it is printed beside numbers: with words in place of values.
    pub(super) fn pattern(self, filters: &[&str]) -> String {
        let own = format!("organization={}", self.organization);
        let own = (!self.organization.is_empty() && !filters.contains(&"organization=ACRONYM"))
            .then_some(own.as_str());
        let all: Vec<&str> = filters.iter().copied().chain(own).collect();
        format!("/statements.json?{}", all.join("&"))
    }
}

/// Says what a direction is to whoever reads.
pub(super) fn asked_by(direction: Direction) -> &'static str {
    match direction {
        Direction::Incoming => "Asked of us",
        Direction::Outgoing => "Asked by us",
    }
}

/// Returns what a purpose is called.
pub(super) fn purpose_name(purpose: Option<Purpose>) -> String {
    match purpose {
        None => "None stated".to_owned(),
        Some(Purpose::Comment) => format!("{} (retired)", Purpose::Comment),
        Some(purpose) => purpose.to_string(),
    }
}

/// All purposes, and none.
pub(super) fn purposes() -> impl Iterator<Item = Option<Purpose>> {
    Purpose::ALL.into_iter().map(Some).chain([None])
}

pub(super) fn sample_organization() -> OrganizationRow {
    OrganizationRow {
        acronym: "itu-x".to_owned(),
        name: "ITU-X <all>".to_owned(),
        state: rules::GroupState::Active,
        received: 3,
        sent: 2,
        newest: None,
    }
}

/// Statistics in which every number is.
pub(super) fn sample() -> Statistics {
    let (incoming, outgoing) = (Direction::Incoming, Direction::Outgoing);
    let exchanged =
        |year, direction, purpose, count| ExchangedRow { year, direction, purpose, count };
    let with = |year, direction, count| {
        let (acronym, name) = ("itu-x".to_owned(), "ITU-X <all>".to_owned());
        WithRow { acronym, name, year, direction, count }
    };
    let asked = |direction, outcome| {
        let (year, purpose, count) = (2026, Some(Purpose::Action), 1);
        AskedRow { direction, year, purpose, outcome, count }
    };
    let asked_with = |outcome| {
        let acronym = "itu-x".to_owned();
        AskedWithRow { acronym, direction: incoming, outcome, count: 1 }
    };
    let days = |direction, days| DaysRow { direction, days, count: 1 };
    let outcomes = AnswerFilter::OUTCOMES.into_iter();
    Statistics {
        exchanged: vec![
            exchanged(2024, incoming, Some(Purpose::Comment), 1),
            exchanged(2026, incoming, Some(Purpose::Action), 5),
            exchanged(2026, outgoing, None, 2),
        ],
        with: vec![with(2024, incoming, 1), with(2026, incoming, 5), with(2026, outgoing, 2)],
        asked: outcomes.clone().map(|outcome| asked(incoming, outcome)).collect(),
        asked_with: outcomes.map(asked_with).collect(),
        taken: vec![days(incoming, 20), days(incoming, 45), days(incoming, 60)],
        taken_with: vec![("itu-x".to_owned(), days(incoming, 20))],
        given: vec![days(incoming, 30), days(incoming, 40), days(outgoing, 90)],
    }
}
