//! By when an answer is wanted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date by which something is wanted, with who set it and when (PUR-2, PUR-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day, which holds to its end anywhere on earth.
    pub date: Date,
    /// How it came about.
    pub kind: DeadlineKind,
    /// Who set it, in words.
    pub set_by: String,
    /// The day on which it was set.
    pub set_on: Option<Date>,
}

/// Says how a deadline came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineKind {
    /// It stands in the statement.
    Stated,
    /// The receiver asked for it; the stated one governs until the sender agrees.
    Requested,
    /// The sender agreed to it.
    Agreed,
}

impl DeadlineKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Stated, Self::Requested, Self::Agreed];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Requested => "requested",
            Self::Agreed => "agreed",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl Deadline {
    /// Returns the deadline in force: the last that was agreed to, else the last that was stated (PUR-4).
    pub fn in_force(deadlines: &[Self]) -> Option<&Self> {
        deadlines.iter().rev().find(|deadline| deadline.kind == DeadlineKind::Agreed).or_else(
            || deadlines.iter().rev().find(|deadline| deadline.kind == DeadlineKind::Stated),
        )
    }

    /// Says how this deadline stands on a day, given the day on which it was met, if it was.
    pub fn mark(&self, today: Date, met: bool) -> DeadlineMark {
        // Dates a lifetime apart still fit in 32 bits of days.
        let days = (self.date - today).get_days();
        match (met, days) {
            (true, _) => DeadlineMark::Met,
            (false, 0..) => DeadlineMark::Open { days_left: days },
            (false, _) => DeadlineMark::Passed { days_ago: -days },
        }
    }
}

/// Says how a deadline stands on a given day; computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineMark {
    /// What was asked for is done.
    Met,
    /// There is time left.
    Open {
        /// Days left; 0 on the day itself.
        days_left: i32,
    },
    /// It has passed, and no answer is on record.
    Passed {
        /// Days since.
        days_ago: i32,
    },
}
