//! What somebody does with a statement by one click: submit, approve, review, and the rest.

use axum::RequestExt;
use axum::extract::{FromRequest, Path, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::{Failure, SentOtherwise, Telling};
use rules::{Actor, Number, PERMISSIONS, Refusal, Verb};

use super::acting::acting;
use super::preview::{Said, page};
use super::save::{faults_of, landed, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::view::{SignedIn, View};

/// What somebody who is signed in does with a statement, and what they typed with it.
pub(crate) struct Act {
    pub(super) site: Site,
    pub(super) view: View,
    pub(super) number: Number,
    pub(super) typed: Typed,
}

/// Submits a draft whose preview was read (OUT-11).
pub(crate) async fn submit(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("submit_as").await?;
    let seen = act.typed.revision();
    let result = operations::submit_statement(desk, actor, act.number, seen, now).await;
    act.after(Verb::Submit, result, ["posted", "submitted"]).await
}

/// Agrees to what somebody else drafted for a group (OUT-12).
pub(crate) async fn agree(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("agree_as").await?;
    let seen = act.typed.revision();
    let result = operations::agree_to_statement(desk, actor, act.number, seen, now).await;
    act.after(Verb::Agree, result, ["posted", "agreed"]).await
}

/// Answers the consultation of a liaison manager (OUT-4).
pub(crate) async fn advise(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("advise_as").await?;
    let [organization, advice] = ["organization", "advice"].map(|name| act.typed.one(name));
    let answered =
        operations::answer_consultation(desk, actor, act.number, organization, advice, now).await;
    let answered = answered.map_err(|failure| match failure {
        Failure::Refused(Refusal::Fields(faults)) => {
            let faults = faults.into_iter().map(|(_, fault)| ("advice", fault)).collect();
            Failure::Refused(Refusal::Fields(faults))
        }
        failure => failure,
    });
    act.after(Verb::Advise, answered, ["posted", "advised"]).await
}

/// Approves a statement for the groups that somebody answers for (OUT-2).
pub(crate) async fn approve(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("approve_as").await?;
    let seen = act.typed.revision();
    let result = operations::approve_statement(desk, actor, act.number, seen, now).await;
    act.after(Verb::Approve, result, ["posted", "approved"]).await
}

/// Reviews a statement (OUT-10, IN-1).
pub(crate) async fn review(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("review_as").await?;
    let seen = act.typed.revision();
    let result = operations::review_statement(desk, actor, act.number, seen, now).await;
    act.after(Verb::Review, result, ["posted", "reviewed"]).await
}

/// Notes an approval that was given elsewhere (OUT-3).
pub(crate) async fn note_approval(act: Act) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let [group, authority, comment] =
        ["group", "authority", "comment"].map(|name| act.typed.one(name));
    let noted =
        operations::note_approval(desk, actor, act.number, group, authority, comment, now).await;
    act.after(Verb::NoteApproval, noted, ["posted", "noted"]).await
}

/// Sends a statement back to whoever drafted it, with what is to be changed.
pub(crate) async fn send_back(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("back_as").await?;
    let words = act.typed.one("back_words");
    let sent = operations::send_back_statement(desk, actor, act.number, words, now).await;
    let sent = at_field("back_words", sent);
    if sent.is_ok() && operations::see(desk, &act.view.actor, act.number).await.is_err() {
        // It is a draft again, which its editors see.
        return Ok(to("/desk?done=sent-back"));
    }
    act.after(Verb::SendBack, sent, ["posted", "sent-back"]).await
}

/// Tells the group of a statement by a mail to its list (OUT-7).
pub(crate) async fn tell_group(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("tell_as").await?;
    let [subject, text] = ["telling_subject", "telling_text"].map(|name| act.typed.one(name));
    let telling = Telling::Mail { subject, text };
    let told = operations::tell_group(desk, actor, act.number, telling, now).await;
    act.after(Verb::TellGroup, told, ["posted", "group-told"]).await
}

/// Notes where and when a group was told of a statement (OUT-7).
pub(crate) async fn note_telling(act: Act) -> Result<Response, Failed> {
    let (desk, now) = (&act.site.desk, act.site.now());
    let actor = &act.acting("tell_as").await?;
    let place = act.typed.one("told_where");
    let noted = match act.typed.day("told_on") {
        Ok(on) => {
            let telling = Telling::Elsewhere { on, place };
            operations::tell_group(desk, actor, act.number, telling, now).await
        }
        Err(fault) => {
            // Whoever may not know of the statement is told nothing of the day.
            operations::see(desk, actor, act.number).await?;
            Err(Failure::Refused(Refusal::Fields(vec![("told_on", fault)])))
        }
    };
    act.after(Verb::TellGroup, noted, ["posted", "telling-noted"]).await
}

/// Puts what is missing beside the field in which it belongs.
fn at_field(field: &'static str, result: Result<(), Failure>) -> Result<(), Failure> {
    result.map_err(|failure| match failure {
        Failure::Refused(Refusal::NoReason) => {
            let fault = "Say what is to be changed.".to_owned();
            Failure::Refused(Refusal::Fields(vec![(field, fault)]))
        }
        failure => failure,
    })
}

/// Gives a statement up before it is on the record.
pub(crate) async fn drop(act: Act) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let reason = act.typed.one("reason");
    match operations::drop_statement(desk, actor, act.number, reason, now).await {
        Ok(()) => Ok(to("/desk?done=dropped")),
        refused => act.after(Verb::Drop, refused, ["posted", "dropped"]).await,
    }
}

