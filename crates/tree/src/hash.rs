//! Hashes of leaves and nodes (RFC 6962 §2.1).

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// A SHA-256: of a leaf, of a node, of a part of a leaf; written in base64, as checkpoints have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The root of a tree without leaves.
    pub fn empty() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// Returns the hash of bytes as they are.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the hash of a leaf (RFC 6962 §2.1: after a byte 0, so that no leaf can pass for a node).
    pub fn of_leaf(leaf: &[u8]) -> Self {
        let mut digest = Sha256::new();
        digest.update([0]);
        digest.update(leaf);
        Self(digest.finalize().into())
    }

    /// Returns the hash of a node (RFC 6962 §2.1: after a byte 1).
    pub fn of_node(left: &Self, right: &Self) -> Self {
        let mut digest = Sha256::new();
        digest.update([1]);
        digest.update(left.0);
        digest.update(right.0);
        Self(digest.finalize().into())
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn from_base64(text: &str) -> Option<Self> {
        Some(Self(from_base64(text)?.try_into().ok()?))
    }

    /// Returns it in lower-case hexadecimal, as files and parts are named.
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Reads what [`Self::hex`] writes.
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }
}

/// Reads base64 in the one way in which it is written (RFC 4648 §3.5): no bits that mean nothing, and not in several pieces.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    (BASE64.encode(&bytes) == text).then_some(bytes)
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_base64(&text).ok_or_else(|| serde::de::Error::custom("this is no SHA-256"))
    }
}
