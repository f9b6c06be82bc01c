//! A message that was read.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::Mailbox;

/// A message that was read: who wrote to whom, its words, and its parts.
///
/// Control characters are taken out of every field; addresses that have not the form of one are left out. What stands
/// in the bytes and not here is still in the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The first address of the From field.
    pub from: Option<Mailbox>,
    /// The Sender field: who sent it for somebody else.
    pub sender: Option<Mailbox>,
    /// The addresses of the Reply-To field.
    pub reply_to: Vec<Mailbox>,
    /// The addresses of the To fields, those of named lists included.
    pub to: Vec<Mailbox>,
    /// The addresses of the Cc fields.
    pub cc: Vec<Mailbox>,
    /// The subject, decoded and on one line; empty if there is none.
    pub subject: String,
    /// When the sender says that it was written.
    pub date: Option<Timestamp>,
    /// The day on which that was where the sender's clock is (RFC 5322 §3.3).
    pub day: Option<Date>,
    /// The Message-ID, without its angle brackets.
    pub message_id: Option<String>,
    /// The messages it answers, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// The exchange it belongs to, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// Its words as plain text with LF line ends: the plain parts as written, or the HTML ones without their tags. If
    /// it has none of its own, those of the first message that it forwards.
    pub text: String,
    /// Every part but the containers, in the order of the message; what is within a forwarded message follows it.
    pub parts: Vec<Part>,
    /// The number of Received fields.
    pub received_count: usize,
    /// Who wrote it: what a program did gets no answer from a program.
    pub writer: Writer,
    /// The List-ID of the mailing list that it came through (RFC 2919).
    pub list_id: Option<String>,
}

/// Who wrote a message, as far as its header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writer {
    /// A person, for all that the header says.
    Person,
    /// A program that tells of something, such as a portal for statements (RFC 3834 §5, `auto-generated`).
    Program,
    /// A program that answers what it gets, such as a notice of absence (RFC 3834 §5, `auto-replied`).
    Responder,
    /// A mail server that reports what became of a message (RFC 6522, RFC 3464), or sends with an empty return path.
    Server,
}

impl Message {
    /// Says whether a program sent it (RFC 3834 §5): it gets no answer from a program.
    pub fn is_automatic(&self) -> bool {
        self.writer != Writer::Person
    }
}

/// One part of a message.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// Counts from 1 through the message.
    pub position: usize,
    /// Where it stands, as IMAP counts: `2.1` is the first part within the second (RFC 3501 §6.4.5).
    pub path: String,
    /// Its file name without folders, if it has one; that of a forwarded message may be made from its subject.
    pub name: Option<String>,
    /// The type as declared, in lower case, such as `application/pdf`; `text/plain` if none is.
    pub media_type: String,
    /// Whether a reader would see it as a file; the words of the message and the pictures within its HTML are not.
    pub is_attachment: bool,
    /// Whether it is a message that this one carries (`message/rfc822`).
    pub is_message: bool,
    /// Whether its encoding was broken, so that `bytes` may not be what was sent.
    pub is_damaged: bool,
    /// Its content, decoded from its transfer encoding.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let flags = [
            (self.is_attachment, " attachment"),
            (self.is_message, " message"),
            (self.is_damaged, " damaged"),
        ];
        write!(f, "{} at {}: {}", self.position, self.path, self.media_type)?;
        if let Some(name) = &self.name {
            write!(f, " {name:?}")?;
        }
        for (_, flag) in flags.iter().filter(|(is_set, _)| *is_set) {
            f.write_str(flag)?;
        }
        write!(f, ", {} bytes", self.bytes.len())
    }
}
