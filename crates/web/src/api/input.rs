//! What a program sends: parameters, a body, the version that it saw. What is not known is refused by name.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::header::{CONTENT_TYPE, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse as _;
use rules::{Actor, HeldRole, Number};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::Problem;
use crate::Site;

/// The parameters behind `?`, each known and readable.
#[derive(Debug)]
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<Site> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, site).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejection) => {
                let text = rejection.body_text();
                let fault = text.trim_start_matches("Failed to deserialize query string: ");
                let (name, fault) = fault.split_once(": ").unwrap_or(("", fault));
                Err(Problem::parameter(name, fault))
            }
        }
    }
}

/// The number of a statement in an address; what is no number is no statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of(pub(super) Number);

impl FromRequestParts<Site> for Of {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let named: Vec<(String, String)> = Path::from_request_parts(parts, site)
            .await
            .map(|Path(named)| named)
            .unwrap_or_default();
        let number = named.iter().find(|(name, _)| name == "number").map(|(_, text)| text);
        let parsed = number
            .and_then(|text| text.parse().ok().filter(|parsed: &i64| parsed.to_string() == *text));
        parsed.map(|number| Self(Number(number))).ok_or_else(|| Problem::not_found("statement"))
    }
}

/// Parts of an address; what cannot be read is not there.
#[derive(Debug)]
pub(super) struct Named<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Site> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let named = Path::<T>::from_request_parts(parts, site).await;
        named.map(|Path(named)| Self(named)).map_err(|_| Problem::not_found("such thing"))
    }
}

/// A body of JSON; where nothing is sent, all fields are absent.
#[derive(Debug)]
pub(super) struct Sent<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Site> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let kind = media_type(request.headers());
        let bytes = bytes_of(request, site).await?;
        match kind.as_deref() {
            None if bytes.is_empty() => read(b"{}").map(Self),
            Some("application/json" | "application/merge-patch+json") => read(&bytes).map(Self),
            kind => Err(unsupported(kind, "application/json")),
        }
    }
}

/// Returns what was sent, if it is no more than may be.
pub(super) async fn bytes_of(request: Request, site: &Site) -> Result<Bytes, Problem> {
    Bytes::from_request(request, site).await.map_err(|rejection| {
        let status = rejection.into_response().status();
        let detail = match status {
            StatusCode::PAYLOAD_TOO_LARGE => "What you sent is larger than is taken here.",
            _ => "What you sent broke off before its end.",
        };
        Problem::new(status, "This could not be read", detail)
    })
}

/// Returns the type of what was sent, without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().unwrap_or("unreadable");
    Some(kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Refuses what is of a type that is not taken.
pub(super) fn unsupported(kind: Option<&str>, taken: &str) -> Problem {
    let kind = kind.unwrap_or("nothing");
    let detail = format!("Send {taken}, and say so in Content-Type; it says {kind}.");
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "This type is not taken", detail)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (path, fault) = (error.path().to_string(), error.inner().to_string());
        match error.inner().classify() {
            Category::Data => Problem::field(if path == "." { "" } else { &path }, fault),
            Category::Io | Category::Syntax | Category::Eof => no_json(&fault),
        }
    })?;
    json.end().map_err(|error| no_json(&error.to_string()))?;
    Ok(value)
}

fn no_json(fault: &str) -> Problem {
    Problem::new(
        StatusCode::BAD_REQUEST,
        "This is not JSON",
        format!("It cannot be read: {fault}."),
    )
}

/// The version that a program saw, as `If-Match` names it.
#[derive(Debug, Clone)]
pub(super) struct Saw(String);

impl FromRequestParts<Site> for Saw {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        let tag = parts.headers.get(IF_MATCH).map(|tag| tag.to_str().unwrap_or_default());
        let tag = tag.ok_or_else(|| {
            let detail = "Name the version that you read: send its ETag in If-Match.";
            Problem::new(StatusCode::PRECONDITION_REQUIRED, "Which version?", detail)
        })?;
        let version = tag.trim().trim_matches('"').split('.').next().unwrap_or_default();
        Ok(Self(version.to_owned()))
    }
}

impl Saw {
    /// Returns the version; what is none of ours fits none.
    pub(super) fn revision(&self) -> i64 {
        self.0.parse().unwrap_or(-1)
    }

    /// Returns it as it was written.
    pub(super) fn version(&self) -> &str {
        &self.0
    }
}

/// Returns the person acting in the role that was named (OUT-9); in the usual one where none was.
pub(super) async fn acting(
    site: &Site,
    actor: &Actor,
    role: Option<&str>,
) -> Result<Actor, Problem> {
    let Some(key) = role.filter(|key| !key.is_empty()) else { return Ok(actor.clone()) };
    let directory = site.desk.store.reader().directory().await?;
    let held = HeldRole::from_key(key, &directory).filter(|role| actor.roles.contains(role));
    match held {
        Some(role) => Ok(actor.clone().acting_as(role)),
        None => {
            let fault = format!("“{key}” is no role that you hold: /api/me lists them.");
            Err(Problem::field("role", fault))
        }
    }
}
