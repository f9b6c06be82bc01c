//! Reading from an archive as much as is allowed and no more.

use std::io::{self, Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::Limits;
use crate::xml::{Fault, Visitor, walk};

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
    /// An entry is no XML, or not to its end.
    #[error("{entry} is broken ({fault}): what stands after that was not read")]
    Xml { entry: String, fault: String },
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

    /// Returns the name of an entry, or `None` if it is a folder; a control character in it is shown as one that is not known.
    pub(crate) fn file_name(&mut self, at: usize) -> Option<String> {
        let entry = self.zip.by_index_raw(at).ok()?;
        if entry.is_dir() || entry.is_symlink() {
            return None;
        }
        let name = entry
            .name()
            .map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), Into::into);
        Some(name.replace(char::is_control, "\u{fffd}"))
    }

    /// Unpacks an entry.
    pub(crate) fn read_at(&mut self, at: usize) -> Result<Vec<u8>, Unpack> {
        let mut stream = self.stream(at)?;
        let mut bytes = Vec::new();
        let result = stream.read_to_end(&mut bytes).map_err(|fault| fault.to_string());
        let used = (stream.read, stream.is_over);
        drop(stream);
        self.count(at, used, result)?;
        Ok(bytes)
    }

    /// Walks through an entry that is XML while it is unpacked; says whether there is one of that name.
    pub(crate) fn walk(&mut self, name: &str, visitor: &mut impl Visitor) -> Result<bool, Unpack> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(false) };
        let mut stream = self.stream(at)?;
        let result = walk(&mut stream, visitor);
        let used = (stream.read, stream.is_over);
        drop(stream);
        match result {
            Ok(()) => self.count(at, used, Ok(0))?,
            Err(Fault::Unreadable(fault)) => self.count(at, used, Err(fault))?,
            Err(Fault::TooLarge) => self.count(at, (used.0, true), Ok(0))?,
            Err(Fault::Broken(fault)) => {
                self.count(at, used, Ok(0))?;
                return Err(Unpack::Xml { entry: name.to_owned(), fault });
            }
        }
        Ok(true)
    }

    /// Begins to unpack an entry.
    fn stream(&mut self, at: usize) -> Result<Stream<ZipFile<'_, Cursor<&'b [u8]>>>, Unpack> {
        let entry = match self.zip.by_index(at) {
            Ok(entry) => entry,
            Err(ZipError::InvalidPassword) => return Err(Unpack::Protected),
            Err(ZipError::UnsupportedArchive(what)) if what == ZipError::PASSWORD_REQUIRED => {
                return Err(Unpack::Protected);
            }
            Err(fault) => return Err(broken(fault)),
        };
        let packed = entry.compressed_size();
        let most = self.left.min(packed.saturating_mul(self.ratio).max(SMALL));
        Ok(Stream { entry, most, read: 0, is_over: false })
    }

    /// Counts what was unpacked, and says what went wrong.
    fn count(
        &mut self,
        at: usize,
        (read, is_over): (u64, bool),
        result: Result<usize, String>,
    ) -> Result<(), Unpack> {
        self.left = if is_over { 0 } else { self.left.saturating_sub(read) };
        let name = || {
            let name = self.zip.name_for_index(at);
            name.and_then(Result::ok).map(Into::into).unwrap_or_default()
        };
        if is_over {
            return Err(Unpack::TooLarge { entry: name() });
        }
        result.map(drop).map_err(|fault| Unpack::Broken(format!("{}: {fault}", name())))
    }
    /// Unpacks the first bytes of an entry; there are none if there is no such entry.
    pub(crate) fn read_start(&mut self, name: &str, length: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(at) = self.zip.index_for_name(name)
            && let Ok(stream) = self.stream(at)
        {
            // What cannot be unpacked says nothing.
            let _ = stream.take(length).read_to_end(&mut bytes);
        }
        bytes
    }
}

/// An entry that is unpacked as far as is allowed.
struct Stream<R> {
    entry: R,
    most: u64,
    read: u64,
    /// Whether there is more than is allowed.
    is_over: bool,
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // One byte more than is allowed tells that there is more.
        let room = usize::try_from(self.most - self.read + 1).unwrap_or(usize::MAX);
        let length = into.len().min(room);
        let count = self.entry.read(into.get_mut(..length).unwrap_or_default())?;
        if self.read + count as u64 > self.most {
            self.is_over = true;
            return Err(io::Error::other("it is larger than allowed"));
        }
        self.read += count as u64;
        Ok(count)
    }
}

fn broken(fault: ZipError) -> Unpack {
    Unpack::Broken(fault.to_string())
}
