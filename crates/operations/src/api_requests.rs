//! Requests of programs that get the same answer again.

use jiff::{SignedDuration, Timestamp};
use store::{ApiAnswer, ApiAttempt, ApiRequest};

use crate::secrets::{digest, new_token};
use crate::{Desk, Failure};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How long an attempt holds its key: longer than anything is waited for. Of one that died, the key is free afterwards.
const HOLD: SignedDuration = SignedDuration::from_secs(60);

/// Begins an attempt at a request with a key of a token's own, unless there is nothing to attempt; `said` tells the request
/// from others. Whatever the attempt does is done within [`ApiAttempt::doing`].
///
/// # Errors
/// [`Failure::Fault`].
pub async fn begin_request(
    desk: &Desk,
    (token, key): (&str, &str),
    said: &str,
    now: Timestamp,
) -> Result<(ApiAttempt, ApiRequest), Failure> {
    let (token_sha256, key) = (digest(token), key.to_owned());
    let attempt = ApiAttempt { token_sha256, key, holder: new_token() };
    let mut tx = desk.store.begin("begin a request with a key").await?;
    let found = tx.begin_api_request(&attempt, said, (now, now + HOLD)).await?;
    tx.commit().await?;
    Ok((attempt, found))
}

/// Keeps how a request with a key was answered. Without an answer it can be made again, if nothing was done.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn end_request(
    desk: &Desk,
    attempt: &ApiAttempt,
    answer: Option<ApiAnswer>,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("end a request with a key").await?;
    match answer {
        Some(answer) => tx.finish_api_request(attempt, &answer).await?,
        None => tx.forget_api_request(attempt).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// Forgets answers that are a day old; returns how many.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn forget_requests(desk: &Desk, now: Timestamp) -> Result<u64, Failure> {
    let mut tx = desk.store.begin("forget answers").await?;
    let forgotten = tx.forget_api_requests(now - KEPT).await?;
    tx.commit().await?;
    Ok(forgotten)
}
