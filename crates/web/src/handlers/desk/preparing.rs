//! What makes a statement ready to go: split, its documents listed, its time set, its approval handed on; and another begun
//! from it.

use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use operations::Failure;
use rules::{Actor, Direction, Directory, Event, Refusal, Statement, Verb, deadline_doubts, may};

use super::act::Act;
use super::save::to;
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::pages::desk::preparing::{MayPrepare, Preparing};

/// Makes of a draft to several organizations one for each (CON-9).
pub(crate) async fn split(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let seen = act.typed.revision();
    let split = operations::split_statement(desk, &act.view.actor, act.number, seen, now).await;
    act.after(Verb::Edit, split.map(drop), ["posted", "split"]).await
}

/// Lists at the end of the text the documents that it refers to (DOC-5).
pub(crate) async fn list_documents(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let seen = act.typed.revision();
    let listed = operations::list_documents(desk, &act.view.actor, act.number, seen, now).await;
    act.after(Verb::Edit, listed, ["posted", "listed"]).await
}

/// Sets when a statement goes at the earliest, or clears it where no day is named.
pub(crate) async fn set_time(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let seen = act.typed.revision();
    let set = match instant(&act.typed) {
        Ok(at) => operations::time_posting(desk, &act.view.actor, act.number, seen, at, now).await,
        Err(fault) => {
            // Whoever may not know of the statement is told nothing of the time.
            operations::see(desk, &act.view.actor, act.number).await?;
            Err(Failure::Refused(Refusal::Fields(vec![fault])))
        }
    };
    act.after(Verb::Edit, set, ["posted", "time-set"]).await
}

/// Asks somebody else to approve it who may as well (OUT-2).
pub(crate) async fn hand(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("approve_as").await?;
    let [other, words] = ["asked_other", "asked_words"].map(|name| act.typed.one(name));
    let handed = operations::hand_approval(desk, actor, act.number, other, words, now).await;
    act.after(Verb::Approve, handed, ["posted", "handed"]).await
}

/// Begins a draft with the words of this one, and leads to its form.
pub(crate) async fn again(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let follows_up = !act.typed.one("follows_up").is_empty();
    let own = operations::draft_again(desk, &act.view.actor, act.number, follows_up, now).await?;
    Ok(to(&format!("/statements/{own}/edit?done=begun-again")))
}

/// Returns the instant that was typed; none where no day was.
fn instant(typed: &Typed) -> Result<Option<Timestamp>, (&'static str, String)> {
    if typed.one("goes_on").trim().is_empty() {
        return Ok(None);
    }
    let day = typed.day("goes_on").map_err(|fault| ("goes_on", fault))?;
    let at = typed.one("goes_at").trim();
    let time = match at.is_empty() {
        true => Some(Time::midnight()),
        false => Time::strptime("%H:%M", at).ok(),
    };
    let fault = || ("goes_at", format!("“{at}” is no time of the day: write it as 09:30."));
    let zoned = time.map(|time| day.to_datetime(time)).ok_or_else(fault)?;
    TimeZone::UTC.to_timestamp(zoned).map(Some).map_err(|_| fault())
}

/// Returns what makes a statement ready to go, and what somebody should consider before it does.
pub(super) fn preparing(
    site: &Site,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    history: &[Event],
    faults: &[(&'static str, String)],
    typed: impl Fn(&str) -> String,
) -> Preparing {
    let (desk, policy) = (&site.desk, &site.desk.policy);
    let is_ours = statement.direction == Direction::Outgoing;
    let edits = is_ours && may(actor, Verb::Edit, statement, directory, policy).is_ok();
    let may_approve = may(actor, Verb::Approve, statement, directory, policy).is_ok();
    let others = match may_approve {
        true => operations::hands_to(desk, actor, statement, directory, site.now()),
        false => Vec::new(),
    };
    let can = MayPrepare {
        split: match edits {
            true => operations::can_be_split(statement, directory),
            false => Vec::new(),
        },
        edit: edits,
        time: edits && !statement.state.is_public() && statement.goes_by_other_means().is_none(),
        others,
    };
    let handed = operations::handed_in_words(history);
    Preparing::new(statement, can, doubts(site, statement, directory), handed, faults, typed)
}

/// Returns what to consider of the deadline of a statement that is to go (PUR-2).
pub(super) fn doubts(site: &Site, statement: &Statement, directory: &Directory) -> Vec<String> {
    let is_to_go = !statement.state.is_public() && statement.correction.is_none();
    match statement.deadline() {
        Some(deadline) if is_to_go && statement.direction == Direction::Outgoing => {
            let asked = statement.to.group_ids();
            deadline_doubts(deadline.date, site.today(), &asked, directory, &site.desk.policy)
        }
        _ => Vec::new(),
    }
}