/// Takes a dropped statement up again.
pub(crate) async fn revive(act: Act) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let result = operations::revive_statement(desk, actor, act.number, now).await;
    act.after(Verb::Revive, result, ["posted", "revived"]).await
}

/// Records as sent what somebody sent by other means (OUT-5).
pub(crate) async fn record_as_sent(act: Act) -> Result<Response, Failed> {
    sent_otherwise(act, Verb::RecordAsSent).await
}

/// Notes how something went that goes by other means, once nothing else is waited for (REC-7).
pub(crate) async fn note_sending(act: Act) -> Result<Response, Failed> {
    sent_otherwise(act, Verb::Edit).await
}

async fn sent_otherwise(act: Act, verb: Verb) -> Result<Response, Failed> {
    let (desk, actor, now) = (&act.site.desk, &act.view.actor, act.site.now());
    let result = match act.typed.day("sent_on") {
        Ok(on) => {
            let sent = SentOtherwise { on, how: act.typed.one("travelled") };
            match verb {
                Verb::RecordAsSent => {
                    operations::record_as_sent(desk, actor, act.number, sent, now).await
                }
                _ => operations::note_sending(desk, actor, act.number, sent, now).await,
            }
        }
        Err(fault) => {
            // Whoever may not know of the statement is told nothing of the day.
            operations::see(desk, actor, act.number).await?;
            Err(Failure::Refused(Refusal::Fields(vec![("sent_on", fault)])))
        }
    };
    act.after(verb, result, ["record-kept", "noted"]).await
}

impl FromRequest<Site> for Act {
    type Rejection = Response;

    async fn from_request(mut request: Request, site: &Site) -> Result<Self, Self::Rejection> {
        let SignedIn(view) = request.extract_parts_with_state(site).await?;
        let path = request.extract_parts_with_state::<Path<i64>, _>(site).await;
        let Path(number) = path.map_err(IntoResponse::into_response)?;
        let typed = Typed::from_request(request, site).await?;
        Ok(Self { site: site.clone(), view, number: Number(number), typed })
    }
}

impl Act {
    /// Returns the person, acting in the role that they chose in a field.
    pub(super) async fn acting(&self, field: &str) -> Result<Actor, Failed> {
        acting(&self.site, &self.view.actor, &self.typed, field).await
    }

    /// Leads on, or shows the page again with what stands in the way.
    pub(super) async fn after(
        self,
        verb: Verb,
        result: Result<(), Failure>,
        [posted, waiting]: [&str; 2],
    ) -> Result<Response, Failed> {
        let Self { site, view, number, typed } = self;
        let failure = match result {
            Ok(()) => return landed(&site, number, posted, waiting).await,
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
                | Refusal::NotItsTurn { .. }
                | Refusal::NoSuchGate),
            ) => (StatusCode::CONFLICT, refusal.to_string(), Vec::new()),
            failure => {
                let (status, faults) = faults_of(failure)?;
                (status, String::new(), faults)
            }
        };
        let said = Said { notice, faults: &faults, typed: Some(&typed) };
        Ok((status, Page(page(&site, view, number, said).await?)).into_response())
    }
}
