//! Headers that every answer has.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, VARY};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::{Site, session};

/// Nothing may run, load from elsewhere, be framed, or be sent elsewhere.
const CONTENT: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
     frame-ancestors 'none'; base-uri 'none'";

/// On the few pages where passkeys are used, where statements are written, and on that of the API: our own script, and what it asks us.
const CONTENT_WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS: [(&str, &str); 6] = [
    ("content-security-policy", CONTENT),
    ("x-content-type-options", "nosniff"),
    // Not `no-referrer`: browsers then send `Origin: null` with our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Adds the headers of safety to every answer, and says that what is for somebody signed in is theirs alone.
pub(crate) async fn safe(State(site): State<Site>, request: Request, next: Next) -> Response {
    let is_personal = session::is_personal(&site, request.headers());
    let has_script = has_script(request.uri().path());
    let is_secret = is_secret(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        let name = HeaderName::from_static(name);
        if name != CONTENT_SECURITY_POLICY || !headers.contains_key(CONTENT_SECURITY_POLICY) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if is_secret {
        // The origin alone: that comes with our own forms, and no page learns the address.
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if has_script && headers.get(CONTENT_SECURITY_POLICY).is_some_and(|said| said == CONTENT) {
        let content = HeaderValue::from_static(CONTENT_WITH_SCRIPT);
        headers.insert(CONTENT_SECURITY_POLICY, content);
    }
    if site.is_https() {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(HeaderName::from_static("strict-transport-security"), year);
    }
    headers.append(VARY, HeaderValue::from_static("cookie, authorization"));
    if !headers.contains_key(CACHE_CONTROL) {
        let whose = if is_personal { "private, no-store" } else { "no-cache" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(whose));
    }
    response
}

/// Says whether a path may hold a secret: that of a one-time link.
fn is_secret(path: &str) -> bool {
    path.starts_with("/sign-in/")
}

/// Says whether a page may have a script.
fn has_script(path: &str) -> bool {
    let below = |top: &str| {
        path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    path == "/api" || below("/sign-in") || below("/desk/account") || is_written(path)
}

/// Says whether the form of a statement stands at a path.
fn is_written(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("/statements/") else { return false };
    let form = rest.rsplit('/').next().unwrap_or_default();
    ["new", "reply", "edit", "attachments", "remove-attachment"].contains(&form)
}

/// Asks search engines not to list an answer: what programs read holds addresses of people as they are.
pub(crate) fn not_for_search(mut response: Response) -> Response {
    let name = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(name, HeaderValue::from_static("noindex"));
    response
}
