//! No bytes make reading plain text panic or grow beyond its limits, and its words stay where they are.

use letters::{Document, Kind, Limits, NoConverter, document_of};

use super::holds;

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let limits = holds::limits();
    let kind = Kind::Text { is_utf8: false };
    holds::check(&document_of(bytes, kind, &NoConverter, &limits), &limits);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let document = Document::of_plain(text);
        holds::check(&document, &Limits::default());
        if !text.contains(['\0', '\r']) {
            assert_eq!(document.text, text);
        }
    }
}
