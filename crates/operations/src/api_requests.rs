//! Requests of programs that get the same answer again.

use jiff::{SignedDuration, Timestamp};
use store::{ApiAnswer, ApiRequest};

use crate::secrets::digest;
use crate::{Desk, Failure};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// What is known of a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeated {
    /// It is the first: it is to be done, and its end to be told.
    New,
    /// It was answered before.
    Answered(ApiAnswer),
    /// It was begun before, and not ended.
    UnderWay,
    /// The key was used for another request.
    Another,
}

/// Notes that a request with a key of a token's own is begun, unless one was; `said` tells it from others.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn begin_request(
    desk: &Desk,
    (token, key): (&str, &str),
    said: &str,
    now: Timestamp,
) -> Result<Repeated, Failure> {
    let mut tx = desk.store.begin("begin a request with a key").await?;
    let found = tx.begin_api_request((&digest(token), key), said, now).await?;
    tx.commit().await?;
    Ok(match found {
        ApiRequest::New => Repeated::New,
        ApiRequest::Used(other, _) if other != said => Repeated::Another,
        ApiRequest::Used(_, Some(answer)) => Repeated::Answered(answer),
        ApiRequest::Used(_, None) => Repeated::UnderWay,
    })
}

/// Keeps how a request with a key was answered; without an answer, it can be made again.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn end_request(
    desk: &Desk,
    (token, key): (&str, &str),
    answer: Option<ApiAnswer>,
) -> Result<(), Failure> {
    let token = digest(token);
    let mut tx = desk.store.begin("end a request with a key").await?;
    match answer {
        Some(answer) => tx.finish_api_request((&token, key), &answer).await?,
        None => tx.forget_api_request((&token, key)).await?,
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
