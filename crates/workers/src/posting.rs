//! Posting what waits for its time alone, once that has come (OUT-10).

use std::time::Duration;

use jiff::Timestamp;
use operations::{Desk, post_what_is_due};

use crate::stop::Stop;

/// How often is looked: times are set to the minute.
const LOOK: Duration = Duration::from_secs(30);

/// Looks again and again until told to stop.
pub(crate) async fn run(desk: Desk, mut stop: Stop) {
    while !stop.is_asked() {
        match post_what_is_due(&desk, Timestamp::now()).await {
            Ok(0) => {}
            Ok(posted) => tracing::info!(posted, "statements were posted at their time"),
            Err(failure) => tracing::warn!(%failure, "what is due could not be posted"),
        }
        stop.pause(LOOK).await;
    }
}
