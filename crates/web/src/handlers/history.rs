//! `/statements/N/history`: what happened to a statement, and `/statements/N/history.atom`.

use axum::extract::{Path, State};
use axum::response::Response;
use rules::{Verb, may};

use super::statement::{on_record, seen};
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::history::HistoryPage;
use crate::view::View;
use crate::{Site, feed};

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

/// Gives what everybody may read of it as a feed.
pub(crate) async fn atom(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
) -> Result<Response, Failed> {
    let statement = on_record(&site, &view, &number, "history").await?;
    let history = site.desk.store.reader().history(statement.number, false).await?;
    Ok(feed::of_events(&site, &statement, &history))
}
