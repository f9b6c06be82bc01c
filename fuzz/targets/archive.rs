//! No archive makes reading the letters in it panic, hang or grow beyond its limits.

use letters::{NoConverter, document_of, letters_in};

use super::holds;

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = holds::limits();
    let (letters, warnings) = letters_in(bytes, &limits);
    assert!(letters.len() <= limits.letters && warnings.len() <= limits.entries + 1);
    assert!(letters.iter().map(|one| one.bytes.len()).sum::<usize>() <= limits.unpacked_bytes);
    for letter in letters {
        holds::check(&document_of(&letter.bytes, letter.kind, &NoConverter, &limits), &limits);
    }
}
