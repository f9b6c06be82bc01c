//! Checking the record where it is kept: every leaf against its rows, the tree against its leaves, the checkpoint against its keys.

use tree::{BadNote, Checkpoint, PublicKey};

use super::finding::{Finding, Verified};
use super::key::kept_key;
use super::{verify_statements, verify_tree};
use crate::{Desk, Failure};

/// Hears what is being done, how much of it is done, and of how much.
pub(super) type Hears<'a> = &'a (dyn Fn(&'static str, u64, u64) + Send + Sync);

/// Checks everything, and names what is not as the tree says: a part, a date, an event, a file, a leaf.
///
/// `earlier` is a checkpoint that somebody kept: the tree must begin with what it had then. What was changed a moment ago and waits
/// to enter the tree is no fault.
///
/// # Errors
/// [`Failure::Unacceptable`] for an earlier checkpoint that is none of this log, with why; [`Failure::Fault`].
pub async fn verify_record(
    desk: &Desk,
    earlier: Option<&str>,
    progress: Hears<'_>,
) -> Result<Verified, Failure> {
    let reader = desk.store.reader();
    let stored = reader.log_keys().await?;
    let keys: Vec<PublicKey> =
        stored.iter().filter_map(|key| PublicKey::parse(&key.public)).collect();
    let earlier = earlier.map(|text| earlier_checkpoint(text, &keys)).transpose()?;
    let mut verified = Verified::default();
    verify_tree::check(&reader, &keys, earlier.as_ref(), &mut verified, progress).await?;
    let used = stored.iter().find(|key| key.until.is_none());
    if let (Some(kept), Some(used)) = (kept_key(desk)?, used)
        && kept.id_hex() != used.id
    {
        let (kept, used) = (kept.id_hex(), &used.id);
        verified.findings.push(Finding::tree(format!(
            "the key {kept} that is kept here is not the key {used} that signs."
        )));
    }
    verify_statements::check(desk, &mut verified, progress).await?;
    verified.findings.sort();
    verified.findings.dedup();
    Ok(verified)
}

/// Reads a checkpoint that somebody kept.
pub(super) fn earlier_checkpoint(text: &str, keys: &[PublicKey]) -> Result<Checkpoint, Failure> {
    let unusable =
        |bad: BadNote| Failure::Unacceptable(format!("The checkpoint cannot be used: {bad}."));
    let (checkpoint, note) = Checkpoint::parse(text).map_err(unusable)?;
    note.check(keys).map_err(unusable)?;
    Ok(checkpoint)
}
