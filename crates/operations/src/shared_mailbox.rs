//! A mailbox that messages are taken from, by one instance at a time.

use jiff::{SignedDuration, Timestamp};

use crate::{Desk, Failure};

/// How long an instance has a mailbox for itself before another may take it over; it renews this much earlier.
const LEASE: SignedDuration = SignedDuration::from_mins(3);

/// Claims a mailbox; at most one instance has it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn claim_mailbox(desk: &Desk, mailbox: &str, now: Timestamp) -> Result<bool, Failure> {
    let mut tx = desk.store.begin("claim a mailbox").await?;
    let is_mine = tx.claim_schedule(&duty(mailbox), now, now + LEASE).await?;
    tx.commit().await?;
    Ok(is_mine)
}

/// Keeps a mailbox that was claimed; says whether it is still ours.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn keep_mailbox(
    desk: &Desk,
    mailbox: &str,
    since: Timestamp,
    now: Timestamp,
) -> Result<bool, Failure> {
    if now.duration_since(since) >= LEASE {
        return claim_mailbox(desk, mailbox, now).await;
    }
    let mut tx = desk.store.begin("keep a mailbox").await?;
    tx.finish_schedule(&duty(mailbox), now).await?;
    let is_mine = tx.claim_schedule(&duty(mailbox), now, now + LEASE).await?;
    tx.commit().await?;
    Ok(is_mine)
}

/// Gives a mailbox up, so that another instance need not wait.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn leave_mailbox(desk: &Desk, mailbox: &str, now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("leave a mailbox").await?;
    tx.finish_schedule(&duty(mailbox), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that a mailbox is stored up to a message.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn note_stored(
    desk: &Desk,
    mailbox: &str,
    uidvalidity: u32,
    uid: u32,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note how far a mailbox is stored").await?;
    tx.note_stored(mailbox, uidvalidity, uid).await?;
    tx.commit().await?;
    Ok(())
}

fn duty(mailbox: &str) -> String {
    format!("mailbox {mailbox}")
}
