//! How a deadline stands today.

use std::fmt;

use askama::filters::HtmlSafe;
use jiff::civil::Date;
use rules::{Deadline, DeadlineKind, DeadlineMark, OutcomeKind, Statement};
use store::Row;

use super::Day;
use crate::words;

/// A deadline with how it stands today: a shape and words, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeadlineNote {
    date: Date,
    met: Met,
    mark: DeadlineMark,
}

/// How what was asked for was done, if it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Met {
    /// It was not, as far as the record says.
    Not,
    /// A statement on record answers it.
    Answered,
    /// The imported record marks it as done.
    MarkedDone,
    /// It was answered by mail.
    Informally,
    /// It was decided to send no answer.
    NoAnswer,
}

impl Met {
    /// Says how it was done, from whether there is an answer and what the imported record marks.
    pub(crate) fn of(is_answered: bool, action_taken: Option<bool>) -> Self {
        match (is_answered, action_taken) {
            (true, _) => Self::Answered,
            (false, Some(true)) => Self::MarkedDone,
            (false, _) => Self::Not,
        }
    }

    /// Says how what a statement of a list asks for was done.
    pub(crate) fn of_row(row: &Row) -> Self {
        let action_taken = row.action_taken.filter(|_| row.reopened_at.is_none());
        Self::of(!row.answered_by.is_empty(), action_taken).or(row.outcome)
    }

    /// Says how what a statement asks for was done.
    pub(crate) fn of_statement(statement: &Statement, is_answered: bool) -> Self {
        let handling = &statement.handling;
        let action_taken = statement.action_taken.filter(|_| handling.reopened_at.is_none());
        let outcome = handling.outcome.as_ref().map(|outcome| outcome.kind);
        Self::of(is_answered, action_taken).or(outcome)
    }

    fn or(self, outcome: Option<OutcomeKind>) -> Self {
        match (self, outcome) {
            (Self::Not, Some(OutcomeKind::AnsweredInformally)) => Self::Informally,
            (Self::Not, Some(OutcomeKind::NoAnswer)) => Self::NoAnswer,
            (met, _) => met,
        }
    }
}

impl From<bool> for Met {
    fn from(is_answered: bool) -> Self {
        Self::of(is_answered, None)
    }
}

impl DeadlineNote {
    /// Says how a deadline stands on a day.
    pub(crate) fn new(date: Date, met: impl Into<Met>, today: Date) -> Self {
        let met = met.into();
        let deadline =
            Deadline { date, kind: DeadlineKind::Stated, set_by: String::new(), set_on: None };
        Self { date, met, mark: deadline.mark(today, met != Met::Not) }
    }

    fn words(self) -> String {
        let days = |days: i32| words::count(i64::from(days), "day", "days");
        match self.mark {
            DeadlineMark::Met if self.met == Met::MarkedDone => "marked as done".to_owned(),
            DeadlineMark::Met if self.met == Met::Informally => "answered informally".to_owned(),
            DeadlineMark::Met if self.met == Met::NoAnswer => "no answer is sent".to_owned(),
            DeadlineMark::Met => "answered".to_owned(),
            DeadlineMark::Open { days_left: 0 } => "today is the last day".to_owned(),
            DeadlineMark::Open { days_left } => format!("{} left", days(days_left)),
            DeadlineMark::Passed { days_ago } => {
                format!("passed {} ago, no answer on record", days(days_ago))
            }
        }
    }

    fn slug(self) -> &'static str {
        match self.mark {
            DeadlineMark::Met => "met",
            DeadlineMark::Open { .. } => "open",
            DeadlineMark::Passed { .. } => "passed",
        }
    }
}

impl fmt::Display for DeadlineNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (slug, day, words) = (self.slug(), Day(self.date), self.words());
        write!(f, "<span class=\"mark mark-{slug}\"><span>By {day} · {words}</span></span>")
    }
}

impl HtmlSafe for DeadlineNote {}
