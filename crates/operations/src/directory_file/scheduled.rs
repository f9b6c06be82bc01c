//! What is done again and again in the background, by one of all instances at a time.

use jiff::{SignedDuration, Timestamp};
use store::{DirectoryImport, ImportState};

use crate::{Desk, Failure, ImportFault};

/// How long an instance that claimed a duty has for it before another takes over.
const LEASE: SignedDuration = SignedDuration::from_mins(30);

/// Claims a duty if it is due; at most one instance gets it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn claim_duty(desk: &Desk, name: &str, now: Timestamp) -> Result<bool, Failure> {
    let mut tx = desk.store.begin("claim a duty").await?;
    let is_mine = tx.claim_schedule(name, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(is_mine)
}

/// Notes that a duty was done, and when it is due again.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_duty(desk: &Desk, name: &str, due: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("finish a duty").await?;
    tx.finish_schedule(name, due).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps why an import in the background failed, where coordinators see it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn note_failed_import(
    desk: &Desk,
    source: &str,
    fault: &ImportFault,
    now: Timestamp,
) -> Result<(), Failure> {
    let import = DirectoryImport {
        id: desk.ids.next(now),
        at: now,
        source: source.to_owned(),
        state: ImportState::Failed,
        entries_sha256: String::new(),
        difference: "{}".to_owned(),
        reason: fault.to_string(),
        decided: None,
    };
    let mut tx = desk.store.begin("note an import that failed").await?;
    tx.add_directory_import(&import).await?;
    tx.commit().await?;
    Ok(())
}
