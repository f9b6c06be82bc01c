//! Handing in files that reached somebody another way: they become a message of the inbox.

use bytes::Bytes;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use letters::{Kind, kind_of};
use mail::{Automatic, Enclosure, Outgoing};
use rules::{Actor, Mailbox, Refusal, Way, may_enter_incoming};
use store::HandedIn;

use crate::desk::day_of;
use crate::mailing::mailbox_of;
use crate::{Arrival, Desk, Failure, receive_message};

/// What somebody hands in.
#[derive(Debug, Clone, Default)]
pub struct HandIn {
    /// Who had sent it, if that is known: a name with an address.
    pub sender: String,
    /// What it is about; the name of its first file if that is not said.
    pub subject: String,
    /// What is to be known of it.
    pub note: String,
    /// The files, each with its name.
    pub files: Vec<(String, Bytes)>,
}

/// Stores what somebody hands in, and puts it in the inbox; returns the ids of its items once they are durable (IN-1,
/// IN-2).
///
/// A file that is a message is an item of its own, as if it had come by mail; all others are one.
///
/// # Errors
/// [`Failure::Refused`] for whoever holds no role, or with the fields that are missing or wrong.
pub async fn hand_in(
    desk: &Desk,
    actor: &Actor,
    handed: HandIn,
    now: Timestamp,
) -> Result<Vec<i64>, Failure> {
    may_enter_incoming(actor)?;
    let sender = check(desk, &handed)?;
    let directory = desk.store.reader().directory().await?;
    let own = actor.person.and_then(|person| mailbox_of(directory.person(person)?));
    let own = own.unwrap_or_else(|| desk.settings.mail_from.clone());
    let HandIn { subject, note, files, .. } = handed;
    let (messages, letters): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, bytes)| kind_of(bytes, name) == Kind::Message);
    let mut ids = Vec::new();
    let by = HandedIn { by: actor.person, name: actor.name.clone() };
    let mut all: Vec<Bytes> = messages.into_iter().map(|(_, bytes)| bytes).collect();
    if !letters.is_empty() {
        let (from, by) = match sender {
            Some(sender) => (sender, Some(own)),
            None => (own, None),
        };
        all.push(message_of(desk, (from, by), subject, note, letters, now)?);
    }
    for bytes in all {
        let arrival =
            Arrival { way: Way::Uploaded, handed_in: by.clone(), bytes, ..Arrival::default() };
        ids.push(receive_message(desk, &arrival, now).await?);
    }
    ids.dedup();
    Ok(ids)
}

/// Returns who had sent it, if that was said.
fn check(desk: &Desk, handed: &HandIn) -> Result<Option<Mailbox>, Failure> {
    let mut faults = Vec::new();
    if handed.files.is_empty() {
        faults.push(("file", "Choose at least one file.".to_owned()));
    }
    // In a message, files are a third larger than by themselves.
    let most = desk.settings.message_limit / 7 * 5;
    let size: usize = handed.files.iter().map(|(_, bytes)| bytes.len()).sum();
    if size > most {
        faults.push((
            "file",
            format!("These are {size} bytes, and at most {most} are taken at once: hand them in one by one."),
        ));
    }
    let sender = match handed.sender.trim() {
        "" => None,
        written => match Mailbox::parse(written) {
            Ok(mailbox) => Some(mailbox),
            Err(wrong) => {
                faults.push(("sender", wrong.to_string()));
                None
            }
        },
    };
    if handed.subject.chars().any(char::is_control) {
        faults.push(("subject", "Write it on one line.".to_owned()));
    }
    if faults.is_empty() { Ok(sender) } else { Err(Refusal::Fields(faults).into()) }
}

/// Returns a message that carries the files; the same for the same files on the same day, so that handing them in twice
/// is one item.
fn message_of(
    desk: &Desk,
    (from, by): (Mailbox, Option<Mailbox>),
    subject: String,
    note: String,
    files: Vec<(String, Bytes)>,
    now: Timestamp,
) -> Result<Bytes, Failure> {
    let mut subject = subject.trim().to_owned();
    if subject.is_empty() {
        subject = files.first().map(|(name, _)| name.clone()).unwrap_or_default();
    }
    let midnight = TimeZone::UTC.to_timestamp(day_of(now).at(0, 0, 0, 0));
    let outgoing = Outgoing {
        unsubscribe: None,
        on_record: None,
        message_id: format!("handed-in-{}", by.as_ref().unwrap_or(&from).address()),
        from,
        sender: by,
        to: vec![desk.settings.mail_from.clone()],
        cc: Vec::new(),
        reply_to: Vec::new(),
        subject,
        date: midnight.unwrap_or(now),
        in_reply_to: Vec::new(),
        references: Vec::new(),
        automatic: Automatic::No,
        loop_mark: String::new(),
        text: note,
        enclosures: files
            .into_iter()
            .map(|(name, bytes)| Enclosure {
                media_type: kind_of(&bytes, &name).media_type().to_owned(),
                name,
                bytes: bytes.to_vec(),
            })
            .collect(),
    };
    let bytes = mail::compose(&outgoing)
        .map_err(|why| Refusal::Field { field: "file", fault: why.to_string() })?;
    Ok(Bytes::from(bytes))
}
