//! `/desk/overview`: all that waits for an answer, for those who look after all of it.

use axum::extract::State;
use rules::{ItemVerb, may_handle_item};
use store::{Find, Sort};

use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::overview::{OverviewPage, Waiting};
use crate::view::SignedIn;

/// As many of each kind are shown.
const SHOWN: i64 = 20;

/// Shows what is overdue, what waits longest, what nobody has taken on, and how much of each organization.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<OverviewPage>, Failed> {
    let reader = site.desk.store.reader();
    let (directory, policy) = (reader.directory().await?, &site.desk.policy);
    may_handle_item(&view.actor, ItemVerb::See, &directory, policy)
        .map_err(|_| Failed::not_found("page"))?;
    let today = site.deadline_day();
    let open = Find { unanswered: true, ..Find::default() };
    let overdue = Find { due: (None, today.yesterday().ok()), sort: Sort::Due, ..open.clone() };
    let longest = Find { sort: Sort::Oldest, ..open.clone() };
    let ownerless = Find { ownerless: true, sort: Sort::Due, ..open };
    let waiting = Waiting {
        overdue: reader.find(&overdue, 1, SHOWN).await?,
        longest: reader.find(&longest, 1, SHOWN).await?,
        ownerless: reader.find(&ownerless, 1, SHOWN).await?,
        organizations: reader.waiting(&policy.organization, today).await?,
        today,
    };
    Ok(Page(OverviewPage::of(view, waiting)))
}
