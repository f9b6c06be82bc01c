//! Following no longer.

use jiff::{SignedDuration, Timestamp};

use super::watcher;
use crate::{Desk, Failure};

/// How long there is to confirm.
const TO_CONFIRM: SignedDuration = SignedDuration::from_hours(24);

/// Ends one thing that somebody follows.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none of ours.
pub async fn end_watch(desk: &Desk, token: &str, watch: i64) -> Result<(), Failure> {
    let watcher = watcher(desk, token).await?;
    let mut tx = desk.store.begin("end what is followed").await?;
    tx.end_watch(watcher.id, watch).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends everything that somebody follows, and forgets their address (RFC 8058).
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none of ours.
pub async fn end_watches(desk: &Desk, token: &str) -> Result<(), Failure> {
    let watcher = watcher(desk, token).await?;
    let mut tx = desk.store.begin("end all that is followed").await?;
    tx.end_watches(watcher.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets what nobody confirmed within a day; returns how much that was.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn remove_unconfirmed_watches(desk: &Desk, now: Timestamp) -> Result<u64, Failure> {
    let mut tx = desk.store.begin("forget what was not confirmed").await?;
    let removed = tx.remove_unconfirmed_watches(now - TO_CONFIRM).await?;
    tx.commit().await?;
    Ok(removed)
}
