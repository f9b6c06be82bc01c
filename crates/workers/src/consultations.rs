//! Going on where a liaison manager did not answer within the policy's days (OUT-4).

use std::time::Duration;

use jiff::Timestamp;
use operations::{Desk, lapse_consultations};

use crate::stop::Stop;

/// How often is looked: the days of the policy are long.
const LOOK: Duration = Duration::from_secs(10 * 60);

/// Looks again and again until told to stop.
pub(crate) async fn run(desk: Desk, mut stop: Stop) {
    while !stop.is_asked() {
        match lapse_consultations(&desk, Timestamp::now()).await {
            Ok(0) => {}
            Ok(lapsed) => tracing::info!(lapsed, "consultations were not waited for any longer"),
            Err(failure) => tracing::warn!(%failure, "consultations could not be looked through"),
        }
        stop.pause(LOOK).await;
    }
}
