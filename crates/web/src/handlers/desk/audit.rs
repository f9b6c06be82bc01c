//! `/desk/audit`: what was noted of everybody's sign-ins.

use axum::extract::{Query, State};
use serde::Deserialize;

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::audit::AuditPage;
use crate::view::SignedIn;

const PER_PAGE: i64 = 50;

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    page: Option<i64>,
}

/// Shows one page of it, newest first.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Page<AuditPage>, Failed> {
    let page = wanted.page.unwrap_or(1).clamp(1, 100_000);
    let (events, total) = operations::audit(&site.desk, &view.actor, page, PER_PAGE).await?;
    let directory = site.desk.store.reader().directory().await?;
    Ok(Page(AuditPage::new(view, &events, &directory, [page, PER_PAGE, total])))
}
