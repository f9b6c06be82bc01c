//! No XML makes reading a .docx panic, lose words, or grow beyond its limits.

#![no_main]

mod holds;

use letters::{Kind, NoConverter, document_of};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 7] = [
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/numbering.xml",
    "word/header1.xml",
    "word/footnotes.xml",
    "docProps/core.xml",
];

fuzz_target!(|input: &[u8]| {
    let limits = holds::limits();
    let bytes = holds::packed(&NAMES, input);
    holds::check(&document_of(&bytes, Kind::Docx, &NoConverter, &limits), &limits);
});
