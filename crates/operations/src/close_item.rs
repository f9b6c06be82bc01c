//! Closing a received message that is no statement, and opening it again.

use rules::{Actor, ItemState, ItemVerb, Refusal, may_handle_item};

use crate::{Desk, Failure};

/// Closes a received message with a reason; it can be found and opened again.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see the inbox; [`Failure::Refused`] without a reason or if a statement
/// was made from it.
pub async fn close_item(desk: &Desk, actor: &Actor, id: i64, reason: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() {
        return Err(Failure::Refused(Refusal::NoReason));
    }
    change(desk, actor, id, ItemState::Closed, reason.trim()).await
}

/// Puts a closed message, or one that was set aside, back among those that wait.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] if a statement was made from it.
pub async fn reopen_item(desk: &Desk, actor: &Actor, id: i64) -> Result<(), Failure> {
    change(desk, actor, id, ItemState::Waiting, "").await
}

async fn change(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    state: ItemState,
    reason: &str,
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
    tx.set_item_state(id, state, reason, None).await?;
    tx.commit().await?;
    Ok(())
}
