//! The key that signs checkpoints: a file beside the data, never in the database, so that who can write there cannot sign.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use store::{StoredKey, Transaction};
use tree::{NoteKey, PublicKey};

use super::entry::Entry;
use super::extend::append;
use crate::{Desk, Failure};

/// The key of this installation's log.
#[derive(Debug, Clone)]
pub struct LogKey(NoteKey);

impl LogKey {
    pub(super) fn signer(&self) -> &NoteKey {
        &self.0
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        self.0.public()
    }

    /// Refuses to sign if another instance put another key in its place.
    pub(super) async fn check(&self, tx: &mut Transaction) -> Result<(), Failure> {
        let id = self.0.public().id_hex();
        match in_use(&tx.log_keys().await?) {
            Some(key) if key.id == id => Ok(()),
            _ => Err(Failure::Unacceptable(
                "The key of the log was changed since this instance began: start it again."
                    .to_owned(),
            )),
        }
    }
}

/// Opens the key of the log; the first who does makes it, durably before anybody knows of it.
///
/// Where several instances share a database, each needs a copy of the file: one that has another key signs nothing.
///
/// # Errors
/// [`Failure::Unacceptable`] with the file and what to do; [`Failure::Fault`].
pub async fn open_log_key(desk: &Desk, now: Timestamp) -> Result<LogKey, Failure> {
    let path = place(desk)?;
    let keys = desk.store.reader().log_keys().await?;
    if let Some(used) = in_use(&keys) {
        return used_key(&path, used);
    }
    let mut tx = desk.store.begin("make the key of the log").await?;
    tx.hold_log().await?;
    // Somebody else may have been first.
    if let Some(used) = in_use(&tx.log_keys().await?) {
        return used_key(&path, used);
    }
    let key = match read(&path)? {
        Some(key) => key,
        None => {
            let key = NoteKey::new(&name(desk), &rand::random());
            write(&path, &key)?;
            key
        }
    };
    let public = key.public();
    tx.name_log(public.name()).await?;
    begin(&mut tx, &public, &[&key], now).await?;
    tx.commit().await?;
    Ok(LogKey(key))
}

/// Puts a new key in the place of the one that signs, and returns it; both sign the first checkpoint of the new one, and the tree
/// says since when which signs.
///
/// # Errors
/// As [`open_log_key`].
pub async fn rotate_log_key(desk: &Desk, now: Timestamp) -> Result<LogKey, Failure> {
    let old = open_log_key(desk, now).await?;
    let path = place(desk)?;
    let new = NoteKey::new(old.public().name(), &rand::random());
    let public = new.public();
    // Beside the old one until the database knows of it, so that a kill at any instant leaves the key that signs.
    let aside = beside(&path, &public.id_hex());
    write(&aside, &new)?;
    let mut tx = desk.store.begin("change the key of the log").await?;
    tx.hold_log().await?;
    old.check(&mut tx).await?;
    begin(&mut tx, &public, &[&new, old.signer()], now).await?;
    tx.commit().await?;
    settle(&path, &old.public().id_hex(), &aside)?;
    Ok(LogKey(new))
}

async fn begin(
    tx: &mut Transaction,
    public: &PublicKey,
    signers: &[&NoteKey],
    now: Timestamp,
) -> Result<(), Failure> {
    tx.begin_log_key(&public.id_hex(), &public.to_string(), now).await?;
    append(tx, &[Entry::of_key(public, now)], signers, now).await?;
    Ok(())
}

fn in_use(keys: &[StoredKey]) -> Option<&StoredKey> {
    keys.iter().find(|key| key.until.is_none())
}

/// Reads the key that signs: from its place, or from beside it if a change of keys was broken off.
fn used_key(path: &Path, used: &StoredKey) -> Result<LogKey, Failure> {
    let is_it = |key: &NoteKey| key.public().id_hex() == used.id;
    let there = read(path)?;
    if let Some(key) = there.as_ref().filter(|key| is_it(key)) {
        return Ok(LogKey(key.clone()));
    }
    let aside = beside(path, &used.id);
    if let Some(key) = read(&aside)?.filter(is_it) {
        if let Some(old) = there {
            settle(path, &old.public().id_hex(), &aside)?;
        }
        return Ok(LogKey(key));
    }
    Err(Failure::Unacceptable(format!(
        "The key {} that signs the log is not in {}: copy the file from the instance or the backup that has it. Until then \
         nothing enters the tree here.",
        used.id,
        path.display()
    )))
}

/// Puts the new key in its place, and the old one beside it.
fn settle(path: &Path, old: &str, aside: &Path) -> Result<(), Failure> {
    let done = fs::rename(path, beside(path, old)).and_then(|()| fs::rename(aside, path));
    done.and_then(|()| sync_directory(path)).map_err(|error| unusable(path, &error))
}

/// Returns where a key that does not sign lies: its id follows the name of the file.
fn beside(path: &Path, id: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{id}"));
    PathBuf::from(name)
}

fn read(path: &Path) -> Result<Option<NoteKey>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(path, &error)),
    };
    let key = NoteKey::parse_secret(text.trim_end());
    key.map(Some).ok_or_else(|| {
        Failure::Unacceptable(format!(
            "The file {} holds no key of a log: put back the one that was there.",
            path.display()
        ))
    })
}

/// Writes a key for its owner alone; nobody sees the file before it is whole and on the disk.
fn write(path: &Path, key: &NoteKey) -> Result<(), Failure> {
    let unfinished = beside(path, "new");
    let make = || -> std::io::Result<()> {
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        let mut options = OpenOptions::new();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        writeln!(file, "{}", key.secret())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        sync_directory(path)
    };
    make().map_err(|error| unusable(path, &error))
}

fn sync_directory(path: &Path) -> std::io::Result<()> {
    match path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        Some(directory) => File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unacceptable(format!(
        "The key of the log cannot be kept in {}: {error}.",
        path.display()
    ))
}

/// Returns the public half of the key that is kept here, if one is.
pub(super) fn kept_key(desk: &Desk) -> Result<Option<PublicKey>, Failure> {
    match &desk.settings.log_key {
        Some(path) => Ok(read(path)?.map(|key| key.public())),
        None => Ok(None),
    }
}

fn place(desk: &Desk) -> Result<PathBuf, Failure> {
    desk.settings.log_key.clone().ok_or_else(|| {
        Failure::Unacceptable(
            "Nobody said where the key of the log is kept: set log.key_file.".to_owned(),
        )
    })
}

/// Names the log after the address at which readers find it.
fn name(desk: &Desk) -> String {
    let address = desk.settings.base_url.split_once("://").map_or("", |(_, rest)| rest);
    format!("{address}/log")
}
