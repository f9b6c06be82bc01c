//! Closing a received message that is no statement, and opening it again.

use jiff::Timestamp;
use rules::{Actor, ItemEventKind, ItemState, ItemVerb, Refusal, may_handle_item};

use crate::open_item::{not_before_others, note_item};
use crate::{Desk, Failure};

/// Closes a received message with a reason; it can be found and opened again.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see the inbox; [`Failure::Refused`] without a reason if a statement
/// was made from it, or if somebody else has it before them.
pub async fn close_item(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    if reason.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    change(desk, actor, id, ItemState::Closed, reason.trim(), now).await
}

/// Puts a closed message, or one that was set aside, back among those that wait.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] if a statement was made from it.
pub async fn reopen_item(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    change(desk, actor, id, ItemState::Waiting, "", now).await
}

async fn change(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    state: ItemState,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let directory = desk.store.reader().directory().await?;
    may_handle_item(actor, ItemVerb::Close, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("message"))?;
    let mut tx = desk.store.begin("move a received message").await?;
    let item = tx.item(id).await?.ok_or(Failure::NotFound("message"))?;
    if let Some(number) = item.statement {
        let fault = format!("Statement {number} was made from this message.");
        return Err(Failure::Unacceptable(fault));
    }
    let kind = match state {
        ItemState::Closed => {
            not_before_others(&mut tx, actor, id, now).await?;
            ItemEventKind::Closed
        }
        _ => ItemEventKind::Reopened,
    };
    tx.set_item_state(id, state, reason, None).await?;
    note_item(desk, &mut tx, id, kind, actor, reason, now).await?;
    tx.commit().await?;
    Ok(())
}
