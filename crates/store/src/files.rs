//! Files, each kept under the SHA-256 of its bytes.

use bytes::Bytes;

use crate::Fault;

/// A directory of files, each under the SHA-256 of its bytes in lower-case hexadecimal.
#[derive(Debug)]
pub struct Files {}

impl Files {
    /// Keeps bytes durably and returns their SHA-256; the same bytes are kept once.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn put(&self, bytes: Bytes) -> Result<String, Fault> {
        let _ = bytes;
        Err(crate::fault::pending())
    }

    /// Returns the bytes with this SHA-256, if they are there.
    ///
    /// # Errors
    /// [`Fault::Files`].
    pub async fn get(&self, sha256: &str) -> Result<Option<Bytes>, Fault> {
        let _ = sha256;
        Err(crate::fault::pending())
    }
}
