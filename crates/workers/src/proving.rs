//! Adding to the tree what became public, a moment after it did.

use std::time::Duration;

use jiff::Timestamp;
use operations::{Desk, LogKey, extend_log, open_log_key};

use crate::stop::Stop;

/// How often is looked: a statement that was posted is proved about as soon as somebody has opened its page.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait where there is no key, or the database fails.
const REST: Duration = Duration::from_secs(60);

/// Looks again and again until told to stop; without a place for a key, nothing is proved.
pub(crate) async fn run(desk: Desk, mut stop: Stop) {
    if desk.settings.log_key.is_none() {
        return;
    }
    let mut key: Option<LogKey> = None;
    while !stop.is_asked() {
        let now = Timestamp::now();
        let opened = match key.take() {
            Some(key) => Ok(key),
            None => open_log_key(&desk, now).await,
        };
        let extended = match opened {
            Ok(opened) => {
                let extended = extend_log(&desk, &opened, now, &|_| {}).await;
                extended.map(|extended| (opened, extended))
            }
            Err(failure) => Err(failure),
        };
        match extended {
            Ok((opened, extended)) => {
                if extended.leaves > 0 {
                    tracing::info!(leaves = extended.leaves, "entered the tree");
                }
                key = Some(opened);
                stop.pause(LOOK).await;
            }
            Err(failure) => {
                tracing::warn!(%failure, "nothing could enter the tree by which the record is proved");
                stop.pause(REST).await;
            }
        }
    }
}
