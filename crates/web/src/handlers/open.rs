//! `/organizations/ACRONYM/open` (`.atom`) and `/organizations/ACRONYM/report`: how it stands with an organization or a
//! group of one.

use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use axum::response::{IntoResponse, Response};
use operations::OrganizationReport;
use rules::Period;
use serde::Deserialize;

use crate::asked::part;
use crate::failed::Failed;
use crate::page::{Page, typed};
use crate::pages::open::{OpenPage, ReportPage};
use crate::view::{SignedIn, View};
use crate::{Site, feed};

/// Of when the report is to be.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    period: String,
}

/// Shows what is open with an organization, both ways.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(acronym): Path<String>,
) -> Result<Page<OpenPage>, Failed> {
    let open = operations::open_with(&site.desk, &acronym).await?;
    Ok(Page(OpenPage::of(view, open, site.deadline_day())))
}

/// Gives what is open as a feed, the newest first.
pub(crate) async fn atom(
    State(site): State<Site>,
    Path(acronym): Path<String>,
) -> Result<Response, Failed> {
    let open = operations::open_with(&site.desk, &acronym).await?;
    let path = format!("/organizations/{}/open", part(&open.group.acronym));
    let mut rows: Vec<_> = open.we_owe.rows.into_iter().chain(open.they_owe.rows).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.number)));
    let title = format!("Open with {}", open.group.name);
    Ok(feed::of_rows(&site, &title, &format!("{path}.atom"), &path, &rows))
}

/// Shows the report of a quarter or a year, the present quarter where none is named.
pub(crate) async fn report(
    State(site): State<Site>,
    view: View,
    Path(acronym): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<ReportPage>, Failed> {
    let report = written(&site, &acronym, &wanted).await?;
    Ok(Page(ReportPage::of(view, report)))
}

/// Gives the report as Markdown.
pub(crate) async fn markdown(
    State(site): State<Site>,
    Path(acronym): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failed> {
    let report = written(&site, &acronym, &wanted).await?;
    Ok(typed("text/markdown; charset=utf-8", report.markdown()))
}

/// Gives the report as a PDF: to whoever is signed in, since a program is started for it, and one at a time.
pub(crate) async fn pdf(
    State(site): State<Site>,
    SignedIn(_): SignedIn,
    Path(acronym): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failed> {
    let report = written(&site, &acronym, &wanted).await?;
    let name = format!("liaison-{}-{}.pdf", report.group.acronym, report.period);
    let pdf = site.one_at_a_time(report.pdf(site.converter())).await?;
    let headers = [
        (CONTENT_DISPOSITION, super::attachment::disposition(true, &name)),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, typed("application/pdf", pdf)).into_response())
}

async fn written(
    site: &Site,
    acronym: &str,
    wanted: &Wanted,
) -> Result<OrganizationReport, Failed> {
    let today = site.deadline_day();
    let period = match wanted.period.trim() {
        "" => Period::quarter_of(today),
        text => Period::parse(text).ok_or(Failed::not_found("report"))?,
    };
    Ok(operations::organization_report(&site.desk, acronym, period, today).await?)
}
