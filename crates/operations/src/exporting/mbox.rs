//! The public record as one file of messages (RFC 4155, in the form called mboxrd).

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use mail::Automatic;
use rules::{Contact, LinkKind, Mailbox, NoticeKind, Number, Side, Statement};
use store::Reader;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};

use super::{unwritable, whole_or_nothing};
use crate::mailing::{enclosures, outgoing, statement_id, unsendable};
use crate::notices::the_statement;
use crate::{Desk, Failure, public_message};

/// The file that an export makes in its directory.
const NAME: &str = "statements.mbox";
/// How many statements are in memory at once; their files are one by one.
const AT_ONCE: usize = 100;

/// Writes every public statement as a message to `statements.mbox` in a directory, which is made if it is absent; returns
/// how many.
///
/// What the tool mailed is the very message, byte for byte. Of all others, and of what was received as a message, which is
/// not public as one, a message is composed as it would be mailed. The file appears whole or not at all.
///
/// # Errors
/// [`Failure::Unacceptable`] if the directory cannot be written to; [`Failure::Fault`].
pub async fn export_mbox(
    desk: &Desk,
    directory: &Path,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, Failure> {
    let write = async |path: PathBuf| write(desk, &path, progress).await;
    whole_or_nothing(directory, NAME, write).await
}

async fn write(
    desk: &Desk,
    path: &Path,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, Failure> {
    let unwritable = |error| unwritable(path, &error);
    let reader = desk.store.reader();
    let numbers = reader.public_numbers().await?;
    let (mut done, total) = (0, u64::try_from(numbers.len()).unwrap_or(u64::MAX));
    let mut file = BufWriter::new(File::create(path).await.map_err(unwritable)?);
    for some in numbers.chunks(AT_ONCE) {
        for statement in reader.statements(some).await? {
            // One may have been taken from the record meanwhile.
            if !statement.state.is_public() {
                continue;
            }
            let message = match as_mailed(desk, &reader, &statement).await? {
                Some(message) => message,
                None => composed(desk, &statement).await?,
            };
            file.write_all(&filed(desk, &statement, &message)).await.map_err(unwritable)?;
            done += 1;
        }
        progress(done, total);
    }
    file.flush().await.map_err(unwritable)?;
    file.into_inner().sync_all().await.map_err(unwritable)?;
    Ok(done)
}

/// Returns the message by which the tool mailed a statement to the other side, if everybody may read it and it is there still.
async fn as_mailed(
    desk: &Desk,
    reader: &Reader,
    statement: &Statement,
) -> Result<Option<Vec<u8>>, Failure> {
    // A correction says on its own page what it says; the message is the one that first went.
    let Some(sha256) = public_message(reader, statement).await? else { return Ok(None) };
    Ok(desk.store.files().get(&sha256).await?.map(|bytes| bytes.to_vec()))
}

/// Composes a message of a statement, with its files.
async fn composed(desk: &Desk, statement: &Statement) -> Result<Vec<u8>, Failure> {
    let words = the_statement(desk, statement, &[]);
    let (own, at) = (&desk.settings.mail_from, when(statement));
    let to = addressed(&statement.to);
    let to = if to.is_empty() { vec![named(&statement.to.words(), own)] } else { to };
    let answered = statement.links.iter().filter(|link| link.kind == LinkKind::Answers);
    let answered: Vec<String> = answered.map(|link| id(desk, link.number)).collect();
    let from = addressed(&statement.from).into_iter().next();
    let mut message = outgoing(desk, words, to, NoticeKind::TheStatement.slug(), at);
    message.sender = from.as_ref().map(|_| own.clone());
    message.from = from.unwrap_or_else(|| named(&statement.from.words(), own));
    message.subject =
        message.subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    message.message_id = id(desk, statement.number);
    message.in_reply_to.clone_from(&answered);
    message.references = answered;
    // Nobody is sent this: it is no answer of a program, and may be brought in here again.
    message.automatic = Automatic::No;
    message.loop_mark = String::new();
    message.enclosures = enclosures(desk, statement).await?;
    for enclosure in &mut message.enclosures {
        enclosure.name = enclosure.name.chars().filter(|c| !c.is_control()).collect();
    }
    mail::compose(&message).map_err(unsendable)
}

/// Returns the contacts of a side that have an address.
fn addressed(side: &Side) -> Vec<Mailbox> {
    let mailbox = |contact: &Contact| Mailbox::new(&contact.name, contact.address.as_deref()?).ok();
    side.contacts.iter().filter_map(mailbox).collect()
}

/// Returns the address of the tool under the name of somebody who has none.
fn named(words: &str, own: &Mailbox) -> Mailbox {
    let words: String = words.chars().filter(|c| !c.is_control()).take(200).collect();
    Mailbox::new(&words, own.address()).unwrap_or_else(|_| own.clone())
}

/// Returns the Message-ID of a statement that was not mailed from here: another than one under which anything was sent.
fn id(desk: &Desk, number: Number) -> String {
    format!("record.{}", statement_id(desk, number))
}

/// Returns noon of the day that a statement bears.
fn when(statement: &Statement) -> Timestamp {
    let noon = TimeZone::UTC.to_timestamp(statement.day().at(12, 0, 0, 0));
    noon.unwrap_or(statement.created_at)
}

/// Returns a message as it stands in the file: behind a line that begins it, with a mark before each line that would, and
/// an empty line at its end.
fn filed(desk: &Desk, statement: &Statement, message: &[u8]) -> Vec<u8> {
    let at = TimeZone::UTC.to_datetime(when(statement)).strftime("%a %b %e %H:%M:%S %Y");
    let sender = desk.settings.mail_from.address();
    let mut filed = format!("From {sender} {at}\n").into_bytes();
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        if line.get(marks..).is_some_and(|rest| rest.starts_with(b"From ")) {
            filed.push(b'>');
        }
        filed.extend_from_slice(line);
    }
    if !message.ends_with(b"\n") {
        filed.push(b'\n');
    }
    filed.push(b'\n');
    filed
}
