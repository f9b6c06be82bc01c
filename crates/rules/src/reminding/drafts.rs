//! Drafts that nobody goes on with.

use jiff::civil::Date;

use super::{Duty, Matter, Pressing, Task, Today, after, day_words};
use crate::{Direction, PersonId, Policy, State, Statement};

/// What becomes of a draft on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftFate {
    /// It stays.
    Stays,
    /// Its author is to be warned that it is dropped on that day.
    Warn {
        /// The day.
        drop_on: Date,
    },
    /// Its author was warned, and it is dropped on that day.
    Warned {
        /// The day.
        drop_on: Date,
    },
    /// It is dropped.
    Drop,
}

/// Returns what becomes of a draft that was last changed on a day, and of which its author was warned since then, or not.
///
/// However late the warning went out, there are as many days between it and the end as the policy gives.
pub fn draft_fate(changed: Date, warned: Option<Date>, today: Today, policy: &Policy) -> DraftFate {
    let reminders = policy.reminders();
    let warning = i64::from(reminders.draft_warning_days);
    let end = after(changed, i64::from(reminders.draft_days));
    match warned {
        Some(warned) => {
            let drop_on = end.max(after(warned, warning));
            if today.utc >= drop_on { DraftFate::Drop } else { DraftFate::Warned { drop_on } }
        }
        None if today.utc >= after(end, -warning) => {
            DraftFate::Warn { drop_on: end.max(after(today.utc, warning)) }
        }
        None => DraftFate::Stays,
    }
}

/// Returns that a draft of somebody is soon dropped.
pub fn draft_duty(statement: &Statement, changed: Date, fate: DraftFate) -> Option<Duty> {
    let (DraftFate::Warn { drop_on } | DraftFate::Warned { drop_on }) = fate else { return None };
    let person: PersonId = statement.created_by?;
    let to = statement.other_side().words();
    let (state, direction) = (statement.state, statement.direction);
    (state == State::Draft && direction == Direction::Outgoing).then(|| Duty {
        person,
        task: Task::Draft,
        matter: Matter::Statement(statement.number),
        title: super::gates::title_of(statement),
        route: format!(
            "No. {}, to {}",
            statement.number,
            if to.is_empty() { "nobody yet" } else { &to }
        ),
        why: format!("You began it, and nobody has changed it since {}.", day_words(changed)),
        otherwise: format!(
            "On {} it is dropped, and you can revive it. Any change to it keeps it.",
            day_words(drop_on)
        ),
        due: Some(drop_on),
        pressing: Pressing::Soon,
        step: Some(changed),
    })
}
