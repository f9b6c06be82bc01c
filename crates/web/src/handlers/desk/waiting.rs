//! `/desk`: what waits for somebody, and why for them.

use axum::extract::State;
use rules::{
    Directory, GateKind, ItemVerb, Process, State as Stage, Statement, Verb, may, may_handle_item,
};
use store::Count;

use super::answering::to_answer;
use super::preview::{asked_about, deciding};
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

/// Puts everything on the desk where the person finds it, in a constant number of questions to the store.
async fn parts(site: &Site, view: &View) -> Result<Vec<(Part, Task)>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let mut parts = Vec::new();
    if may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy).is_ok() {
        let waiting = reader.items_waiting().await?;
        let is_empty = waiting == Count::Exactly(0);
        parts.extend((!is_empty).then(|| (Part::Inbox, Task::inbox(waiting))));
    }
    let mut unposted = reader.unposted().await?;
    unposted.retain(|it| may(&view.actor, Verb::See, it, &directory, &site.desk.policy).is_ok());
    parts.extend(unposted.iter().filter_map(|it| place(site, view, it, &directory)));
    parts.extend(to_answer(site, view, &unposted).await?);
    Ok(parts)
}

/// Returns where a statement that is not on the record stands on somebody's desk, if it does.
fn place(
    site: &Site,
    view: &View,
    statement: &Statement,
    directory: &Directory,
) -> Option<(Part, Task)> {
    let (actor, policy, today) = (&view.actor, &site.desk.policy, site.today());
    let may = |verb| may(actor, verb, statement, directory, policy);
    let task = |why: String| Task::of(statement, why, today);
    let process = Process::of(statement);
    let review_waits =
        statement.gates.iter().any(|gate| gate.kind == GateKind::Review && process.is_due(gate));
    match statement.state {
        Stage::InReview => {
            let first = |kind| deciding(site, actor, statement, directory, kind).into_iter().next();
            if let Some((_, role)) = first(GateKind::Approval) {
                return Some((Part::Approve, task(format!("You approve as {role}."))));
            }
            if let Some((group, role)) = first(GateKind::Agreement) {
                let why = format!("Somebody drafted it for {group}. You agree as {role}.");
                return Some((Part::Agree, task(why)));
            }
            let about = asked_about(site, actor, statement, directory);
            if let Some(asked) = about.iter().find(|asked| !asked.must_say) {
                return Some((Part::Advise, task(asked.why.clone())));
            }
            match may(Verb::Review).ok().filter(|_| review_waits) {
                Some(role) => {
                    let role =
                        role.map(|role| policy.held_words(role, directory)).unwrap_or_default();
                    Some((Part::Review, task(format!("You review as {role}."))))
                }
                None => {
                    Some((Part::OnItsWay, task(waits_for(statement, directory, policy, today))))
                }
            }
        }
        Stage::Draft if may(Verb::Edit).is_ok() => {
            let begun = task(format!("Begun as {}.", statement.created_as));
            Some((Part::Draft, begun.with_form()))
        }
        Stage::Dropped if may(Verb::Revive).is_ok() => {
            Some((Part::Dropped, task("Given up before it was posted.".to_owned())))
        }
        _ => None,
    }
}
