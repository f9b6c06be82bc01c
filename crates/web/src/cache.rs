//! Pages kept for readers who are not signed in.
//!
//! A page is kept whole, with its headers, under its address, the count of changes and the day, so that no kept page is
//! ever older than the count, which is read again after a quarter of a second at most. What is changed by way of this
//! process is seen at once.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, SET_COOKIE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::Date;
use quick_cache::Weighter;
use sha2::{Digest, Sha256};

use crate::{Site, session};

/// All kept pages together, in bytes.
const ROOM: u64 = 16 * 1024 * 1024;

/// What is larger is not kept, in bytes.
const LARGEST: usize = 512 * 1024;

/// About as much as a kept page takes besides its bytes.
const BESIDES: u64 = 2_000;

/// Kept pages; cheap to clone.
#[derive(Clone)]
pub(crate) struct Cache {
    pages: Arc<quick_cache::sync::Cache<Key, Kept, Weight>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    is_gzip: bool,
    changes: i64,
    /// The day in UTC, and the one by which deadlines are counted.
    days: (Date, Date),
}

#[derive(Debug, Clone)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
    tag: HeaderValue,
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<Key, Kept> for Weight {
    fn weight(&self, key: &Key, kept: &Kept) -> u64 {
        BESIDES + key.address.len() as u64 + kept.body.len() as u64
    }
}

impl Cache {
    pub(crate) fn new() -> Self {
        let pages = quick_cache::sync::Cache::with_weighter(1_000, ROOM, Weight);
        Self { pages: Arc::new(pages) }
    }
}

/// Answers with a kept page where there is one, and keeps what may be kept.
pub(crate) async fn keep(
    State((site, cache)): State<(Site, Cache)>,
    request: Request,
    next: Next,
) -> Response {
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        let response = next.run(request).await;
        site.changes.forget();
        return response;
    }
    if !is_kept(request.uri().path()) || session::is_personal(&site, request.headers()) {
        return next.run(request).await;
    }
    let Some(changes) = site.changes.count(&site.desk).await else {
        return next.run(request).await;
    };
    let key = Key {
        address: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
        is_gzip: takes_gzip(request.headers()),
        changes,
        days: (site.today(), site.deadline_day()),
    };
    let seen = request.headers().get(IF_NONE_MATCH).cloned();
    if let Some(kept) = cache.pages.get(&key) {
        return answer(kept, seen.as_ref(), is_head);
    }
    let response = next.run(request).await;
    if is_head {
        return response;
    }
    match kept(response, key.is_gzip).await {
        Ok(kept) => {
            cache.pages.insert(key, kept.clone());
            answer(kept, seen.as_ref(), is_head)
        }
        Err(response) => response,
    }
}

/// Says whether an address shows nothing but the record, the directory and the settings.
fn is_kept(path: &str) -> bool {
    let first = path.trim_start_matches('/').split(['/', '.']).next().unwrap_or_default();
    [
        "",
        "about",
        "card",
        "statements",
        "organizations",
        "groups",
        "sitemap",
        "statistics",
        "deadlines",
    ]
    .contains(&first)
        || path.starts_with("/api/v1/")
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip") && !value.contains("gzip;q=0"))
}

/// Returns what is to be kept of an answer, or the answer itself if it is not to be.
async fn kept(response: Response, is_gzip: bool) -> Result<Kept, Response> {
    let headers = response.headers();
    let says = |name, text: &str| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
            .is_some_and(|value| value.contains(text))
    };
    let is_page = ["html", "json", "xml", "csv", "calendar", "markdown", "png"]
        .iter()
        .any(|kind| says(CONTENT_TYPE, kind));
    let is_mine_alone = says(CACHE_CONTROL, "no-store") || headers.contains_key(SET_COOKIE);
    let is_unasked = headers.contains_key(CONTENT_ENCODING) && !is_gzip;
    let is_tagged = headers.contains_key(ETAG);
    let size = response.body().size_hint().upper();
    let is_large = size.is_some_and(|size| size > LARGEST as u64);
    if response.status() != StatusCode::OK
        || !is_page
        || is_mine_alone
        || is_unasked
        || is_tagged
        || is_large
    {
        return Err(response);
    }
    let (parts, body) = response.into_parts();
    let failed = |_| StatusCode::INTERNAL_SERVER_ERROR.into_response();
    let body = to_bytes(body, usize::MAX).await.map_err(failed)?;
    let digest = Sha256::digest(&body);
    let tag = format!("\"{}\"", BASE64URL_NOPAD.encode(digest.get(..12).unwrap_or_default()));
    let mut headers = parts.headers;
    headers.remove("x-request-id");
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    match HeaderValue::from_str(&tag) {
        Ok(tag) if body.len() <= LARGEST => {
            headers.insert(ETAG, tag.clone());
            Ok(Kept { headers, body, tag })
        }
        _ => Err((headers, body).into_response()),
    }
}

fn answer(kept: Kept, seen: Option<&HeaderValue>, is_head: bool) -> Response {
    let Kept { headers, body, tag } = kept;
    let has_it = seen.and_then(|seen| seen.to_str().ok()).is_some_and(|seen| {
        seen == "*" || seen.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
    });
    if has_it {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        for name in [CACHE_CONTROL, ETAG, VARY] {
            for value in headers.get_all(&name) {
                response.headers_mut().append(name.clone(), value.clone());
            }
        }
        return response;
    }
    let body = if is_head { Body::empty() } else { Body::from(body) };
    let mut response = Response::new(body);
    *response.headers_mut() = headers;
    response
}
