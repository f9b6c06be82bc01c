//! Writing the bytes of a message.

use std::borrow::Cow;

use mail_builder::MessageBuilder;
use mail_builder::encoders::{Base64Encoder, QuotedPrintableEncoder};
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};
use rules::Mailbox;

use crate::{Automatic, LOOP_FIELD, Outgoing, RECEIPT_FIELD, Unsendable};

/// The longest line that is sent as it is; one longer is encoded.
const LINE: usize = 76;

/// Returns the bytes of a message, the same for the same value.
///
/// # Errors
/// [`Unsendable`] as [`Outgoing::check`].
pub fn compose(message: &Outgoing) -> Result<Vec<u8>, Unsendable> {
    message.check()?;
    let automatic = match message.automatic {
        Automatic::No => None,
        Automatic::Generated => Some("auto-generated"),
        Automatic::Replied => Some("auto-replied"),
    };
    let mark = Some(message.loop_mark.as_str()).filter(|mark| !mark.is_empty());
    let unsubscribe = message.unsubscribe.as_ref().map(|address| format!("<{address}>"));
    let one_click = message.unsubscribe.as_ref().map(|_| "List-Unsubscribe=One-Click");
    let fields: [(&'static str, Option<HeaderType<'_>>); 15] = [
        ("Date", Some(Date::new(message.date.as_second()).into())),
        ("From", addresses([&message.from])),
        ("Sender", addresses(&message.sender)),
        ("To", addresses(&message.to)),
        ("Cc", addresses(&message.cc)),
        ("Reply-To", addresses(&message.reply_to)),
        ("Subject", Some(subject(&message.subject))),
        ("Message-ID", ids([&message.message_id])),
        ("In-Reply-To", ids(&message.in_reply_to)),
        ("References", ids(&message.references)),
        ("List-Unsubscribe", unsubscribe.map(|field| Raw::new(field).into())),
        ("List-Unsubscribe-Post", one_click.map(|field| Raw::new(field).into())),
        ("Auto-Submitted", automatic.map(|value| Raw::new(value).into())),
        (RECEIPT_FIELD, message.on_record.as_deref().map(|address| Raw::new(address).into())),
        (LOOP_FIELD, mark.map(|value| Text::new(value).into())),
    ];
    let builder = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .fold(MessageBuilder::new(), |builder, (name, value)| builder.header(name, value));
    let mut bytes = Vec::new();
    builder.body(body(message)).serialize(&mut bytes);
    Ok(bytes)
}

fn addresses<'m>(mailboxes: impl IntoIterator<Item = &'m Mailbox>) -> Option<HeaderType<'m>> {
    let list: Vec<Address<'m>> = mailboxes
        .into_iter()
        .map(|mailbox| {
            // A name that looks encoded would be decoded, and then say whatever its writer hid in it.
            let name = Some(mailbox.name()).filter(|name| !name.is_empty() && !name.contains("=?"));
            Address::new_address(name, mailbox.address())
        })
        .collect();
    (!list.is_empty()).then(|| Address::new_list(list).into())
}

/// Returns the subject. One that looks encoded, or whose spaces would be lost where it is folded, is encoded (RFC 2047).
fn subject(subject: &str) -> HeaderType<'_> {
    let is_odd = subject.contains("=?") || subject.contains("  ") || subject.trim() != subject;
    if !is_odd {
        return Text::new(subject).into();
    }
    let mut words = Vec::new();
    let mut rest = subject;
    while !rest.is_empty() {
        // An encoded word has at most 75 characters: 45 bytes make 60.
        let (word, after) = rest.split_at(rest.floor_char_boundary(45));
        let mut encoded = Vec::new();
        Base64Encoder::new().encode_into(word.as_bytes(), &mut encoded);
        words.push(format!("=?utf-8?B?{}?=", String::from_utf8_lossy(&encoded)));
        rest = after;
    }
    Raw::new(words.join(" ")).into()
}

fn ids<'m>(ids: impl IntoIterator<Item = &'m String>) -> Option<HeaderType<'m>> {
    let ids = MessageId::new_list(ids.into_iter().map(String::as_str));
    (!ids.id.is_empty()).then(|| ids.into())
}

