//! Bringing in years of messages from a file, many at a time.

use std::io::BufRead;

use bytes::Bytes;
use jiff::Timestamp;
use mail::{Filed, Mbox};
use rules::Way;

use crate::receive_message::receive_many;
use crate::{Arrival, Desk, Failure};

/// The most messages that are stored in one transaction.
const MOST: usize = 500;
/// The most bytes of messages that are stored in one transaction, and held in memory until then.
const MOST_BYTES: usize = 32 * 1024 * 1024;

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
/// `progress` is told how many were looked at.
///
/// # Errors
/// [`MboxFault`]; what was stored until then stays.
pub async fn import_mbox<R: BufRead + Send + 'static>(
    desk: &Desk,
    file: R,
    progress: &(dyn Fn(u64) + Send + Sync),
    now: Timestamp,
) -> Result<MboxSummary, MboxFault> {
    let mut messages = Mbox::new(file, desk.settings.message_limit);
    let mut summary = MboxSummary::default();
    loop {
        // What reads a file waits for the disk, and is not done where others wait.
        let reading = tokio::task::spawn_blocking(move || {
            let some = some_of(&mut messages);
            (messages, some)
        });
        let (back, some) = reading.await.map_err(std::io::Error::other)?;
        messages = back;
        let some = some?;
        if some.is_empty() {
            return Ok(summary);
        }
        store(desk, some, &mut summary, now).await?;
        progress(summary.seen());
    }
}

/// Reads as many messages as are stored at once.
fn some_of<R: BufRead>(messages: &mut Mbox<R>) -> std::io::Result<Vec<Filed>> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while some.len() < MOST && bytes < MOST_BYTES {
        let Some(message) = messages.next().transpose()? else { break };
        bytes += message.bytes.len();
        some.push(message);
    }
    Ok(some)
}

async fn store(
    desk: &Desk,
    messages: Vec<Filed>,
    summary: &mut MboxSummary,
    now: Timestamp,
) -> Result<(), Failure> {
    let limit = desk.settings.message_limit;
    let (messages, large): (Vec<Filed>, Vec<Filed>) =
        messages.into_iter().partition(|message| message.size <= limit);
    summary.refused.extend(large.iter().map(|message| {
        let Filed { line, size, .. } = message;
        format!("line {line}: it has {size} bytes, and at most {limit} are taken")
    }));
    let lines: Vec<u64> = messages.iter().map(|message| message.line).collect();
    let arrivals = messages.into_iter().map(|message| Arrival {
        way: Way::Mbox,
        envelope_from: message.envelope_from,
        filed_at: message.at,
        bytes: Bytes::from(message.bytes),
        ..Arrival::default()
    });
    let stored = receive_many(desk, arrivals.collect(), now).await?;
    for (line, stored) in lines.into_iter().zip(stored) {
        match stored {
            Ok(kept) if kept.is_new => summary.new += 1,
            Ok(kept) if kept.is_new_way => summary.other_way += 1,
            Ok(_) => summary.unchanged += 1,
            Err(failure) => summary.refused.push(format!("line {line}: {failure}")),
        }
    }
    Ok(())
}
