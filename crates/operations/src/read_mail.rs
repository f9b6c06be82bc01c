//! Reading a message that the tool wrote, as its readers see it.

use rules::Mailbox;

use crate::{Desk, Failure};

/// A message as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMail {
    /// Who writes.
    pub from: Option<Mailbox>,
    /// To whom.
    pub to: Vec<Mailbox>,
    /// Where answers go.
    pub reply_to: Vec<Mailbox>,
    /// The messages that it answers.
    pub in_reply_to: Vec<String>,
    /// Its Message-ID.
    pub message_id: Option<String>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The files: name, type, size in bytes.
    pub enclosures: Vec<(String, String, usize)>,
}

/// Reads the kept bytes of a queued message.
///
/// # Errors
/// [`Failure::NotFound`] if the bytes are not among the files, or are no message.
pub async fn read_mail(desk: &Desk, sha256: &str) -> Result<ReadMail, Failure> {
    let bytes = desk.store.files().get(sha256).await?.ok_or(Failure::NotFound("message"))?;
    let message =
        mail::read(&bytes, &mail::Limits::default()).map_err(|_| Failure::NotFound("message"))?;
    let files = message.parts.into_iter().filter(|part| part.is_attachment);
    let file = |part: mail::Part| {
        (part.name.unwrap_or_else(|| "file".to_owned()), part.media_type, part.bytes.len())
    };
    Ok(ReadMail {
        from: message.from,
        to: message.to,
        reply_to: message.reply_to,
        in_reply_to: message.in_reply_to,
        message_id: message.message_id,
        subject: message.subject,
        text: message.text,
        enclosures: files.map(file).collect(),
    })
}
