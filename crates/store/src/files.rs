//! Files, each kept under the SHA-256 of its bytes.

mod bucket;
mod many;
mod owner;

use std::fmt;
use std::path::{Path as Directory, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode};
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;

use crate::Fault;
pub use bucket::Bucket;

/// How many files are sent to a bucket at the same time.
const AT_ONCE: usize = 8;

/// Where the files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilePlace {
    /// A directory; made if it is absent.
    Directory(PathBuf),
    /// A bucket, which several instances on several machines may share.
    Bucket(Bucket),
}

impl FilePlace {
    /// Returns the directory, if it is one.
    pub fn directory(&self) -> Option<&Directory> {
        match self {
            Self::Directory(path) => Some(path),
            Self::Bucket(_) => None,
        }
    }
}

impl From<PathBuf> for FilePlace {
    fn from(path: PathBuf) -> Self {
        Self::Directory(path)
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(path) => path.display().fmt(f),
            Self::Bucket(bucket) => bucket.fmt(f),
        }
    }
}

/// Files, each under the SHA-256 of its bytes in lower-case hexadecimal.
///
/// The file `abcdef…` is at `ab/cd/abcdef…`, below the directory or the prefix.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// What the names of all files begin with.
    prefix: Path,
    /// Where they are, if that is a directory.
    directory: Option<PathBuf>,
}

impl Files {
    /// Opens a place of files; a directory is made if it is absent, and nothing is asked of a bucket.
    pub(crate) fn open(place: &FilePlace) -> Result<Self, Fault> {
        match place {
            FilePlace::Directory(path) => Self::in_directory(path),
            FilePlace::Bucket(bucket) => {
                let store = bucket::open(bucket).map_err(|error| Fault::Unusable {
                    place: bucket.to_string(),
                    why: format!("the bucket of the files cannot be used: {error}"),
                })?;
                Ok(Self { store, prefix: Path::from(bucket.prefix.as_str()), directory: None })
            }
        }
    }

    fn in_directory(directory: &Directory) -> Result<Self, Fault> {
        const DOING: &str = "open the directory of the files";
        let unusable = |error: std::io::Error| Fault::Unusable {
            place: directory.display().to_string(),
            why: format!("the directory of the files cannot be made: {error}"),
        };
        std::fs::create_dir_all(directory).map_err(unusable)?;
        let store = LocalFileSystem::new_with_prefix(directory)
            .map_err(|source| Fault::Files { doing: DOING, source })?
            .with_fsync(true);
        let directory = Some(directory.to_owned());
        Ok(Self { store: Arc::new(store), prefix: Path::default(), directory })
    }

    /// Opens a place of files where there is no store yet, as a restore does.
    ///
    /// # Errors
    /// [`Fault::Unusable`].
    pub fn at(place: &FilePlace) -> Result<Self, Fault> {
        Self::open(place)
    }

    /// Returns the SHA-256 of all files.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn all(&self) -> Result<Vec<String>, Fault> {
        const DOING: &str = "list the files";
        let listed: Vec<ObjectMeta> = self
            .store
            .list(Some(&self.prefix).filter(|prefix| !prefix.as_ref().is_empty()))
            .try_collect()
            .await
            .map_err(|source| Fault::Files { doing: DOING, source })?;
        let names = listed.iter().filter_map(|file| file.location.filename());
        Ok(names.filter(|name| is_digest(name)).map(str::to_owned).collect())
    }

    /// Keeps bytes durably and returns their SHA-256; the same bytes are kept once.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn put(&self, bytes: Bytes) -> Result<String, Fault> {
        const DOING: &str = "keep a file";
        let sha256 = HEXLOWER.encode(&Sha256::digest(&bytes));
        let path = self.path(&sha256);
        let mode = match self.store.head(&path).await {
            Ok(there) if u64::try_from(bytes.len()).is_ok_and(|size| size == there.size) => {
                return Ok(sha256);
            }
            // Of another length, it is not what its name says: the disk lost something.
            Ok(_) => PutMode::Overwrite,
            Err(Error::NotFound { .. }) => PutMode::Create,
            Err(source) => return Err(Fault::Files { doing: DOING, source }),
        };
        match self.store.put_opts(&path, bytes.into(), mode.into()).await {
            // Somebody else kept the same bytes in the meantime.
            Ok(_) | Err(Error::AlreadyExists { .. }) => {}
            Err(source) => return Err(Fault::Files { doing: DOING, source }),
        }
        if let Some(top) = &self.directory {
            owner::give(top, &top.join(path.as_ref())).map_err(|error| on_disk(DOING, error))?;
        }
        Ok(sha256)
    }

    /// Keeps many files durably, faster than one by one, and returns the SHA-256 of each.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn put_all(&self, files: Vec<Bytes>) -> Result<Vec<String>, Fault> {
        let Some(directory) = self.directory.clone() else { return self.send_all(files).await };
        let keeping = tokio::task::spawn_blocking(move || {
            let digests: Vec<String> =
                files.iter().map(|bytes| HEXLOWER.encode(&Sha256::digest(bytes))).collect();
            let place = |sha256: &String| directory.join(path(sha256).as_ref());
            let placed = digests.iter().map(place).zip(files).collect();
            many::write(&directory, placed).map(|()| digests)
        });
        let kept = keeping.await.map_err(std::io::Error::other).and_then(|kept| kept);
        kept.map_err(|error| on_disk("keep files", error))
    }

    /// Sends files to a bucket, several at the same time, and returns the SHA-256 of each in their order.
    async fn send_all(&self, files: Vec<Bytes>) -> Result<Vec<String>, Fault> {
        let mut digests = vec![String::new(); files.len()];
        let mut waiting = files.into_iter().enumerate();
        let mut sending = JoinSet::new();
        loop {
            while sending.len() < AT_ONCE
                && let Some((position, bytes)) = waiting.next()
            {
                let files = self.clone();
                sending.spawn(async move { (position, files.put(bytes).await) });
            }
            let Some(sent) = sending.join_next().await else { return Ok(digests) };
            let (position, sha256) = sent.map_err(|error| Fault::Files {
                doing: "keep files",
                source: Error::Generic { store: "bucket", source: Box::new(error) },
            })?;
            digests[position] = sha256?;
        }
    }

    /// Returns the bytes with this SHA-256, if they are there.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn get(&self, sha256: &str) -> Result<Option<Bytes>, Fault> {
        if !is_digest(sha256) {
            return Ok(None);
        }
        let fault = |source| Fault::Files { doing: "read a file", source };
        match self.store.get(&self.path(sha256)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(fault)?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(source) => Err(fault(source)),
        }
    }

    /// Removes bytes that nothing names any more; that they are gone already is no fault.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn remove(&self, sha256: &str) -> Result<(), Fault> {
        match self.store.delete(&self.path(sha256)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(source) => Err(Fault::Files { doing: "remove a file", source }),
        }
    }

    fn path(&self, sha256: &str) -> Path {
        self.prefix.parts().chain(path(sha256).parts()).collect()
    }
}

fn on_disk(doing: &'static str, error: std::io::Error) -> Fault {
    Fault::Files { doing, source: Error::Generic { store: "directory", source: Box::new(error) } }
}

fn is_digest(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn path(sha256: &str) -> Path {
    let part = |range| sha256.get(range).unwrap_or_default();
    Path::from_iter([part(0..2), part(2..4), sha256])
}
