//! No bytes make reading a letter panic, hang or grow beyond its limits.

use letters::{Limits, NoConverter, kind_of, text_of};

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = Limits { unpacked_bytes: 1_000_000, text_bytes: 100_000, ..Limits::default() };
    for name in ["letter", "letter.html", "letter.eml"] {
        let text = text_of(bytes, kind_of(bytes, name), &NoConverter, &limits);
        assert!(text.text.len() <= limits.text_bytes);
        assert!(!text.text.contains('\0'));
    }
}
