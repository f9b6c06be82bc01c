//! Giving up a statement before it is on the record, taking it up again, and sending it back to whoever drafted it.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, EventKind, Number, Process, State, Step, Verb};

use crate::acting::{doer, load, note};
use crate::handling::unanswered_by_withdrawing;
use crate::telling::{Told, tell};
use crate::{Desk, Failure};

/// Drops a draft or a statement in review, with a reason; nobody else knows of it, and it can be revived.
///
/// # Errors
/// [`Failure::Refused`] without a reason, once it is posted, or for whoever may not.
pub async fn drop_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    change(desk, actor, number, Verb::Drop, EventKind::Dropped, reason, now).await
}

/// Takes a dropped statement up again, as a draft.
///
/// # Errors
/// [`Failure::Refused`] unless it is dropped, or for whoever may not.
pub async fn revive_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    now: Timestamp,
) -> Result<(), Failure> {
    change(desk, actor, number, Verb::Revive, EventKind::Revived, "", now).await
}

/// Sends a statement in review back to whoever drafted it, who hears what is to be changed; it is a draft again, and what
/// was given is asked for anew once it is submitted.
///
/// # Errors
/// [`Failure::Refused`] without words, unless it is in review, or for whoever may not.
pub async fn send_back_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    change(desk, actor, number, Verb::SendBack, EventKind::SentBack, words, now).await
}

/// Moves a statement by one of the verbs that change its state and nothing else.
pub(crate) async fn change(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    verb: Verb,
    kind: EventKind,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("change a statement's state").await?;
    let loaded = load(desk, &mut tx, actor, verb, number, None).await?;
    let (mut statement, directory) = (loaded.statement, loaded.directory);
    let process = Process::of(&statement);
    let process = match verb {
        Verb::Revive => process.revive()?,
        Verb::Withdraw => process.withdraw(reason)?,
        Verb::SendBack => process.send_back(reason)?,
        _ => process.drop(reason)?,
    };
    (statement.state, statement.gates) = (process.state, process.gates);
    if statement.state == State::Draft {
        statement.letter_pdfs = None;
    }
    tx.save_statement(&statement).await?;
    let by = doer(desk, actor, loaded.role, &directory);
    let words = reason.trim();
    note(desk, &mut tx, number, kind, by.clone(), words, now).await?;
    let step = match verb {
        Verb::Drop => Some(Step::Dropped),
        Verb::Withdraw => Some(Step::Withdrawn),
        Verb::SendBack => Some(Step::SentBack),
        _ => None,
    };
    if verb == Verb::Withdraw {
        unanswered_by_withdrawing(desk, &mut tx, &statement, &directory, now).await?;
    }
    if let Some(step) = step {
        let told = Told { step, by: &by, words, now };
        tell(desk, &mut tx, &statement, &directory, &told, &HashSet::new()).await?;
    }
    tx.commit().await?;
    Ok(())
}
