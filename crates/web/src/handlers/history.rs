//! `/statements/N/history`: what happened to a statement.

use axum::extract::{Path, State};
use rules::{Verb, may};

use super::statement::seen;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::history::HistoryPage;
use crate::view::View;

/// Shows the history; what is not public only to those who may see it.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
) -> Result<Page<HistoryPage>, Failed> {
    let statement = seen(&site, &view, &number).await?;
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let private =
        may(&view.actor, Verb::SeePrivate, &statement, &directory, &site.desk.policy).is_ok();
    let history = reader.history(statement.number, private).await?;
    Ok(Page(HistoryPage::of(view, &statement, &history)))
}
