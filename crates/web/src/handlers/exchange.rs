//! `/statements/N/exchange`, a whole exchange as one page to read, print or cite, and `/statements/N/exchange.atom`.

use axum::extract::{Path, State};
use axum::response::Response;
use rules::Number;
use store::ExchangeRow;

use crate::failed::Failed;
use crate::handlers::statement::on_record;
use crate::page::Page;
use crate::pages::exchange::ExchangePage;
use crate::view::View;
use crate::{Site, feed};

/// Shows every statement of the exchange that a public statement belongs to, with what is done with it.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
) -> Result<Page<ExchangePage>, Failed> {
    let exchange = exchange(&site, &view, &number).await?;
    let numbers: Vec<Number> = exchange.iter().map(|one| one.row.number).collect();
    let statements = site.desk.store.reader().statements(&numbers).await?;
    let desk = &site.desk;
    let today = site.deadline_day();
    Ok(Page(ExchangePage::of(view, &exchange, &statements, &desk.policy, &desk.settings, today)))
}

/// Gives its statements as a feed.
pub(crate) async fn atom(
    State(site): State<Site>,
    view: View,
    Path(number): Path<String>,
) -> Result<Response, Failed> {
    let mut exchange = exchange(&site, &view, &number).await?;
    let first = exchange.first().map_or(Number(0), |one| one.row.number);
    let subject = exchange.first().map(|one| one.row.subject.clone()).unwrap_or_default();
    exchange.reverse();
    let rows: Vec<_> = exchange.into_iter().map(|one| one.row).collect();
    let path = format!("/statements/{first}/exchange");
    Ok(feed::of_rows(&site, &format!("Exchange: {subject}"), &format!("{path}.atom"), &path, &rows))
}

/// Returns the exchange of a statement that everybody may see, oldest first.
async fn exchange(site: &Site, view: &View, number: &str) -> Result<Vec<ExchangeRow>, Failed> {
    let statement = on_record(site, view, number, "exchange").await?;
    Ok(site.desk.store.reader().exchange(statement.number).await?)
}
