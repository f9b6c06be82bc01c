//! A document of any kind, and its text.

use crate::symbols::shown;
use crate::{Converter, Document, Kind, Limits, bundle, docx, html, kind, odt, pdf, plain};

/// The text of a document, and what could not be read of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, with LF line ends; empty if there is none.
    pub text: String,
    /// What a reader should know about how it was read, one sentence without its period each: what is wrong, and what
    /// to do.
    pub warnings: Vec<String>,
}

/// Returns the text of a document, or of all letters in an archive, each under its name.
///
/// Programs are called through `converter` only for what is not read here: PDF, old Word, RTF.
pub fn text_of(bytes: &[u8], kind: Kind, converter: &dyn Converter, limits: &Limits) -> Text {
    let document = match kind {
        Kind::Zip => match too_large(bytes, limits) {
            Some(refused) => refused,
            None => bundle::read(bytes, converter, limits),
        },
        kind => document_of(bytes, kind, converter, limits),
    };
    Text { text: document.text, warnings: document.warnings }
}

/// Reads a document that is not an archive of others.
///
/// Programs are called through `converter` only for what is not read here: PDF, old Word, RTF.
pub fn document_of(
    bytes: &[u8],
    kind: Kind,
    converter: &dyn Converter,
    limits: &Limits,
) -> Document {
    if let Some(refused) = too_large(bytes, limits) {
        return refused;
    }
    let mut document = match kind {
        Kind::Docx => docx::read(bytes, limits),
        Kind::Odt => odt::read(bytes, limits),
        Kind::Html => html::read(bytes, limits),
        Kind::Text { .. } => plain::read(bytes, limits),
        Kind::Pdf => match converter.pdf_text(bytes) {
            Ok(text) => pdf::read(&shown(&text), limits),
            Err(fault) => Document::unread(&fault),
        },
        Kind::Doc | Kind::Rtf => match converter.office_docx(bytes, kind) {
            Ok(letter) => docx::read(&letter, limits),
            Err(fault) => Document::unread(&fault),
        },
        kind => Document::unread(&refusal(bytes, kind)),
    };
    document.hold(limits);
    document
}

/// Says why a document of a kind that is not read is not read, and what to do.
fn refusal(bytes: &[u8], kind: Kind) -> String {
    match kind {
        Kind::Message => "a message: its parts are read by themselves".to_owned(),
        Kind::Zip => {
            "an archive within an archive is not read: ask the sender for the letter".to_owned()
        }
        Kind::Image(_) => {
            "a picture holds no text that could be read: ask for a text".to_owned()
        }
        _ if kind::holds_utf16(bytes, "EncryptedPackage") => {
            "it is protected by a password: ask the sender for a copy without".to_owned()
        }
        _ if kind::is_winmail(bytes) => {
            "it is Outlook's own wrapping of attachments (winmail.dat), which is not read: ask the sender to send them as \
             plain attachments"
                .to_owned()
        }
        kind => format!(
            "no text is read from {}: ask the sender for a PDF or a plain text",
            kind.media_type()
        ),
    }
}

fn too_large(bytes: &[u8], limits: &Limits) -> Option<Document> {
    let (size, limit) = (bytes.len(), limits.bytes);
    (size > limit).then(|| {
        Document::unread(&format!(
            "the document has {size} bytes and at most {limit} are read: ask the sender for a smaller one"
        ))
    })
}