fn body(message: &Outgoing) -> MimePart<'_> {
    let text = text(&message.text);
    if message.enclosures.is_empty() {
        return text;
    }
    let boundary = boundary(&text);
    let files = message.enclosures.iter().map(|enclosure| {
        // RFC 2046 §5.2.1 forbids to encode a message, and nothing that is not encoded would arrive unchanged.
        let is_encodable = !enclosure.media_type.starts_with("message/")
            && !enclosure.media_type.starts_with("multipart/");
        let media_type =
            if is_encodable { enclosure.media_type.as_str() } else { "application/octet-stream" };
        encoded(ContentType::new(media_type), "base64", base64(&enclosure.bytes))
            .attachment(enclosure.name.as_str())
    });
    let parts = [text].into_iter().chain(files).collect::<Vec<_>>();
    MimePart::new(
        ContentType::new("multipart/mixed").attribute("boundary", boundary),
        BodyPart::Multipart(parts),
    )
}

/// How the words of a message are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Plain,
    Quoted,
    Base64,
}

impl Encoding {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Quoted, Self::Base64];

    /// Returns the name that it has in a header.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "7bit",
            Self::Quoted => "quoted-printable",
            Self::Base64 => "base64",
        }
    }

    /// Returns words, with the line ends of mail, as they stand in a message.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Plain => text.as_bytes().to_vec(),
            Self::Quoted => {
                let mut quoted = Vec::new();
                let encoder = QuotedPrintableEncoder::new().preserve_line_breaks();
                encoder.encode_into(text.as_bytes(), &mut quoted);
                quoted
            }
            Self::Base64 => base64(text.as_bytes()),
        }
    }
}

/// Returns the part that holds the words, encoded so that no server on the way changes them.
fn text(text: &str) -> MimePart<'static> {
    let text = with_mail_line_ends(text);
    let kind = || ContentType::new("text/plain").attribute("charset", "utf-8");
    let as_it_is = |encoding: Encoding, bytes| encoded(kind(), encoding.name(), bytes);
    if text.split("\r\n").all(is_safe) {
        return as_it_is(Encoding::Plain, text.into_bytes());
    }
    let quoted = Encoding::Quoted.encode(&text);
    let is_mangled = quoted.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"From "));
    // Readers differ in what they take for a space at the end of a line.
    let is_odd = text.contains(|c: char| c.is_control() && !"\t\r\n".contains(c));
    if !is_mangled && !is_odd && quoted.len() < text.len() * 2 {
        return as_it_is(Encoding::Quoted, quoted);
    }
    as_it_is(Encoding::Base64, Encoding::Base64.encode(&text))
}

/// Says whether a line arrives unchanged without being encoded: mailboxes change lines that begin with `From `, and
/// servers those that end with spaces.
fn is_safe(line: &str) -> bool {
    line.len() <= LINE
        && !line.starts_with("From ")
        && !line.ends_with([' ', '\t'])
        && line.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte))
}

fn with_mail_line_ends(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.replace('\n', "\r\n")
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::new();
    Base64Encoder::new().wrap_lines().encode_into(bytes, &mut encoded);
    encoded
}

/// Returns a part whose bytes are encoded already.
fn encoded<'m>(kind: ContentType<'m>, encoding: &'static str, bytes: Vec<u8>) -> MimePart<'m> {
    MimePart::new(kind, BodyPart::Binary(Cow::Owned(bytes))).transfer_encoding(encoding)
}

/// Returns a boundary that stands in no part: base64 and quoted-printable never hold `=_`, so only words that are sent
/// as they are can.
fn boundary(text: &MimePart<'_>) -> String {
    let words = match &text.contents {
        BodyPart::Binary(bytes) => String::from_utf8_lossy(bytes),
        BodyPart::Text(_) | BodyPart::Multipart(_) => Cow::Borrowed(""),
    };
    let mut boundary = "=_liaison_1".to_owned();
    let mut number = 1;
    while words.contains(&boundary) {
        number += 1;
        boundary = format!("=_liaison_{number}=");
    }
    boundary
}
