//! `/statements/N/letter.docx` and `.pdf`: a statement as a letter in the form of its receiver (BOD-4).

use axum::extract::{Path, Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::response::{IntoResponse, Response};
use operations::WrittenLetter;
use serde::Deserialize;

use super::attachment::{SANDBOX, disposition};
use super::statement::seen;
use crate::Site;
use crate::failed::Failed;
use crate::view::View;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Which letter is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// The form; where none is named, that in which it goes out.
    form: Option<String>,
    /// Which of several.
    position: Option<i64>,
}

/// Gives a statement as a letter.
pub(crate) async fn docx(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let statement = seen(&site, &view, &number).await?;
    let form = asked.form.as_deref();
    let letter = operations::write_letter(&site.desk, &statement, form, site.now()).await?;
    Ok(saved(letter, DOCX, statement.state.is_public()))
}

/// Gives the PDF of the letter that goes out with a statement, once it is made.
pub(crate) async fn pdf(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failed> {
    let statement = seen(&site, &view, &number).await?;
    let letter = operations::letter_pdf(&site.desk, &statement, asked.position).await?;
    Ok(saved(letter, "application/pdf", statement.state.is_public()))
}

fn saved(letter: WrittenLetter, media_type: &str, is_public: bool) -> Response {
    let is_shown = media_type == "application/pdf";
    let cache = if is_public { "public, no-cache" } else { "private, no-store" };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition(is_shown, &letter.name)),
        (CONTENT_SECURITY_POLICY, SANDBOX.to_owned()),
        (CACHE_CONTROL, cache.to_owned()),
    ];
    (headers, letter.bytes).into_response()
}
