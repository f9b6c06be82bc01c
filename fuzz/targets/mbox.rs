//! No file of messages makes reading it panic or hold more than it may, and what a message is known by does not hang on how
//! its lines end.

use std::io::Cursor;

use mail::{Limits, Mbox};

const LIMIT: usize = 2_000;

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = Limits { unpacked_bytes: 1_000_000, ..Limits::default() };
    for filed in Mbox::new(Cursor::new(bytes), LIMIT) {
        let Ok(filed) = filed else { return };
        assert!(filed.bytes.len() <= LIMIT + 1 && filed.bytes.len() <= filed.size);
        let Ok(message) = mail::read(&filed.bytes, &limits) else { continue };
        let mut pieces = Vec::new();
        let is_known = mail::lasting(&message, |piece| pieces.extend_from_slice(piece));
        assert!(is_known || pieces.is_empty());
    }
}
