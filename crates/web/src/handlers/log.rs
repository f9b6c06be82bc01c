//! `/log`: the tree by which the record is proved, for people and for programs (C2SP tlog-tiles).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use operations::{given_log, log_tile, proof_of};
use tree::TileName;

use super::statement::on_record;
use crate::failed::Failed;
use crate::page::{Page, typed};
use crate::pages::log::LogPage;
use crate::view::View;
use crate::{Site, headers};

const TEXT: &str = "text/plain; charset=utf-8";
/// What a tile has is never changed, and one that grows has another address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Tells what is proved, what is not, and how to check it.
pub(crate) async fn show(State(site): State<Site>, view: View) -> Result<Page<LogPage>, Failed> {
    let log = given_log(&site.desk).await?;
    Ok(Page(LogPage::of(view, &log, &site.desk.settings.base_url)))
}

/// Gives the newest checkpoint with its signatures.
pub(crate) async fn checkpoint(State(site): State<Site>) -> Result<Response, Failed> {
    let log = given_log(&site.desk).await?;
    let checkpoint = log.checkpoint.ok_or(Failed::not_found("checkpoint"))?;
    Ok(typed(TEXT, checkpoint.note))
}

/// Gives the public keys, the oldest first: each with since and until when it signs.
pub(crate) async fn keys(State(site): State<Site>) -> Result<Response, Failed> {
    Ok(typed(TEXT, given_log(&site.desk).await?.keys_in_lines()))
}

/// Gives a tile.
pub(crate) async fn tile(
    State(site): State<Site>,
    Path(name): Path<String>,
) -> Result<Response, Failed> {
    let name = TileName::parse(&name).ok_or(Failed::not_found("tile"))?;
    let tile = log_tile(&site.desk, name).await?;
    let answer = typed("application/octet-stream", tile);
    Ok(([(CACHE_CONTROL, FOR_EVER)], answer).into_response())
}

/// Gives the proof of a statement: everything that the tree has of it, with the way from there to a checkpoint.
pub(crate) async fn proof(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
) -> Result<Response, Failed> {
    let statement = on_record(&site, &view, &number, "proof").await?;
    let answer = match proof_of(&site.desk, &statement).await? {
        Some(proof) => Json(proof).into_response(),
        None => {
            let words = "It enters the tree within moments: ask again.\n";
            (StatusCode::ACCEPTED, [(RETRY_AFTER, "5")], words).into_response()
        }
    };
    Ok(headers::not_for_search(answer))
}
