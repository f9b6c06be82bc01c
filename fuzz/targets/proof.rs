//! What strangers send as a proof, a checkpoint, a key or a tile is read or refused, and what is read is written the same again.

use tree::{Checkpoint, Leaf, ProofFile, PublicKey, TileName, entries_tile, read_entries};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    if let Some(entries) = read_entries(bytes) {
        let written = entries_tile(entries.iter().map(String::as_str));
        assert_eq!(written.as_deref(), Some(bytes));
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok((checkpoint, note)) = Checkpoint::parse(text) {
        assert!(note.text.starts_with(&checkpoint.to_string()));
        assert!(note.check(&[]).is_err());
    }
    if let Some(leaf) = Leaf::parse(text) {
        assert_eq!(leaf.written(), text);
    }
    if let Some(key) = PublicKey::parse(text) {
        assert_eq!(PublicKey::parse(&key.to_string()), Some(key));
    }
    if let Some(name) = TileName::parse(text) {
        assert_eq!(name.path(), text);
    }
    if let Ok(proof) = ProofFile::parse(text) {
        let _ = proof.check(&[]);
    }
}
