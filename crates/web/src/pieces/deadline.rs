//! How a deadline stands today.

use std::fmt;

use askama::filters::HtmlSafe;
use jiff::civil::Date;
use rules::{Deadline, DeadlineKind, DeadlineMark};

use super::Day;
use crate::words;

/// A deadline with how it stands today: a shape and words, never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DeadlineNote {
    date: Date,
    mark: DeadlineMark,
}

impl DeadlineNote {
    /// Says how a deadline stands on a day.
    pub(crate) fn new(date: Date, met: bool, today: Date) -> Self {
        let deadline =
            Deadline { date, kind: DeadlineKind::Stated, set_by: String::new(), set_on: None };
        Self { date, mark: deadline.mark(today, met) }
    }

    fn words(self) -> String {
        let days = |days: i32| words::count(i64::from(days), "day", "days");
        match self.mark {
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
