//! Checking a tree that is published: at an address, or in the directory of an export.

use std::path::PathBuf;

use async_trait::async_trait;
use tree::{Checkpoint, Growing, Hash, PublicKey, TileName, Tiles, read_entries, read_hashes};

use super::finding::{Finding, Verified};
use super::verify::{Hears, earlier_checkpoint};
use crate::Failure;

/// Where a tree is published: what C2SP tlog-tiles names, and `keys`.
#[async_trait]
pub trait Published: Send + Sync {
    /// Returns what is at a path below the log, if it is there.
    ///
    /// # Errors
    /// In words, if nobody can tell.
    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, String>;
}

/// The directory of an export.
#[derive(Debug, Clone)]
pub struct PublishedDirectory(pub PathBuf);

#[async_trait]
impl Published for PublishedDirectory {
    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let path = self.0.join("log").join(path);
        match tokio::fs::read(&path).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }
}

/// Builds up the tree from all its entries, and compares it with its checkpoint, its tiles and a checkpoint that somebody kept.
///
/// # Errors
/// [`Failure::Unacceptable`] if there is no tree, or the earlier checkpoint is none of it, with why.
pub async fn verify_published(
    at: &dyn Published,
    earlier: Option<&str>,
    progress: Hears<'_>,
) -> Result<Verified, Failure> {
    let text = async |path: &str| {
        let bytes = at.get(path).await.map_err(Failure::Unacceptable)?;
        let bytes =
            bytes.ok_or_else(|| Failure::Unacceptable(format!("There is no log/{path}.")))?;
        String::from_utf8(bytes)
            .map_err(|_| Failure::Unacceptable(format!("log/{path} is no text.")))
    };
    let (written, keys) = (text("checkpoint").await?, text("keys").await?);
    let keys: Vec<PublicKey> = keys
        .lines()
        .filter_map(|line| PublicKey::parse(line.split(' ').next().unwrap_or_default()))
        .collect();
    let unusable = |bad| Failure::Unacceptable(format!("log/checkpoint cannot be used: {bad}."));
    let (checkpoint, note) = Checkpoint::parse(&written).map_err(unusable)?;
    let signed_by = note.check(&keys).map_err(unusable)?;
    let earlier = earlier.map(|text| earlier_checkpoint(text, &keys)).transpose()?;
    let mut verified = Verified { signed_by, ..Verified::default() };
    let (growing, tiles) =
        read_tree(at, checkpoint.size, earlier.as_ref(), &mut verified, progress).await?;
    if verified.findings.is_empty() {
        if growing.root() != checkpoint.root {
            verified.findings.push(Finding::tree("its entries are not those that were signed."));
        }
        check_tiles(at, checkpoint.size, &tiles, &mut verified).await?;
    }
    if let Some(earlier) = earlier.filter(|earlier| earlier.size > checkpoint.size) {
        let (was, is) = (earlier.size, checkpoint.size);
        verified.findings.push(Finding::tree(format!(
            "it was cut off: it had {was} leaves at the earlier checkpoint, and has {is}."
        )));
    }
    verified.checkpoint = Some(checkpoint);
    Ok(verified)
}

async fn read_tree(
    at: &dyn Published,
    size: u64,
    earlier: Option<&Checkpoint>,
    verified: &mut Verified,
    progress: Hears<'_>,
) -> Result<(Growing, Tiles), Failure> {
    let (mut growing, mut tiles) = (Growing::default(), Tiles::default());
    for name in TileName::all(None, size) {
        let path = format!("tile/{}", name.path());
        let bytes = at.get(&path).await.map_err(Failure::Unacceptable)?;
        let entries = bytes.and_then(|bytes| read_entries(&bytes));
        let Some(entries) = entries.filter(|it| it.len() == usize::from(name.width)) else {
            let what = format!("log/{path} is missing, or is not whole.");
            verified.findings.push(Finding::tree(what));
            return Ok((growing, tiles));
        };
        for entry in &entries {
            let hash = Hash::of_leaf(entry.as_bytes());
            tiles.keep(0, growing.size(), hash);
            for (level, place, hash) in growing.push(hash) {
                tiles.keep(level, place, hash);
            }
            if let Some(earlier) = earlier.filter(|it| it.size == growing.size())
                && earlier.root != growing.root()
            {
                let what = format!(
                    "its first {} leaves are not those of the earlier checkpoint: history was written anew.",
                    earlier.size
                );
                verified.findings.push(Finding::tree(what));
            }
        }
        verified.leaves = growing.size();
        progress("checking leaves", verified.leaves, size);
    }
    Ok((growing, tiles))
}

/// Compares the tiles of hashes with those of the tree as its entries make it.
async fn check_tiles(
    at: &dyn Published,
    size: u64,
    tiles: &Tiles,
    verified: &mut Verified,
) -> Result<(), Failure> {
    for name in (0_u8..8).flat_map(|level| TileName::all(Some(level), size)) {
        let path = format!("tile/{}", name.path());
        let bytes = at.get(&path).await.map_err(Failure::Unacceptable)?;
        let hashes = bytes.and_then(|bytes| read_hashes(&bytes));
        if hashes.is_none_or(|hashes| !tiles.has(&name, &hashes)) {
            let what =
                format!("log/{path} is missing, or its hashes are not those of the entries.");
            verified.findings.push(Finding::tree(what));
        }
    }
    Ok(())
}
