//! The file of a backup: a tar archive, encrypted with age if a key is given, that ends by saying what must be in it.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::SecretString;
use age::{Decryptor, Encryptor, Identity, IdentityFile, Recipient};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tree::Hash;

use crate::Failure;

/// What a backup says first of itself.
pub(super) const FORM: &str = "liaison-backup/1";
/// What stands first, and last.
pub(super) const FIRST: &str = "manifest.json";
pub(super) const LAST: &str = "end.json";
/// How a file is called that is being written.
const UNFINISHED: &str = ".liaison-unfinished";
/// No entry is larger, in bytes: a file of a message, or a chunk of rows.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// What stands first in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) form: String,
    pub(super) made_at: String,
    /// The steps that made the tables.
    pub(super) steps: Vec<String>,
    /// The columns of each table.
    pub(super) tables: BTreeMap<String, Vec<String>>,
}

/// What stands last: a backup without it was broken off.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct End {
    /// How many rows of each table.
    pub(super) rows: BTreeMap<String, u64>,
    /// All files that the record has, by SHA-256: those that an older backup holds are not in this one.
    pub(super) files: Vec<String>,
    /// How many of them are in this one.
    pub(super) held: u64,
    /// Of the names and digests of all entries before this one.
    pub(super) sha256: String,
}

/// With what a backup is encrypted.
#[derive(Clone)]
pub enum Locked {
    /// With nothing: whoever has the file reads it.
    Open,
    /// To a recipient of age, `age1…`.
    Recipient(String),
    /// With a passphrase.
    Passphrase(String),
}

/// With what an encrypted backup is opened.
#[derive(Clone)]
pub enum Opens {
    /// It is not encrypted.
    Nothing,
    /// The content of a file of age identities.
    Identity(String),
    /// A passphrase.
    Passphrase(String),
}

impl std::fmt::Debug for Locked {
    /// Never shows the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Locked")
    }
}

impl std::fmt::Debug for Opens {
    /// Never shows the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opens")
    }
}

/// An entry of a backup.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

/// A backup that is being written under another name; dropped unfinished, nothing of it stays.
pub(super) struct Writing {
    archive: Option<tar::Builder<Sealed>>,
    unfinished: PathBuf,
    path: PathBuf,
    digest: Digested,
}

/// The digest of all entries, one after the other.
#[derive(Debug, Default)]
struct Digested(String);

impl Digested {
    fn add(&mut self, item: &Item) {
        let line = format!("{}{} {}", self.0, item.name, Hash::of(&item.bytes).hex());
        self.0 = Hash::of(line.as_bytes()).hex();
    }
}

enum Sealed {
    Open(BufWriter<File>),
    Age(age::stream::StreamWriter<BufWriter<File>>),
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(file) => file.write(bytes),
            Self::Age(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(file) => file.flush(),
            Self::Age(file) => file.flush(),
        }
    }
}

impl Writing {
    pub(super) fn begin(path: &Path, locked: &Locked) -> Result<Self, Failure> {
        let sealing = sealing(locked)?;
        let name = path.file_name().ok_or_else(|| unwritable(path, "it names no file"))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}{UNFINISHED}", std::process::id()));
        let unfinished = path.with_file_name(hidden);
        let open = || -> io::Result<Sealed> {
            clear_killed(&unfinished);
            let file = claim(&unfinished)?;
            let file = BufWriter::with_capacity(1 << 20, file);
            Ok(match sealing {
                None => Sealed::Open(file),
                Some(sealing) => Sealed::Age(sealing.wrap_output(file)?),
            })
        };
        let sealed = open().map_err(|error| unwritable(path, error))?;
        let (archive, path) = (Some(tar::Builder::new(sealed)), path.to_owned());
        Ok(Self { archive, unfinished, path, digest: Digested::default() })
    }

    pub(super) fn add(&mut self, item: &Item) -> Result<(), Failure> {
        self.digest.add(item);
        self.append(item)
    }

    fn append(&mut self, item: &Item) -> Result<(), Failure> {
        let mut header = tar::Header::new_gnu();
        header.set_size(item.bytes.len() as u64);
        header.set_mode(0o600);
        let Some(archive) = &mut self.archive else { return Ok(()) };
        let added = archive.append_data(&mut header, &item.name, item.bytes.as_ref());
        added.map_err(|error| unwritable(&self.path, error))
    }

    /// Says what must be in it, and puts it in its place once it is on the disk; returns how many bytes it has.
    pub(super) fn finish(mut self, mut end: End) -> Result<u64, Failure> {
        end.sha256.clone_from(&self.digest.0);
        let bytes = serde_json::to_vec(&end).unwrap_or_default().into();
        self.append(&Item { name: LAST.to_owned(), bytes })?;
        let Some(archive) = self.archive.take() else { return Ok(0) };
        let finish = || -> io::Result<u64> {
            let file = match archive.into_inner()? {
                Sealed::Open(file) => file,
                Sealed::Age(file) => file.finish()?,
            };
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            fs::rename(&self.unfinished, &self.path)?;
            if let Some(directory) = self.path.parent().filter(|it| !it.as_os_str().is_empty()) {
                File::open(directory)?.sync_all()?;
            }
            Ok(file.metadata()?.len())
        };
        finish().map_err(|error| unwritable(&self.path, error))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // What is left of it helps nobody; after it was renamed there is nothing of that name.
        let _ = fs::remove_file(&self.unfinished);
    }
}

