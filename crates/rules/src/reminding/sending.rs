//! Statements of ours that wait for somebody alone who sends them by other means.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Duty, Matter, Pressing, Task, Today, day_words, waiting_step};
use crate::{Gate, Opening, Policy, Process, Statement};

/// Returns that a statement waits for whoever drafted it to send it by other means, and to note how it went (REC-7, OUT-5).
///
/// Reminders fall due as those of a gate do, counted from the day on which the last one opened.
pub fn sending_duty(statement: &Statement, policy: &Policy, today: Today) -> Option<Duty> {
    let person = statement.created_by?;
    let how = statement.goes_by_other_means()?;
    if !Process::of(statement).waits_to_be_sent() {
        return None;
    }
    let since = since(statement);
    let step = waiting_step(since, &policy.reminders().gate_days, today);
    Some(Duty {
        person,
        task: Task::Send,
        matter: Matter::Statement(statement.number),
        title: super::gates::title_of(statement),
        route: format!("No. {}, to {}", statement.number, statement.other_side().words()),
        why: format!(
            "You drafted it, and everything that it needs is given since {}. It goes by other means: {how}.",
            day_words(since)
        ),
        otherwise: "Until you note how it went, it is not on the record, and nobody knows whether it was sent.".to_owned(),
        due: None,
        pressing: if step.is_some() { Pressing::Soon } else { Pressing::InTime },
        step,
    })
}

/// The day on which the last gate opened.
fn since(statement: &Statement) -> Date {
    let opened = statement.gates.iter().filter_map(|gate: &Gate| gate.opening.as_ref());
    let last = opened.map(|opening: &Opening| opening.at).max();
    TimeZone::UTC.to_datetime(last.unwrap_or(statement.created_at)).date()
}
