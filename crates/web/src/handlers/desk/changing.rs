//! What is changed about a statement that is on the record: mail sent again, something added, a correction, a revision.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::{Failure, NewAttachment};
use rules::{Direction, Directory, Number, Refusal, Statement, Verb, may, may_tell_receivers};

use super::act::Act;
use super::mail::page;
use super::save::{faults_of, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::changing::{Changing, MayChange};
use crate::view::{SignedIn, View};

/// Sends a message to one recipient again, or to a corrected address.
pub(crate) async fn resend(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path((number, delivery)): Path<(i64, i64)>,
    mut typed: Typed,
) -> Result<Response, Failed> {
    let (number, now) = (Number(number), site.now());
    let address = typed.one("resend_to");
    let done =
        operations::resend_mail(&site.desk, &view.actor, number, delivery, address, now).await;
    typed.put("delivery", &delivery.to_string());
    back(site, view, number, typed, done, "sent-again").await
}

/// Adds files and a link to what was sent already, and tells those who have it if that was chosen.
pub(crate) async fn add(mut act: Act) -> Result<Response, Failed> {
    let files = act.typed.take_files().into_iter();
    let title = act.typed.one("title");
    let named = |title: &str| title.to_owned();
    let mut new: Vec<NewAttachment> = files
        .map(|(name, bytes)| NewAttachment::File { name, title: named(title), bytes })
        .collect();
    let url = act.typed.one("url").trim();
    if !url.is_empty() {
        new.push(NewAttachment::Link { url: url.to_owned(), title: named(title) });
    }
    let tell = !act.typed.one("tell").is_empty();
    let mut done = match new.is_empty() {
        true => Err(refused("file", "Choose a file, or give a link.")),
        false => Ok(()),
    };
    for one in new {
        if done.is_ok() {
            let (desk, now) = (&act.site.desk, act.site.now());
            done =
                operations::add_attachment(desk, &act.view.actor, act.number, one, tell, now).await;
        }
    }
    let Act { site, view, number, typed } = act;
    back(site, view, number, typed, done, "added-after").await
}

/// Begins a correction, and leads to its form.
pub(crate) async fn correct(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("correct_as").await?;
    let (why, resend) = (act.typed.one("correction_why"), !act.typed.one("resend").is_empty());
    match operations::begin_correction(desk, actor, act.number, (why, resend), now).await {
        Ok(own) => Ok(to(&format!("/statements/{own}/edit?done=correction-begun"))),
        Err(failure) => {
            let Act { site, view, number, typed } = act;
            back(site, view, number, typed, Err(failure), "").await
        }
    }
}

/// Begins a statement in the place of one that was sent, and leads to its form.
pub(crate) async fn revise(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let own = operations::revise_statement(desk, &act.view.actor, act.number, now).await?;
    Ok(to(&format!("/statements/{own}/edit?done=revision-begun")))
}

/// Takes a file from view, or shows it again.
pub(crate) async fn hide(act: Act) -> Result<Response, Failed> {
    let (desk, now, actor) = (&act.site.desk, act.site.now(), &act.view.actor);
    let position = act.typed.one("hide_position").parse().unwrap_or_default();
    let reason = act.typed.one("hide_reason");
    let shows = act.typed.one("do") == "show";
    let done = if shows {
        operations::show_attachment(desk, actor, act.number, position, reason, now).await
    } else {
        operations::hide_attachment(desk, actor, act.number, position, reason, now).await
    };
    let Act { site, view, number, typed } = act;
    back(site, view, number, typed, done, if shows { "file-shown" } else { "file-hidden" }).await
}

/// Notes that the sender of a statement agreed to a later day (PUR-4).
pub(crate) async fn agree_deadline(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let [who, place] = ["agreed_by", "agreed_where"].map(|name| act.typed.one(name));
    let done = match act.typed.day("agreed_day") {
        Ok(day) => {
            let actor = &act.view.actor;
            operations::agree_deadline(desk, actor, act.number, day, (who, place), now).await
        }
        Err(fault) => Err(refused("agreed_day", &fault)),
    };
    let Act { site, view, number, typed } = act;
    back(site, view, number, typed, done, "deadline-agreed").await
}

fn refused(field: &'static str, fault: &str) -> Failure {
    Failure::Refused(Refusal::Fields(vec![(field, fault.to_owned())]))
}

/// Leads back to the page, or shows it again with what stands in the way.
async fn back(
    site: Site,
    view: View,
    number: Number,
    typed: Typed,
    done: Result<(), Failure>,
    said: &str,
) -> Result<Response, Failed> {
    match done {
        Ok(()) => Ok(to(&format!("/statements/{number}/mail?done={said}"))),
        Err(failure) => {
            let (status, faults): (StatusCode, _) = faults_of(failure)?;
            let page = page(&site, view, number, &faults, Some(&typed)).await?;
            Ok((status, Page(page)).into_response())
        }
    }
}

/// Returns what somebody may change about a statement on the record, with what was typed and what is wrong.
pub(super) async fn changing(
    site: &Site,
    view: &View,
    statement: &Statement,
    directory: &Directory,
    faults: &[(&'static str, String)],
    typed: impl Fn(&str) -> String,
) -> Result<Changing, Failed> {
    let (policy, actor) = (&site.desk.policy, &view.actor);
    let can = |verb| may(actor, verb, statement, directory, policy).is_ok();
    let drafts = statement.direction == Direction::Incoming
        || operations::may_speak_for(&site.desk, actor, statement, directory);
    let mut may_change = MayChange {
        resend: can(Verb::Resend),
        add: can(Verb::Add),
        tell: statement.direction == Direction::Incoming
            || may_tell_receivers(actor, statement, directory, policy),
        correct: can(Verb::Correct) && drafts,
        revise: can(Verb::Revise) && drafts,
        again: statement.direction == Direction::Outgoing && drafts,
        agree: can(Verb::AgreeDeadline) && statement.deadline().is_some(),
        hide: can(Verb::Hide) && !statement.attachments.is_empty(),
        correction: None,
    };
    if may_change.correct
        && let Some(own) = site.desk.store.reader().correction_of(statement.number).await?
        && operations::see(&site.desk, actor, own).await.is_ok()
    {
        may_change.correction = Some(own);
    }
    let roles = rules::roles_for(actor, Verb::Correct, statement, directory, policy);
    let role =
        super::acting::role_field(site, "correct_as", &roles, directory, &typed("correct_as"));
    // The day that an answer asks for is the one that is agreed to, unless somebody types another.
    let asked = statement.deadline_asked_for().map(|day| day.to_string()).unwrap_or_default();
    let typed = |name: &str| match typed(name) {
        typed if name == "agreed_day" && typed.is_empty() => asked.clone(),
        typed => typed,
    };
    Ok(Changing::new(statement, may_change, role, faults, typed))
}
