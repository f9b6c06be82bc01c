//! An archive gives the letters within it.

use insta::assert_snapshot;
use letters::{ConvertError, Converter, Kind, Limits, NoConverter, kind_of, text_of};

use crate::support::{archive, docx, read};

/// Answers with what it was asked, so that a test sees what goes to the programs and what does not.
struct Echo;

impl Converter for Echo {
    fn pdf_text(&self, pdf: &[u8]) -> Result<String, ConvertError> {
        match pdf.strip_prefix(b"%PDF-1.7\n") {
            Some(words) => Ok(format!("{}\x0csecond page\n\x0c", String::from_utf8_lossy(words))),
            None => Err(ConvertError::Protected),
        }
    }

    fn office_docx(&self, bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConvertError> {
        let words = format!("<w:p><w:r><w:t>{kind:?} of {} bytes</w:t></w:r></w:p>", bytes.len());
        Ok(docx(&words, &[]))
    }

    fn office_pdf(&self, _bytes: &[u8], kind: Kind) -> Result<Vec<u8>, ConvertError> {
        Err(ConvertError::Unreadable { program: "soffice", said: format!("{kind:?}") })
    }
}

#[test]
fn each_letter_is_read_under_its_name_and_what_is_not_a_letter_is_said() {
    let letter = docx("<w:p><w:r><w:t>The letter.</w:t></w:r></w:p>", &[]);
    let inner = archive([("deep.txt", b"too deep".as_slice())]);
    let bundle = archive([
        ("SG7-LS12/", b"".as_slice()),
        ("SG7-LS12/letter.docx", letter.as_slice()),
        ("SG7-LS12/annex.txt", "Füße\n".as_bytes()),
        ("SG7-LS12/scan.pdf", b"%PDF-1.7\nPage one".as_slice()),
        ("SG7-LS12/locked.pdf", b"%PDF-1.4 locked".as_slice()),
        ("SG7-LS12/old.rtf", b"{\\rtf1 old}".as_slice()),
        ("SG7-LS12/logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice()),
        ("SG7-LS12/more.zip", inner.as_slice()),
        ("SG7-LS12/tool.exe", b"MZ\x90\0\x03\0\0\0".as_slice()),
        ("__MACOSX/SG7-LS12/._letter.docx", b"\0\x05\x16\x07".as_slice()),
        ("SG7-LS12/.DS_Store", b"\0\0\0\x01Bud1".as_slice()),
    ]);
    let text = text_of(&bundle, kind_of(&bundle, "SG7-LS12.zip"), &Echo, &Limits::default());
    assert_snapshot!(format!("{}\n----\n{}", text.warnings.join("\n"), text.text));
}

#[test]
fn where_no_program_is_installed_a_warning_says_which() {
    let warning = |bytes: &[u8], name: &str| {
        let text = read(bytes, name);
        assert_eq!(text.text, "");
        text.warnings.join("\n")
    };
    assert_eq!(
        warning(b"%PDF-1.7\n", "a.pdf"),
        "pdftotext is not installed: install poppler-utils and read it again"
    );
    assert_eq!(
        warning(b"{\\rtf1 old}", "a.rtf"),
        "soffice is not installed: install libreoffice-writer-nogui and read it again"
    );
    let made = NoConverter.office_pdf(b"", Kind::Docx).map_err(|fault| fault.to_string());
    assert_eq!(
        made,
        Err("soffice is not installed: install libreoffice-writer-nogui and read it again"
            .to_owned())
    );
}

#[test]
fn a_pdf_without_words_says_that_it_holds_pictures() {
    struct Blank;
    impl Converter for Blank {
        fn pdf_text(&self, _pdf: &[u8]) -> Result<String, ConvertError> {
            Ok("\x0c\x0c".to_owned())
        }
        fn office_docx(&self, _bytes: &[u8], _kind: Kind) -> Result<Vec<u8>, ConvertError> {
            Ok(Vec::new())
        }
        fn office_pdf(&self, _bytes: &[u8], _kind: Kind) -> Result<Vec<u8>, ConvertError> {
            Ok(Vec::new())
        }
    }
    let text = text_of(b"%PDF-1.7\n", Kind::Pdf, &Blank, &Limits::default());
    assert_eq!(
        text.warnings,
        [
            "it holds pictures of pages, not text: ask the sender for the document that it was made from"
        ]
    );
}

#[test]
fn every_reason_why_a_program_failed_says_what_to_do() {
    let program = "soffice";
    let reasons = [
        ConvertError::NoSandbox { program },
        ConvertError::Protected,
        ConvertError::TooSlow { program, seconds: 60 },
        ConvertError::TooLarge { program, limit: 1_000 },
        ConvertError::Unreadable { program, said: "source file could not be loaded".to_owned() },
        ConvertError::Fault { program, said: "Permission denied".to_owned() },
    ];
    assert_snapshot!(reasons.map(|reason| format!("{reason}\n")).concat());
}
