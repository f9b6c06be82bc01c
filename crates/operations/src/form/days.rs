//! Days as they are typed into the form of a statement.

use jiff::civil::Date;
use rules::{Deadline, DeadlineKind, Direction, Statement, unlikely_deadline};

/// Reads a day, or none.
pub(super) fn day(typed: &str) -> Result<Option<Date>, String> {
    match typed.trim() {
        "" => Ok(None),
        typed => match typed.parse::<Date>() {
            Ok(day) if (1900..=2200).contains(&day.year()) => Ok(Some(day)),
            _ => Err(format!("“{typed}” is not a day: write it as 2027-01-31.")),
        },
    }
}

/// Refuses a day on which nothing can have come yet; where the sender is, it may be tomorrow already.
pub(super) fn not_ahead(day: Option<Date>, today: Date) -> Result<(), String> {
    match day.filter(|day| *day > today.saturating_add(jiff::Span::new().days(1))) {
        Some(_) => Err("This day lies ahead: it is recorded once it came.".to_owned()),
        None => Ok(()),
    }
}

/// Refuses a deadline that is hardly what anybody meant, unless it was there before or somebody is sure that the letter has
/// it so.
pub(super) fn believable(
    deadline: Option<Date>,
    filled: &Statement,
    is_sure: bool,
    today: Date,
) -> Result<(), String> {
    let is_new = |date: &Date| filled.deadlines.iter().all(|known| known.date != *date);
    let Some(date) = deadline.filter(is_new) else { return Ok(()) };
    match (unlikely_deadline(date, filled.sent_on, today), filled.direction) {
        (Some(why), Direction::Outgoing) => Err(format!("{why}: correct it.")),
        (Some(why), Direction::Incoming) if !is_sure => Err(format!(
            "{why}: correct it, leave it empty, or say below that the letter has it so."
        )),
        _ => Ok(()),
    }
}

/// Puts the deadline that was typed in the place of the stated one, and keeps who set it if it is the same.
pub(super) fn set_deadline(
    statement: &mut Statement,
    typed: Option<Date>,
    set_by: &str,
    today: Date,
) {
    let stated =
        statement.deadlines.iter().rev().find(|deadline| deadline.kind == DeadlineKind::Stated);
    if stated.map(|deadline| deadline.date) == typed {
        return;
    }
    statement.deadlines.retain(|deadline| deadline.kind != DeadlineKind::Stated);
    if let Some(date) = typed {
        let (set_by, set_on) = (set_by.to_owned(), Some(today));
        statement.deadlines.push(Deadline { date, kind: DeadlineKind::Stated, set_by, set_on });
    }
}
