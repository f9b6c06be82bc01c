//! `/desk/inbox`: received messages, by where they stand.

use axum::extract::{Query, State};
use rules::{ItemState, ItemVerb, may_handle_item};
use serde::Deserialize;
use store::Count;

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::inbox::{InboxPage, Tab};
use crate::view::SignedIn;

const PER_PAGE: i64 = 25;

/// The states in which messages are listed, the most pressing first.
const TABS: [ItemState; 5] = [
    ItemState::Waiting,
    ItemState::SetAside,
    ItemState::Quarantined,
    ItemState::Closed,
    ItemState::Taken,
];

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
    let here = ItemState::from_slug(&wanted.state).unwrap_or(ItemState::Waiting);
    let number = wanted.page.unwrap_or(1).clamp(1, 100_000);
    let reader = site.desk.store.reader();
    let (items, has_more) = reader.items(here, number, PER_PAGE).await?;
    let glances = operations::item_glances(&reader, &items).await?;
    let owners = operations::item_owners(&site.desk, &items, site.now()).await?;
    let counts = reader.item_counts().await?;
    let tabs = TABS.map(|state| Tab {
        state,
        count: counts.get(&state).copied().unwrap_or(Count::Exactly(0)),
        is_here: state == here,
    });
    Ok(Page(InboxPage::new(view, tabs.into(), &items, (&glances, &owners), number, has_more)))
}
