//! By when an answer is wanted.

use jiff::Span;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::meeting::before_meetings;
use crate::{Directory, GroupId, Policy, Refusal, Statement};

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

/// Returns what to consider of a day by which an answer is asked for, in a sentence each: that it is near, on a weekend, or before
/// those who are asked meet.
///
/// These are no refusals: whoever asks may have reasons (PUR-2).
pub fn deadline_doubts(
    date: Date,
    today: Date,
    asked: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> Vec<String> {
    let mut doubts = Vec::new();
    let days = (date - today).get_days();
    let wanted = i32::from(policy.deadline_days());
    if (0..wanted).contains(&days) {
        let left = match days {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} days"),
        };
        doubts.push(format!(
            "This is {left}: less than {wanted} days is hardly enough for a group to agree on an answer."
        ));
    }
    if let Weekday::Saturday | Weekday::Sunday = date.weekday() {
        doubts.push(format!("This is a {}.", date.strftime("%A")));
    }
    doubts.extend(before_meetings(date, today, asked, directory));
    doubts
}

/// As many years ahead nobody asks for an answer but by a slip of the pen.
const UNLIKELY_YEARS: i32 = 5;

/// Returns why a deadline is hardly what anybody meant: it lies before the day on which it was set, or years ahead.
///
/// Whoever records what was received may find that a letter has it so all the same (PUR-2).
pub fn unlikely_deadline(date: Date, sent_on: Option<Date>, today: Date) -> Option<&'static str> {
    if sent_on.is_some_and(|sent| date < sent) {
        Some("This lies before the day on which it was sent")
    } else if date > today.saturating_add(Span::new().years(UNLIKELY_YEARS)) {
        Some("This is more than five years ahead")
    } else {
        None
    }
}

/// Refuses a day by which an answer is asked for and that has passed (PUR-2).
///
/// # Errors
/// [`Refusal::Fields`] if it lies before today.
pub fn deadline_ahead(date: Option<Date>, today: Date) -> Result<(), Refusal> {
    match date.filter(|date| *date < today) {
        Some(date) => {
            let fault = format!("{date} has passed: name a day that lies ahead.");
            Err(Refusal::Fields(vec![("deadline", fault)]))
        }
        None => Ok(()),
    }
}

impl Statement {
    /// Returns the later day that was asked for last, if it is later than the one that holds (PUR-4).
    pub fn deadline_asked_for(&self) -> Option<Date> {
        let asked = self.deadlines.iter().rev().find(|it| it.kind == DeadlineKind::Requested)?;
        let held = self.deadline()?;
        (asked.date > held.date).then_some(asked.date)
    }

    /// Notes that the sender agreed to a later day, which holds from then on; the others stay as they are (PUR-4).
    ///
    /// `by` is who agreed, in words.
    ///
    /// # Errors
    /// [`Refusal::Fields`] if it set no day, for a day that is not later than the one that holds, and without a name.
    pub fn agree_deadline(&mut self, date: Date, by: &str, today: Date) -> Result<(), Refusal> {
        let mut faults = Vec::new();
        match self.deadline() {
            None => faults
                .push(("agreed_day", "It sets no day: there is nothing to agree to.".to_owned())),
            Some(held) if held.date >= date => {
                faults.push(("agreed_day", format!("{} holds now: name a later day.", held.date)))
            }
            Some(_) => {}
        }
        if by.trim().is_empty() {
            faults.push(("agreed_by", "Name who agreed.".to_owned()));
        }
        if !faults.is_empty() {
            return Err(Refusal::Fields(faults));
        }
        let (set_by, set_on) = (by.trim().to_owned(), Some(today));
        self.deadlines.push(Deadline { date, kind: DeadlineKind::Agreed, set_by, set_on });
        Ok(())
    }
}
