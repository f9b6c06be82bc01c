//! Opening a statement again of which something came: it waits for an answer as before.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, EventKind, Number, Step, Verb};

use super::{Case, said};
use crate::give_statement::refused;
use crate::{Desk, Failure};

/// Opens a statement again, with a reason: answers from before settle it no longer, and stay linked.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without a reason, or while it is open.
pub async fn reopen_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    let words = said("reopen_reason", reason, "Say why: everyone reads it.")?;
    let is_answered = !case.tx.settled_by(number).await?.is_empty();
    if case.statement.is_open(is_answered) {
        return Err(refused("reopen_reason", "It is open already.".to_owned()));
    }
    super::links::open_again(&mut case.statement, now);
    case.note(EventKind::Reopened, &words).await?;
    case.close(Step::Reopened, &words, &HashSet::new()).await
}
