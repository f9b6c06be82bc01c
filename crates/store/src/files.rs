//! Files, each kept under the SHA-256 of its bytes.

mod many;

use std::path::{Path as Directory, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode};
use sha2::{Digest, Sha256};

use crate::Fault;

/// Files, each under the SHA-256 of its bytes in lower-case hexadecimal.
///
/// The file `abcdef…` is at `ab/cd/abcdef…`.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    directory: PathBuf,
}

impl Files {
    /// Opens a directory of files; made if it is absent.
    pub(crate) fn open(directory: &Directory) -> Result<Self, Fault> {
        const DOING: &str = "open the directory of the files";
        let unusable = |error: std::io::Error| Fault::Unusable {
            place: directory.display().to_string(),
            why: format!("the directory of the files cannot be made: {error}"),
        };
        std::fs::create_dir_all(directory).map_err(unusable)?;
        let store = LocalFileSystem::new_with_prefix(directory)
            .map_err(|source| Fault::Files { doing: DOING, source })?
            .with_fsync(true);
        Ok(Self { store: Arc::new(store), directory: directory.to_owned() })
    }

    /// Opens a directory of files where there is no store yet, as a restore does.
    ///
    /// # Errors
    /// [`Fault::Unusable`].
    pub fn at(directory: &Directory) -> Result<Self, Fault> {
        Self::open(directory)
    }

    /// Returns the SHA-256 of all files.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn all(&self) -> Result<Vec<String>, Fault> {
        const DOING: &str = "list the files";
        let listed: Vec<ObjectMeta> = self
            .store
            .list(None)
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
        let path = path(&sha256);
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
            Ok(_) | Err(Error::AlreadyExists { .. }) => Ok(sha256),
            Err(source) => Err(Fault::Files { doing: DOING, source }),
        }
    }

    /// Keeps many files durably, faster than one by one, and returns the SHA-256 of each.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn put_all(&self, files: Vec<Bytes>) -> Result<Vec<String>, Fault> {
        let directory = self.directory.clone();
        let keeping = tokio::task::spawn_blocking(move || {
            let digests: Vec<String> =
                files.iter().map(|bytes| HEXLOWER.encode(&Sha256::digest(bytes))).collect();
            let place = |sha256: &String| directory.join(path(sha256).as_ref());
            let placed = digests.iter().map(place).zip(files).collect();
            many::write(&directory, placed).map(|()| digests)
        });
        let kept = keeping.await.map_err(std::io::Error::other).and_then(|kept| kept);
        kept.map_err(|error| Fault::Files {
            doing: "keep files",
            source: Error::Generic { store: "directory", source: Box::new(error) },
        })
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
        match self.store.get(&path(sha256)).await {
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
        match self.store.delete(&path(sha256)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(source) => Err(Fault::Files { doing: "remove a file", source }),
        }
    }
}

fn is_digest(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn path(sha256: &str) -> Path {
    let part = |range| sha256.get(range).unwrap_or_default();
    Path::from_iter([part(0..2), part(2..4), sha256])
}
