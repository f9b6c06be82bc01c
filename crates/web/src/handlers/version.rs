//! `/statements/N/versions/V`: what the record said.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::statement::seen;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::version::VersionPage;
use crate::view::View;

/// Shows a version with its difference; of what was never corrected, the statement.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path((number, version)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let statement = seen(&site, &view, &number).await?;
    let wanted: i64 = version.parse().map_err(|_| Failed::not_found("version"))?;
    if wanted == statement.version && wanted == 1 {
        return Ok(Redirect::to(&format!("/statements/{number}")).into_response());
    }
    let versions = site.desk.store.reader().versions(&[statement.number]).await?;
    let page = VersionPage::of(view, &statement, &versions, wanted);
    Ok(Page(page.ok_or(Failed::not_found("version"))?).into_response())
}
