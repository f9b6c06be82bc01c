//! The style sheet and the icon, under addresses that change with them.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::failed::Failed;
use crate::page::typed;

const STYLE: &str = include_str!("../assets/liaison.css");
const ICON: &str = include_str!("../assets/icon.svg");

const SCRIPT: &str = include_str!("../assets/passkey.js");
const API_SCRIPT: &str = include_str!("../assets/api.js");

const WRITE_SCRIPT: &str = include_str!("../assets/write.js");

static STYLE_PATH: LazyLock<String> = LazyLock::new(|| path("liaison", STYLE, "css"));
static SEARCH_PATH: LazyLock<String> = LazyLock::new(|| path("search", SEARCH, "js"));
static ICON_PATH: LazyLock<String> = LazyLock::new(|| path("icon", ICON, "svg"));

const SEARCH: &str = include_str!("../assets/search.js");

static SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| path("passkey", SCRIPT, "js"));
static API_SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| path("api", API_SCRIPT, "js"));
static WRITE_SCRIPT_PATH: LazyLock<String> = LazyLock::new(|| path("write", WRITE_SCRIPT, "js"));

fn path(name: &str, content: &str, ending: &str) -> String {
    let digest = HEXLOWER.encode(&Sha256::digest(content.as_bytes()));
    format!("/assets/{name}-{}.{ending}", digest.get(..12).unwrap_or_default())
}

/// Returns the address of the style sheet.
pub(crate) fn style_path() -> &'static str {
    &STYLE_PATH
}

/// Returns the address of the icon.
pub(crate) fn icon_path() -> &'static str {
    &ICON_PATH
}

/// Returns the address of the script for passkeys.
pub(crate) fn script_path() -> &'static str {
    &SCRIPT_PATH
}

/// Returns the address of the script of the page of the API.
pub(crate) fn api_script_path() -> &'static str {
    &API_SCRIPT_PATH
}

/// Returns the address of the script of the form of a statement.
pub(crate) fn write_script_path() -> &'static str {
    &WRITE_SCRIPT_PATH
}

/// Returns the address of the script that searches a copy.
pub(crate) fn search_path() -> &'static str {
    &SEARCH_PATH
}

/// Returns what a copy of the public pages has of these: addresses and contents.
pub(crate) fn of_copies() -> [(&'static str, &'static str); 3] {
    [(style_path(), STYLE), (icon_path(), ICON), (search_path(), SEARCH)]
}

/// `/assets/{name}`: what never changes under its address.
pub(crate) async fn asset(Path(name): Path<String>) -> Result<Response, Failed> {
    let path = format!("/assets/{name}");
    let asset = if path == style_path() {
        typed("text/css; charset=utf-8", STYLE)
    } else if path == icon_path() {
        typed("image/svg+xml", ICON)
    } else if path == script_path() {
        typed("text/javascript; charset=utf-8", SCRIPT)
    } else if path == api_script_path() {
        typed("text/javascript; charset=utf-8", API_SCRIPT)
    } else if path == write_script_path() {
        typed("text/javascript; charset=utf-8", WRITE_SCRIPT)
    } else {
        return Err(Failed::not_found("file"));
    };
    Ok(([(CACHE_CONTROL, "public, max-age=31536000, immutable")], asset).into_response())
}
