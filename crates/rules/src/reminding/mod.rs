//! What waits for whom, why for them, how pressing it is, and when somebody is reminded of it (RSP-1).
//!
//! A [`Duty`] is one thing that waits for one person. The desk, the daily message and the calendar show the same ones.

mod drafts;
mod gates;
mod requests;
mod sending;

use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::{Directory, GroupId, HeldRole, Number, PersonId, Policy, RoleKind, day_anywhere};

pub use drafts::{DraftFate, draft_duty, draft_fate};
pub use gates::{GateStep, gate_duties, gate_steps};
pub use requests::{Request, ask_again_duties, awaited_duties, request_duties};
pub use sending::sending_duty;

/// The day, as it is counted for what begins and for what ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Today {
    /// The day in UTC.
    pub utc: Date,
    /// The earliest day that it still is anywhere on earth (UTC-12): a deadline before it has passed.
    pub anywhere: Date,
}

impl Today {
    /// Returns the day of an instant.
    pub fn at(now: Timestamp) -> Self {
        Self { utc: TimeZone::UTC.to_datetime(now).date(), anywhere: day_anywhere(now) }
    }

    /// Says whether a deadline has passed everywhere on earth.
    pub fn has_passed(self, due: Date) -> bool {
        due < self.anywhere
    }
}

/// What somebody is to do, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Approve a statement for a group (OUT-2).
    Approve,
    /// Agree to what somebody else drafted (OUT-12).
    Agree,
    /// Say what there is to consider (OUT-4).
    Advise,
    /// Review a statement (OUT-10, IN-1).
    Review,
    /// Send a statement by other means than mail from here, and note how it went (REC-7).
    Send,
    /// Make statements of received messages.
    Record,
    /// Answer a statement (RSP-2).
    Answer,
    /// See that somebody else does what is theirs.
    SeeTo,
    /// Decide whether the other side is asked again for its answer.
    AskAgain,
    /// Decide on an import of the directory that is held.
    Decide,
    /// Go on with a draft before it is dropped.
    Draft,
    /// Know that an answer to a statement of ours is late, as they wished.
    Await,
    /// Confirm the contacts of an organization.
    Confirm,
}

impl Task {
    /// All tasks, the most pressing first.
    pub const ALL: [Self; 13] = [
        Self::Approve,
        Self::Agree,
        Self::Advise,
        Self::Review,
        Self::Send,
        Self::Record,
        Self::Answer,
        Self::SeeTo,
        Self::AskAgain,
        Self::Decide,
        Self::Draft,
        Self::Await,
        Self::Confirm,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Agree => "agree",
            Self::Advise => "advise",
            Self::Review => "review",
            Self::Send => "send",
            Self::Record => "record",
            Self::Answer => "answer",
            Self::SeeTo => "see-to",
            Self::AskAgain => "ask-again",
            Self::Decide => "decide",
            Self::Draft => "draft",
            Self::Await => "await",
            Self::Confirm => "confirm",
        }
    }

    /// Returns it as an imperative: "Approve".
    pub fn words(self) -> &'static str {
        match self {
            Self::Approve => "Approve",
            Self::Agree => "Agree",
            Self::Advise => "Advise",
            Self::Review => "Review",
            Self::Send => "Send it",
            Self::Record => "Record",
            Self::Answer => "Answer",
            Self::SeeTo => "See to it",
            Self::AskAgain => "Ask again, or not",
            Self::Decide => "Decide",
            Self::Draft => "Go on, or let it go",
            Self::Await => "Know of it",
            Self::Confirm => "Confirm",
        }
    }

    /// Says whether it opens a gate, so that nobody else's work goes on without it.
    pub fn is_gate(self) -> bool {
        matches!(self, Self::Approve | Self::Agree | Self::Advise | Self::Review)
    }
}

/// How pressing something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pressing {
    /// Its day has passed, or it waits so long that others hear of it.
    Late,
    /// It is due within a week, or somebody was reminded of it.
    Soon,
    /// There is time.
    InTime,
}

impl Pressing {
    /// Returns it as a heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Late => "Late",
            Self::Soon => "This week",
            Self::InTime => "When you can",
        }
    }

    fn of(due: Option<Date>, today: Today) -> Self {
        match due {
            Some(due) if today.has_passed(due) => Self::Late,
            Some(due) if due <= after(today.utc, 7) => Self::Soon,
            _ => Self::InTime,
        }
    }
}

/// What a duty is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// A statement.
    Statement(Number),
    /// The messages that wait in the inbox.
    Inbox,
    /// An import of the directory.
    Import(i64),
    /// The contacts of an organization.
    Contacts(GroupId),
}

impl fmt::Display for Matter {
    /// As it is kept of what somebody was reminded of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(number) => write!(f, "statement:{number}"),
            Self::Inbox => f.write_str("inbox"),
            Self::Import(id) => write!(f, "import:{id}"),
            Self::Contacts(group) => write!(f, "contacts:{}", group.0),
        }
    }
}

