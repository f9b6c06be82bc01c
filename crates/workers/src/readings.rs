//! Reading the letters in received messages, for the inbox.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use letters::Converter;
use operations::{
    Desk, Failure, ReadLetter, finish_reading, hold_reading, queue_older_readings, read_received,
    take_readings,
};
use store::ClaimedReading;

use crate::counting::Job;
use crate::held::held;
use crate::room;
use crate::stop::Stop;

/// How often is looked for new messages.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database, or for room.
const REST: Duration = Duration::from_secs(5);
/// How often is looked for what was read by an earlier version: another instance may still be one, and what was closed
/// may be opened again.
const LOOK_BACK: Duration = Duration::from_mins(1);

/// Reads received messages until told to stop, one at a time: the programs that read them are heavy.
pub(crate) async fn run(desk: Desk, converter: Arc<dyn Converter>, mut stop: Stop) {
    let mut looked_back: Option<Instant> = None;
    while !stop.is_asked() {
        if !room::to_read() {
            stop.pause(REST).await;
            continue;
        }
        let is_due = looked_back.is_none_or(|at| at.elapsed() >= LOOK_BACK);
        let read = if is_due { look_back(&desk).await } else { read_one(&desk, &converter).await };
        match read {
            Ok(_) if is_due => looked_back = Some(Instant::now()),
            Ok(true) => {}
            Ok(false) => stop.pause(LOOK).await,
            Err(failure) => {
                tracing::warn!(%failure, "what was read from a message could not be kept");
                stop.pause(REST).await;
            }
        }
    }
}

/// Queues what was read by an earlier version of the reader; says whether there was any.
async fn look_back(desk: &Desk) -> Result<bool, Failure> {
    let queued = queue_older_readings(desk).await?;
    if queued > 0 {
        tracing::info!(messages = queued, "messages that an earlier version read are read anew");
    }
    Ok(queued > 0)
}

async fn read_one(desk: &Desk, converter: &Arc<dyn Converter>) -> Result<bool, Failure> {
    let Some((claimed, bytes)) = take_readings(desk, 1, Timestamp::now()).await?.pop() else {
        return Ok(false);
    };
    let job = Job::begin("reading");
    let reading = read(&claimed, bytes, Arc::clone(converter));
    let (letters, warning) = held(reading, || hold_reading(desk, &claimed, Timestamp::now())).await;
    if !room::to_read() {
        // What is missing now is read when there is room: nobody holds it any more, and it is claimed again.
        job.end(false);
        return Ok(false);
    }
    let kept = finish_reading(desk, &claimed, &letters, warning).await;
    job.end(kept.is_ok() && warning.is_empty());
    kept?;
    tracing::info!(message = claimed.item, letters = letters.len(), "read a received message");
    Ok(true)
}

async fn read(
    claimed: &ClaimedReading,
    bytes: Bytes,
    converter: Arc<dyn Converter>,
) -> (Vec<ReadLetter>, &'static str) {
    let reading = tokio::task::spawn_blocking(move || read_received(&bytes, converter.as_ref()));
    match reading.await {
        Ok(letters) => (letters, ""),
        Err(_) => {
            // A message that breaks the reader once would break it each time.
            tracing::error!(message = claimed.item, "reading a message broke off");
            (
                Vec::new(),
                "reading it broke off: tell the operator of this service which message it is",
            )
        }
    }
}
