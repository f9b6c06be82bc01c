//! How much of a document is read.

/// What a document may be at most; beyond it is not read, and a warning says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The document itself, in bytes.
    pub bytes: usize,
    /// All that is unpacked from it, in bytes.
    pub unpacked_bytes: usize,
    /// How many times larger than packed anything above one megabyte may be.
    pub ratio: usize,
    /// Entries of an archive, and so of a .docx or .odt.
    pub entries: usize,
    /// Letters that are read from one archive.
    pub letters: usize,
    /// The text, in bytes.
    pub text_bytes: usize,
    /// The lines and cells of it.
    pub pieces: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 50 * 1024 * 1024,
            unpacked_bytes: 100 * 1024 * 1024,
            ratio: 500,
            entries: 5_000,
            letters: 50,
            text_bytes: 10 * 1024 * 1024,
            pieces: 500_000,
        }
    }
}
