//! Restoring a backup where there is nothing yet, into either kind of database.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use store::{Database, Place, Restoring, Store};
use tokio::sync::mpsc;

use super::archive::{End, FIRST, FORM, Item, Manifest, Opens, read};
use super::backup::ended;
use crate::Failure;

/// From what is restored.
#[derive(Debug, Clone)]
pub struct RestoreFrom {
    /// The backup.
    pub path: PathBuf,
    /// Older ones that hold the files which it does not.
    pub older: Vec<PathBuf>,
    /// With what all of them are opened.
    pub opens: Opens,
}

/// What was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// How many rows.
    pub rows: u64,
    /// How many files.
    pub files: u64,
}

/// Restores a backup to a place where there is nothing, with the key of the log; `policy` is where its policy is written.
///
/// Every backup is read to its end before anything is written, so that half of one restores nothing; what fails later takes away
/// what it made. Whoever called checks the record against its tree before they say that it is done.
///
/// # Errors
/// [`Failure::Unacceptable`] for a backup that cannot be used, and for a place where there is something; [`Failure::Fault`].
pub async fn restore(
    from: &RestoreFrom,
    to: &Place,
    key: &Path,
    policy: &Path,
    progress: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<Restored, Failure> {
    refuse_data(to, key).await?;
    let missing = read_through(from).await?;
    let end = missing.1;
    if !missing.0.is_empty() {
        return Err(Failure::Unacceptable(format!(
            "{} files are in none of the backups that were named: name the older ones too, with --since. Nothing was restored.",
            missing.0.len()
        )));
    }
    let restored = fill(from, to, key, policy, &end, progress).await;
    if restored.is_err() {
        take_away(to, key, policy);
    }
    restored
}

/// Refuses a place where there is something already.
async fn refuse_data(to: &Place, key: &Path) -> Result<(), Failure> {
    let has_files = match to.files.directory() {
        Some(path) => fs::read_dir(path).is_ok_and(|mut all| all.next().is_some()),
        None => !store::Files::at(&to.files)?.all().await?.is_empty(),
    };
    let there = match &to.database {
        Database::Sqlite(path) if path.exists() => Some(path.display().to_string()),
        _ if has_files => Some(to.files.to_string()),
        _ if key.exists() => Some(key.display().to_string()),
        _ => None,
    };
    match there {
        None => Ok(()),
        Some(path) => Err(Failure::Unacceptable(format!(
            "There is data already: {path}. Nothing is restored onto data: name an empty directory."
        ))),
    }
}

/// Reads everything once; returns which files are missing, and the end of the newest.
async fn read_through(from: &RestoreFrom) -> Result<(BTreeSet<String>, End), Failure> {
    let from = from.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let mut held = BTreeSet::new();
        let mut newest = None;
        for path in std::iter::once(&from.path).chain(&from.older) {
            let end = read(path, &from.opens, |item| {
                if item.name == FIRST {
                    manifest(&item.bytes)?;
                }
                held.extend(item.name.strip_prefix("files/").map(str::to_owned));
                Ok(())
            })?;
            newest.get_or_insert(end);
        }
        let end = newest.unwrap_or_default();
        let missing = end.files.iter().filter(|file| !held.contains(*file)).cloned().collect();
        Ok((missing, end))
    });
    ended(reading.await)
}

fn manifest(bytes: &[u8]) -> Result<Manifest, Failure> {
    let read: Option<Manifest> = serde_json::from_slice(bytes).ok();
    read.filter(|manifest| manifest.form == FORM).ok_or_else(|| {
        Failure::Unacceptable(format!(
            "This is no backup that this version reads: it is not “{FORM}”."
        ))
    })
}

