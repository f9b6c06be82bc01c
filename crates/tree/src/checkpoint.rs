//! Checkpoints: which log, how many leaves, which root (C2SP tlog-checkpoint).

use std::fmt;

use crate::{BadNote, Hash, Note, NoteKey};

/// What a log has said that it was: its name, how many leaves it had, and their root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads the text of a note.
    ///
    /// # Errors
    /// [`BadNote::NoNote`] if it is that of no checkpoint.
    pub fn of(note: &Note) -> Result<Self, BadNote> {
        let mut lines = note.text.lines();
        let mut line = || lines.next().filter(|line| !line.is_empty());
        let read = (|| {
            let origin = line()?.to_owned();
            let digits = line()?;
            let is_plain = digits == "0" || !digits.starts_with(['0', '+']);
            let size = digits.parse().ok().filter(|_| is_plain)?;
            Some(Self { origin, size, root: Hash::from_base64(line()?)? })
        })();
        read.ok_or(BadNote::NoNote("its text is not a name, a size and a root, each on a line"))
    }

    /// Reads a checkpoint with its signatures.
    ///
    /// # Errors
    /// [`BadNote::NoNote`].
    pub fn parse(written: &str) -> Result<(Self, Note), BadNote> {
        let note = Note::parse(written)?;
        Ok((Self::of(&note)?, note))
    }

    /// Signs it with each of some keys.
    pub fn sign(&self, keys: &[&NoteKey]) -> String {
        let text = self.to_string();
        let signatures: String = keys.iter().map(|key| key.sign(&text)).collect();
        format!("{text}\n{signatures}")
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}
