//! Requests that are sent again: the same key with the same request gets the first answer again, for a day.
//!
//! Where whoever did the first one died before its answer was kept, the answer is made anew of what it did; where nothing was
//! done, it is done now.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::{ApiAnswer, ApiAttempt, ApiRequest};

use super::guard::Answers;
use super::{Problem, lost};
use crate::page::typed;
use crate::{Site, session};

/// The name under which a program sends a key of its own.
pub(super) const KEY: &str = "idempotency-key";

/// Nobody needs a longer one.
const LONGEST_KEY: usize = 255;

/// As much of an answer is kept, in bytes; answers are statements.
const LARGEST: usize = 8 * 1024 * 1024;

/// Lets a request be done once: with a key that was used before, the first answer is given again.
pub(super) async fn once(
    site: &Site,
    answers: Option<&Answers>,
    request: Request,
    next: Next,
) -> Response {
    let Some(key) = request.headers().get(KEY) else { return next.run(request).await };
    let key = key.to_str().unwrap_or_default().trim().to_owned();
    let Some(token) = session::bearer(request.headers()).map(str::to_owned) else {
        return next.run(request).await;
    };
    if key.is_empty() || key.len() > LONGEST_KEY {
        let fault = format!("Send a key of 1 to {LONGEST_KEY} characters.");
        return Problem::parameter("Idempotency-Key", fault).into_response();
    }
    let (parts, body) = request.into_parts();
    let most = site.desk.settings.message_limit.saturating_add(site.form_limit());
    let Ok(bytes) = to_bytes(body, most).await else {
        let detail = "What you sent is larger than is taken here, or broke off.";
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "This could not be read", detail)
            .into_response();
    };
    let address = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let said = digest(parts.method.as_str(), &address, &parts.headers, &bytes);
    let own = (token.as_str(), key.as_str());
    let begun = operations::begin_request(&site.desk, own, &said, site.now()).await;
    let (attempt, found) = match begun {
        Ok(begun) => begun,
        Err(failure) => return Problem::from(failure).into_response(),
    };
    match found {
        ApiRequest::Begun => {
            let doing = next.run(Request::from_parts(parts, Body::from(bytes)));
            let response = attempt.doing(doing).await;
            kept(site, &attempt, response).await
        }
        ApiRequest::Answered(answer) => replayed(same(answer)),
        ApiRequest::Done(made) => match lost::answer(site, answers, parts, made).await {
            Some(response) => replayed(response),
            None => done().into_response(),
        },
        ApiRequest::Held(until) => under_way(until, site.now()).into_response(),
        ApiRequest::Another => another().into_response(),
    }
}

/// Keeps an answer; where the fault was ours and nothing was done, it can be tried again.
async fn kept(site: &Site, attempt: &ApiAttempt, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let header = |name: HeaderName| {
        parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let answer = (!parts.status.is_server_error()).then(|| ApiAnswer {
        status: i64::from(parts.status.as_u16()),
        etag: header(ETAG),
        location: header(LOCATION),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    });
    if let Err(failure) = operations::end_request(&site.desk, attempt, answer).await {
        // It was done: that it cannot be told again is no reason to say that it was not.
        tracing::error!(%failure, "an answer could not be kept for whoever asks again");
    }
    Response::from_parts(parts, Body::from(bytes))
}

fn same(answer: ApiAnswer) -> Response {
    let status = u16::try_from(answer.status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let status = status.unwrap_or(StatusCode::OK);
    let kind = match status.is_client_error() {
        true => "application/problem+json",
        false => "application/json",
    };
    let mut response = typed(kind, answer.body);
    *response.status_mut() = status;
    if status == StatusCode::NO_CONTENT {
        response.headers_mut().remove(CONTENT_TYPE);
    }
    for (name, value) in [(ETAG, answer.etag), (LOCATION, answer.location)] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn replayed(mut response: Response) -> Response {
    let name = HeaderName::from_static("idempotency-replayed");
    response.headers_mut().insert(name, HeaderValue::from_static("true"));
    response
}

fn digest(method: &str, address: &str, headers: &HeaderMap, body: &Bytes) -> String {
    let mut sum = Sha256::new();
    let header = |name| headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default();
    for part in [method.as_bytes(), address.as_bytes(), header(IF_MATCH), header(CONTENT_TYPE)] {
        sum.update(part);
        sum.update([0]);
    }
    sum.update(body);
    HEXLOWER.encode(&sum.finalize())
}

/// Somebody is at it; whoever began before there were holds may be dead, and what they did is not known.
fn under_way(until: Option<Timestamp>, now: Timestamp) -> Problem {
    let title = "This was begun before";
    let Some(until) = until else {
        let detail = "The first request with this key was begun, and its answer is not known. Look at what it would have changed, and use another key.";
        return Problem::new(StatusCode::CONFLICT, title, detail);
    };
    let seconds = until.duration_since(now).as_secs().max(0) + 1;
    let detail = format!(
        "The first request with this key is being done. Send it again in {seconds} seconds at the latest: you get its answer, or it is done then."
    );
    Problem::new(StatusCode::CONFLICT, title, detail).wait(seconds)
}

fn done() -> Problem {
    let detail = "The first request with this key was done, and its answer is lost. Look at what it changed; nothing is done with this key any more.";
    Problem::new(StatusCode::CONFLICT, "This was done before", detail)
}

fn another() -> Problem {
    let detail = "This key was used for another request: use a new key for each.";
    Problem::field("Idempotency-Key", detail)
}
