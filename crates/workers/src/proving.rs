//! Adding to the tree what became public, a moment after it did.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use operations::{Desk, Failure, LogKey, extend_log, open_log_key, take_up_missed};

use crate::stop::Stop;

/// How often is looked: a statement that was posted is proved about as soon as somebody has opened its page.
const LOOK: Duration = Duration::from_secs(1);
/// How often is looked for what an instance of an older version did, which knows no tree: one is replaced after the other.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(5);
/// How long to wait where there is no key, or the database fails.
const REST: Duration = Duration::from_secs(60);

/// Looks again and again until told to stop; without a place for a key, nothing is proved.
pub(crate) async fn run(desk: Desk, mut stop: Stop) {
    if desk.settings.log_key.is_none() {
        return;
    }
    let mut key: Option<LogKey> = None;
    let mut looked: Option<Timestamp> = None;
    while !stop.is_asked() {
        let now = Timestamp::now();
        let opened = match key.take() {
            Some(key) => Ok(key),
            None => open_log_key(&desk, now).await,
        };
        let extended = match opened {
            Ok(opened) => {
                let extended = extend(&desk, &opened, &mut looked, now).await;
                extended.map(|leaves| (opened, leaves))
            }
            Err(failure) => Err(failure),
        };
        match extended {
            Ok((opened, leaves)) => {
                if leaves > 0 {
                    tracing::info!(leaves, "entered the tree");
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

/// Adds what is new, and now and then what was missed; returns how many leaves that were.
async fn extend(
    desk: &Desk,
    key: &LogKey,
    looked: &mut Option<Timestamp>,
    now: Timestamp,
) -> Result<u64, Failure> {
    if looked.is_none_or(|at| now.duration_since(at) >= LOOK_BACK) {
        let missed = take_up_missed(desk, *looked).await?;
        if missed > 0 {
            tracing::info!(missed, "took up what an instance of an older version did");
        }
        *looked = Some(now);
    }
    Ok(extend_log(desk, key, now, &|_| {}).await?.leaves)
}
