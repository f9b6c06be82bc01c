//! `/`: the first page.

use axum::extract::State;
use store::{DeadlineFilter, Find, Sort};

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::home::{DEADLINES, HomePage, NEWEST, Whole};
use crate::view::View;

/// Shows what is new and what is waited for.
pub(crate) async fn show(State(site): State<Site>, view: View) -> Result<Page<HomePage>, Failed> {
    let (reader, today) = (site.desk.store.reader(), site.deadline_day());
    let ahead = Find {
        deadline: Some(DeadlineFilter::OpenOn(today)),
        sort: Sort::Deadline,
        ..Find::default()
    };
    let whole = Whole {
        newest: reader.find(&Find::default(), 1, NEWEST).await?,
        deadlines: reader.find(&ahead, 1, DEADLINES).await?,
        organizations: reader.organizations(&site.desk.policy.organization).await?,
        per_year: reader.per_year().await?,
        today,
    };
    Ok(Page(HomePage::of(view, whole)))
}
