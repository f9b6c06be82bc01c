//! `/organizations`: all of them, with how much there is of each.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::organizations::OrganizationsPage;
use crate::view::View;

/// Shows all organizations.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
) -> Result<Page<OrganizationsPage>, Failed> {
    let rows = site.desk.store.reader().organizations(&site.desk.policy.organization).await?;
    Ok(Page(OrganizationsPage::of(view, rows)))
}

/// Gives all organizations as JSON.
pub(crate) async fn json(State(site): State<Site>) -> Result<Response, Failed> {
    let rows = site.desk.store.reader().organizations(&site.desk.policy.organization).await?;
    let base = &site.desk.settings.base_url;
    let rows = rows.iter().map(|row| {
        json!({
            "acronym": row.acronym,
            "name": row.name,
            "state": row.state,
            "received": row.received,
            "sent": row.sent,
            "newest": row.newest,
            "url": format!("{base}/organizations/{}", crate::asked::part(&row.acronym)),
        })
    });
    Ok(axum::Json(json!({ "organizations": rows.collect::<Vec<_>>() })).into_response())
}
