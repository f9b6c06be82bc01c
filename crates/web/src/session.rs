//! The cookie that says who somebody is.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::Site;

/// As long as a session lasts at most, in seconds.
const TWO_WEEKS: u32 = 14 * 24 * 60 * 60;

/// Returns the `Set-Cookie` value that begins a session with this token.
pub fn begin_cookie(site: &Site, token: &str) -> Option<HeaderValue> {
    cookie(site, token, TWO_WEEKS)
}

/// Returns the `Set-Cookie` value that ends a session in the browser.
pub fn end_cookie(site: &Site) -> Option<HeaderValue> {
    cookie(site, "", 0)
}

/// Returns the session's token, if the request brings one.
pub(crate) fn token<'a>(site: &Site, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = name(site);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, token)| (found == name && !token.is_empty()).then_some(token))
}

/// The prefix `__Host-` makes browsers refuse the cookie from a neighbouring host and without https (RFC 6265bis).
fn name(site: &Site) -> &'static str {
    if site.is_https() { "__Host-liaison" } else { "liaison" }
}

fn cookie(site: &Site, token: &str, seconds: u32) -> Option<HeaderValue> {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let name = name(site);
    let text = format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).ok()
}
