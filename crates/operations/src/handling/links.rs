//! What a statement that goes on the record, or is taken back, does to those that it is linked to.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Direction, Directory, Doer, EventKind, LinkKind, Number, State, Statement, Step};
use store::Transaction;

use crate::acting::note;
use crate::telling::{Told, tell};
use crate::{Desk, Failure};

/// Opens a statement again: what came of it so far counts no longer.
pub(super) fn open_again(statement: &mut Statement, now: Timestamp) {
    let handling = &mut statement.handling;
    (handling.outcome, handling.promised, handling.reopened_at) = (None, None, Some(now));
}

/// Notes with the statements that one on its way to the record answers that it settles them; and opens again what a further
/// message follows up (RSP-6).
pub(crate) async fn answered_by_posting(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Failure> {
    match statement.direction {
        Direction::Outgoing if statement.settles != Some(false) => {
            let words = format!("By statement {}.", statement.number);
            for number in statement.answers() {
                settle(
                    desk,
                    tx,
                    number,
                    (EventKind::Answered, Step::Answered),
                    &words,
                    directory,
                    now,
                )
                .await?;
            }
            Ok(())
        }
        Direction::Outgoing => Ok(()),
        Direction::Incoming => reopen_followed(desk, tx, statement, directory, now).await,
    }
}

/// Notes with the statements that one taken back had settled that they wait again.
pub(crate) async fn unanswered_by_withdrawing(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Failure> {
    if statement.direction == Direction::Incoming || statement.settles == Some(false) {
        return Ok(());
    }
    let words = format!("Statement {}, which answered it, was withdrawn.", statement.number);
    for number in statement.answers() {
        if tx.settled_by(number).await?.is_empty() {
            let kinds = (EventKind::Reopened, Step::Reopened);
            settle(desk, tx, number, kinds, &words, directory, now).await?;
        }
    }
    Ok(())
}

/// Notes something with a received statement on the record, and tells of it.
async fn settle(
    desk: &Desk,
    tx: &mut Transaction,
    number: Number,
    (kind, step): (EventKind, Step),
    words: &str,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(answered) = tx.statement(number).await? else { return Ok(()) };
    if answered.direction == Direction::Outgoing || answered.state != State::Posted {
        return Ok(());
    }
    note(desk, tx, number, kind, Doer::System, words, now).await?;
    let told = Told { step, by: &Doer::System, words, now };
    tell(desk, tx, &answered, directory, &told, &HashSet::new()).await
}

/// Opens again what a received statement follows up, or the one that our statement answered which it follows up.
async fn reopen_followed(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Failure> {
    let followed = statement.links.iter().filter(|link| link.kind == LinkKind::FollowsUp);
    let mut numbers: Vec<Number> = Vec::new();
    for link in followed {
        match tx.statement(link.number).await? {
            Some(ours) if ours.direction == Direction::Outgoing => numbers.extend(ours.answers()),
            Some(theirs) => numbers.push(theirs.number),
            None => {}
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let words = format!("Statement {} follows it up.", statement.number);
    for number in numbers {
        let Some(mut followed) = tx.statement(number).await? else { continue };
        let is_answered = !tx.settled_by(number).await?.is_empty();
        let is_over = is_answered || followed.handling.outcome.is_some();
        if followed.direction == Direction::Outgoing || followed.state != State::Posted || !is_over
        {
            continue;
        }
        open_again(&mut followed, now);
        tx.save_statement(&followed).await?;
        note(desk, tx, number, EventKind::Reopened, Doer::System, &words, now).await?;
        let told = Told { step: Step::Reopened, by: &Doer::System, words: &words, now };
        tell(desk, tx, &followed, directory, &told, &HashSet::new()).await?;
    }
    Ok(())
}
