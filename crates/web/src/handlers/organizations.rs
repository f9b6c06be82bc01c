//! `/organizations`: all of them, with how much there is of each, and what was changed of them as a feed.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use store::Find;

use crate::failed::Failed;
use crate::handlers::list::quoted;
use crate::page::{Page, typed};
use crate::pages::organizations::OrganizationsPage;
use crate::view::View;
use crate::{Site, feed, list_counts};

/// So many changes are looked through for those that everybody may read.
const CHANGES: i64 = 200;

/// Shows all organizations.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
) -> Result<Page<OrganizationsPage>, Failed> {
    let reader = site.desk.store.reader();
    let rows = reader.organizations(&site.desk.policy.organization).await?;
    let directory = reader.directory().await?;
    let open = open(&site).await?;
    Ok(Page(OrganizationsPage::of(view, rows, &open, &directory, site.deadline_day())))
}

/// Returns how many statements of each organization wait for an answer of ours.
async fn open(site: &Site) -> Result<HashMap<String, i64>, Failed> {
    let find = Find { unanswered: true, ..Find::default() };
    let facets = list_counts::of(site, &find).await?;
    let counts = facets.organizations.iter().map(|(acronym, _, count)| (acronym.clone(), *count));
    Ok(counts.collect())
}

/// Gives all organizations as a table.
pub(crate) async fn csv(State(site): State<Site>) -> Result<Response, Failed> {
    let rows = site.desk.store.reader().organizations(&site.desk.policy.organization).await?;
    let (open, base) = (open(&site).await?, &site.desk.settings.base_url);
    let mut csv = "acronym,name,state,received,sent,newest,open,url\r\n".to_owned();
    for row in rows {
        let values = [
            row.acronym.clone(),
            row.name,
            row.state.slug().to_owned(),
            row.received.to_string(),
            row.sent.to_string(),
            row.newest.map(|day| day.to_string()).unwrap_or_default(),
            open.get(&row.acronym).copied().unwrap_or_default().to_string(),
            format!("{base}/organizations/{}", crate::asked::part(&row.acronym)),
        ];
        csv.push_str(&values.map(|value| quoted(&value)).join(","));
        csv.push_str("\r\n");
    }
    Ok(typed("text/csv; charset=utf-8", csv))
}

/// Gives all organizations as JSON.
pub(crate) async fn json(State(site): State<Site>) -> Result<Response, Failed> {
    let rows = site.desk.store.reader().organizations(&site.desk.policy.organization).await?;
    let directory = site.desk.store.reader().directory().await?;
    let open = open(&site).await?;
    let base = &site.desk.settings.base_url;
    let rows = rows.iter().map(|row| {
        let group = directory.by_acronym(&row.acronym);
        let facts = group.map(|group| directory.facts(group.id));
        let managers = group.map(|it| directory.liaison_managers(it.id, site.today()));
        let managers = managers.unwrap_or_default().into_iter().map(|person| &person.name);
        json!({
            "acronym": row.acronym,
            "name": row.name,
            "state": row.state,
            "received": row.received,
            "sent": row.sent,
            "newest": row.newest,
            "open": open.get(&row.acronym).copied().unwrap_or_default(),
            "relationship": facts.and_then(|facts| facts.relationship),
            "since": facts.map(|facts| &facts.since),
            "liaison_managers": managers.collect::<Vec<_>>(),
            "url": format!("{base}/organizations/{}", crate::asked::part(&row.acronym)),
        })
    });
    Ok(axum::Json(json!({ "organizations": rows.collect::<Vec<_>>() })).into_response())
}

/// Gives what was changed in the directory last.
pub(crate) async fn atom(State(site): State<Site>) -> Result<Response, Failed> {
    let changes = site.desk.store.reader().newest_directory_changes(CHANGES).await?;
    Ok(feed::of_changes(&site, "Organizations and groups: changes", "/organizations", &changes))
}
