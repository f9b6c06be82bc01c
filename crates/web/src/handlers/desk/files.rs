//! The files of received messages, for whoever may see the inbox.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rules::{ItemVerb, may_handle_item};
use store::Item;

use crate::Site;
use crate::failed::Failed;
use crate::view::{SignedIn, View};

/// Gives a file of a message, to be saved: nothing of what strangers mailed is opened within a page.
pub(crate) async fn file(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path((id, position, _name)): Path<(i64, i64, String)>,
) -> Result<Response, Failed> {
    let item = item(&site, &view, id).await?;
    let part = item.parts.iter().find(|part| part.position == position);
    let part = part.ok_or(Failed::not_found("file"))?;
    saved(&site, &part.sha256, &part.name).await
}

/// Gives the message, byte for byte as it arrived.
pub(crate) async fn original(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    let item = item(&site, &view, id).await?;
    saved(&site, &item.sha256, &format!("message-{id}.eml")).await
}

async fn item(site: &Site, view: &View, id: i64) -> Result<Item, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy)
        .map_err(|_| Failed::not_found("message"))?;
    site.desk.store.reader().item(id).await?.ok_or(Failed::not_found("message"))
}

/// Gives kept bytes to be saved, and not to be opened within a page.
pub(crate) async fn saved(site: &Site, sha256: &str, name: &str) -> Result<Response, Failed> {
    let bytes = site.desk.store.files().get(sha256).await?.ok_or(Failed::not_found("file"))?;
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}
