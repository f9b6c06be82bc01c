//! `/desk`: what waits for somebody, and why for them.

use axum::extract::State;
use rules::{GateKind, ItemVerb, State as Stage, Statement, Verb, may, may_handle_item};

use super::preview::approvable;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::gates::waits_for;
use crate::pages::desk::waiting::{DeskPage, Part, Task};
use crate::view::{SignedIn, View};

/// Shows everything.
pub(crate) async fn all(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DeskPage>, Failed> {
    Ok(Page(DeskPage::all(parts(&site, &view).await?, view)))
}

/// Shows what waits for an approval or a review.
pub(crate) async fn reviews(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DeskPage>, Failed> {
    Ok(Page(DeskPage::reviews(parts(&site, &view).await?, view)))
}

/// Shows what somebody is writing, has sent round, or gave up.
pub(crate) async fn drafts(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
) -> Result<Page<DeskPage>, Failed> {
    Ok(Page(DeskPage::drafts(parts(&site, &view).await?, view)))
}

/// Puts every statement that is not on the record where the person finds it, in three questions to the store.
async fn parts(site: &Site, view: &View) -> Result<Vec<(Part, Task)>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let mut parts = Vec::new();
    if may_handle_item(&view.actor, ItemVerb::See).is_ok() {
        let waiting = reader.items_waiting().await?;
        parts.extend((waiting > 0).then(|| (Part::Inbox, Task::inbox(waiting))));
    }
    let may = |verb, statement: &Statement| {
        may(&view.actor, verb, statement, &directory, &site.desk.policy)
    };
    for statement in reader.unposted().await? {
        if may(Verb::See, &statement).is_err() {
            continue;
        }
        let review_waits =
            statement.gates.iter().any(|gate| gate.kind == GateKind::Review && !gate.is_open());
        let approvable = approvable(site, &view.actor, &statement, &directory);
        let task = |why: String| Task::of(&statement, why, site.today());
        let waits = || waits_for(&statement, &directory, &site.desk.policy, site.today());
        let found = match (statement.state, approvable.first(), may(Verb::Review, &statement)) {
            (Stage::InReview, Some((_, role)), _) => {
                (Part::Approve, task(format!("You approve as {role}.")))
            }
            (Stage::InReview, None, Ok(role)) if review_waits => {
                let role = role.map(|role| role.words(&directory)).unwrap_or_default();
                (Part::Review, task(format!("You review as {role}.")))
            }
            (Stage::InReview, _, _) => (Part::OnItsWay, task(waits())),
            (Stage::Draft, _, _) if may(Verb::Edit, &statement).is_ok() => {
                (Part::Draft, task(format!("Begun as {}.", statement.created_as)))
            }
            (Stage::Dropped, _, _) if may(Verb::Revive, &statement).is_ok() => {
                (Part::Dropped, task("Given up before it was posted.".to_owned()))
            }
            _ => continue,
        };
        parts.push(found);
    }
    Ok(parts)
}
