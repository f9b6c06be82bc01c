//! What holds for every document, however it was read.

use std::io::{Cursor, Write};

use letters::{ConvertError, Converter, Document, Kind, Limits, PieceKind};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Limits that a small input can reach.
pub(crate) fn limits() -> Limits {
    Limits { unpacked_bytes: 1_000_000, text_bytes: 20_000, pieces: 2_000, ..Limits::default() }
}

/// Says whether what stands between pieces has no words: spaces, or the bars and rules that frame a table.
fn is_between(signs: &str) -> bool {
    let has_frame = signs.contains(['|', '+']);
    signs.trim().is_empty()
        || has_frame && signs.chars().all(|sign| sign.is_whitespace() || "|-=+:".contains(sign))
}

/// Checks that pieces and cells stand in order, that every word belongs to one, and that limits hold.
pub(crate) fn check(document: &Document, limits: &Limits) {
    let text = &document.text;
    assert!(text.len() <= limits.text_bytes && document.pieces.len() <= limits.pieces);
    assert!(!text.contains('\0'));
    let mut at = 0;
    for piece in &document.pieces {
        let words = &text[piece.span.start..piece.span.end];
        assert!(!words.is_empty() && words.trim() == words, "{piece:?}: {words:?}");
        assert!(is_between(&text[at..piece.span.start]), "no piece has it");
        at = piece.span.end;
        if let PieceKind::Row { cells, .. } = &piece.kind {
            let mut from = piece.span.start;
            for cell in cells {
                assert!(from <= cell.start && cell.end <= piece.span.end, "{piece:?}");
                let _ = &text[cell.start..cell.end];
                from = cell.end;
            }
        } else {
            assert!(!words.contains('\n'), "{words:?}");
        }
        assert!(!document.place(piece.span).is_empty());
    }
    assert!(is_between(&text[at..]), "no piece has it");
    for link in &document.links {
        assert!(!text[link.span.start..link.span.end].is_empty() && !link.target.contains('\0'));
    }
}

/// Packs the parts of an input, which `%%` parts, under these names.
pub(crate) fn packed(names: &[&str], input: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut rest = input;
    for name in names {
        let end = rest.windows(2).position(|two| two == b"%%").unwrap_or(rest.len());
        writer.start_file(*name, options).expect("a name can be added");
        writer.write_all(&rest[..end]).expect("bytes can be added");
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

/// Gives the same text of every PDF.
pub(crate) struct Layout<'t>(pub(crate) &'t str);

impl Converter for Layout<'_> {
    fn pdf_text(&self, _pdf: &[u8]) -> Result<String, ConvertError> {
        Ok(self.0.to_owned())
    }

    fn office_docx(&self, _bytes: &[u8], _kind: Kind) -> Result<Vec<u8>, ConvertError> {
        Ok(Vec::new())
    }

    fn office_pdf(&self, _bytes: &[u8], _kind: Kind) -> Result<Vec<u8>, ConvertError> {
        Ok(Vec::new())
    }
}