/// Makes the file that is written, and holds it as long as it is.
fn claim(unfinished: &Path) -> io::Result<File> {
    let mut tries = 0;
    loop {
        let mut options = fs::OpenOptions::new();
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.write(true).create(true).truncate(true).open(unfinished)?;
        // Another that began in this moment may have taken it for one that was killed. Where there are no locks, nothing is cleared.
        let is_held = !matches!(file.try_lock(), Err(TryLockError::WouldBlock));
        tries += 1;
        if is_held && unfinished.exists() || tries == 10 {
            return Ok(file);
        }
    }
}

/// Removes what backups left that were killed: nobody holds it, and it fills the disk.
fn clear_killed(unfinished: &Path) {
    let directory = unfinished.parent().filter(|it| !it.as_os_str().is_empty());
    let entries = fs::read_dir(directory.unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let is_unfinished =
            name.to_str().is_some_and(|name| name.starts_with('.') && name.ends_with(UNFINISHED));
        let is_nobodys = || {
            let file = fs::OpenOptions::new().write(true).open(entry.path());
            file.is_ok_and(|file| file.try_lock().is_ok())
        };
        if is_unfinished && is_nobodys() {
            // Whoever else clears it now has done the same.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn sealing(locked: &Locked) -> Result<Option<Encryptor>, Failure> {
    match locked {
        Locked::Open => Ok(None),
        Locked::Passphrase(words) => {
            Ok(Some(Encryptor::with_user_passphrase(SecretString::from(words.clone()))))
        }
        Locked::Recipient(recipient) => {
            let wrong = |why: String| {
                Failure::Unacceptable(format!("“{recipient}” is no recipient of age: {why}."))
            };
            let to =
                age::x25519::Recipient::from_str(recipient).map_err(|it| wrong(it.to_owned()))?;
            let to: [&dyn Recipient; 1] = [&to];
            let made = Encryptor::with_recipients(to.into_iter());
            made.map(Some).map_err(|error| wrong(error.to_string()))
        }
    }
}

/// Reads a backup from its beginning to its end, and gives each entry; returns what must be in it.
///
/// # Errors
/// [`Failure::Unacceptable`] for what is no backup, is cut off, was changed, or another key opens; or what `take` says.
pub(super) fn read(
    path: &Path,
    opens: &Opens,
    mut take: impl FnMut(Item) -> Result<(), Failure>,
) -> Result<End, Failure> {
    let broken = |why: &dyn std::fmt::Display| {
        Failure::Unacceptable(format!(
            "The backup {} cannot be used: {why}. Nothing was restored from it.",
            path.display()
        ))
    };
    let mut archive = tar::Archive::new(open(path, opens, &broken)?);
    let (mut digest, mut end, mut is_first) = (Digested::default(), None, true);
    let entries = archive.entries().map_err(|error| broken(&error))?;
    for entry in entries {
        let entry = entry.map_err(|_| broken(&"it is cut off, or is no backup"))?;
        let name = entry.path().map_err(|error| broken(&error))?.display().to_string();
        let size = entry.size();
        let mut bytes = Vec::new();
        entry
            .take(LARGEST)
            .read_to_end(&mut bytes)
            .map_err(|_| broken(&"it is cut off, or was changed"))?;
        if bytes.len() as u64 != size {
            return Err(broken(&"it is cut off"));
        }
        if std::mem::take(&mut is_first) && name != FIRST {
            return Err(broken(&"it is no backup of liaison"));
        }
        if name == LAST {
            end = serde_json::from_slice::<End>(&bytes).ok();
            break;
        }
        let item = Item { name, bytes: bytes.into() };
        digest.add(&item);
        take(item)?;
    }
    let end = end.ok_or_else(|| broken(&"it is cut off: its end is missing"))?;
    if end.sha256 != digest.0 {
        return Err(broken(&"something in it was changed"));
    }
    Ok(end)
}

type Broken<'a> = &'a dyn Fn(&dyn std::fmt::Display) -> Failure;

fn open(path: &Path, opens: &Opens, broken: Broken<'_>) -> Result<Box<dyn Read>, Failure> {
    const AGE: &[u8] = b"age-encryption.org/";
    let file = || File::open(path).map(BufReader::new).map_err(|error| broken(&error));
    let mut head = Vec::new();
    file()?.take(AGE.len() as u64).read_to_end(&mut head).map_err(|error| broken(&error))?;
    let is_sealed = head == AGE;
    let keys: Vec<Box<dyn Identity>> = match opens {
        Opens::Nothing if is_sealed => {
            return Err(broken(&"it is encrypted: name its key or its passphrase"));
        }
        Opens::Nothing => return Ok(Box::new(file()?)),
        _ if !is_sealed => return Ok(Box::new(file()?)),
        Opens::Passphrase(words) => {
            vec![Box::new(age::scrypt::Identity::new(SecretString::from(words.clone())))]
        }
        Opens::Identity(text) => {
            let read =
                IdentityFile::from_buffer(text.as_bytes()).map_err(|error| broken(&error))?;
            let keys = read.into_identities().map_err(|error| broken(&error))?;
            keys.into_iter().map(|key| -> Box<dyn Identity> { key }).collect()
        }
    };
    let sealed = Decryptor::new(file()?).map_err(|error| broken(&error))?;
    let opened = sealed.decrypt(keys.iter().map(AsRef::as_ref));
    Ok(Box::new(opened.map_err(|_| broken(&"this is not the key that opens it"))?))
}

fn unwritable(path: &Path, why: impl std::fmt::Display) -> Failure {
    Failure::Unacceptable(format!(
        "The backup cannot be written to {}: {why}. Nothing of it was left.",
        path.display()
    ))
}
