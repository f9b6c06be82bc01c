//! What is asked of mail-parser; no other file names it, so that another parser needs no other change.

use jiff::Timestamp;
use jiff::civil::Date;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::parsers::MessageStream;
use mail_parser::{DateTime, HeaderValue};

/// A Content-Type or Content-Disposition field.
pub(crate) struct Content {
    /// `type/subtype`, or the disposition, in lower case.
    pub(crate) media_type: String,
    parameters: Vec<(String, String)>,
}

impl Content {
    /// Returns a parameter; its name is in lower case.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Calls a parser on the value of a field, which it expects to end with its line.
fn parsed<T>(value: &[u8], parse: impl FnOnce(HeaderValue<'_>) -> T, how: How) -> T {
    let mut line = Vec::with_capacity(value.len() + 1);
    line.extend_from_slice(value.trim_ascii_end());
    line.push(b'\n');
    let mut stream = MessageStream::new(&line);
    parse(match how {
        How::Unstructured => stream.parse_unstructured(),
        How::Addresses => stream.parse_address(),
        How::Ids => stream.parse_id(),
        How::Date => stream.parse_date(),
        How::Content => stream.parse_content_type(),
    })
}

enum How {
    Unstructured,
    Addresses,
    Ids,
    Date,
    Content,
}

/// Returns the words of an unstructured field (RFC 5322 §3.2.5), encoded words decoded.
pub(crate) fn unstructured(value: &[u8]) -> String {
    parsed(value, |value| value.into_text().unwrap_or_default().into_owned(), How::Unstructured)
}

/// Returns names and addresses, those within groups included (RFC 5322 §3.4); nothing is checked.
pub(crate) fn addresses(value: &[u8]) -> Vec<(String, String)> {
    let list = |value: HeaderValue<'_>| {
        let addresses =
            value.into_address().map(mail_parser::Address::into_list).unwrap_or_default();
        let both = |one: mail_parser::Addr<'_>| {
            Some((one.name.unwrap_or_default().into_owned(), one.address?.into_owned()))
        };
        addresses.into_iter().filter_map(both).collect()
    };
    parsed(value, list, How::Addresses)
}

/// Returns message identifiers without their angle brackets.
pub(crate) fn ids(value: &[u8]) -> Vec<String> {
    let list = |value: HeaderValue<'_>| {
        value
            .into_text_list()
            .unwrap_or_default()
            .into_iter()
            .map(std::borrow::Cow::into_owned)
            .collect()
    };
    parsed(value, list, How::Ids)
}

/// Returns a moment, if the field has the form of one.
pub(crate) fn date(value: &[u8]) -> Option<Timestamp> {
    Timestamp::from_second(DateTime::to_timestamp(&written_at(value)?)).ok()
}

/// Returns the day of a moment by the clock of whoever wrote it, if the field has the form of one.
pub(crate) fn day(value: &[u8]) -> Option<Date> {
    let date = written_at(value)?;
    let (year, month, day) = (date.year, date.month, date.day);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn written_at(value: &[u8]) -> Option<DateTime> {
    let date = parsed(value, |value| value.as_datetime().copied(), How::Date)?;
    date.is_valid().then_some(date)
}

/// Returns the type or disposition, with parameters joined and decoded (RFC 2231).
pub(crate) fn content(value: &[u8]) -> Option<Content> {
    let content = |value: HeaderValue<'_>| {
        let content = value.as_content_type()?;
        let media_type = match content.subtype() {
            Some(subtype) => format!("{}/{subtype}", content.ctype()),
            None => content.ctype().to_owned(),
        };
        let parameters = content.attributes().unwrap_or_default().iter();
        let parameters =
            parameters.map(|one| (one.name.to_string(), one.value.to_string())).collect();
        Some(Content { media_type: media_type.to_ascii_lowercase(), parameters })
    };
    parsed(value, content, How::Content)
}

/// Decodes base64 (RFC 2045 §6.8), and says whether it was broken.
///
/// Broken text is decoded as far as it goes: other characters are passed over, and after the padding they end it,
/// since lists put their footers there.
pub(crate) fn base64(bytes: &[u8]) -> (Vec<u8>, bool) {
    let significant = bytes.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
    if let Some(decoded) = base64_decode(bytes) {
        return (decoded, significant % 4 != 0);
    }
    let mut clean = Vec::with_capacity(significant);
    for &byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => clean.push(byte),
            _ if byte.is_ascii_whitespace() => {}
            _ if clean.last() == Some(&b'=') => break,
            _ => {}
        }
    }
    (base64_decode(&clean).unwrap_or_default(), true)
}

/// Decodes quoted-printable (RFC 2045 §6.7), and says whether it was broken; broken parts stand as they are.
pub(crate) fn quoted_printable(bytes: &[u8]) -> (Vec<u8>, bool) {
    match quoted_printable_decode(bytes) {
        Some(decoded) => (decoded, false),
        None => (MessageStream::new(bytes).decode_quoted_printable_mime(b"").1.into_owned(), true),
    }
}

/// Returns a text in the character set that was declared for it.
///
/// Where none is declared, or one that is unknown, it is UTF-8 if it has the form of it, and otherwise Windows-1252, in
/// which every byte is some character. So is `us-ascii`, which many declare who write more.
pub(crate) fn in_charset(bytes: &[u8], charset: Option<&str>) -> String {
    let charset = charset.unwrap_or_default().trim().to_ascii_lowercase();
    let decoder = match charset.as_str() {
        "utf-8" | "utf8" => return String::from_utf8_lossy(bytes).into_owned(),
        "" | "us-ascii" | "ascii" => None,
        charset => charset_decoder(charset.as_bytes()),
    };
    match (decoder, std::str::from_utf8(bytes)) {
        (Some(decode), _) => decode(bytes),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => match charset_decoder(b"windows-1252") {
            Some(decode) => decode(bytes),
            None => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

/// Returns the words of HTML without its tags, styles and scripts.
pub(crate) fn without_tags(html: &str) -> String {
    mail_parser::decoders::html::html_to_text(html)
}
