//! Reading a message.

use std::borrow::Cow;

use crate::fields::{Header, one_line};
use crate::tree::Walk;
use crate::{LOOP_FIELD, Limits, Message, Refusal};

/// Reads a message (RFC 5322, MIME).
///
/// What is merely wrong is read as far as it goes: parts that were cut off, broken encodings, unknown character sets,
/// line ends of any kind.
///
/// # Errors
/// [`Refusal`] if it is no message, has no sender, passes a limit, or goes round in a loop.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Message, Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooLarge { size: bytes.len(), limit: limits.bytes });
    }
    let bytes = in_lines(bytes);
    let header = Header::cut(&bytes, limits.header_bytes);
    if !header.is_of_a_message() && !header.is_cut {
        return Err(Refusal::NotAMessage);
    }
    refuse_loops(&header, limits)?;
    let mut walk = Walk::new(limits);
    let words = walk.message(&header, "", 0)?;
    let own = words.map(|words| words.text).unwrap_or_default();
    let other = walk.wrapped.or(walk.forwarded).filter(|_| own.trim().is_empty());
    let message = Message {
        from: header.mailboxes("From").into_iter().next(),
        sender: header.mailboxes("Sender").into_iter().next(),
        reply_to: header.mailboxes("Reply-To"),
        to: header.mailboxes("To"),
        cc: header.mailboxes("Cc"),
        subject: header.text("Subject"),
        date: header.date(),
        day: header.day(),
        message_id: header.ids("Message-ID").into_iter().next(),
        in_reply_to: header.ids("In-Reply-To"),
        references: header.ids("References"),
        text: other.map_or(own, |words| words.text),
        parts: walk.parts,
        received_count: header.count("Received"),
        writer: header.writer(),
        list_id: header.list_id(),
    };
    if message.from.is_none() && message.sender.is_none() {
        return Err(Refusal::NoSender);
    }
    Ok(message)
}

/// What can be said of a message that was refused; each is empty where nothing can.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// The From field, as an address if it has one and otherwise as it was written.
    pub from: String,
    /// The subject, decoded and on one line.
    pub subject: String,
    /// The Message-ID, without its angle brackets.
    pub message_id: Option<String>,
}

/// Reads the little that a list of messages shows, from any bytes; at most 2 MB of them are looked at.
pub fn header_of(bytes: &[u8]) -> Heading {
    let most = Limits::default().header_bytes;
    let bytes = in_lines(&bytes[..bytes.len().min(most)]);
    let header = Header::cut(&bytes, most);
    let from =
        header.mailboxes("From").first().map_or_else(|| header.text("From"), ToString::to_string);
    Heading {
        from: shortened(&from),
        subject: shortened(&header.text("Subject")),
        message_id: header.ids("Message-ID").into_iter().next(),
    }
}

fn refuse_loops(header: &Header<'_>, limits: &Limits) -> Result<(), Refusal> {
    let mark = one_line(&header.text(LOOP_FIELD));
    if !limits.loop_mark.is_empty() && mark.eq_ignore_ascii_case(&limits.loop_mark) {
        return Err(Refusal::OwnMessage { mark });
    }
    let count = header.count("Received");
    if count > limits.received {
        return Err(Refusal::GoesRound { count, limit: limits.received });
    }
    Ok(())
}

/// Returns the message without what may stand before its header, and with line ends even if it knows only CR.
pub(crate) fn in_lines(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    if bytes.contains(&b'\n') || !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    Cow::Owned(bytes.iter().map(|&byte| if byte == b'\r' { b'\n' } else { byte }).collect())
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 1_000 {
        text.to_owned()
    } else {
        text.chars().take(999).chain(['…']).collect()
    }
}
