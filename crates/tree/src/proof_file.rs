//! A proof in a file: leaves with their paths to a checkpoint, to be checked years later without asking anybody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::leaf::digest;
use crate::{BadNote, Checkpoint, Hash, Leaf, PublicKey, merkle};

/// What a proof file says first of itself.
pub const PROOF_FORM: &str = "liaison-proof/1";
/// The longest proof file that is read, in bytes.
pub const LONGEST_PROOF: usize = 64 * 1024 * 1024;

/// A proof of what the record says of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofFile {
    /// [`PROOF_FORM`].
    pub form: String,
    /// The statement.
    pub statement: i64,
    /// The checkpoint to which all paths lead, with its signatures.
    pub checkpoint: String,
    /// The public keys of the log; who trusts nobody compares them with what they kept.
    pub keys: Vec<String>,
    /// The leaves of the statement, by their places.
    pub entries: Vec<ProvedEntry>,
}

/// A leaf with its path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvedEntry {
    /// Its place, from 0.
    pub index: u64,
    /// The leaf, just as it is hashed.
    pub leaf: String,
    /// Its parts, but for what was taken from view and what a later leaf took the place of.
    pub parts: BTreeMap<String, Opened>,
    /// The path to the root, the nearest hash first.
    pub path: Vec<Hash>,
}

/// A part that everybody may read, with what its digest was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The salt of the part, in hexadecimal.
    pub salt: String,
    /// What it says.
    pub value: Value,
}

/// What a proof shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// The ids of the keys that signed it.
    pub signed_by: Vec<String>,
    /// The leaves, by their places.
    pub leaves: Vec<(u64, Leaf)>,
}

/// Why a proof shows nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadProof {
    /// It is no proof file.
    #[error("this is no proof file: {0}")]
    NoProof(String),
    /// Its checkpoint cannot be used.
    #[error("its checkpoint cannot be used: {0}")]
    Checkpoint(#[from] BadNote),
    /// A leaf is not in the tree.
    #[error("leaf {0} is not in the tree of the checkpoint: it, its place or its path was changed")]
    NotInTree(u64),
    /// A leaf is of another statement, or cannot be read.
    #[error("leaf {0} is none of statement {1}")]
    AnotherLeaf(u64, i64),
    /// A part is not what the leaf has the digest of.
    #[error("{1} of leaf {0} is not what the tree has the digest of")]
    Part(u64, String),
}

impl ProofFile {
    /// Reads a proof file.
    ///
    /// # Errors
    /// [`BadProof::NoProof`] with what is wrong.
    pub fn parse(text: &str) -> Result<Self, BadProof> {
        if text.len() > LONGEST_PROOF {
            return Err(BadProof::NoProof("it is longer than proofs are".to_owned()));
        }
        let proof: Self =
            serde_json::from_str(text).map_err(|it| BadProof::NoProof(it.to_string()))?;
        if proof.form != PROOF_FORM {
            return Err(BadProof::NoProof(format!(
                "its form is “{}”, not “{PROOF_FORM}”",
                proof.form
            )));
        }
        Ok(proof)
    }

    /// Checks everything in it against keys, or against its own if none are given: then only whoever knows those is convinced.
    ///
    /// # Errors
    /// [`BadProof`] with the leaf and the part.
    pub fn check(&self, keys: &[PublicKey]) -> Result<Shown, BadProof> {
        let own: Vec<PublicKey> =
            self.keys.iter().filter_map(|key| PublicKey::parse(key)).collect();
        let (checkpoint, note) = Checkpoint::parse(&self.checkpoint)?;
        let signed_by = note.check(if keys.is_empty() { &own } else { keys })?;
        let mut leaves = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            leaves.push((entry.index, entry.check(self.statement, &checkpoint)?));
        }
        if leaves.is_empty() {
            return Err(BadProof::NoProof("it has no leaf".to_owned()));
        }
        Ok(Shown { checkpoint, signed_by, leaves })
    }

    /// Returns the SHA-256 of the attachments that it proves, each with the name of its part.
    pub fn files(&self) -> Vec<(String, String)> {
        let of = |entry: &ProvedEntry| {
            let parts =
                entry.parts.iter().map(|(name, opened)| (name.clone(), opened.value.clone()));
            crate::files_of(&parts.collect())
        };
        self.entries.iter().flat_map(of).collect()
    }
}

impl ProvedEntry {
    fn check(&self, statement: i64, checkpoint: &Checkpoint) -> Result<Leaf, BadProof> {
        let hash = Hash::of_leaf(self.leaf.as_bytes());
        let root = merkle::root_of_path(hash, self.index, checkpoint.size, &self.path);
        if root != Some(checkpoint.root) {
            return Err(BadProof::NotInTree(self.index));
        }
        let leaf = Leaf::parse(&self.leaf).filter(|leaf| leaf.number == statement);
        let leaf = leaf.ok_or(BadProof::AnotherLeaf(self.index, statement))?;
        match check_parts(&leaf, &self.parts) {
            Some(part) => Err(BadProof::Part(self.index, part)),
            None => Ok(leaf),
        }
    }
}

/// Returns the first part that is not what the leaf has the digest of.
pub fn check_parts(leaf: &Leaf, parts: &BTreeMap<String, Opened>) -> Option<String> {
    let is_its = |(name, opened): &(&String, &Opened)| {
        let salt = Hash::from_hex(&opened.salt);
        let digest = salt.map(|salt| digest(&salt, &opened.value).hex());
        digest.is_some() && digest.as_ref() == leaf.parts.get(*name)
    };
    parts.iter().find(|part| !is_its(part)).map(|(name, _)| name.clone())
}
