//! Submitting a draft: its gates stand before it, and whoever opens them is asked.

use jiff::Timestamp;
use rules::{
    Actor, Direction, EventKind, Number, Process, Step, Verb, complete, deadline_ahead,
    needed_gates,
};

use crate::acting::{doer, load, note};
use crate::desk::day_of;
use crate::draft_statement::{carry_research, may_speak};
use crate::gates::finish;
use crate::letter_attached::make_letters;
use crate::make_readable::none_being_made;
use crate::telling::Told;
use crate::{Desk, Failure, mailing};

/// Submits a draft for approval and review (OUT-2, OUT-10).
///
/// `seen` is the revision whose preview was read (OUT-11).
///
/// # Errors
/// [`Failure::Refused`] if it is incomplete, is no draft, was changed meanwhile, or is From a group that the person
/// may not speak for any more.
pub async fn submit_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("submit a statement").await?;
    let loaded = load(desk, &mut tx, actor, Verb::Submit, number, Some(seen)).await?;
    let (mut statement, directory) = (loaded.statement, loaded.directory);
    let role = match statement.direction {
        Direction::Outgoing => Some(may_speak(desk, actor, &statement, &directory)?),
        // What another organization said is not ours to speak; it was dropped, and is taken up again.
        Direction::Incoming => loaded.role,
    };
    if statement.direction == Direction::Outgoing {
        carry_research(desk, &mut statement).await?;
    }
    complete(&statement, &desk.policy)?;
    if statement.direction == Direction::Outgoing && statement.correction.is_none() {
        deadline_ahead(statement.deadline().map(|it| it.date), day_of(now))?;
    }
    none_being_made(&mut tx, &statement).await?;
    make_letters(desk, &mut statement, &directory, now).await?;
    // What cannot be mailed is found out now, while its author is there to mend it.
    mailing::prepare(desk, &statement, now).await?;
    let gates = needed_gates(&statement, actor, &directory, &desk.policy, day_of(now))?;
    let (process, moved) = Process::of(&statement).submit(gates, now)?;
    (statement.state, statement.gates) = (process.state, process.gates);
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, number, EventKind::Submitted, by.clone(), "", now).await?;
    let told = Told { step: Step::Submitted, by: &by, words: "", now };
    finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
    tx.commit().await?;
    Ok(())
}
