//! Keeping many files at once: each is durable when all are.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use super::owner;

/// Tells apart what this process writes at the same time.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Writes files, each at its path, durably: one wait for the disk instead of one for each.
///
/// Nobody sees a file by its name before its bytes are on the disk.
pub(super) fn write(top: &Path, files: Vec<(PathBuf, Bytes)>) -> io::Result<()> {
    let mut written = Vec::with_capacity(files.len());
    let mut seen = HashSet::new();
    for (path, bytes) in files {
        let is_there = fs::metadata(&path).is_ok_and(|there| there.len() == bytes.len() as u64);
        if is_there || !seen.insert(path.clone()) {
            continue;
        }
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let unfinished = path.with_extension(format!("{}-{number}", std::process::id()));
        File::create(&unfinished)?.write_all(&bytes)?;
        written.push((unfinished, path));
    }
    if written.is_empty() {
        return Ok(());
    }
    sync(top, written.iter().map(|(unfinished, _)| unfinished))?;
    for (unfinished, path) in &written {
        fs::rename(unfinished, path)?;
        owner::give(top, path)?;
    }
    sync(top, written.iter().filter_map(|(_, path)| path.parent()))
}

/// Waits until all that was written below is on the disk.
#[cfg(target_os = "linux")]
fn sync(top: &Path, _: impl Iterator<Item = impl AsRef<Path>>) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(top)?)?)
}

/// Waits until each of these is on the disk.
#[cfg(not(target_os = "linux"))]
fn sync(_: &Path, paths: impl Iterator<Item = impl AsRef<Path>>) -> io::Result<()> {
    paths.map(|path| File::open(path)?.sync_all()).collect()
}
