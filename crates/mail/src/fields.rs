//! The header of a message or part, cut into its fields.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::Mailbox;

use crate::Writer;
use crate::parser::{self, Content};

/// A header field as it stands in the bytes.
struct Field<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

/// The header of a message or part, and where its body begins.
pub(crate) struct Header<'a> {
    fields: Vec<Field<'a>>,
    /// What follows the header and its empty line.
    pub(crate) body: &'a [u8],
    /// Whether the header was longer than allowed, and cut there.
    pub(crate) is_cut: bool,
}

/// The fields of which every message has at least one.
const USUAL: [&str; 8] =
    ["From", "Date", "To", "Subject", "Message-ID", "Received", "Sender", "Return-Path"];

impl<'a> Header<'a> {
    /// Cuts the header off and into fields.
    ///
    /// It ends at the first empty line, or before the first line that is neither a field nor goes on with one, which
    /// is how others read messages that lack the empty line. A first line of the mbox kind (`From x Tue …`) is passed
    /// over: mail servers put it before what they pipe.
    pub(crate) fn cut(bytes: &'a [u8], limit: usize) -> Self {
        let mut fields: Vec<Field<'a>> = Vec::new();
        let mut at = if bytes.starts_with(b"From ") { line_at(bytes, 0).1 } else { 0 };
        let mut field: Option<(&'a [u8], usize)> = None;
        let is_cut = loop {
            let (line, next) = line_at(bytes, at);
            let goes_on = field.is_some() && matches!(line.first(), Some(b' ' | b'\t'));
            if !goes_on {
                if let Some((name, start)) = field.take() {
                    fields.push(Field { name, value: &bytes[start..at] });
                }
                if line.is_empty() {
                    at = next;
                    break false;
                }
                let Some(colon) = name_length(line) else { break false };
                field = Some((line[..colon].trim_ascii_end(), at + colon + 1));
            }
            if next > limit {
                break true;
            }
            at = next;
        };
        Self { fields, body: &bytes[at..], is_cut }
    }

    /// Says whether this looks like the header of a message.
    pub(crate) fn is_of_a_message(&self) -> bool {
        USUAL.iter().any(|name| self.first(name).is_some())
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.fields
            .iter()
            .filter(move |field| field.name.eq_ignore_ascii_case(name.as_bytes()))
            .map(|field| field.value)
    }

    fn first(&self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }

    /// Returns how many fields have that name.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.all(name).count()
    }

    /// Returns the words of a field on one line, encoded words decoded (RFC 2047); empty if there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        self.first(name)
            .map(|value| one_line(&parser::unstructured(&as_utf8(value))))
            .unwrap_or_default()
    }

    /// Returns the addresses in all fields of that name.
    pub(crate) fn mailboxes(&self, name: &str) -> Vec<Mailbox> {
        self.all(name)
            .flat_map(|value| parser::addresses(&as_utf8(value)))
            .filter_map(|(name, address)| Mailbox::new(&one_line(&name), &address).ok())
            .collect()
    }

    /// Returns the message identifiers in a field.
    pub(crate) fn ids(&self, name: &str) -> Vec<String> {
        let ids = self.first(name).map(|value| parser::ids(&as_utf8(value))).unwrap_or_default();
        ids.into_iter()
            .filter(|id| !id.is_empty() && !id.contains(|c: char| c.is_control() || c == ' '))
            .collect()
    }

    /// Returns the moment in the Date field.
    pub(crate) fn date(&self) -> Option<Timestamp> {
        parser::date(self.first("Date")?)
    }

    /// Returns the day in the Date field, by the clock of whoever wrote it.
    pub(crate) fn day(&self) -> Option<Date> {
        parser::day(self.first("Date")?)
    }

    /// Returns the List-ID (RFC 2919 §3).
    pub(crate) fn list_id(&self) -> Option<String> {
        let value = self.text("List-ID");
        let id = value.rsplit_once('<').map_or(value.as_str(), |(_, id)| id.trim_end_matches('>'));
        let id = id.trim();
        (!id.is_empty()).then(|| id.to_owned())
    }

    /// Returns the declared type and its parameters.
    pub(crate) fn content_type(&self) -> Option<Content> {
        parser::content(&as_utf8(self.first("Content-Type")?))
    }

    /// Returns the declared disposition and its parameters (RFC 2183).
    pub(crate) fn disposition(&self) -> Option<Content> {
        parser::content(&as_utf8(self.first("Content-Disposition")?))
    }

    /// Returns the transfer encoding in lower case, empty if there is none.
    pub(crate) fn encoding(&self) -> String {
        let value = self.text("Content-Transfer-Encoding").to_ascii_lowercase();
        value.split([' ', ';', '(']).next().unwrap_or_default().to_owned()
    }

    /// Returns all values of a field as they stand there, each on one line.
    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        self.all(name).map(|value| one_line(&String::from_utf8_lossy(&as_utf8(value)))).collect()
    }

    /// Returns the fields with their values, in the order of the header.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.fields.iter().map(|field| (field.name, field.value))
    }

    /// Says who wrote this message (RFC 3834 §5, RFC 6522 §3, RFC 5321 §6.1).
    pub(crate) fn writer(&self) -> Writer {
        let media_type = self.content_type().map(|content| content.media_type).unwrap_or_default();
        let submitted = self.text("Auto-Submitted").to_ascii_lowercase();
        let is_reply = submitted.starts_with("auto-replied")
            || self.text("Precedence").eq_ignore_ascii_case("auto_reply")
            || !self.text("X-Autoreply").is_empty();
        if media_type == "multipart/report" || media_type == "message/delivery-status" {
            Writer::Server
        } else if is_reply {
            Writer::Responder
        } else if self.text("Return-Path") == "<>" {
            Writer::Server
        } else if !submitted.is_empty() && !submitted.starts_with("no") {
            Writer::Program
        } else {
            Writer::Person
        }
    }
}

/// Returns a line without its line end, and where the next begins.
fn line_at(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let rest = &bytes[at..];
    match memchr::memchr(b'\n', rest) {
        Some(end) => (rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]), at + end + 1),
        None => (rest, bytes.len()),
    }
}

/// Returns where the colon stands, if the line begins with the name of a field (RFC 5322 §2.2).
fn name_length(line: &[u8]) -> Option<usize> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(colon)
}

/// Returns the value as UTF-8: old programs write names in their own character set without saying which.
fn as_utf8(value: &[u8]) -> Cow<'_, [u8]> {
    if std::str::from_utf8(value).is_ok() {
        Cow::Borrowed(value)
    } else {
        Cow::Owned(parser::in_charset(value, None).into_bytes())
    }
}

/// Puts a text on one line: it is unfolded (RFC 5322 §2.2.3), and other control characters become spaces.
pub(crate) fn one_line(text: &str) -> String {
    let unfolded = text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let text: String = unfolded.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.trim().to_owned()
}
