//! `/api`: everything that the pages show and do, as JSON, by the same verbs; `docs/api.md` tells programs how.
//!
//! One file a noun. To add an operation: a handler with `#[utoipa::path]`, whose `security` names the scope that a token
//! needs (`guard` asks for it), and a line in the `routes` of its file. The document of the API is made from the same
//! lines as the routes. A handler reads with `site.desk.store.reader()`, changes with a verb of `operations`, and returns
//! `Result<_, Problem>`; a failure becomes a problem by `?` alone.

mod account;
mod afterwards;
mod again;
mod changes;
mod cursor;
mod deadlines;
mod deciding;
mod desk;
mod directory;
mod document;
mod doing;
mod drafts;
mod entries;
mod form;
mod guard;
mod handling;
mod history;
mod inbox;
mod input;
mod kept;
mod looking_after;
mod lost;
mod problem;
mod record;
mod standing;
pub(crate) mod statements;
mod submissions;
mod watches;
pub(crate) mod webhooks;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::limit::ConcurrencyLimitLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use problem::Problem;

use crate::Site;
use crate::page::typed;

/// Where the API is.
const PATH: &str = "/api";

/// Returns the addresses of the API.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    let settings = &site.desk.settings;
    let files = settings.attachment_limit.max(settings.message_limit);
    let (router, document) = all(files).split_for_parts();
    let document = document::finished(document);
    let guard = guard::Guard::of(&document);
    let text = document.to_json().unwrap_or_default();
    let shown = async move || typed("application/json", text);
    router
        .route("/api/openapi.json", get(shown))
        .layer(from_fn_with_state((site.clone(), guard), guard::stand))
}

/// Returns the document of the API (OpenAPI 3.1).
pub fn openapi() -> OpenApi {
    document::finished(all(0).split_for_parts().1)
}

/// Says whether an address is of the API, and neither its page nor what clients of the former tool ask.
pub(crate) fn is_below(path: &str) -> bool {
    let rest = path.strip_prefix(PATH).and_then(|rest| rest.strip_prefix('/'));
    rest.is_some_and(|rest| rest.split('/').next() != Some("v1"))
}

/// Puts the nouns together; `files` is the most bytes of a request that brings a file.
fn all(files: usize) -> OpenApiRouter<Site> {
    // As many as of the page with the same form.
    let form_at_once = ConcurrencyLimitLayer::new(6);
    let nouns = OpenApiRouter::new()
        .merge(statements::routes())
        .merge(history::routes())
        .merge(directory::routes())
        .merge(deadlines::routes())
        .merge(record::routes())
        .merge(standing::routes())
        .merge(desk::routes())
        .merge(account::routes())
        .merge(drafts::routes())
        .merge(drafts::with_files().layer(DefaultBodyLimit::max(files)))
        .merge(deciding::routes())
        .merge(afterwards::routes())
        .merge(handling::routes())
        .merge(inbox::routes())
        .merge(inbox::with_files().layer(DefaultBodyLimit::max(files)))
        .merge(entries::routes())
        .merge(kept::routes())
        .merge(looking_after::routes())
        .merge(changes::routes())
        .merge(webhooks::routes())
        .merge(watches::routes())
        .merge(submissions::routes())
        .merge(submissions::with_files().layer(form_at_once).layer(DefaultBodyLimit::disable()));
    OpenApiRouter::with_openapi(document::begun()).nest(PATH, nouns)
}
