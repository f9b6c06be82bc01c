//! `/desk/inbox`: received messages, by where they stand.

use axum::extract::{Query, State};
use rules::{ItemState, ItemVerb, may_handle_item};
use serde::Deserialize;

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::inbox::{InboxPage, Tab};
use crate::view::SignedIn;

const PER_PAGE: i64 = 25;

/// Which messages.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    state: String,
    page: Option<i64>,
}

/// Shows one page of the messages in a state, with how many there are in each.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Page<InboxPage>, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy)
        .map_err(|_| Failed::not_found("page"))?;
    let state = ItemState::from_slug(&wanted.state).unwrap_or(ItemState::Waiting);
    let number = wanted.page.unwrap_or(1).clamp(1, 100_000);
    let reader = site.desk.store.reader();
    let (items, total) = reader.items(state, number, PER_PAGE).await?;
    let glances = operations::item_glances(&reader, &items).await?;
    let owners = operations::item_owners(&site.desk, &items, site.now()).await?;
    let mut tabs = Vec::new();
    for other in [
        ItemState::Waiting,
        ItemState::SetAside,
        ItemState::Quarantined,
        ItemState::Closed,
        ItemState::Taken,
    ] {
        let count = if other == state { total } else { reader.items(other, 1, 1).await?.1 };
        tabs.push(Tab { state: other, count, is_here: other == state });
    }
    Ok(Page(InboxPage::new(view, tabs, &items, (&glances, &owners), state, number, PER_PAGE)))
}
