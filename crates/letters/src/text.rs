//! The text of a document of any kind.

use crate::page::tidy;
use crate::{Converter, Kind, Limits, bundle, docx, html, kind, odt, plain};

/// The text of a document, and what could not be read of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text, with LF line ends; empty if there is none.
    pub text: String,
    /// What a reader should know about how it was read, one sentence without its period each: what is wrong, and what
    /// to do.
    pub warnings: Vec<String>,
}

impl Text {
    /// Returns a text of which nothing could be read.
    pub(crate) fn unread(why: &impl ToString) -> Self {
        Self { text: String::new(), warnings: vec![why.to_string()] }
    }

    /// Adds a warning, once.
    pub(crate) fn warn(&mut self, warning: &str) {
        if !self.warnings.iter().any(|one| one == warning) {
            self.warnings.push(warning.to_owned());
        }
    }

    /// Adds words after an empty line, as far as the limit allows.
    pub(crate) fn add(&mut self, words: &str, limits: &Limits) {
        if words.trim().is_empty() {
            return;
        }
        // No database holds these.
        let words = &words.replace('\0', "\u{fffd}");
        let gap = if self.text.is_empty() { "" } else { "\n" };
        let room = limits.text_bytes.saturating_sub(self.text.len() + gap.len());
        if room > 0 {
            self.text.push_str(gap);
        }
        self.text.push_str(words.get(..words.floor_char_boundary(room)).unwrap_or_default());
        if words.len() > room {
            let limit = limits.text_bytes;
            self.warn(&format!(
                "its text has more than {limit} bytes: what stands after that was not read"
            ));
        }
    }
}

/// Returns the text of a document.
///
/// Programs are called through `converter` only for what is not read here: PDF, old Word, RTF.
pub fn text_of(bytes: &[u8], kind: Kind, converter: &dyn Converter, limits: &Limits) -> Text {
    if bytes.len() > limits.bytes {
        let (size, limit) = (bytes.len(), limits.bytes);
        return Text::unread(&format!(
            "the document has {size} bytes and at most {limit} are read: ask the sender for a smaller one"
        ));
    }
    match kind {
        Kind::Zip => bundle::read(bytes, converter, limits),
        kind => letter(bytes, kind, converter, limits),
    }
}

/// Returns the text of a document that is not an archive of others.
pub(crate) fn letter(bytes: &[u8], kind: Kind, converter: &dyn Converter, limits: &Limits) -> Text {
    let mut text = Text::default();
    let converted = match kind {
        Kind::Docx => return docx::read(bytes, limits),
        Kind::Odt => return odt::read(bytes, limits),
        Kind::Html => Ok(html::read(bytes)),
        Kind::Text { .. } => Ok(lines(&plain::decoded(bytes))),
        Kind::Pdf => converter.pdf_text(bytes).map(|text| tidy(&text.replace('\x0c', "\n"))),
        Kind::Doc | Kind::Rtf => match converter.office_docx(bytes, kind) {
            Ok(letter) => return docx::read(&letter, limits),
            Err(fault) => Err(fault),
        },
        Kind::Message => return Text::unread(&"a message: its parts are read by themselves"),
        Kind::Zip => {
            return Text::unread(
                &"an archive within an archive is not read: ask the sender for the letter",
            );
        }
        Kind::Image(_) => {
            return Text::unread(&"a picture holds no text that could be read: ask for a text");
        }
        Kind::Other(_) if kind::holds_utf16(bytes, "EncryptedPackage") => {
            return Text::unread(
                &"it is protected by a password: ask the sender for a copy without",
            );
        }
        Kind::Other(_) => {
            return Text::unread(&format!(
                "no text is read from {}: ask the sender for a PDF or a plain text",
                kind.media_type()
            ));
        }
    };
    match converted {
        Ok(words) if words.trim().is_empty() && kind == Kind::Pdf => {
            text.warn("it holds pictures of pages, not text: ask the sender for the document that it was made from");
        }
        Ok(words) => text.add(&words, limits),
        Err(fault) => text.warn(&fault.to_string()),
    }
    text
}

/// Returns a plain text with LF line ends.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}
