//! Following what happens on the record by mail, without an account: whoever reads at the address confirms it by the token that is
//! mailed there.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use operations::words;
use serde::{Deserialize, Serialize};
use store::Watch;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Named, Sent};
use crate::Site;
use crate::handlers::watching::watched;
use crate::visitor::Asking;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(mine, end_all))
        .routes(routes!(confirm))
        .routes(routes!(end))
}

/// What is to be followed, and where the news goes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct ToFollow {
    /// `exchange`, `group`, `organization` or `search`.
    #[schema(pattern = "^(exchange|group|organization|search)$")]
    what: String,
    /// Which: the number of a statement, an acronym, or filters as `/api/statements` has them behind `?`.
    key: String,
    /// A mail address.
    address: String,
}

/// Ask to follow something
///
/// A link is mailed to the address; nothing else is before whoever reads there confirms it. The answer is the same for every address.
#[utoipa::path(post, path = "/watches", tag = "following", request_body = ToFollow,
    responses((status = 202, description = "If the address can be used, a link was mailed to it.")))]
async fn ask(
    State(site): State<Site>,
    Asking(visitor): Asking,
    Sent(sent): Sent<ToFollow>,
) -> Result<StatusCode, Problem> {
    let watched = watched(&sent.what, &sent.key).ok_or_else(|| {
        let fault = "Name an exchange by a number, a group or an organization by its acronym, or a search by its filters.";
        Problem::field("key", fault)
    })?;
    let (desk, now) = (&site.desk, site.now());
    operations::ask_to_watch(desk, &watched, &sent.address, &visitor, now).await?;
    Ok(StatusCode::ACCEPTED)
}

/// What somebody follows.
#[derive(Debug, Serialize, ToSchema)]
struct Watches {
    /// The address to which news is mailed.
    address: String,
    watches: Vec<WatchShape>,
}

/// Something that somebody follows, or asked to follow.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Watch)]
struct WatchShape {
    id: i64,
    /// `exchange`, `group`, `organization` or `search`.
    #[schema(pattern = "^(exchange|group|organization|search)$")]
    what: &'static str,
    /// Which.
    key: String,
    /// When it was confirmed; null as long as it is not, and then no news is mailed.
    #[schema(value_type = Option<words::Instant>)]
    confirmed_at: Option<jiff::Timestamp>,
}

impl From<Watch> for WatchShape {
    fn from(Watch { id, watched, confirmed_at }: Watch) -> Self {
        Self { id, what: watched.kind(), key: watched.key(), confirmed_at }
    }
}

/// Read what is followed
///
/// By the token that every message has at the end of its link.
#[utoipa::path(get, path = "/watches/{token}", tag = "following",
    params(("token" = String, Path, description = "The token that was mailed.")),
    responses((status = 200, description = "What is followed.", body = Watches)))]
async fn mine(
    State(site): State<Site>,
    Named(token): Named<String>,
) -> Result<Json<Watches>, Problem> {
    let watcher = operations::watcher(&site.desk, &token).await?;
    let watches = watcher.watches.into_iter().map(WatchShape::from).collect();
    Ok(Json(Watches { address: watcher.address, watches }))
}

/// Confirm what is to be followed
///
/// News of it is mailed from now on.
#[utoipa::path(post, path = "/watches/{token}/{id}/confirm", tag = "following",
    params(("token" = String, Path, description = "The token that was mailed."),
        ("id" = i64, Path, description = "What is confirmed.")),
    responses((status = 204, description = "It is followed.")))]
async fn confirm(
    State(site): State<Site>,
    Named((token, id)): Named<(String, i64)>,
) -> Result<StatusCode, Problem> {
    operations::confirm_watch(&site.desk, &token, id, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow something no longer
#[utoipa::path(delete, path = "/watches/{token}/{id}", tag = "following",
    params(("token" = String, Path, description = "The token that was mailed."),
        ("id" = i64, Path, description = "What is ended.")),
    responses((status = 204, description = "No news of it is mailed any more.")))]
async fn end(
    State(site): State<Site>,
    Named((token, id)): Named<(String, i64)>,
) -> Result<StatusCode, Problem> {
    operations::end_watch(&site.desk, &token, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Follow nothing any longer
///
/// The address is forgotten.
#[utoipa::path(delete, path = "/watches/{token}", tag = "following",
    params(("token" = String, Path, description = "The token that was mailed.")),
    responses((status = 204, description = "Nothing is mailed any more.")))]
async fn end_all(
    State(site): State<Site>,
    Named(token): Named<String>,
) -> Result<StatusCode, Problem> {
    operations::end_watches(&site.desk, &token).await?;
    Ok(StatusCode::NO_CONTENT)
}
