//! Plain text in whatever character set.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::{Document, Limits};

/// Reads a plain text.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Document {
    // No character takes more than four bytes in any of the sets.
    let most = limits.text_bytes.saturating_mul(4);
    let text = decoded(bytes.get(..most).unwrap_or(bytes));
    let mut document = Document::of_plain(text);
    document.hold(limits);
    document
}

impl Document {
    /// Returns the document that a plain text is, with whatever line ends.
    pub fn of_plain(text: impl Into<String>) -> Self {
        let text = text.into().replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
        Self::of_lines(text)
    }
}

/// How much is looked at to find the character set.
const SAMPLE: usize = 64 * 1024;

/// Says whether this is text at all: `Some(true)` if it is UTF-8, `Some(false)` if it is in another character set.
pub(crate) fn is_text(bytes: &[u8]) -> Option<bool> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding == encoding_rs::UTF_8 && std::str::from_utf8(bytes).is_ok());
    }
    if wide(bytes).is_some() {
        return Some(false);
    }
    let is_odd = |byte: &u8| *byte < b' ' && !b"\t\n\x0b\x0c\r\x1a\x1b".contains(byte);
    if bytes.get(..SAMPLE).unwrap_or(bytes).iter().any(is_odd) {
        return None;
    }
    Some(std::str::from_utf8(bytes).is_ok())
}

/// Returns the text, in the character set that it is most likely in: the one that its first bytes name, or UTF-8 if it
/// has the form of it, or a guess.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // A text that was cut off within a character is still UTF-8.
        Err(fault) if fault.error_len().is_none() && fault.valid_up_to() > 0 => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        Err(_) => guessed(bytes).decode(bytes).0.into_owned(),
    }
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..SAMPLE).unwrap_or(bytes), bytes.len() <= SAMPLE);
    detector.guess(None, Utf8Detection::Allow)
}

/// Returns the form of UTF-16 that a text without a mark is in: every other byte of most scripts' spaces, digits and
/// line ends is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros =
        |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 8;
    let encoding = match (even, odd) {
        (0, odd) if odd > many => UTF_16LE,
        (even, 0) if even > many => UTF_16BE,
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling(sample.get(..sample.len() & !1)?).0;
    (!text.contains(|sign: char| sign.is_control() && !sign.is_whitespace())).then_some(encoding)
}
