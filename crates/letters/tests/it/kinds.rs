//! What a document is, by its content.

use insta::assert_snapshot;
use letters::{Kind, kind_of};

use crate::support::{archive, docx, odt};

#[test]
fn the_content_decides_and_not_the_name() {
    let word: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain([0; 4096])
        .chain("WordDocument".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let sheet =
        archive([("[Content_Types].xml", b"".as_slice()), ("xl/workbook.xml", b"".as_slice())]);
    let slides = archive([
        ("[Content_Types].xml", b"".as_slice()),
        ("ppt/presentation.xml", b"".as_slice()),
    ]);
    let cases: [(&str, &str, Vec<u8>); 26] = [
        ("PDF", "letter.doc", b"%PDF-1.7\n".to_vec()),
        ("PDF after some bytes", "letter.pdf", b"\r\n\r\n%PDF-1.7\n".to_vec()),
        ("docx", "letter.zip", docx("", &[])),
        ("odt", "letter", odt("", "")),
        ("xlsx", "table.docx", sheet),
        ("pptx", "slides.pptx", slides),
        ("zip", "letters.docx", archive([("a.txt", b"words".as_slice())])),
        ("empty zip", "empty.zip", archive([])),
        ("doc", "letter.docx", word),
        ("rtf", "letter.doc", b"{\\rtf1\\ansi words}".to_vec()),
        ("html", "letter.txt", b"\n<!DOCTYPE html><p>words".to_vec()),
        ("piece of html", "letter.htm", b"<p>words</p>".to_vec()),
        (
            "page that is XML",
            "letter.html",
            b"<?xml version=\"1.0\"?>\n<!-- archived -->\n<!DOCTYPE html><html><p>words</p></html>".to_vec(),
        ),
        ("other XML", "letter.html", b"<?xml version=\"1.0\"?><letter>words</letter>".to_vec()),
        ("ascii", "letter.txt", b"words\n".to_vec()),
        ("utf-8", "", "Grüße".as_bytes().to_vec()),
        ("latin 1", "letter.txt", b"Gr\xfc\xdfe\n".to_vec()),
        ("message", "letter.eml", b"From: ada@example.net\n\nwords\n".to_vec()),
        (
            "message saved as text",
            "letter.txt",
            b"From: ada@example.net\nDate: Tue, 24 Nov 2026 10:00:00 +0000\nSubject: Clocks\n\nwords\n".to_vec(),
        ),
        (
            "letter that begins like a message",
            "letter.txt",
            b"To: Clocks WG\nFrom: Study Group 7\nDate: 24 November 2026\nSubject: Clocks\n\nwords\n".to_vec(),
        ),
        (
            "message as a mailbox keeps it",
            "letter.txt",
            b"From ada@example.net Tue Nov 24 10:00:00 2026\nFrom: ada@example.net\nTo: bob@example.org\nMessage-ID: <1@example.net>\n\nwords\n".to_vec(),
        ),
        ("Outlook's wrapping", "winmail.dat", b"\x78\x9f\x3e\x22\x01\0\x06\x90\x08\0".to_vec()),
        ("png", "letter.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("svg", "a.svg", b"<?xml version=\"1.0\"?><svg/>".to_vec()),
        ("program", "letter.pdf", b"\x7fELF\x02\x01\x01\0\0\0".to_vec()),
        ("nothing", "letter.pdf", Vec::new()),
    ];
    let page: String = cases
        .iter()
        .map(|(what, name, bytes)| {
            let kind = kind_of(bytes, name);
            let mark = if kind.is_readable_everywhere() { " (everybody can read it)" } else { "" };
            format!("{what} named {name:?}: {}{mark}\n", kind.media_type())
        })
        .collect();
    assert_snapshot!(page);
}

#[test]
fn only_office_documents_are_made_into_pdf() {
    assert!(Kind::Doc.is_office_document() && Kind::Docx.is_office_document());
    assert!(
        !Kind::Pdf.is_office_document() && !kind_of(b"\x7fELF\x02", "a.doc").is_office_document()
    );
}
