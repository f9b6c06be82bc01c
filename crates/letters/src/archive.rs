//! Reading from an archive as much as is allowed and no more.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::Limits;

/// Anything below this is unpacked without asking how well it was packed.
const SMALL: u64 = 1024 * 1024;

/// An archive that is being read.
pub(crate) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
    ratio: u64,
}

/// Says why something was not unpacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unpack {
    /// It is no archive, or a broken one.
    #[error("the archive is broken ({0}): ask the sender for it again")]
    Broken(String),
    /// An entry needs a password.
    #[error("it is protected by a password: ask the sender for a copy without")]
    Protected,
    /// There are too many entries.
    #[error(
        "the archive has {entries} entries, and at most {limit} are read: ask the sender for the letter itself"
    )]
    TooMany { entries: usize, limit: usize },
    /// It holds more than is unpacked.
    #[error("“{entry}” unpacks to more than is read: ask the sender for the letter itself")]
    TooLarge { entry: String },
}

impl<'b> Archive<'b> {
    /// Opens an archive without unpacking anything.
    pub(crate) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, Unpack> {
        // What the archive says of its length may be a lie, so the marks of its entries are counted before they are
        // read; each takes some hundred bytes of memory.
        let entries = memmem::find_iter(bytes, b"PK\x01\x02").count();
        if entries > limits.entries {
            return Err(Unpack::TooMany { entries, limit: limits.entries });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        Ok(Self { zip, left: limits.unpacked_bytes as u64, ratio: limits.ratio as u64 })
    }

    /// Returns the number of entries.
    pub(crate) fn len(&self) -> usize {
        self.zip.len()
    }

    /// Says whether there is an entry of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Says whether there is anything in that folder, whose name ends with a slash.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.zip.file_names_raw().any(|name| name.starts_with(folder.as_bytes()))
    }

    /// Returns the name of an entry, or `None` if it is a folder.
    pub(crate) fn file_name(&mut self, at: usize) -> Option<String> {
        let entry = self.zip.by_index_raw(at).ok()?;
        if entry.is_dir() || entry.is_symlink() {
            return None;
        }
        let name = entry
            .name()
            .map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), Into::into);
        Some(name)
    }

    /// Unpacks an entry.
    pub(crate) fn read_at(&mut self, at: usize) -> Result<Vec<u8>, Unpack> {
        let entry = match self.zip.by_index(at) {
            Ok(entry) => entry,
            Err(ZipError::InvalidPassword) => return Err(Unpack::Protected),
            Err(ZipError::UnsupportedArchive(what)) if what == ZipError::PASSWORD_REQUIRED => {
                return Err(Unpack::Protected);
            }
            Err(fault) => return Err(broken(fault)),
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let packed = entry.compressed_size();
        let most = self.left.min(packed.saturating_mul(self.ratio).max(SMALL));
        let mut bytes = Vec::new();
        let result = entry.take(most + 1).read_to_end(&mut bytes);
        let read = bytes.len() as u64;
        if read > most {
            self.left = 0;
            return Err(Unpack::TooLarge { entry: name });
        }
        self.left -= read;
        result.map_err(|fault| Unpack::Broken(format!("{name}: {fault}")))?;
        Ok(bytes)
    }

    /// Unpacks an entry that is text, or returns `None` if there is none of that name.
    pub(crate) fn read_text(&mut self, name: &str) -> Result<Option<String>, Unpack> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(None) };
        let bytes = self.read_at(at)?;
        Ok(Some(encoding_rs::UTF_8.decode(&bytes).0.into_owned()))
    }
}

fn broken(fault: ZipError) -> Unpack {
    Unpack::Broken(fault.to_string())
}
