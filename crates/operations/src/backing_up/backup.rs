//! Making a backup while the service runs: rows as one transaction sees them, files, the key of the log, the policy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::mpsc;

use super::archive::{End, FIRST, FORM, Item, Locked, Manifest, Opens, Writing, read};
use crate::{Desk, Failure};

/// How many rows are in one entry.
const ROWS: usize = 2_000;

/// What a backup is to be.
#[derive(Debug, Clone)]
pub struct NewBackup {
    /// The file.
    pub path: PathBuf,
    /// An older one: files that it or those before it hold are not in the new one.
    pub since: Option<PathBuf>,
    /// With what it is encrypted.
    pub locked: Locked,
    /// With what the older one is opened.
    pub opens: Opens,
}

/// What is in a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackedUp {
    /// How many rows.
    pub rows: u64,
    /// How many files the record has.
    pub files: u64,
    /// How many of them are in this one.
    pub held: u64,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Writes a backup; it appears whole, on the disk, or not at all, and the database then notes that there is one.
///
/// # Errors
/// [`Failure::Unacceptable`] if it cannot be written, the disk is full, or the older one cannot be read; [`Failure::Fault`].
pub async fn backup(
    desk: &Desk,
    new: &NewBackup,
    now: Timestamp,
    progress: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<BackedUp, Failure> {
    let (since, opens) = (new.since.clone(), new.opens.clone());
    let older = tokio::task::spawn_blocking(move || match since {
        Some(older) => read(&older, &opens, |_| Ok(())).map(|end| end.files),
        None => Ok(Vec::new()),
    });
    let older: BTreeSet<String> = ended(older.await)?.into_iter().collect();
    let (items, mut taken) = mpsc::channel::<Item>(8);
    let (end, ending) = tokio::sync::oneshot::channel::<End>();
    let mut writing = Writing::begin(&new.path, &new.locked)?;
    let written = tokio::task::spawn_blocking(move || {
        while let Some(item) = taken.blocking_recv() {
            writing.add(&item)?;
        }
        // Whoever gave up says no end, and what was written goes with `writing`.
        match ending.blocking_recv() {
            Ok(end) => writing.finish(end),
            Err(_) => Ok(0),
        }
    });
    let gathered = gather(desk, &items, &older, now, progress).await;
    drop(items);
    let result = match gathered {
        Ok(Some(gathered)) => {
            let _ = end.send(gathered.clone());
            Ok(Some(gathered))
        }
        other => {
            drop(end);
            other
        }
    };
    // Why it could not be written is more than that nobody took what was gathered.
    let bytes = ended(written.await)?;
    let end = result?.ok_or_else(|| Failure::Unacceptable("The backup broke off.".to_owned()))?;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let rows = end.rows.values().sum();
    let done = BackedUp { rows, files: count(end.files.len()), held: end.held, bytes };
    let mut tx = desk.store.begin("note a backup").await?;
    tx.note_backup(now, &new.path.display().to_string(), bytes).await?;
    tx.commit().await?;
    Ok(done)
}

/// Gives everything that a backup holds; nothing if nobody takes it any longer.
async fn gather(
    desk: &Desk,
    items: &mpsc::Sender<Item>,
    older: &BTreeSet<String>,
    now: Timestamp,
    progress: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<Option<End>, Failure> {
    let mut dump = desk.store.dump().await?;
    let (steps, tables) = (dump.steps().await?, dump.tables().await?);
    let columns = tables.iter().map(|table| (table.name.clone(), table.columns.clone()));
    let (form, made_at) = (FORM.to_owned(), now.to_string());
    let manifest = Manifest { form, made_at, steps, tables: columns.collect() };
    let manifest = serde_json::to_vec(&manifest).unwrap_or_default();
    let give = async |name: String, bytes: Bytes| items.send(Item { name, bytes }).await.is_ok();
    if !give(FIRST.to_owned(), manifest.into()).await {
        return Ok(None);
    }
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    let mut all = 0;
    for table in &tables {
        let (mut chunk, mut count) = (String::new(), 0_usize);
        let name = |count: usize| format!("rows/{}/{:06}.jsonl", table.name, count.div_ceil(ROWS));
        let taken = dump.rows(table, async |row: String| {
            chunk.push_str(&row.replace('\n', "\\n"));
            chunk.push('\n');
            count += 1;
            if count.is_multiple_of(ROWS) {
                let chunk = std::mem::take(&mut chunk);
                progress("rows", all + count as u64);
                if !give(name(count), chunk.into()).await {
                    return Err(Failure::NotFound("place for the backup"));
                }
            }
            Ok(())
        });
        match taken.await {
            Err(Failure::NotFound(_)) => return Ok(None),
            other => other?,
        }
        if !chunk.is_empty() && !give(name(count), chunk.into()).await {
            return Ok(None);
        }
        all += count as u64;
        rows.insert(table.name.clone(), count as u64);
    }
    drop(dump);
    let Some((files, held)) = gather_files(desk, items, older, progress).await? else {
        return Ok(None);
    };
    Ok(Some(End { rows, files, held, sha256: String::new() }))
}

/// Gives the files, after the rows: whatever a row names was kept before it.
async fn gather_files(
    desk: &Desk,
    items: &mpsc::Sender<Item>,
    older: &BTreeSet<String>,
    progress: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<Option<(Vec<String>, u64)>, Failure> {
    let files = desk.store.files();
    let (mut all, mut held) = (files.all().await?, 0);
    all.sort();
    let mut gone = BTreeSet::new();
    for sha256 in all.iter().filter(|sha256| !older.contains(*sha256)) {
        // What nobody confirmed may have been thrown away meanwhile.
        let Some(bytes) = files.get(sha256).await? else {
            gone.insert(sha256.clone());
            continue;
        };
        held += 1;
        progress("files", held);
        if items.send(Item { name: format!("files/{sha256}"), bytes }).await.is_err() {
            return Ok(None);
        }
    }
    let mut besides =
        vec![("policy.toml".to_owned(), Bytes::from(desk.policy.source().to_owned()))];
    if let Some(path) = &desk.settings.log_key {
        besides.extend(keys(path));
    }
    for (name, bytes) in besides {
        if items.send(Item { name, bytes }).await.is_err() {
            return Ok(None);
        }
    }
    all.retain(|sha256| !gone.contains(sha256));
    Ok(Some((all, held)))
}

/// Returns the key of the log and those that it took the place of, each as `key/` with what follows the name of its file.
fn keys(path: &Path) -> Vec<(String, Bytes)> {
    let (Some(directory), Some(name)) =
        (path.parent(), path.file_name().and_then(|it| it.to_str()))
    else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let key = |entry: std::fs::DirEntry| {
        let found = entry.file_name().into_string().ok()?;
        let rest = found.strip_prefix(name)?;
        let is_key = rest.is_empty() || rest.starts_with('.') && rest != ".new";
        let bytes = is_key.then(|| std::fs::read(entry.path()).ok()).flatten()?;
        Some((format!("key/log.key{rest}"), Bytes::from(bytes)))
    };
    entries.filter_map(key).collect()
}

/// Returns what came of work on another thread.
pub(super) fn ended<T>(
    joined: Result<Result<T, Failure>, tokio::task::JoinError>,
) -> Result<T, Failure> {
    joined
        .unwrap_or_else(|error| Err(Failure::Unacceptable(format!("The work broke off: {error}."))))
}
