//! What is given of the tree to whoever asks: the checkpoint, the keys, tiles, proofs of statements.

use std::collections::BTreeMap;

use rules::{Number, Statement};
use store::{StoredCheckpoint, StoredKey, StoredLeaf};
use tree::{
    Hash, Leaf, LeafKind, Opened, PROOF_FORM, ProofFile, ProvedEntry, TileName, Tiles, Values,
    WIDTH, digest, entries_tile, needed, path,
};

use super::entry::{Entry, public_values, salt_of};
use crate::{Desk, Failure};

/// How the log stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenLog {
    /// The newest checkpoint; none before the first leaf.
    pub checkpoint: Option<StoredCheckpoint>,
    /// The keys, the oldest first.
    pub keys: Vec<StoredKey>,
}

impl GivenLog {
    /// Writes the public keys, a line each: the key, since when it signs, until when or `now`.
    pub fn keys_in_lines(&self) -> String {
        let line = |key: &StoredKey| {
            let until = key.until.map_or_else(|| "now".to_owned(), |until| until.to_string());
            format!("{} {} {until}\n", key.public, key.since)
        };
        self.keys.iter().map(line).collect()
    }
}

/// Returns how the log stands.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn given_log(desk: &Desk) -> Result<GivenLog, Failure> {
    let reader = desk.store.reader();
    Ok(GivenLog { checkpoint: reader.log_checkpoint().await?, keys: reader.log_keys().await? })
}

/// Returns a tile of the tree: 32 bytes for each hash, or entries each after its length.
///
/// # Errors
/// [`Failure::NotFound`] if the tree is not so large, [`Failure::Fault`].
pub async fn log_tile(desk: &Desk, name: TileName) -> Result<Vec<u8>, Failure> {
    let reader = desk.store.reader();
    let size = reader.log_checkpoint().await?.map_or(0, |it| u64::try_from(it.size).unwrap_or(0));
    if !name.is_in(size) {
        return Err(Failure::NotFound("tile"));
    }
    let first = name.index.saturating_mul(WIDTH as u64);
    let (first, width) = (i64::try_from(first).unwrap_or(i64::MAX), i64::from(name.width));
    let places = first..first.saturating_add(width);
    let tile = match name.level {
        None => {
            let leaves = reader.log_leaves(places.start, places.end).await?;
            entries_tile(leaves.iter().map(|leaf| leaf.leaf.as_str()))
        }
        Some(level) => {
            let hashes = reader.log_hashes(level.into(), places).await?;
            let hashes: Option<Vec<Hash>> =
                hashes.iter().map(|(_, hash)| Hash::from_hex(hash)).collect();
            let whole = hashes.filter(|hashes| hashes.len() == usize::from(name.width));
            whole.map(|hashes| hashes.iter().flat_map(|hash| hash.0).collect())
        }
    };
    tile.ok_or(Failure::NotFound("tile"))
}

/// Returns a proof of all that the tree has of a public statement; none while it waits to enter the tree.
///
/// What was taken from view, and what a later leaf took the place of, stays closed in it.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn proof_of(desk: &Desk, statement: &Statement) -> Result<Option<ProofFile>, Failure> {
    let reader = desk.store.reader();
    let Some(checkpoint) = reader.log_checkpoint().await? else { return Ok(None) };
    let mut leaves = reader.log_leaves_of(&[statement.number]).await?;
    leaves.retain(|leaf| leaf.idx < checkpoint.size);
    if leaves.is_empty() {
        return Ok(None);
    }
    let size = u64::try_from(checkpoint.size).unwrap_or_default();
    let places: Vec<u64> = leaves.iter().filter_map(|leaf| u64::try_from(leaf.idx).ok()).collect();
    let mut tiles = Tiles::default();
    for (level, hashes) in needed(&places, size) {
        let wanted = hashes.into_iter().filter_map(|place| i64::try_from(place).ok());
        for (place, hash) in reader.log_hashes(level.into(), wanted).await? {
            if let (Ok(place), Some(hash)) = (u64::try_from(place), Hash::from_hex(&hash)) {
                tiles.keep(level, place, hash);
            }
        }
    }
    let values = values_of(desk, &[statement.number]).await?;
    let values = values.get(&statement.number.0).cloned().unwrap_or_default();
    let entry = |leaf: &StoredLeaf| -> Option<ProvedEntry> {
        let index = u64::try_from(leaf.idx).ok()?;
        let read = Leaf::parse(&leaf.leaf)?;
        let parts = values.get(&(read.kind, leaf.source)).map(|it| opened(leaf, &read, it));
        let path = path(index, size, &tiles)?;
        Some(ProvedEntry { index, leaf: leaf.leaf.clone(), parts: parts.unwrap_or_default(), path })
    };
    Ok(Some(ProofFile {
        form: PROOF_FORM.to_owned(),
        statement: statement.number.0,
        checkpoint: checkpoint.note,
        keys: reader.log_keys().await?.into_iter().map(|key| key.public).collect(),
        entries: leaves.iter().filter_map(entry).collect(),
    }))
}

/// What everybody may read of what is in the tree, by kind and event or version.
pub(super) type PublicValues = BTreeMap<(LeafKind, i64), Values>;

/// Returns what everybody may read of public statements, their events and their versions.
pub(super) async fn values_of(
    desk: &Desk,
    numbers: &[Number],
) -> Result<BTreeMap<i64, PublicValues>, Failure> {
    let reader = desk.store.reader();
    let events = reader.public_events(numbers, false).await?;
    let versions = reader.versions(numbers).await?;
    let entries = events.iter().map(Entry::of_event).chain(versions.iter().map(Entry::of_version));
    let mut values: BTreeMap<i64, PublicValues> = BTreeMap::new();
    for entry in entries {
        let of = values.entry(entry.number).or_default();
        of.insert((entry.kind, entry.source), entry.values);
    }
    let statements = reader.statements(numbers).await?;
    values.retain(|number, _| {
        statements.iter().any(|it| it.number.0 == *number && it.state.is_public())
    });
    for statement in statements.iter().filter(|statement| statement.state.is_public()) {
        let said = public_values(statement, &desk.settings);
        let of = values.entry(statement.number.0).or_default();
        of.insert((LeafKind::Statement, statement.version), said);
    }
    Ok(values)
}

/// Returns those parts of a leaf that are what it has the digests of.
pub(super) fn opened(
    stored: &StoredLeaf,
    leaf: &Leaf,
    values: &Values,
) -> BTreeMap<String, Opened> {
    let Some(salt) = salt_of(stored) else { return BTreeMap::new() };
    let open = |(name, value): (&String, &serde_json::Value)| {
        let salt = salt.of_part(name);
        let is_its = leaf.parts.get(name) == Some(&digest(&salt, value).hex());
        is_its.then(|| (name.clone(), Opened { salt: salt.hex(), value: value.clone() }))
    };
    values.iter().filter_map(open).collect()
}
