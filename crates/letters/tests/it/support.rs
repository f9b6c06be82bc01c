//! What several tests need: documents made on the spot.

use std::io::{Cursor, Write};

use letters::{
    ConvertError, Converter, Document, Kind, Limits, NoConverter, PieceKind, Text, document_of,
    kind_of, text_of,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Returns an archive of these files.
pub(crate) fn archive<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(name, SimpleFileOptions::default()).expect("a name can be added");
        writer.write_all(bytes).expect("bytes can be added");
    }
    writer.finish().expect("an archive can be finished").into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const PACKAGE: &str = r#"<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/main.xml"/>
</Relationships>"#;

/// Returns a .docx with this body and these other parts, each with the kind of relationship that names it.
pub(crate) fn docx(body: &str, parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let relations: String = parts
        .iter()
        .map(|(kind, name, _)| {
            format!(r#"<Relationship Type="urn:relationships/{kind}" Target="{name}"/>"#)
        })
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let main = word("document", &format!("<w:body>{body}</w:body>"));
    let others: Vec<_> =
        parts.iter().map(|(_, name, xml)| (format!("word/{name}"), (*xml).to_owned())).collect();
    let fixed = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("word/main.xml", main.as_bytes()),
        ("word/_rels/main.xml.rels", relations.as_bytes()),
    ];
    archive(
        fixed.into_iter().chain(others.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes()))),
    )
}

/// Returns a part of a .docx: an element of that name around its content.
pub(crate) fn word(element: &str, content: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:{element} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v">{content}</w:{element}>"#
    )
}

/// Returns an .odt with this body and these styles.
pub(crate) fn odt(body: &str, styles: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b"
  xmlns:draw="urn:d"><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let styles = format!(
        r#"<?xml version="1.0"?><office:document-styles xmlns:office="urn:o" xmlns:style="urn:s"
  xmlns:text="urn:t"><office:master-styles><style:master-page>{styles}</style:master-page></office:master-styles>
</office:document-styles>"#
    );
    archive([
        ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ])
}

/// Reads a document as the tool does where no program is installed.
pub(crate) fn read(bytes: &[u8], name: &str) -> Text {
    text_of(bytes, kind_of(bytes, name), &NoConverter, &Limits::default())
}

/// Returns the text of a document that must be read without any warning.
pub(crate) fn text(bytes: &[u8], name: &str) -> String {
    let text = read(bytes, name);
    assert_eq!(text.warnings, Vec::<String>::new());
    text.text
}

/// Reads a document with all that stands in it.
pub(crate) fn document(bytes: &[u8], name: &str) -> Document {
    let document = document_of(bytes, kind_of(bytes, name), &NoConverter, &Limits::default());
    hold(&document);
    document
}

/// Reads what a PDF program would lay out like this.
pub(crate) fn laid_out(text: &str, limits: &Limits) -> Document {
    let document = document_of(b"%PDF-1.7\n", Kind::Pdf, &Layout(text), limits);
    hold(&document);
    document
}

/// Gives the same text of every PDF.
struct Layout<'t>(&'t str);

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

/// Checks what holds for every document: pieces and cells stand in their order, none is empty or has spaces at its
/// ends, and every word belongs to one.
pub(crate) fn hold(document: &Document) {
    let text = &document.text;
    let slice = |start: usize, end: usize| text.get(start..end).expect("a span lies in the text");
    let mut at = 0;
    for piece in &document.pieces {
        let words = slice(piece.span.start, piece.span.end);
        assert!(!words.is_empty() && words.trim() == words, "{piece:?}: {words:?}");
        assert_eq!(slice(at, piece.span.start).trim(), "", "no piece has it");
        at = piece.span.end;
        match &piece.kind {
            PieceKind::Line { .. } => assert!(!words.contains('\n'), "{words:?}"),
            PieceKind::Row { cells, .. } => {
                let mut from = piece.span.start;
                for cell in cells {
                    assert!(from <= cell.start && cell.end <= piece.span.end, "{piece:?}");
                    slice(cell.start, cell.end);
                    from = cell.end;
                }
            }
        }
    }
    assert_eq!(slice(at, text.len()).trim(), "", "no piece has it");
    for link in &document.links {
        assert!(!slice(link.span.start, link.span.end).is_empty());
    }
    assert!(!text.contains('\0'));
}

/// Draws a document: each piece on a line, with what it is before it.
pub(crate) fn drawn(document: &Document) -> String {
    let mut drawn = String::new();
    for warning in &document.warnings {
        drawn.push_str(&format!("! {warning}\n"));
    }
    for piece in &document.pieces {
        let page = piece.page.map(|page| format!(" page {page}")).unwrap_or_default();
        drawn.push_str(&format!("{:?}{page} ", piece.region));
        match &piece.kind {
            PieceKind::Line { paragraph, is_heading } => {
                let mark = if *is_heading { " heading" } else { "" };
                drawn.push_str(&format!("{paragraph}{mark}: {}\n", document.words(piece.span)));
            }
            PieceKind::Row { table, row, cells } => {
                let cells: Vec<_> =
                    cells.iter().map(|cell| document.words(*cell).replace('\n', " / ")).collect();
                drawn.push_str(&format!("table {table}.{row}: {}\n", cells.join(" | ")));
            }
        }
    }
    for link in &document.links {
        drawn.push_str(&format!("link {:?} to {}\n", document.words(link.span), link.target));
    }
    drawn
}