async fn fill(
    from: &RestoreFrom,
    to: &Place,
    key: &Path,
    policy: &Path,
    end: &End,
    progress: &(dyn Fn(&'static str, u64) + Send + Sync),
) -> Result<Restored, Failure> {
    if let Database::Sqlite(path) = &to.database {
        make_parent(path)?;
    }
    let (items, mut given) = mpsc::channel::<(bool, Item)>(8);
    let (source, opens) = (from.clone(), from.opens.clone());
    let reading = tokio::task::spawn_blocking(move || {
        for (n, path) in std::iter::once(&source.path).chain(&source.older).enumerate() {
            let gone = || Failure::Unacceptable("Restoring broke off.".to_owned());
            read(path, &opens, |item| items.blocking_send((n == 0, item)).map_err(|_| gone()))?;
        }
        Ok(())
    });
    let mut filling =
        Filling { restoring: None, manifest: None, files: Vec::new(), size: 0, rows: 0, kept: 0 };
    let wanted: BTreeSet<&String> = end.files.iter().collect();
    while let Some((is_newest, item)) = given.recv().await {
        if let Some(sha256) = item.name.strip_prefix("files/") {
            if wanted.contains(&sha256.to_owned()) {
                filling.file(to, item.bytes).await?;
                progress("files", filling.kept);
            }
        } else if !is_newest {
            continue;
        } else if item.name == FIRST {
            let manifest = manifest(&item.bytes)?;
            filling.restoring = Some(Restoring::begin(&to.database, &manifest.steps).await?);
            filling.manifest = Some(manifest);
        } else if let Some(path) = item.name.strip_prefix("rows/") {
            filling.rows(path, &item.bytes).await?;
            progress("rows", filling.rows);
        } else if let Some(name) = item.name.strip_prefix("key/log.key") {
            let mut path = key.as_os_str().to_owned();
            path.push(name);
            keep_secret(Path::new(&path), &item.bytes)?;
        } else if item.name == "policy.toml" {
            keep_secret(policy, &item.bytes)?;
        }
    }
    ended(reading.await)?;
    filling.finish(to, progress).await
}

/// What is being filled.
struct Filling {
    restoring: Option<Restoring>,
    manifest: Option<Manifest>,
    files: Vec<Bytes>,
    size: usize,
    rows: u64,
    kept: u64,
}

impl Filling {
    async fn rows(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let wrong = || Failure::Unacceptable("The rows of the backup cannot be read.".to_owned());
        let table = path.split('/').next().unwrap_or_default();
        let columns =
            self.manifest.as_ref().and_then(|it| it.tables.get(table)).ok_or_else(wrong)?;
        let rows: Vec<&str> = std::str::from_utf8(bytes).map_err(|_| wrong())?.lines().collect();
        let restoring = self.restoring.as_mut().ok_or_else(wrong)?;
        restoring.add(table, columns, &rows).await?;
        self.rows += rows.len() as u64;
        Ok(())
    }

    /// Keeps files many at a time, which is one wait for the disk.
    async fn file(&mut self, to: &Place, bytes: Bytes) -> Result<(), Failure> {
        const AT_ONCE: usize = 64 * 1024 * 1024;
        self.size += bytes.len();
        self.kept += 1;
        self.files.push(bytes);
        if self.size > AT_ONCE || self.files.len() > 500 {
            self.flush(to).await?;
        }
        Ok(())
    }

    async fn flush(&mut self, to: &Place) -> Result<(), Failure> {
        let files = std::mem::take(&mut self.files);
        self.size = 0;
        store::Files::at(&to.files)?.put_all(files).await?;
        Ok(())
    }

    async fn finish(
        mut self,
        to: &Place,
        progress: &(dyn Fn(&'static str, u64) + Send + Sync),
    ) -> Result<Restored, Failure> {
        self.flush(to).await?;
        let restoring = self.restoring.take();
        let wrong = || Failure::Unacceptable("The backup holds no database.".to_owned());
        restoring.ok_or_else(wrong)?.finish().await?;
        let store = Store::open(to).await?;
        store.index_anew(&|done| progress("indexing", done)).await?;
        store.close().await;
        Ok(Restored { rows: self.rows, files: self.kept })
    }
}

fn make_parent(path: &Path) -> Result<(), Failure> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.map_err(|error| unusable(path, &error))
}

fn keep_secret(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    make_parent(path)?;
    let keep = || {
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
        std::io::Write::write_all(&mut file, bytes)?;
        file.sync_all()
    };
    keep().map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unacceptable(format!("{} cannot be written: {error}.", path.display()))
}

/// Takes away what a restore that failed has made; before it began there was nothing.
fn take_away(to: &Place, key: &Path, policy: &Path) {
    if let Database::Sqlite(path) = &to.database {
        for end in ["", "-wal", "-shm"] {
            let mut path = path.as_os_str().to_owned();
            path.push(end);
            // What is not there need not go.
            let _ = fs::remove_file(path);
        }
    }
    if let Some(files) = to.files.directory() {
        let _ = fs::remove_dir_all(files);
    }
    let _ = fs::remove_file(key);
    let _ = fs::remove_file(policy);
}
