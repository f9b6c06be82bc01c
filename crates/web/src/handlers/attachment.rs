//! `/statements/N/attachments/K/NAME`: a file that came with a statement, as it came.

use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    LOCATION,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{Attachment, AttachmentBody, Number, Statement};

use super::statement::seen;
use crate::Site;
use crate::asked::part;
use crate::failed::Failed;
use crate::view::View;

/// Whatever a file holds, it runs in no page and reaches nothing of ours.
pub(super) const SANDBOX: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Types that browsers show without running anything.
const SHOWN: [&str; 2] = ["application/pdf", "text/plain"];

/// Types that are told to the browser as they are; of all others it hears only that they are bytes.
const TOLD: [&str; 14] = [
    "application/pdf",
    "text/plain",
    "image/png",
    "image/jpeg",
    "application/zip",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "message/rfc822",
];

/// What may stand in the file name of a header as it is (RFC 8187 §3.2.1).
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Gives a file under its own address; under another name it leads there.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    headers: HeaderMap,
    Path((number, position, name)): Path<(String, String, String)>,
) -> Result<Response, Failed> {
    let statement = seen(&site, &view, &number).await?;
    let parsed = position.parse().map_err(|_| Failed::not_found("file"))?;
    let attachment = attachment(&statement, parsed)?;
    if attachment.file_name() != name {
        let own = part(attachment.file_name());
        let own = format!("/statements/{number}/attachments/{}/{own}", attachment.position);
        return Ok((StatusCode::MOVED_PERMANENTLY, [(LOCATION, own)]).into_response());
    }
    file(&site, &statement, attachment, &headers).await
}

/// Gives a file under the name by which the former tool served it.
pub(crate) async fn legacy(
    State(site): State<Site>,
    view: View,
    headers: HeaderMap,
    Path(file_name): Path<String>,
) -> Result<Response, Failed> {
    let found = site.desk.store.reader().legacy_attachment(&file_name).await?;
    let found = found.or_else(|| made_here(&file_name));
    let (Number(number), position) = found.ok_or(Failed::not_found("file"))?;
    let Ok(statement) = seen(&site, &view, &number.to_string()).await else {
        return Err(Failed::not_found("file"));
    };
    let attachment = attachment(&statement, position)?;
    file(&site, &statement, attachment, &headers).await
}

/// Reads the name under which clients of the former tool ask for a file that never was there:
/// `liaison-17-attachment-1-letter.pdf`.
fn made_here(file_name: &str) -> Option<(Number, i64)> {
    let (number, rest) = file_name.strip_prefix("liaison-")?.split_once("-attachment-")?;
    let (position, _) = rest.split_once('-')?;
    Some((Number(number.parse().ok()?), position.parse().ok()?))
}

/// Gives a file of a statement that may be seen, for programs.
pub(crate) async fn of(
    site: &Site,
    statement: &Statement,
    position: i64,
    asked: &HeaderMap,
) -> Result<Response, Failed> {
    file(site, statement, attachment(statement, position)?, asked).await
}

/// Returns an attachment that may be shown; one that was hidden is not there.
fn attachment(statement: &Statement, position: i64) -> Result<&Attachment, Failed> {
    let mut shown = statement.attachments.iter().filter(|attachment| attachment.hidden.is_none());
    let found = shown.find(|attachment| attachment.position == position);
    found.ok_or(Failed::not_found("file"))
}

async fn file(
    site: &Site,
    statement: &Statement,
    attachment: &Attachment,
    asked: &HeaderMap,
) -> Result<Response, Failed> {
    let AttachmentBody::File { name, media_type, sha256: Some(sha256), .. } = &attachment.body
    else {
        return Err(Failed::not_found("file"));
    };
    let tag = format!("\"{sha256}\"");
    let has_it = asked
        .get_all(IF_NONE_MATCH)
        .iter()
        .any(|tags| tags.to_str().is_ok_and(|tags| tags.contains(&tag) || tags == "*"));
    let mut response = if has_it {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = site.desk.store.files().get(sha256).await?;
        bytes.ok_or(Failed::not_found("file"))?.into_response()
    };
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let told = if TOLD.contains(&media_type) { media_type } else { "application/octet-stream" };
    let told = if told == "text/plain" { "text/plain; charset=utf-8" } else { told };
    let is_shown = SHOWN.contains(&media_type);
    // A file may be hidden later, so that it is asked for again each time; unchanged it is not sent again.
    let cache = if statement.state.is_public() { "public, no-cache" } else { "private, no-store" };
    let headers = response.headers_mut();
    let values = [
        (CONTENT_TYPE, told.to_owned()),
        (CONTENT_DISPOSITION, disposition(is_shown, name)),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
        (CACHE_CONTROL, cache.to_owned()),
        (ETAG, tag),
    ];
    for (header, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    Ok(response)
}

/// Returns how the browser is to take a file (RFC 6266): shown, or kept under its name.
pub(super) fn disposition(is_shown: bool, name: &str) -> String {
    let how = if is_shown { "inline" } else { "attachment" };
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || " -._()".contains(c) { c } else { '_' })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, NAME))
}
