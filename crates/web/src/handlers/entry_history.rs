//! `/groups/ACRONYM/history`: what was changed in an entry of the directory, and `/groups/ACRONYM/history.atom`.

use axum::extract::{Path, State};
use axum::response::Response;
use rules::{EntryVerb, may_keep};

use crate::asked::part;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::entry_history::EntryHistoryPage;
use crate::view::View;
use crate::{Site, feed};

/// How many changes the page shows.
const MOST: i64 = 500;

/// Shows what was changed; what is not public, to those who keep the entry alone.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(acronym): Path<String>,
) -> Result<Page<EntryHistoryPage>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let group = directory.by_acronym(&acronym);
    let group = group.ok_or(Failed::not_found("organization or group"))?;
    let may =
        may_keep(&view.actor, EntryVerb::SeePrivate, Some(group.id), &directory, &site.desk.policy);
    let mut changes = reader.directory_changes(group.id, MOST).await?;
    changes.retain(|change| change.public || may.is_ok());
    Ok(Page(EntryHistoryPage::of(view, group, &changes)))
}

/// Gives what everybody may read of it as a feed.
pub(crate) async fn atom(
    State(site): State<Site>,
    Path(acronym): Path<String>,
) -> Result<Response, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let group = directory.by_acronym(&acronym);
    let group = group.ok_or(Failed::not_found("organization or group"))?;
    let changes = reader.directory_changes(group.id, MOST).await?;
    let path = format!("/groups/{}/history", part(&group.acronym));
    Ok(feed::of_changes(&site, &format!("History of {}", group.name), &path, &changes))
}
