//! The cookie that says who somebody is.

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, HeaderValue};

use crate::Site;

/// How long a visit to the organization's sign-in may take, in seconds.
const VISIT: i64 = 10 * 60;

/// Returns the `Set-Cookie` value that begins a session with this token.
pub fn begin_cookie(site: &Site, token: &str) -> Option<HeaderValue> {
    cookie(site, name(site), token, site.desk.settings.session_longest.as_secs())
}

/// Returns the `Set-Cookie` value that ends a session in the browser.
pub fn end_cookie(site: &Site) -> Option<HeaderValue> {
    cookie(site, name(site), "", 0)
}

/// Returns the session's token, if the request brings one.
pub(crate) fn token<'a>(site: &Site, headers: &'a HeaderMap) -> Option<&'a str> {
    value(headers, name(site))
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, token)| (found == name && !token.is_empty()).then_some(token))
}

/// Returns the token that a program sends (RFC 6750 §2.1), if the request brings one.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Says whether the answer is for whoever asks alone.
pub(crate) fn is_personal(site: &Site, headers: &HeaderMap) -> bool {
    token(site, headers).is_some() || headers.contains_key(AUTHORIZATION)
}

/// The prefix `__Host-` makes browsers refuse the cookie from a neighbouring host and without https (RFC 6265bis).
fn name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-liaison" } else { "liaison" }
}

/// Returns the `Set-Cookie` value that keeps the secret of a visit to the organization's sign-in; an empty one ends it.
pub(crate) fn visit_cookie(site: &Site, secret: &str) -> Option<HeaderValue> {
    cookie(site, visit_name(site), secret, if secret.is_empty() { 0 } else { VISIT })
}

/// Returns the secret of a visit to the organization's sign-in, if the request brings one.
pub(crate) fn visit<'a>(site: &Site, headers: &'a HeaderMap) -> Option<&'a str> {
    value(headers, visit_name(site))
}

fn visit_name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-liaison-visit" } else { "liaison-visit" }
}

fn cookie(site: &Site, name: &str, token: &str, seconds: i64) -> Option<HeaderValue> {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let text = format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
