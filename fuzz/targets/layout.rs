//! No layout of a PDF makes reading it panic, grow beyond its limits, or lose a character.

use letters::{Kind, Limits, document_of};

use super::holds;

/// Plays these bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let limits = holds::limits();
    let read =
        |limits: &Limits| document_of(b"%PDF-1.7\n", Kind::Pdf, &holds::Layout(text), limits);
    holds::check(&read(&limits), &limits);
    let wide = Limits::default();
    let document = read(&wide);
    holds::check(&document, &wide);
    let signs = |text: &str| {
        let mut signs: Vec<_> = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        signs.sort_unstable();
        signs
    };
    assert_eq!(signs(&text.replace('\0', "\u{fffd}")), signs(&document.text));
}