/// One thing that waits for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// For whom.
    pub person: PersonId,
    /// What they are to do.
    pub task: Task,
    /// About what.
    pub matter: Matter,
    /// Its title, on one line.
    pub title: String,
    /// From whom to whom, in words; empty if it is about no statement.
    pub route: String,
    /// Why it is theirs, in a sentence.
    pub why: String,
    /// What happens if nobody does it, in a sentence.
    pub otherwise: String,
    /// By when.
    pub due: Option<Date>,
    /// How pressing it is.
    pub pressing: Pressing,
    /// The last day so far on which a reminder of it fell due; none before the first.
    pub step: Option<Date>,
}

impl Duty {
    /// Returns the name under which it is kept that somebody was reminded of it.
    pub fn key(&self) -> String {
        format!("{}:{}", self.task.slug(), self.matter)
    }

    /// Returns what duties are sorted by: the most pressing first, then what others wait for, then the nearest day.
    pub fn order(&self) -> (Pressing, Task, bool, Option<Date>, Matter) {
        (self.pressing, self.task, self.due.is_none(), self.due, self.matter)
    }
}

/// Puts duties in order, and leaves of those of one person about one matter the first alone, so that nobody reads twice of
/// the same.
pub fn in_order(mut duties: Vec<Duty>) -> Vec<Duty> {
    duties.sort_by_key(|duty| (duty.person, duty.matter, duty.task));
    duties.dedup_by_key(|duty| (duty.person, duty.matter));
    duties.sort_by_key(|duty| (duty.person, duty.order()));
    duties
}

/// Returns the last day so far on which a reminder fell due of something with a deadline.
///
/// It does some days before, the day after, and weekly from then on. Whoever was told of it on the day itself is not reminded of that day.
pub fn deadline_step(due: Date, since: Date, today: Today, policy: &Policy) -> Option<Date> {
    let reminders = policy.reminders();
    let step = if today.has_passed(due) {
        let days = days_between(due, today.anywhere);
        if days > i64::from(reminders.forget_days) {
            return None;
        }
        after(due, 1 + (days - 1) / 7 * 7)
    } else {
        let days = reminders.before_days.iter().map(|days| after(due, -i64::from(*days)));
        days.filter(|day| *day <= today.utc).max()?
    };
    (step > since).then_some(step)
}

/// Returns the last day so far on which a reminder fell due of something that waits since a day: after some days, and weekly
/// after the last of them.
pub fn waiting_step(since: Date, days: &[u16], today: Today) -> Option<Date> {
    let waited = days_between(since, today.utc);
    let last = i64::from(*days.iter().max()?);
    if waited >= last {
        return Some(after(since, last + (waited - last) / 7 * 7));
    }
    let reached = days.iter().map(|days| i64::from(*days)).filter(|days| *days <= waited);
    reached.max().map(|days| after(since, days))
}

/// Returns that received messages wait for somebody to record them: how many, since when, and by which role.
pub fn record_duty(
    person: PersonId,
    (count, oldest): (usize, Date),
    role: RoleKind,
    policy: &Policy,
    today: Today,
) -> Duty {
    let step = waiting_step(oldest, &[policy.reminders().record_days], today);
    let title = match count {
        1 => "1 message waits in the inbox".to_owned(),
        count => format!("{count} messages wait in the inbox"),
    };
    Duty {
        person,
        task: Task::Record,
        matter: Matter::Inbox,
        title,
        route: String::new(),
        why: format!(
            "{} yours as {}, the oldest since {}.",
            if count == 1 { "It is" } else { "They are" },
            policy.role_words(role),
            day_words(oldest)
        ),
        otherwise: "Until somebody does, no group hears of what is asked, and its sender does not know that it arrived."
            .to_owned(),
        due: None,
        pressing: if step.is_some() { Pressing::Soon } else { Pressing::InTime },
        step,
    }
}

/// Returns that an import of the directory is held until a coordinator decides.
pub fn import_duty(person: PersonId, id: i64, held: Date, policy: &Policy, today: Today) -> Duty {
    let step = waiting_step(held, &policy.reminders().gate_days, today);
    Duty {
        person,
        task: Task::Decide,
        matter: Matter::Import(id),
        title: "An import of the directory is held".to_owned(),
        route: String::new(),
        why: format!("It would end much, and you are {}.", policy.a_role(RoleKind::Coordinator)),
        otherwise: "Until somebody decides, the directory stays as it was.".to_owned(),
        due: None,
        pressing: if step.is_some() { Pressing::Soon } else { Pressing::InTime },
        step,
    }
}

/// Returns that somebody is asked whether the contacts of an organization are right; the question itself is mailed once a year.
pub fn contacts_duty(
    person: PersonId,
    role: HeldRole,
    directory: &Directory,
    policy: &Policy,
) -> Duty {
    let name = directory.group(role.group).map(|group| group.name.clone()).unwrap_or_default();
    Duty {
        person,
        task: Task::Confirm,
        matter: Matter::Contacts(role.group),
        title: format!("Contacts of {name}"),
        route: String::new(),
        why: format!(
            "You are {}, and nobody confirmed them within a year.",
            policy.held_words(role, directory)
        ),
        otherwise:
            "Statements go to the addresses that are listed, whether or not anybody reads them."
                .to_owned(),
        due: None,
        pressing: Pressing::InTime,
        step: None,
    }
}

/// Returns a day so many days later, or earlier.
fn after(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

/// Returns how many days lie between two days; below 0 if the second is the earlier.
fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// Returns a day as sentences have it: "3 March 2026".
fn day_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
