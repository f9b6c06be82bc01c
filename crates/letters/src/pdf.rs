//! The text of a PDF as poppler lays it out.

use crate::page::Page;
use crate::{Document, Limits, Region};

/// Reads the text of a PDF, laid out as on its pages.
pub(crate) fn read(text: &str, limits: &Limits) -> Document {
    let mut page = Page::after(&Document::default(), Region::Body, limits);
    for (number, sheet) in (1..).zip(text.split('\x0c')) {
        page.turn_to(number);
        for line in sheet.lines() {
            page.words(line);
            page.end_paragraph();
        }
    }
    let mut document = page.finish();
    if document.pieces.is_empty() {
        document.warn("it holds pictures of pages, not text: ask the sender for the document that it was made from");
    }
    document
}
