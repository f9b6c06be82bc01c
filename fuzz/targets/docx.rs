//! No XML makes reading a .docx panic, lose words, or grow beyond its limits.

use letters::{Kind, NoConverter, document_of};

use super::holds;

const NAMES: [&str; 7] = [
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/numbering.xml",
    "word/header1.xml",
    "word/footnotes.xml",
    "docProps/core.xml",
];

/// Plays these bytes.
pub(crate) fn run(input: &[u8]) {
    let limits = holds::limits();
    let bytes = holds::packed(&NAMES, input);
    holds::check(&document_of(&bytes, Kind::Docx, &NoConverter, &limits), &limits);
}
