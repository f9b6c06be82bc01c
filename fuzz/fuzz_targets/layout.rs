//! No layout of a PDF makes reading it panic, grow beyond its limits, or lose a character.

#![no_main]

mod holds;

use letters::{Kind, Limits, document_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let limits = holds::limits();
    let read = |limits: &Limits| document_of(b"%PDF-1.7\n", Kind::Pdf, &holds::Layout(text), limits);
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
});
