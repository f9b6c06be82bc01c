//! `/desk/overview`: all that waits for an answer, for those who look after all of it.

use axum::extract::State;

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::overview::OverviewPage;
use crate::view::SignedIn;

/// Shows what is overdue, what waits longest, what nobody has taken on, and how much of each organization.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<OverviewPage>, Failed> {
    let overview = operations::overview(&site.desk, &view.actor, site.now()).await?;
    Ok(Page(OverviewPage::of(view, overview)))
}
