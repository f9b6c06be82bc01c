//! `/desk`: what waits for somebody, and why for them.

use axum::extract::State;
use rules::{
    Directory, ItemVerb, Matter, State as Stage, Statement, Task as Wanted, Verb, may,
    may_handle_item,
};
use store::Count;

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

/// Puts everything on the desk where the person finds it, in a constant number of questions to the store: what waits for them,
/// as the daily message has it, then what they write and what waits for others.
async fn parts(site: &Site, view: &View) -> Result<Vec<(Part, Task)>, Failed> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let duties = operations::waiting_for(&site.desk, &view.actor, site.now()).await?;
    let mut parts: Vec<(Part, Task)> = Vec::new();
    for duty in &duties {
        let address = operations::address_of(duty, &directory);
        parts.push((Part::Due(duty.pressing), Task::of_duty(duty, address, site.deadline_day())));
    }
    let has_inbox = duties.iter().any(|duty| duty.task == Wanted::Record);
    let may_record =
        may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy).is_ok();
    if may_record && !has_inbox {
        let waiting = reader.items_waiting().await?;
        let is_empty = waiting == Count::Exactly(0);
        parts.extend((!is_empty).then(|| Task::inbox(waiting)));
    }
    let mut unposted = reader.unposted().await?;
    unposted.retain(|it| may(&view.actor, Verb::See, it, &directory, &site.desk.policy).is_ok());
    let waits =
        |it: &&Statement| duties.iter().any(|duty| duty.matter == Matter::Statement(it.number));
    let others = unposted.iter().filter(|it| !waits(it));
    parts.extend(others.filter_map(|it| place(site, view, it, &directory)));
    Ok(parts)
}

/// Returns where a statement that is not on the record and waits for others stands on somebody's desk, if it does.
fn place(
    site: &Site,
    view: &View,
    statement: &Statement,
    directory: &Directory,
) -> Option<(Part, Task)> {
    let (policy, today) = (&site.desk.policy, site.today());
    let may = |verb| may(&view.actor, verb, statement, directory, policy);
    let task = |why: String| Task::of(statement, why, today);
    match statement.state {
        Stage::InReview => {
            Some((Part::OnItsWay, task(waits_for(statement, directory, policy, today))))
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
