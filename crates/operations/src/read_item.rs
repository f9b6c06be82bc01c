//! Reading received messages: what their letters say, kept beside them for the form and the list of the inbox.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use letters::NoConverter;
use letters::reading::VERSION;
use rules::GroupId;
use store::{ClaimedReading, NewReading};

use crate::glance::LetterGlance;
use crate::read_letters::read_received;
use crate::{Desk, Failure, ReadLetter};

/// How long after a worker was last heard of others may read what it read.
const LEASE: SignedDuration = SignedDuration::from_mins(1);

/// How often a message is tried whose reading never came to an end.
const TRIES: i64 = 4;

/// Claims received messages that are to be read, with their bytes.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_readings(
    desk: &Desk,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<(ClaimedReading, Bytes)>, Failure> {
    let mut tx = desk.store.begin("claim messages to be read").await?;
    let claimed = tx.claim_readings(now, now + LEASE, limit, VERSION).await?;
    tx.commit().await?;
    let mut with_bytes = Vec::with_capacity(claimed.len());
    for reading in claimed {
        if reading.tried >= TRIES {
            let warning = "reading it never came to an end: read it yourself";
            finish_reading(desk, &reading, &[], warning).await?;
        } else if let Some(bytes) = desk.store.files().get(&reading.sha256).await? {
            with_bytes.push((reading, bytes));
        } else {
            finish_reading(desk, &reading, &[], "its bytes are not among the files").await?;
        }
    }
    Ok(with_bytes)
}

/// Keeps a message for the worker that is still reading it; to be said more often than once a minute.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn hold_reading(
    desk: &Desk,
    claimed: &ClaimedReading,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("keep a message that is being read").await?;
    tx.hold_reading(claimed.item, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(())
}

/// Queues the messages that wait and were read by an earlier version of the reader to be read anew; returns how many.
///
/// What was read of them stands until then. What was recorded or closed stays as it is.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn queue_older_readings(desk: &Desk) -> Result<u64, Failure> {
    let mut tx = desk.store.begin("queue messages to be read anew").await?;
    let queued = tx.queue_readings_again(VERSION).await?;
    tx.commit().await?;
    Ok(queued)
}

/// Keeps what was read from a received message, or why nothing could be: then what an earlier version of the reader read
/// of it stands.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_reading(
    desk: &Desk,
    claimed: &ClaimedReading,
    letters: &[ReadLetter],
    warning: &str,
) -> Result<(), Failure> {
    let glances: Vec<LetterGlance> = letters.iter().map(LetterGlance::of).collect();
    let organization = sender_of(desk, letters).await?;
    let (summary, letters) = (written(&glances)?, written(letters)?);
    let mut tx = desk.store.begin("keep what was read from a message").await?;
    if claimed.was_read && !warning.is_empty() {
        tx.keep_reading(claimed.item, VERSION).await?;
    } else {
        let reading = NewReading { reader: VERSION, summary: &summary, letters: &letters, warning };
        tx.save_reading(claimed.item, &reading).await?;
        tx.assign_item(claimed.item, organization).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Reads all messages that are to be read, without any program: the demonstration's letters need none.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn read_waiting_items(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    loop {
        let claimed = take_readings(desk, 20, now).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        for (claimed, bytes) in claimed {
            finish_reading(desk, &claimed, &read_received(&bytes, &NoConverter), "").await?;
        }
    }
}

/// Returns the organization that the first letter comes from, where the directory knows it.
async fn sender_of(desk: &Desk, letters: &[ReadLetter]) -> Result<Option<GroupId>, Failure> {
    let Some(letter) = letters.iter().find(|letter| letter.reading.is_statement) else {
        return Ok(None);
    };
    let directory = desk.store.reader().directory().await?;
    let resolved = desk.names.of(&directory).resolve_all(&letter.reading.from, None);
    let first = resolved.iter().flat_map(|one| &one.groups).next();
    Ok(first.and_then(|group| directory.organization(*group)).map(|group| group.id))
}

fn written<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value)
        .map_err(|error| Failure::Unacceptable(format!("What was read cannot be kept: {error}.")))
}
