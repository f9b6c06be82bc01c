//! Noting that the sender of a statement agreed to a later day than the one that it set (PUR-4): others to one that we asked for,
//! or we to one that they asked for.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Actor, EventKind, Number, Step, Verb};

use crate::acting::{Loaded, doer, load, note};
use crate::desk::day_of;
use crate::form::one_line;
use crate::give_statement::refused;
use crate::telling::{Told, tell};
use crate::{Desk, Failure};

/// Notes a later day to which the sender agreed: by whom, and where that can be read; it holds from then on.
///
/// # Errors
/// [`Failure::Refused`] unless it is on the record and sets a day; for a day that is not later; and without who
/// agreed or where.
pub async fn agree_deadline(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    date: Date,
    (who, place): (&str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note a later deadline").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::AgreeDeadline, number, None).await?;
    let who = one_line(who).map_err(|fault| refused("agreed_by", fault))?;
    let place = one_line(place).map_err(|fault| refused("agreed_where", fault))?;
    if place.is_empty() {
        let fault = "Say where they agreed: a link, or words such as: by mail on 3 March.";
        return Err(refused("agreed_where", fault.to_owned()));
    }
    let held = statement.deadline().map(|it| it.date.to_string()).unwrap_or_default();
    statement.agree_deadline(date, &who, day_of(now))?;
    let words = format!("{date} in place of {held}, agreed to by {who}: {place}");
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, number, EventKind::DeadlineAgreed, by.clone(), &words, now).await?;
    let told = Told { step: Step::DeadlineAgreed, by: &by, words: &words, now };
    tell(desk, &mut tx, &statement, &directory, &told, &HashSet::new()).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}
