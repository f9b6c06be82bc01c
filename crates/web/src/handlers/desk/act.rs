//! What somebody does with a statement by one click: submit, approve, review, and the rest.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::{Failure, SentOtherwise};
use rules::{Number, PERMISSIONS, Refusal, Verb};

use super::preview::{Said, page};
use super::save::{faults_of, landed, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::view::{SignedIn, View};

/// Submits a draft whose preview was read (OUT-11).
pub(crate) async fn submit(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let seen = typed.revision();
    let result =
        operations::submit_statement(&site.desk, &view.actor, number, seen, site.now()).await;
    after(&site, view, number, Verb::Submit, &typed, result, ["posted", "submitted"]).await
}

/// Approves a statement for the groups that somebody answers for (OUT-2).
pub(crate) async fn approve(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let seen = typed.revision();
    let result =
        operations::approve_statement(&site.desk, &view.actor, number, seen, site.now()).await;
    after(&site, view, number, Verb::Approve, &typed, result, ["posted", "approved"]).await
}

/// Reviews a statement (OUT-10, IN-1).
pub(crate) async fn review(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let seen = typed.revision();
    let result =
        operations::review_statement(&site.desk, &view.actor, number, seen, site.now()).await;
    after(&site, view, number, Verb::Review, &typed, result, ["posted", "reviewed"]).await
}

/// Notes an approval that was given elsewhere (OUT-3).
pub(crate) async fn note_approval(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let (group, authority, comment) =
        (typed.one("group"), typed.one("authority"), typed.one("comment"));
    let (desk, actor, now) = (&site.desk, &view.actor, site.now());
    let result =
        operations::note_approval(desk, actor, number, group, authority, comment, now).await;
    after(&site, view, number, Verb::NoteApproval, &typed, result, ["posted", "noted"]).await
}

/// Gives a statement up before it is on the record.
pub(crate) async fn drop(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let reason = typed.one("reason");
    let result =
        operations::drop_statement(&site.desk, &view.actor, number, reason, site.now()).await;
    match result {
        Ok(()) => Ok(to("/desk?done=dropped")),
        refused => {
            after(&site, view, number, Verb::Drop, &typed, refused, ["posted", "dropped"]).await
        }
    }
}

/// Takes a dropped statement up again.
pub(crate) async fn revive(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let result = operations::revive_statement(&site.desk, &view.actor, number, site.now()).await;
    after(&site, view, number, Verb::Revive, &typed, result, ["posted", "revived"]).await
}

/// Records as sent what somebody sent by other means (OUT-5).
pub(crate) async fn record_as_sent(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let result = match typed.day("sent_on") {
        Ok(on) => {
            let sent = SentOtherwise { on, how: typed.one("travelled") };
            operations::record_as_sent(&site.desk, &view.actor, number, sent, site.now()).await
        }
        Err(fault) => {
            // Whoever may not know of the statement is told nothing of the day.
            operations::see(&site.desk, &view.actor, number).await?;
            Err(Failure::Refused(Refusal::Fields(vec![("sent_on", fault)])))
        }
    };
    after(&site, view, number, Verb::RecordAsSent, &typed, result, ["record-kept", "noted"]).await
}

/// Leads on, or shows the page again with what stands in the way.
async fn after(
    site: &Site,
    view: View,
    number: Number,
    verb: Verb,
    typed: &Typed,
    result: Result<(), Failure>,
    [posted, waiting]: [&str; 2],
) -> Result<Response, Failed> {
    let failure = match result {
        Ok(()) => return landed(site, number, posted, waiting).await,
        Err(failure) => failure,
    };
    let state = operations::see(&site.desk, &view.actor, number).await?.state;
    let is_too_late =
        !PERMISSIONS.iter().any(|row| row.verb == verb && row.states.contains(&state));
    let (status, notice, faults) = match failure {
        // Clicked twice, or after somebody else: how it stands now is the answer.
        Failure::Refused(Refusal::NotAllowed { .. }) if is_too_late && state.is_public() => {
            return Ok(to(&format!("/statements/{number}")));
        }
        failure if state.is_public() => return Err(failure.into()),
        Failure::Refused(Refusal::NotAllowed { .. }) if is_too_late => {
            let notice = format!("This statement is {state} by now: nothing was changed.");
            (StatusCode::CONFLICT, notice, Vec::new())
        }
        Failure::Refused(
            refusal @ (Refusal::Outdated
            | Refusal::WrongState { .. }
            | Refusal::GateOpen { .. }
            | Refusal::NoSuchGate),
        ) => (StatusCode::CONFLICT, refusal.to_string(), Vec::new()),
        failure => {
            let (status, faults) = faults_of(failure)?;
            (status, String::new(), faults)
        }
    };
    let said = Said { notice, faults: &faults, typed: Some(typed) };
    Ok((status, Page(page(site, view, number, said).await?)).into_response())
}
