//! Reading the letters in received messages, for the inbox.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use letters::Converter;
use operations::{Desk, Failure, ReadLetter, finish_reading, read_received, take_readings};
use store::ClaimedReading;

use crate::stop::Stop;

/// How often is looked for new messages.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database.
const REST: Duration = Duration::from_secs(5);

/// Reads received messages until told to stop, one at a time: the programs that read them are heavy.
pub(crate) async fn run(desk: Desk, converter: Arc<dyn Converter>, mut stop: Stop) {
    while !stop.is_asked() {
        match read_one(&desk, &converter).await {
            Ok(true) => {}
            Ok(false) => stop.pause(LOOK).await,
            Err(failure) => {
                tracing::warn!(%failure, "what was read from a message could not be kept");
                stop.pause(REST).await;
            }
        }
    }
}

async fn read_one(desk: &Desk, converter: &Arc<dyn Converter>) -> Result<bool, Failure> {
    let Some((claimed, bytes)) = take_readings(desk, 1, Timestamp::now()).await?.pop() else {
        return Ok(false);
    };
    let (letters, warning) = read(&claimed, bytes, Arc::clone(converter)).await;
    finish_reading(desk, &claimed, &letters, warning).await?;
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
