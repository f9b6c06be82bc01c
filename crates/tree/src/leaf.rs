//! Leaves: what happened or what the record says, in one form of bytes, with a digest in place of each part that somebody wrote.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Hash;

/// The form in which leaves are written now; one that is written otherwise gets another number.
pub const FORM: u8 = 1;

/// A leaf: its fields in the order of their names, so that it is written in one way (RFC 8785).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// When it happened or was posted, as the record says (RFC 3339).
    pub at: String,
    /// When it entered the tree; never before the leaf that stands in front of it.
    pub entered: String,
    /// The form of the leaf.
    pub form: u8,
    /// What it is about.
    pub kind: LeafKind,
    /// The statement; 0 for a key.
    pub number: i64,
    /// The digest of each part, salted, by its name.
    pub parts: BTreeMap<String, String>,
    /// Which event, version or key.
    pub source: String,
    /// The kind of the event, or the state of the statement.
    pub what: String,
}

/// What a leaf is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeafKind {
    /// Something that happened to a statement.
    Event,
    /// A key of the log, when it came into use.
    Key,
    /// What the record says of a statement from now on.
    Statement,
    /// What the record said in a version, written out.
    Version,
}

impl LeafKind {
    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Key => "key",
            Self::Statement => "statement",
            Self::Version => "version",
        }
    }
}

/// What the parts of a leaf are, by their names.
pub type Values = BTreeMap<String, Value>;

/// What is drawn by chance for a leaf, so that nobody finds out a short part by trying; kept beside it, never in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// Returns the salt of a part: of which nobody can work out that of another part.
    pub fn of_part(&self, name: &str) -> Hash {
        let mut digest = Sha256::new();
        digest.update(self.0);
        digest.update(name.as_bytes());
        Hash(digest.finalize().into())
    }

    /// Returns the digests of parts.
    pub fn digests(&self, values: &Values) -> BTreeMap<String, String> {
        let digest = |(name, value): (&String, &Value)| {
            (name.clone(), digest(&self.of_part(name), value).hex())
        };
        values.iter().map(digest).collect()
    }
}

/// Returns the digest of a part with its salt.
pub fn digest(salt: &Hash, value: &Value) -> Hash {
    let mut digest = Sha256::new();
    digest.update(salt.0);
    digest.update(canonical(value).as_bytes());
    Hash(digest.finalize().into())
}

impl Leaf {
    /// Returns it as it is hashed.
    pub fn written(&self) -> String {
        // Text, numbers and a list of pairs can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a leaf; nothing unless it is written just as it would be here.
    pub fn parse(written: &str) -> Option<Self> {
        let leaf: Self = serde_json::from_str(written).ok()?;
        (leaf.form == FORM && leaf.written() == written).then_some(leaf)
    }

    /// Returns the names of parts that are not what the leaf has digests of, with this salt: changed, missing or added.
    pub fn differing(&self, salt: &Salt, values: &Values) -> Vec<String> {
        let digests = salt.digests(values);
        let names =
            self.parts.keys().chain(digests.keys().filter(|name| !self.parts.contains_key(*name)));
        names.filter(|name| self.parts.get(*name) != digests.get(*name)).cloned().collect()
    }
}

/// Writes a value in one way (RFC 8785): names sorted, nothing between them. Numbers are whole ones here.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(canonical).collect();
            format!("[{}]", list.join(","))
        }
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            let fields = fields.into_iter().map(|(name, value)| {
                format!("{}:{}", Value::from(name.as_str()), canonical(value))
            });
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}
