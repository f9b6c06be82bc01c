//! Reviewing a statement before it goes on the record (OUT-10, IN-1).

use jiff::Timestamp;
use rules::{Actor, EventKind, GateKind, Means, Number, Step, Verb};

use crate::acting::{doer, load, note};
use crate::gates::{finish, open, opening};
use crate::telling::Told;
use crate::{Desk, Failure};

/// Reviews a statement as a coordinator or, a received one, as a liaison manager; posted when that was the last gate.
///
/// `seen` is the revision that they read.
///
/// # Errors
/// [`Failure::Refused`] if they may not, or somebody has.
pub async fn review_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("review a statement").await?;
    let loaded = load(desk, &mut tx, actor, Verb::Review, number, Some(seen)).await?;
    let (mut statement, directory) = (loaded.statement, loaded.directory);
    let role = loaded.role.map(|role| desk.policy.held_words(role, &directory)).unwrap_or_default();
    let opening = opening(actor, role, Means::Here, now)?;
    let moved = open(&mut statement, GateKind::Review, None, opening)?;
    let by = doer(desk, actor, loaded.role, &directory);
    note(desk, &mut tx, number, EventKind::Reviewed, by.clone(), "", now).await?;
    let told = Told { step: Step::Reviewed, by: &by, words: "", now };
    finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
    tx.commit().await?;
    Ok(())
}
