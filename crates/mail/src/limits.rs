//! How much of a message is read.

/// What a message may be at most before it is refused.
///
/// The defaults hold what people send; they are settings because an organization may know better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The whole message, in bytes.
    pub bytes: usize,
    /// The header of the message and of each part, in bytes.
    pub header_bytes: usize,
    /// All parts together once decoded, in bytes; a forwarded message counts itself and what is in it.
    pub unpacked_bytes: usize,
    /// The words of all parts together, in bytes; what goes on beyond is in the bytes of its part alone. No letter is
    /// as long, and each of its words is held several times over.
    pub words_bytes: usize,
    /// Parts, at every depth, containers included.
    pub parts: usize,
    /// How deep parts may stand within each other; more than 100 is read as 100.
    pub depth: usize,
    /// `Received` fields, one for each server passed (RFC 5321 §6.3).
    pub received: usize,
    /// What this installation writes into [`LOOP_FIELD`](crate::LOOP_FIELD), usually its mail domain. A message that
    /// carries it is our own come back; empty: the field is not looked at.
    pub loop_mark: String,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 50 * 1024 * 1024,
            header_bytes: 2 * 1024 * 1024,
            unpacked_bytes: 200 * 1024 * 1024,
            words_bytes: 1024 * 1024,
            parts: 1_000,
            depth: 20,
            received: 100,
            loop_mark: String::new(),
        }
    }
}
