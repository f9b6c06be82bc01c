//! Bringing in years of messages from a file, many at a time.

use std::io::BufRead;

use bytes::Bytes;
use jiff::Timestamp;
use mail::{Filed, Mbox};
use rules::Way;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::receive_messages::{Batch, keep_many, read_many};
use crate::{Arrival, Desk, Failure};

/// The most messages that are stored in one transaction.
const MOST: usize = 500;
/// The most bytes of messages that are stored in one transaction. As many again are held in memory, read meanwhile.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// How many messages were brought in, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MboxSummary {
    /// Those that were not there before.
    pub new: u64,
    /// Those that had come by another way.
    pub other_way: u64,
    /// Those that had been brought in before.
    pub unchanged: u64,
    /// Why others were not taken, each with the line on which it begins.
    pub refused: Vec<String>,
}

impl MboxSummary {
    /// Returns how many were looked at.
    pub fn seen(&self) -> u64 {
        let refused = u64::try_from(self.refused.len()).unwrap_or(u64::MAX);
        self.new + self.other_way + self.unchanged + refused
    }
}

/// Why an import ended before the end of the file; what was stored until then stays, and the next one goes on.
#[derive(Debug, thiserror::Error)]
pub enum MboxFault {
    /// The file cannot be read on.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// Messages cannot be stored.
    #[error("{0}")]
    Failure(#[from] Failure),
}

/// Brings the messages of a file into the inbox, each as old as it says (IN-2).
///
/// It can be broken off and repeated at any time: what is there already is known again, and nothing comes twice.
/// `progress` is told each time that some are stored, how many were looked at.
///
/// # Errors
/// [`MboxFault`]; what was stored until then stays.
pub async fn import_mbox<R: BufRead + Send + 'static>(
    desk: &Desk,
    file: R,
    progress: &(dyn Fn(u64) + Send + Sync),
    now: Timestamp,
) -> Result<MboxSummary, MboxFault> {
    let mut reading = read_on(desk, Mbox::new(file, desk.settings.message_limit), now);
    let mut summary = MboxSummary::default();
    loop {
        let (messages, some) = reading.await.map_err(|_| broken_off())?;
        let some = some?;
        if some.is_empty() {
            return Ok(summary);
        }
        // The next are read while these are stored.
        reading = read_on(desk, messages, now);
        store(desk, some, &mut summary, now).await?;
        progress(summary.seen());
    }
}

fn broken_off() -> Failure {
    Failure::Unacceptable("Reading one of these messages broke off.".to_owned())
}

/// Messages of the file that are stored together.
#[derive(Default)]
struct Read {
    /// The lines on which those begin that are in the batch.
    lines: Vec<u64>,
    batch: Batch,
    /// Why others are not taken.
    refused: Vec<String>,
}

impl Read {
    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.refused.is_empty()
    }
}

/// Begins to read the next messages, where nobody else waits for the disk; gives back what they are read from.
fn read_on<R: BufRead + Send + 'static>(
    desk: &Desk,
    mut messages: Mbox<R>,
    now: Timestamp,
) -> JoinHandle<(Mbox<R>, std::io::Result<Read>)> {
    let desk = desk.clone();
    spawn_blocking(move || {
        let some = next_of(&mut messages).map(|some| read(&desk, some, now));
        (messages, some)
    })
}

/// Returns as many messages as are stored at once.
fn next_of<R: BufRead>(messages: &mut Mbox<R>) -> std::io::Result<Vec<Filed>> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while some.len() < MOST && bytes < MOST_BYTES {
        let Some(message) = messages.next().transpose()? else { break };
        bytes += message.bytes.len();
        some.push(message);
    }
    Ok(some)
}

fn read(desk: &Desk, messages: Vec<Filed>, now: Timestamp) -> Read {
    let limit = desk.settings.message_limit;
    let (messages, large): (Vec<Filed>, Vec<Filed>) =
        messages.into_iter().partition(|message| message.size <= limit);
    let refused = large.iter().map(|Filed { line, size, .. }| {
        format!("line {line}: it has {size} bytes, and at most {limit} are taken")
    });
    let lines = messages.iter().map(|message| message.line).collect();
    let arrivals = messages.into_iter().map(|message| Arrival {
        way: Way::Mbox,
        envelope_from: message.envelope_from,
        filed_at: message.at,
        bytes: Bytes::from(message.bytes),
        ..Arrival::default()
    });
    Read { lines, batch: read_many(desk, arrivals, now), refused: refused.collect() }
}

async fn store(
    desk: &Desk,
    some: Read,
    summary: &mut MboxSummary,
    now: Timestamp,
) -> Result<(), Failure> {
    summary.refused.extend(some.refused);
    let stored = keep_many(desk, some.batch, now).await?;
    for (line, stored) in some.lines.into_iter().zip(stored) {
        match stored {
            Ok(kept) if kept.is_new => summary.new += 1,
            Ok(kept) if kept.is_new_way => summary.other_way += 1,
            Ok(_) => summary.unchanged += 1,
            Err(failure) => summary.refused.push(format!("line {line}: {failure}")),
        }
    }
    Ok(())
}
