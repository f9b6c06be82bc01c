//! Writing the tree to files beside the exported record, as it is served, with what its leaves are made of.

use std::collections::BTreeMap;
use std::path::Path;

use rules::Number;
use serde::{Deserialize, Serialize};
use store::StoredLeaf;
use tokio::fs::{self, File};
use tokio::io::{AsyncWriteExt, BufWriter};
use tree::{Leaf, Opened, TileName};

use super::given::{PublicValues, given_log, log_tile, opened, values_of};
use super::verify::Hears;
use crate::{Desk, Failure};

/// The leaves with what they are made of, a line each.
pub(super) const LEAVES: &str = "log/leaves.jsonl";
/// How many leaves are in memory at once.
const AT_ONCE: i64 = 1_000;

/// A line of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LeafLine {
    pub(super) index: u64,
    pub(super) leaf: String,
    pub(super) parts: BTreeMap<String, Opened>,
}

/// Writes the tree to `log/` in a directory: checkpoint, keys, tiles, and `leaves.jsonl`; returns how many leaves.
///
/// The checkpoint comes last: without it, whoever checks is told that there is none.
///
/// # Errors
/// [`Failure::Unacceptable`] if the directory cannot be written to; [`Failure::Fault`].
pub async fn export_log(
    desk: &Desk,
    directory: &Path,
    progress: Hears<'_>,
) -> Result<u64, Failure> {
    let log = given_log(desk).await?;
    let Some(checkpoint) = &log.checkpoint else { return Ok(0) };
    let size = u64::try_from(checkpoint.size).unwrap_or_default();
    let top = directory.join("log");
    let unwritable = |error| unwritable(&top, &error);
    if top.exists() {
        fs::remove_dir_all(&top).await.map_err(unwritable)?;
    }
    fs::create_dir_all(&top).await.map_err(unwritable)?;
    let hashes = (0_u8..8).flat_map(|level| TileName::all(Some(level), size));
    for name in TileName::all(None, size).into_iter().chain(hashes) {
        let path = top.join("tile").join(name.path());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).await.map_err(unwritable)?;
        }
        fs::write(&path, log_tile(desk, name).await?).await.map_err(unwritable)?;
    }
    write_leaves(desk, &directory.join(LEAVES), checkpoint.size, progress).await?;
    fs::write(top.join("keys"), log.keys_in_lines()).await.map_err(unwritable)?;
    fs::write(top.join("checkpoint"), &checkpoint.note).await.map_err(unwritable)?;
    Ok(size)
}

async fn write_leaves(
    desk: &Desk,
    path: &Path,
    size: i64,
    progress: Hears<'_>,
) -> Result<(), Failure> {
    let unwritable = |error| unwritable(path, &error);
    let mut file = BufWriter::new(File::create(path).await.map_err(unwritable)?);
    let mut from = 0;
    while from < size {
        let to = (from + AT_ONCE).min(size);
        let leaves = desk.store.reader().log_leaves(from, to).await?;
        let values = values_of_all(desk, &leaves).await?;
        for stored in &leaves {
            let Some(leaf) = Leaf::parse(&stored.leaf) else { continue };
            let of = values.get(&stored.number).and_then(|it| it.get(&(leaf.kind, stored.source)));
            let line = LeafLine {
                index: u64::try_from(stored.idx).unwrap_or_default(),
                parts: of.map(|it| opened(stored, &leaf, it)).unwrap_or_default(),
                leaf: stored.leaf.clone(),
            };
            let mut line = serde_json::to_vec(&line).map_err(|error| unwritable(error.into()))?;
            line.push(b'\n');
            file.write_all(&line).await.map_err(unwritable)?;
        }
        from = to;
        let (done, of) = (u64::try_from(from).unwrap_or(0), u64::try_from(size).unwrap_or(0));
        progress("writing leaves", done, of);
    }
    file.flush().await.map_err(unwritable)
}

async fn values_of_all(
    desk: &Desk,
    leaves: &[StoredLeaf],
) -> Result<BTreeMap<i64, PublicValues>, Failure> {
    let numbers: std::collections::BTreeSet<i64> = leaves.iter().map(|leaf| leaf.number).collect();
    let numbers: Vec<Number> = numbers.into_iter().filter(|it| *it > 0).map(Number).collect();
    values_of(desk, &numbers).await
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unacceptable(format!(
        "The tree cannot be written to {}: {error}. Name a directory that you may write to.",
        path.display()
    ))
}
