//! What stands before every operation of the API: who may ask, what they take, and whether they have it already.
//!
//! Which scope an operation needs, and with what it answers, is read from the document that is made of the handlers, so that what is
//! written there is what is asked.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use data_encoding::BASE64URL_NOPAD;
use rules::Scope;
use sha2::{Digest, Sha256};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

use super::{Problem, again};
use crate::view::View;
use crate::{Site, headers};

/// What is to be known of operations before they are done, by method and path.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    needed: Arc<HashMap<(Method, String), Scope>>,
    answers: Arc<HashMap<(Method, String), Answers>>,
}

/// What an operation answers with when it is done.
#[derive(Debug, Clone)]
pub(super) struct Answers {
    pub(super) status: StatusCode,
    /// The name of its schema, empty where the document writes it out; none where nothing is said.
    pub(super) schema: Option<String>,
}

impl Answers {
    /// Reads it from the document.
    fn of(operation: &Operation) -> Option<Self> {
        let responses = serde_json::to_value(&operation.responses).ok()?;
        // Where nothing may be left to tell, that stands behind what there is to tell else.
        let (status, response) =
            responses.as_object()?.iter().find(|(status, _)| status.starts_with('2'))?;
        let schema = response.pointer("/content/application~1json/schema").map(|schema| {
            let name = schema["$ref"].as_str().unwrap_or_default();
            name.rsplit('/').next().unwrap_or_default().to_owned()
        });
        Some(Self { status: status.parse().ok()?, schema })
    }
}

/// The version of what is answered, which its tag begins with.
#[derive(Debug, Clone)]
pub(super) struct Version(pub(super) String);

impl Guard {
    /// Reads from the document what each operation needs.
    pub(super) fn of(document: &OpenApi) -> Self {
        let (mut needed, mut answers) = (HashMap::new(), HashMap::new());
        for (path, item) in &document.paths.paths {
            for (method, operation) in operations(item) {
                let scopes = operation.security.iter().flatten().filter_map(|security| {
                    let security = serde_json::to_value(security).ok()?;
                    Scope::from_slug(security.get("token")?.get(0)?.as_str()?)
                });
                for scope in scopes {
                    needed.insert((method.clone(), path.clone()), scope);
                }
                if let Some(answer) = Answers::of(operation) {
                    answers.insert((method, path.clone()), answer);
                }
            }
        }
        Self { needed: Arc::new(needed), answers: Arc::new(answers) }
    }
}

/// Returns the operations at a path.
pub(super) fn operations(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let all = [
        (Method::GET, &item.get),
        (Method::POST, &item.post),
        (Method::PUT, &item.put),
        (Method::PATCH, &item.patch),
        (Method::DELETE, &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Asks who it is, and answers with what they do not have yet.
pub(super) async fn stand(
    State((site, guard)): State<(Site, Guard)>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = match *request.method() {
        Method::HEAD => Method::GET,
        ref method => method.clone(),
    };
    let operation = path.map(|path| (method.clone(), path));
    let needed = operation.as_ref().and_then(|operation| guard.needed.get(operation).copied());
    if let Some(scope) = needed {
        // The frame around all handlers has found out who it is.
        let view = request.extensions().get::<View>().filter(|view| view.is_signed_in());
        let Some(view) = view else { return Problem::no_token().into_response() };
        if view.actor.reach.allows(scope).is_err() {
            return Problem::beyond(scope).into_response();
        }
    }
    if !takes_json(request.headers()) {
        let detail = "What is here is application/json; say in Accept that you take it.";
        let title = "There is no such form of it";
        return Problem::new(StatusCode::NOT_ACCEPTABLE, title, detail).into_response();
    }
    if method != Method::GET {
        let answers = operation.as_ref().and_then(|operation| guard.answers.get(operation));
        return headers::not_for_search(again::once(&site, answers, request, next).await);
    }
    let seen = request.headers().get(IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    headers::not_for_search(tagged(response, seen.as_ref()).await)
}

/// Says whether a program takes JSON (RFC 9110 §12.5.1).
fn takes_json(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(ACCEPT).iter().peekable();
    if lines.peek().is_none() {
        return true;
    }
    let ranges = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
    let mut ranges = ranges.map(|range| range.trim().to_ascii_lowercase());
    ranges.any(|range| {
        let kind = range.split(';').next().unwrap_or_default().trim();
        let is_refused = range.replace(' ', "").ends_with(";q=0");
        !is_refused && ["application/json", "application/*", "*/*", ""].contains(&kind)
    })
}

/// Gives an answer its tag: its version if it has one, and what tells it from any other.
async fn tagged(response: Response, seen: Option<&HeaderValue>) -> Response {
    let is_json =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if response.status() != StatusCode::OK || !is_json {
        return response;
    }
    let version = response.extensions().get::<Version>().map(|version| format!("{}.", version.0));
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let digest = Sha256::digest(&bytes);
    let digest = BASE64URL_NOPAD.encode(digest.get(..12).unwrap_or_default());
    let tag = format!("\"{}{digest}\"", version.unwrap_or_default());
    let has_it = seen.and_then(|seen| seen.to_str().ok()).is_some_and(|seen| {
        seen == "*" || seen.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
    });
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(ETAG, tag);
    }
    if !has_it {
        return Response::from_parts(parts, Body::from(bytes));
    }
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    for name in [ETAG, CACHE_CONTROL] {
        if let Some(value) = parts.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
