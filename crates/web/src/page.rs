//! A page as an answer.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};

/// A page as an answer; `(StatusCode, Page(page))` gives it another status.
#[derive(Debug)]
pub(crate) struct Page<T>(pub(crate) T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page could not be rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Bytes with their type.
pub(crate) fn typed(media_type: &'static str, bytes: impl IntoResponse) -> Response {
    ([(CONTENT_TYPE, media_type)], bytes).into_response()
}
