//! What is typed into the form of a statement is saved: a new one, a change, an attachment.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use operations::{Failure, NewAttachment, SentOtherwise, StatementForm, Writing};
use rules::{Actor, Number, Refusal, State as Stage};

use super::acting::acting;
use super::preview::{self, Said};
use super::typed::Typed;
use super::unsaved::writing;
use super::write::{Filled, New, kind_of, page};
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::fields::Kind;
use crate::view::{SignedIn, View};

/// What is said of a file for which a disk has no room, beside the field from which it came.
const NO_ROOM_FOR_IT: &str = "The disk of this service is full, so this file could not be kept. Everything else is saved: add the file again later.";

/// What is wrong with a form, and the status that says so.
pub(super) type Wrong = (StatusCode, Vec<(&'static str, String)>);

/// Begins a draft, enters what was received, or records what was sent already.
pub(crate) async fn new(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Query(query): Query<New>,
    mut typed: Typed,
) -> Result<Response, Failed> {
    let (kind, form) = (query.kind(), typed.statement());
    let (desk, now) = (&site.desk, site.now());
    let actor = &acting(&site, &view.actor, &typed, "role").await?;
    let made = match kind {
        Kind::Draft => operations::draft_statement(desk, actor, &form, now).await,
        Kind::Received => {
            operations::enter_statement(desk, actor, &form, typed.take_files(), now).await
        }
        Kind::Sent => enter_sent(&site, actor, &form, &mut typed).await,
    };
    let number = match made {
        Ok(number) => number,
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            let filled = Filled {
                kind,
                form: &form,
                faults: &faults,
                statement: None,
                is_outdated: false,
                role: typed.one("role"),
            };
            let mut page = page(&site, view, filled).await?;
            page.travelled.value = typed.one("travelled").to_owned();
            return Ok((status, Page(page)).into_response());
        }
    };
    operations::forget_unsaved(desk, &view.actor, writing(kind, None)).await?;
    match kind {
        Kind::Draft => attach(&site, view, number, typed, "saved").await,
        Kind::Received => landed(&site, number, "recorded", "sent-to-review").await,
        Kind::Sent => landed(&site, number, "record-kept", "saved").await,
    }
}

/// Saves a change.
pub(crate) async fn edit(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    match change(&site, &view, number, &typed).await? {
        Ok(()) => attach(&site, view, number, typed, "saved").await,
        Err(faults) => again(&site, view, number, &typed, faults).await,
    }
}

/// Saves a change and removes an attachment.
pub(crate) async fn remove_attachment(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let number = Number(number);
    let position = typed.numbers("position").first().copied().unwrap_or_default();
    if let Err(faults) = change(&site, &view, number, &typed).await? {
        return again(&site, view, number, &typed, faults).await;
    }
    operations::remove_attachment(&site.desk, &view.actor, number, position, site.now()).await?;
    Ok(to(&format!("/statements/{number}/edit?done=removed#attachments")))
}

/// Puts a file in the place of the letter that goes out with a statement, or, without one, has it made again (BOD-4).
pub(crate) async fn convert_letter(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    mut typed: Typed,
) -> Result<Response, Failed> {
    let (number, file) = (Number(number), typed.take_files().into_iter().next());
    let position = typed.numbers("position").first().copied().unwrap_or_default();
    let (desk, now) = (&site.desk, site.now());
    let converted = operations::convert_letter(desk, &view.actor, number, position, file, now);
    if let Err(failure) = converted.await {
        let (status, faults) = faults_of(failure)?;
        let said = Said { faults: &faults, ..Said::default() };
        let page = preview::page(&site, view, number, said).await?;
        return Ok((status, Page(page)).into_response());
    }
    Ok(to(&format!("/statements/{number}/preview?done=changed")))
}

async fn enter_sent(
    site: &Site,
    actor: &Actor,
    form: &StatementForm,
    typed: &mut Typed,
) -> Result<Number, Failure> {
    let on = typed.day("sent_on").map_err(|fault| Refusal::Fields(vec![("sent_on", fault)]))?;
    let (files, how) = (typed.take_files(), typed.one("travelled"));
    let sent = SentOtherwise { on, how };
    operations::enter_sent_statement(&site.desk, actor, form, files, sent, site.now()).await
}

/// Saves what was typed; the inner error says what stands in the way.
async fn change(
    site: &Site,
    view: &View,
    number: Number,
    typed: &Typed,
) -> Result<Result<(), Option<Wrong>>, Failed> {
    let (form, seen) = (typed.statement(), typed.revision());
    let actor = acting(site, &view.actor, typed, "role").await?;
    let saved = operations::edit_statement(&site.desk, &actor, number, seen, &form, site.now());
    match saved.await {
        Ok(()) => {
            operations::forget_unsaved(&site.desk, &view.actor, Writing::Change(number)).await?;
            Ok(Ok(()))
        }
        Err(Failure::Refused(Refusal::Outdated)) => Ok(Err(None)),
        Err(failure) => Ok(Err(Some(faults_of(failure)?))),
    }
}

/// Attaches what was chosen, once everything else is saved.
async fn attach(
    site: &Site,
    view: View,
    number: Number,
    mut typed: Typed,
    done: &str,
) -> Result<Response, Failed> {
    let files = typed.take_files().into_iter().map(|(name, bytes)| file(name, bytes));
    let url = typed.one("url").trim();
    let link = NewAttachment::Link { url: url.to_owned(), title: String::new() };
    let new: Vec<NewAttachment> = files.chain((!url.is_empty()).then_some(link)).collect();
    let has_new = !new.is_empty();
    for new in new {
        let attached = operations::attach(&site.desk, &view.actor, number, new, site.now()).await;
        if let Err(failure) = attached {
            if let Failure::Fault(fault) = &failure
                && fault.is_no_room()
            {
                tracing::error!(%fault, "a file was refused: there is no room on the disk");
                let wrong =
                    (StatusCode::INSUFFICIENT_STORAGE, vec![("file", NO_ROOM_FOR_IT.to_owned())]);
                return refused_attachment(site, view, number, url, wrong).await;
            }
            return refused_attachment(site, view, number, url, faults_of(failure)?).await;
        }
    }
    let wish = typed.one("do").to_owned();
    if let Some((wish, position)) = wish.split_once("-pdf-") {
        return readable(site, view, number, (wish, position)).await;
    }
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    let done = if statement.state == Stage::InReview { "changed" } else { done };
    if typed.one("do") == "list-documents" {
        let (actor, now) = (&view.actor, site.now());
        operations::list_documents(&site.desk, actor, number, statement.revision, now).await?;
        return Ok(to(&format!("/statements/{number}/edit?done=listed#at-text")));
    }
    Ok(match (has_new, typed.one("do")) {
        (_, "preview") => to(&format!("/statements/{number}/preview?done={done}")),
        (true, _) => to(&format!("/statements/{number}/edit?done=added#attachments")),
        (false, _) => to(&format!("/statements/{number}/edit?done={done}")),
    })
}

/// Has a PDF made of a file that few can read, or lets it go without, once everything else is saved (BOD-3).
async fn readable(
    site: &Site,
    view: View,
    number: Number,
    (wish, position): (&str, &str),
) -> Result<Response, Failed> {
    let position = position.parse().unwrap_or_default();
    if wish == "forgo" {
        operations::forgo_pdf(&site.desk, &view.actor, number, position).await?;
        return Ok(to(&format!("/statements/{number}/edit?done=pdf-forgone#attachments")));
    }
    match operations::want_pdf(&site.desk, &view.actor, number, position).await {
        Ok(()) => Ok(to(&format!("/statements/{number}/readable"))),
        Err(failure) => refused_attachment(site, view, number, "", faults_of(failure)?).await,
    }
}

fn file(name: String, bytes: Bytes) -> NewAttachment {
    NewAttachment::File { name, title: String::new(), bytes }
}

/// Shows what was saved, with what is wrong with the file or the link.
async fn refused_attachment(
    site: &Site,
    view: View,
    number: Number,
    url: &str,
    (status, faults): Wrong,
) -> Result<Response, Failed> {
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    let form = StatementForm::of(&statement);
    let filled = Filled {
        kind: kind_of(&statement),
        form: &form,
        faults: &faults,
        statement: Some(&statement),
        is_outdated: false,
        role: "",
    };
    let mut page = page(site, view, filled).await?;
    page.url.value = url.to_owned();
    Ok((status, Page(page)).into_response())
}

/// Shows the form as it was typed, with what is wrong, or with what somebody else saved meanwhile.
async fn again(
    site: &Site,
    view: View,
    number: Number,
    typed: &Typed,
    wrong: Option<Wrong>,
) -> Result<Response, Failed> {
    let (form, role) = (&typed.statement(), typed.one("role"));
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    let is_outdated = wrong.is_none();
    let (status, faults) = wrong.unwrap_or((StatusCode::CONFLICT, Vec::new()));
    let filled = Filled {
        kind: kind_of(&statement),
        form,
        faults: &faults,
        statement: Some(&statement),
        is_outdated,
        role,
    };
    Ok((status, Page(page(site, view, filled).await?)).into_response())
}

/// Leads to where a statement is now: on the record, or waiting.
pub(super) async fn landed(
    site: &Site,
    number: Number,
    posted: &str,
    waiting: &str,
) -> Result<Response, Failed> {
    let statement = site.desk.store.reader().statement(number).await?;
    // What a correction became stands under the number of what it corrects.
    let became = statement.as_ref().and_then(|statement| statement.correction.as_ref());
    if let Some(correction) = became.filter(|correction| correction.became.is_some()) {
        return Ok(to(&format!("/statements/{}/mail?done=corrected", correction.of)));
    }
    let is_posted = statement.is_some_and(|statement| statement.state.is_public());
    Ok(if is_posted {
        to(&format!("/statements/{number}/mail?done={posted}"))
    } else {
        to(&format!("/statements/{number}/preview?done={waiting}"))
    })
}

/// Returns what is wrong with a form, where something is; anything else is no fault of the form.
pub(super) fn faults_of(failure: Failure) -> Result<Wrong, Failed> {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match failure {
        Failure::Refused(Refusal::Fields(faults)) => Ok((unprocessable, faults)),
        Failure::Refused(Refusal::Field { field, fault }) => {
            Ok((unprocessable, vec![(field, fault)]))
        }
        Failure::Refused(refusal @ Refusal::NoReason) => {
            Ok((unprocessable, vec![("reason", refusal.to_string())]))
        }
        // Who may speak is a matter of the field where the group stands, and nothing typed is lost.
        Failure::Refused(
            refusal @ (Refusal::NotYourGroup { .. }
            | Refusal::NoLevel { .. }
            | Refusal::NotAtWork { .. }),
        ) => Ok((StatusCode::FORBIDDEN, vec![("from_groups", refusal.to_string())])),
        Failure::Refused(refusal @ Refusal::NotYourOrganization { .. }) => {
            Ok((StatusCode::FORBIDDEN, vec![("to_groups", refusal.to_string())]))
        }
        Failure::Unacceptable(words) => Ok((unprocessable, vec![("text", words)])),
        failure => Err(failure.into()),
    }
}

/// Leads on after a change, so that loading the page again does not do it twice.
pub(super) fn to(address: &str) -> Response {
    Redirect::to(address).into_response()
}
