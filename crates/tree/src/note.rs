//! Signed notes (C2SP signed-note), with Ed25519.

use std::fmt;

use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::hash::from_base64;

/// The kind of a key that signs a note's text with Ed25519.
const ED25519: u8 = 1;
/// With what the secret half of a key begins.
const SECRET: &str = "PRIVATE+KEY+";
/// The longest note that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// The most signatures that are read.
const MOST: usize = 16;

/// A key that signs, with the name of the log that it is of.
#[derive(Clone)]
pub struct NoteKey {
    name: String,
    key: SigningKey,
}

/// The public half of a key, by which everybody checks: written as `name+id+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// A note with its signatures, none of which is checked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text that is signed, with the line break at its end.
    pub text: String,
    signatures: Vec<(String, [u8; 4], Vec<u8>)>,
}

/// Why something signed cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNote {
    /// It is no signed note.
    #[error("this is no signed note: {0}")]
    NoNote(&'static str),
    /// None of the keys that are known signed it.
    #[error(
        "it is signed by {0}, and by none of the keys of this log: it is of another installation"
    )]
    Foreign(String),
    /// One that is known is named, and the signature is not its own.
    #[error("the signature of {0} is false: the text is not the one that was signed")]
    False(String),
}

impl NoteKey {
    /// Makes a key of 32 bytes that were drawn by chance.
    pub fn new(name: &str, secret: &[u8; 32]) -> Self {
        Self { name: name.to_owned(), key: SigningKey::from_bytes(secret) }
    }

    /// Returns the public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::of(&self.name, self.key.verifying_key())
    }

    /// Returns the secret as it is kept in a file.
    pub fn secret(&self) -> String {
        let bytes: Vec<u8> = [ED25519].into_iter().chain(self.key.to_bytes()).collect();
        let id = self.public().id_hex();
        format!("{SECRET}{}+{id}+{}", self.name, BASE64.encode(&bytes))
    }

    /// Reads what [`Self::secret`] writes.
    pub fn parse_secret(text: &str) -> Option<Self> {
        let (name, rest) = text.strip_prefix(SECRET)?.split_once('+')?;
        let (id, key) = rest.split_once('+')?;
        let bytes = from_base64(key)?;
        let (kind, secret) = bytes.split_first()?;
        let made = Self::new(name, secret.try_into().ok()?);
        (*kind == ED25519 && is_name(name) && made.public().id_hex() == id).then_some(made)
    }

    /// Signs a text, and returns the line of the signature.
    pub fn sign(&self, text: &str) -> String {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let bytes: Vec<u8> = self.public().id.into_iter().chain(signature).collect();
        format!("— {} {}\n", self.name, BASE64.encode(&bytes))
    }
}

impl fmt::Debug for NoteKey {
    /// Never shows the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteKey({})", self.public())
    }
}

impl PublicKey {
    fn of(name: &str, key: VerifyingKey) -> Self {
        let mut digest = Sha256::new();
        digest.update(name.as_bytes());
        digest.update([b'\n', ED25519]);
        digest.update(key.as_bytes());
        let digest: [u8; 32] = digest.finalize().into();
        Self { name: name.to_owned(), id: [digest[0], digest[1], digest[2], digest[3]], key }
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('+')?;
        let (id, key) = rest.split_once('+')?;
        let bytes = from_base64(key)?;
        let (kind, key) = bytes.split_first()?;
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let made = Self::of(name, key);
        (*kind == ED25519 && is_name(name) && made.id_hex() == id).then_some(made)
    }

    /// The name of the log.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its short id, in hexadecimal: what tells apart the keys of one log.
    pub fn id_hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.id)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<u8> = [ED25519].into_iter().chain(*self.key.as_bytes()).collect();
        write!(f, "{}+{}+{}", self.name, self.id_hex(), BASE64.encode(&bytes))
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// [`BadNote::NoNote`] with what is wrong.
    pub fn parse(written: &str) -> Result<Self, BadNote> {
        if written.len() > LONGEST {
            return Err(BadNote::NoNote("it is longer than notes are"));
        }
        let (text, signed) = written
            .rsplit_once("\n\n")
            .ok_or(BadNote::NoNote("no empty line stands before signatures"))?;
        let signed =
            signed.strip_suffix('\n').ok_or(BadNote::NoNote("its last line does not end"))?;
        let lines: Vec<&str> = signed.split('\n').collect();
        if lines.len() > MOST {
            return Err(BadNote::NoNote("it has more signatures than are read"));
        }
        let signatures = lines.into_iter().map(line).collect::<Option<_>>();
        let signatures =
            signatures.ok_or(BadNote::NoNote("a line after its text is no signature"))?;
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(BadNote::NoNote("its text has a character that cannot be seen"));
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// Checks its signatures against keys, and returns the ids of those that signed.
    ///
    /// # Errors
    /// [`BadNote::Foreign`] if none of them is named, [`BadNote::False`] for a signature that is not its key's.
    pub fn check(&self, keys: &[PublicKey]) -> Result<Vec<String>, BadNote> {
        let mut signed_by = Vec::new();
        for (name, id, signature) in &self.signatures {
            let Some(key) = keys.iter().find(|key| key.name == *name && key.id == *id) else {
                continue;
            };
            let is_its = Signature::from_slice(signature)
                .is_ok_and(|it| key.key.verify_strict(self.text.as_bytes(), &it).is_ok());
            if !is_its {
                return Err(BadNote::False(format!("{name} ({})", key.id_hex())));
            }
            signed_by.push(key.id_hex());
        }
        if signed_by.is_empty() { Err(BadNote::Foreign(self.signers())) } else { Ok(signed_by) }
    }

    /// Names who claims to have signed it.
    pub fn signers(&self) -> String {
        let hex = data_encoding::HEXLOWER;
        let names =
            self.signatures.iter().map(|(name, id, _)| format!("{name} ({})", hex.encode(id)));
        names.collect::<Vec<_>>().join(" and ")
    }
}

fn line(text: &str) -> Option<(String, [u8; 4], Vec<u8>)> {
    let (name, signature) = text.strip_prefix("— ")?.split_once(' ')?;
    let bytes = from_base64(signature)?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    is_name(name).then(|| (name.to_owned(), *id, signature.to_vec()))
}
