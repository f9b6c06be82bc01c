//! Each number of the statistics with the list that holds what it counts.

use rules::{Direction, Purpose, Spread};
use store::{AnswerFilter, Statistics};

use crate::asked::Asked;

/// A number with the filters of the list that it is the length of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// What it tells of: the name of a part of the page.
    pub(crate) of: &'static str,
    /// The filters.
    pub(crate) filters: Vec<(&'static str, String)>,
    pub(crate) count: i64,
}

/// How long something took, with the filters of the list of what was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Days {
    /// `given` up to the deadline, or `taken` up to the answer.
    pub(crate) what: &'static str,
    pub(crate) filters: Vec<(&'static str, String)>,
    pub(crate) spread: Spread,
}

/// Returns the address of the list with these filters.
pub(crate) fn list(filters: &[(&'static str, String)]) -> String {
    let pairs = filters.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    Asked::of(pairs.collect()).at("/statements")
}

pub(crate) fn year(year: i16) -> (&'static str, String) {
    ("year", year.to_string())
}

pub(crate) fn way(direction: Direction) -> (&'static str, String) {
    ("direction", direction.slug().to_owned())
}

pub(crate) fn purpose(purpose: Option<Purpose>) -> (&'static str, String) {
    ("purpose", purpose.map_or("none", Purpose::slug).to_owned())
}

pub(crate) fn answer(answer: AnswerFilter) -> (&'static str, String) {
    ("answer", answer.slug().to_owned())
}

pub(crate) fn with(acronym: &str) -> (&'static str, String) {
    ("organization", acronym.to_owned())
}

/// Returns every number, those of one organization with that among their filters.
pub(crate) fn counted(statistics: &Statistics, organization: &str) -> Vec<Counted> {
    let of = |of, mut filters: Vec<_>, count| {
        let is_named = filters.iter().any(|(key, _)| *key == "organization");
        if !organization.is_empty() && !is_named {
            filters.push(with(organization));
        }
        Counted { of, filters, count }
    };
    let exchanged = statistics.exchanged.iter().map(|row| {
        let filters = vec![year(row.year), way(row.direction), purpose(row.purpose)];
        of("exchanged", filters, row.count)
    });
    let parties = statistics.with.iter().map(|row| {
        let filters = vec![with(&row.acronym), year(row.year), way(row.direction)];
        of("organizations", filters, row.count)
    });
    let asked = statistics.asked.iter().map(|row| {
        let (way, purpose) = (way(row.direction), purpose(row.purpose));
        of("answers", vec![year(row.year), way, purpose, answer(row.outcome)], row.count)
    });
    let asked_with = statistics.asked_with.iter().map(|row| {
        let filters = vec![with(&row.acronym), way(row.direction), answer(row.outcome)];
        of("answers-by-organization", filters, row.count)
    });
    exchanged.chain(parties).chain(asked).chain(asked_with).collect()
}

/// Returns how long things took.
pub(crate) fn days(statistics: &Statistics, organization: &str) -> Vec<Days> {
    let mut all = Vec::new();
    for direction in Direction::ALL {
        for (what, rows) in [("given", &statistics.given), ("taken", &statistics.taken)] {
            let rows = rows.iter().filter(|row| row.direction == direction);
            let mut filters = vec![way(direction)];
            filters.extend(ending(what));
            filters.extend((!organization.is_empty()).then(|| with(organization)));
            let spread = Spread::of(rows.map(|row| (row.days, row.count)));
            all.extend(spread.map(|spread| Days { what, filters, spread }));
        }
    }
    let mut acronyms: Vec<&String> = statistics.taken_with.iter().map(|(one, _)| one).collect();
    acronyms.dedup();
    for acronym in acronyms {
        for direction in Direction::ALL {
            let spread = taken_with(statistics, acronym, direction);
            let mut filters = vec![with(acronym), way(direction)];
            filters.extend(ending("taken"));
            all.extend(spread.map(|spread| Days { what: "taken", filters, spread }));
        }
    }
    all
}

/// Returns how long answers took that concern an organization.
pub(crate) fn taken_with(
    statistics: &Statistics,
    acronym: &str,
    direction: Direction,
) -> Option<Spread> {
    let rows = statistics.taken_with.iter();
    let rows = rows.filter(|(one, row)| one == acronym && row.direction == direction);
    Spread::of(rows.map(|(_, row)| (row.days, row.count)))
}

/// What has an end of that kind.
fn ending(what: &str) -> Vec<(&'static str, String)> {
    if what == "given" {
        vec![("deadline", "stated".to_owned()), answer(AnswerFilter::Expected)]
    } else {
        vec![answer(AnswerFilter::Given)]
    }
}
