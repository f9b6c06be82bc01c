//! A message that is to be sent.

use jiff::Timestamp;
use rules::Mailbox;

/// A message that is to be sent, with everything that its bytes depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Who writes.
    pub from: Mailbox,
    /// Who sends it for them, if that is somebody else (RFC 5322 §3.6.2).
    pub sender: Option<Mailbox>,
    /// To whom; with `cc` at least one.
    pub to: Vec<Mailbox>,
    /// Who gets a copy.
    pub cc: Vec<Mailbox>,
    /// Where answers go, if not to `from`.
    pub reply_to: Vec<Mailbox>,
    /// The subject, on one line.
    pub subject: String,
    /// When it was written.
    pub date: Timestamp,
    /// Its identifier without angle brackets, such as `statement-12@liaison.example.org`.
    pub message_id: String,
    /// The message that it answers, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// The exchange it belongs to, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// Whether a program wrote it.
    pub automatic: Automatic,
    /// Where whoever gets it says with one click that they want no more such messages (RFC 8058); nowhere for what is no list.
    pub unsubscribe: Option<String>,
    /// Where what it answers is on the record, if it is the receipt for that: the value of
    /// [`RECEIPT_FIELD`](crate::RECEIPT_FIELD), an address of the web.
    pub on_record: Option<String>,
    /// Which installation sends it: the value of [`LOOP_FIELD`](crate::LOOP_FIELD), and of
    /// [`Limits::loop_mark`](crate::Limits::loop_mark) when mail comes in.
    pub loop_mark: String,
    /// Its words. They arrive as they are, however long their lines; only line ends become what mail needs, and there
    /// is one at the end.
    pub text: String,
    /// The files that go with it, in this order.
    pub enclosures: Vec<Enclosure>,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// Its file name.
    pub name: String,
    /// Its type, such as `application/pdf`.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Says whether a program wrote a message, so that other programs do not answer it (RFC 3834 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Automatic {
    /// A person answers for it: a statement.
    No,
    /// It tells of something that happened: a notice, a reminder.
    Generated,
    /// It answers a message: a receipt.
    Replied,
}

/// Says why a message cannot be sent as it is; nothing is mended in silence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// It goes to nobody.
    #[error("the message has neither To nor Cc: name at least one recipient")]
    NoRecipient,
    /// A line end in a field would let it write fields of its own.
    #[error("the {field} holds a line end or another control character: write it on one line")]
    Control {
        /// Which field.
        field: &'static str,
    },
    /// An identifier has not the form of one (RFC 5322 §3.6.4).
    #[error(
        "“{id}” is not a message identifier: write it as left@right without spaces and angle brackets"
    )]
    Identifier {
        /// The identifier.
        id: String,
    },
    /// A type has not the form of one (RFC 2045 §5.1).
    #[error("“{media_type}” of the file “{name}” is not a media type: write it as type/subtype")]
    MediaType {
        /// The file.
        name: String,
        /// The type.
        media_type: String,
    },
    /// A file has no name under which the recipient could keep it.
    #[error("file {position} has no name: give it one")]
    NoName {
        /// Counts from 1.
        position: usize,
    },
}

impl Outgoing {
    /// Says whether this can be sent as it is.
    ///
    /// # Errors
    /// The first [`Unsendable`] found.
    pub fn check(&self) -> Result<(), Unsendable> {
        if self.to.is_empty() && self.cc.is_empty() {
            return Err(Unsendable::NoRecipient);
        }
        on_one_line("subject", &self.subject)?;
        on_one_line("loop mark", &self.loop_mark)?;
        on_one_line("address of the record", self.on_record.as_deref().unwrap_or_default())?;
        let ids = [&self.message_id].into_iter().chain(&self.in_reply_to).chain(&self.references);
        for id in ids {
            let has_form = id
                .split_once('@')
                .is_some_and(|(left, right)| !left.is_empty() && !right.is_empty());
            let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>".contains(c);
            if !has_form || id.len() > 900 || id.contains(is_odd) {
                return Err(Unsendable::Identifier { id: id.chars().take(80).collect() });
            }
        }
        self.enclosures.iter().enumerate().try_for_each(|(at, enclosure)| enclosure.check(at + 1))
    }

    /// Says whether the servers on the way must know internationalized addresses (SMTPUTF8, RFC 6531).
    pub fn needs_smtputf8(&self) -> bool {
        let people = [&self.from].into_iter().chain(&self.sender);
        people
            .chain(&self.to)
            .chain(&self.cc)
            .chain(&self.reply_to)
            .any(|mailbox| !mailbox.address().is_ascii())
    }
}

impl Enclosure {
    fn check(&self, position: usize) -> Result<(), Unsendable> {
        on_one_line("name of a file", &self.name)?;
        if self.name.trim().is_empty() {
            return Err(Unsendable::NoName { position });
        }
        let is_token = |token: &str| {
            !token.is_empty()
                && token.bytes().all(|c| c.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&c))
        };
        match self.media_type.split_once('/') {
            Some((kind, subtype))
                if self.media_type.len() <= 127 && is_token(kind) && is_token(subtype) =>
            {
                Ok(())
            }
            _ => Err(Unsendable::MediaType {
                name: self.name.clone(),
                media_type: self.media_type.clone(),
            }),
        }
    }
}

fn on_one_line(field: &'static str, text: &str) -> Result<(), Unsendable> {
    // Some programs end a line at these two as well.
    if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Unsendable::Control { field });
    }
    Ok(())
}
