//! What is counted over the whole record.

use rules::{Direction, Purpose};

/// How what was asked for came out, as far as the record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerFilter {
    /// An answer is expected: For Action, with a deadline, or asked for otherwise.
    Expected,
    /// It was answered, whenever.
    Given,
    /// The first answer that settles it is of the last day of its deadline or earlier.
    InTime,
    /// It is of a later day.
    Late,
    /// It was answered, and there was no deadline.
    Undated,
    /// It was answered by mail (RSP-4).
    Informal,
    /// It was decided to send no answer (RSP-5).
    NoAnswer,
    /// No answer is on record, and the imported record marks it as done.
    MarkedDone,
    /// Nothing of that is on record: it is waited for.
    Missing,
}

impl AnswerFilter {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Expected,
        Self::Given,
        Self::InTime,
        Self::Late,
        Self::Undated,
        Self::Informal,
        Self::NoAnswer,
        Self::MarkedDone,
        Self::Missing,
    ];

    /// The outcomes, each request having one.
    pub const OUTCOMES: [Self; 7] = [
        Self::InTime,
        Self::Late,
        Self::Undated,
        Self::Informal,
        Self::NoAnswer,
        Self::MarkedDone,
        Self::Missing,
    ];

    /// Returns the name used in addresses and data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Given => "given",
            Self::InTime => "in-time",
            Self::Late => "late",
            Self::Undated => "undated",
            Self::Informal => "answered-informally",
            Self::NoAnswer => "no-answer",
            Self::MarkedDone => "marked-done",
            Self::Missing => "missing",
        }
    }

    /// Returns the one of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.slug() == slug)
    }
}

/// All that the statistics count; each number is also that of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// All statements by year, direction and purpose.
    pub exchanged: Vec<ExchangedRow>,
    /// The same by organization on either side, year and direction.
    pub with: Vec<WithRow>,
    /// What asks for an answer by how it came out.
    pub asked: Vec<AskedRow>,
    /// The same by organization on either side.
    pub asked_with: Vec<AskedWithRow>,
    /// The days from what was asked to its first answer.
    pub taken: Vec<DaysRow>,
    /// The same by organization on either side.
    pub taken_with: Vec<(String, DaysRow)>,
    /// The days from what was asked to its deadline, of all that have one.
    pub given: Vec<DaysRow>,
}

/// How many statements of a year went in a direction for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangedRow {
    /// The year.
    pub year: i16,
    /// The direction.
    pub direction: Direction,
    /// The purpose, if one is stated.
    pub purpose: Option<Purpose>,
    /// How many.
    pub count: i64,
}

/// How many statements of a year name an organization, in a direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithRow {
    /// Its acronym.
    pub acronym: String,
    /// Its name.
    pub name: String,
    /// The year.
    pub year: i16,
    /// The direction.
    pub direction: Direction,
    /// How many.
    pub count: i64,
}

/// How many of a year and a purpose that ask for an answer came out so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedRow {
    /// The direction of what asks.
    pub direction: Direction,
    /// The year in which it was asked.
    pub year: i16,
    /// Its purpose, if one is stated.
    pub purpose: Option<Purpose>,
    /// How it came out.
    pub outcome: AnswerFilter,
    /// How many.
    pub count: i64,
}

/// How many that name an organization and ask for an answer came out so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedWithRow {
    /// Its acronym.
    pub acronym: String,
    /// The direction of what asks.
    pub direction: Direction,
    /// How it came out.
    pub outcome: AnswerFilter,
    /// How many.
    pub count: i64,
}

/// How many took so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysRow {
    /// The direction of what asks.
    pub direction: Direction,
    /// How many days; fewer than none where the record has the answer first.
    pub days: i64,
    /// How many.
    pub count: i64,
}
