//! Adding to the tree what became public: one instance at a time, all of a batch or nothing.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rules::Number;
use store::{StoredCheckpoint, StoredLeaf, Transaction};
use tree::{Checkpoint, Growing, Hash, Leaf, NoteKey, Salt, WIDTH};

use super::entry::{Entry, salt_of};
use super::key::LogKey;
use crate::{Desk, Failure};

/// How many statements enter the tree in one transaction, so that nobody who writes waits for long.
const AT_ONCE: i64 = 400;

/// How far clocks may be apart, and how long a transaction takes from its time to its end.
const SLACK: SignedDuration = SignedDuration::from_mins(5);

/// What was added to the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extended {
    /// How many leaves.
    pub leaves: u64,
}

/// Adds everything that became public and is not in the tree, and signs a checkpoint; `progress` hears how many leaves it was.
///
/// Each batch is one transaction that holds the log: a kill leaves whole batches, two instances add nothing twice, and what is
/// changed in the meantime waits for the next time.
///
/// # Errors
/// [`Failure::Unacceptable`] if the key is no longer the one that signs, [`Failure::Fault`].
pub async fn extend_log(
    desk: &Desk,
    key: &LogKey,
    now: Timestamp,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Extended, Failure> {
    let mut extended = Extended::default();
    loop {
        // Asked without the lock: nobody who writes is kept waiting when there is nothing to do.
        if desk.store.reader().log_pending(1).await?.is_empty() {
            return Ok(extended);
        }
        let mut tx = desk.store.begin("add to the tree").await?;
        tx.hold_log().await?;
        key.check(&mut tx).await?;
        let pending = desk.store.reader().log_pending(AT_ONCE).await?;
        let entries = entries(desk, &pending).await?;
        let added = append(&mut tx, &entries, &[key.signer()], now).await?;
        tx.settle_log(&pending).await?;
        tx.commit().await?;
        extended.leaves += added;
        progress(extended.leaves);
    }
}

/// Takes up what an instance of an older version, which knows no tree, did while both ran; returns how many statements that is.
///
/// What says that it happened long before the newest checkpoint, or before it was `looked` the last time, is not taken up: it was not
/// there when that was signed, and `verify_record` names it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_up_missed(desk: &Desk, looked: Option<Timestamp>) -> Result<usize, Failure> {
    let reader = desk.store.reader();
    let Some(newest) = reader.log_checkpoint().await?.map(|it| it.at) else { return Ok(0) };
    let since = looked.map_or(newest, |looked| looked.min(newest));
    let missed = reader.log_missed(since.saturating_sub(SLACK).unwrap_or(since)).await?;
    if !missed.is_empty() {
        let mut tx = desk.store.begin("take up what the tree has missed").await?;
        missed.iter().for_each(|number| tx.note_touched(*number));
        tx.commit().await?;
    }
    Ok(missed.len())
}

/// Returns what of these statements is to enter the tree, in the order in which it happened.
async fn entries(desk: &Desk, pending: &[(Number, i64)]) -> Result<Vec<Entry>, Failure> {
    let reader = desk.store.reader();
    let numbers: Vec<Number> = pending.iter().map(|(number, _)| *number).collect();
    let mut statements = reader.statements(&numbers).await?;
    statements.retain(|statement| statement.state.is_public());
    let public: Vec<Number> = statements.iter().map(|statement| statement.number).collect();
    let events = reader.public_events(&public, true).await?;
    let mut entries: Vec<Entry> = events.iter().map(Entry::of_event).collect();
    let there = reader.log_versions_of(&public).await?;
    let versions = reader.versions(&public).await?;
    let new = versions.iter().filter(|it| !there.contains(&(it.number, it.version)));
    entries.extend(new.map(Entry::of_version));
    let newest = reader.log_newest_of(&public).await?;
    let newest: BTreeMap<i64, &StoredLeaf> =
        newest.iter().map(|leaf| (leaf.number, leaf)).collect();
    for statement in &statements {
        let entry = Entry::of_statement(statement, &desk.settings);
        if newest.get(&entry.number).is_none_or(|leaf| is_other(&entry, leaf)) {
            entries.push(entry);
        }
    }
    entries.sort_by_key(|entry| (entry.at, entry.number, entry.kind, entry.source));
    Ok(entries)
}

/// Says whether the record says something else now than in a leaf.
fn is_other(entry: &Entry, leaf: &StoredLeaf) -> bool {
    match (salt_of(leaf), Leaf::parse(&leaf.leaf)) {
        (Some(salt), Some(said)) => {
            said.source != entry.source.to_string() || !entry.differing(&said, &salt).is_empty()
        }
        _ => true,
    }
}

/// Adds leaves to the tree, and a checkpoint over them all; the log is held.
pub(super) async fn append(
    tx: &mut Transaction,
    entries: &[Entry],
    keys: &[&NoteKey],
    now: Timestamp,
) -> Result<u64, Failure> {
    if entries.is_empty() {
        return Ok(0);
    }
    let (size, newest) = tx.log_size().await?;
    // A clock that was set back does not set the tree back.
    let entered = newest.and_then(|leaf| Leaf::parse(&leaf.leaf)?.entered.parse().ok());
    let entered = entered.map_or(now, |before: Timestamp| before.max(now));
    let mut growing = growing(tx, size).await?;
    let (mut leaves, mut nodes) = (Vec::with_capacity(entries.len()), Vec::new());
    for (idx, entry) in (size..).zip(entries) {
        let leaf = entry.leaf(idx, &Salt(rand::random()), entered);
        let hash = Hash::of_leaf(leaf.leaf.as_bytes());
        let full = growing.push(hash).into_iter();
        nodes.extend(full.map(|(level, place, hash)| {
            (i64::from(level), i64::try_from(place).unwrap_or(i64::MAX), hash.hex())
        }));
        leaves.push(leaf);
    }
    tx.add_log_leaves(&leaves, &nodes).await?;
    sign(tx, &growing, keys, now).await?;
    Ok(u64::try_from(leaves.len()).unwrap_or(u64::MAX))
}

async fn sign(
    tx: &mut Transaction,
    growing: &Growing,
    keys: &[&NoteKey],
    now: Timestamp,
) -> Result<(), Failure> {
    let root = growing.root();
    let origin = keys.first().map(|key| key.public().name().to_owned()).unwrap_or_default();
    let note = Checkpoint { origin, size: growing.size(), root }.sign(keys);
    let size = i64::try_from(growing.size()).unwrap_or(i64::MAX);
    let checkpoint = StoredCheckpoint { size, root: root.hex(), at: now, note };
    Ok(tx.add_log_checkpoint(&checkpoint).await?)
}

/// Loads what is needed to go on: of each level, the hashes that do not fill a tile.
async fn growing(tx: &mut Transaction, size: i64) -> Result<Growing, Failure> {
    const BITS: i64 = WIDTH.ilog2() as i64;
    let mut levels = Vec::new();
    for level in 0..8_i64 {
        let there = size >> (BITS * level);
        if there == 0 {
            break;
        }
        let open = (there >> BITS << BITS)..there;
        let hashes = if open.is_empty() { Vec::new() } else { tx.log_hashes(level, open).await? };
        levels.push(hashes.iter().filter_map(|(_, hash)| Hash::from_hex(hash)).collect());
    }
    let size = u64::try_from(size).unwrap_or_default();
    let growing = Growing::new(size, levels);
    Ok(growing.ok_or_else(|| store::Fault::Contradiction {
        what: "hashes of the tree are missing: nothing is added to it. Run `liaison verify`, which names them".to_owned(),
    })?)
}
