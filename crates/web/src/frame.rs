//! What is around every handler: who looks, and a page for whatever failed.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Site;
use crate::failed::{Failed, as_page};
use crate::view::View;

/// Finds out who looks, lets the handler answer, and makes a page of what failed.
pub(crate) async fn frame(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
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
