//! What is around every handler: who looks, and a page for whatever failed.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Site;
use crate::failed::{Failed, as_page};
use crate::view::View;

/// What whoever watches the service asks. It is answered in plain words, and no token that comes with it is one of ours.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Finds out who looks, lets the handler answer, and makes a page of what failed.
pub(crate) async fn frame(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if WATCHED.contains(&parts.uri.path()) {
        let view = View::of_reader(&site, &parts);
        let response = next.run(Request::from_parts(parts, body)).await;
        let is_said = response.status() == StatusCode::SERVICE_UNAVAILABLE;
        return if is_said { response } else { as_page(&view, response) };
    }
    let view = match View::of(&site, &parts).await {
        Ok(view) => view,
        Err(failure) => {
            return as_page(&View::of_reader(&site, &parts), Failed(failure).into_response());
        }
    };
    parts.extensions.insert(view.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    as_page(&view, response)
}
