//! What is typed into the form of a statement is kept while it is written, and what it refers to is shown beside it.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use operations::{Failure, Referred, StatementForm, Unsaved, Writing, check_statement};
use rules::{Number, Refusal, Statement};

use super::save::to;
use super::typed::Typed;
use super::write::{New, kind_of};
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::beside::{BesideText, UnsavedNote};
use crate::pages::desk::fields::Kind;
use crate::pieces::Instant;
use crate::view::{SignedIn, View};

/// Keeps what is typed into the form of a new statement, or throws it away.
pub(crate) async fn new(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Query(query): Query<New>,
    typed: Typed,
) -> Result<Response, Failed> {
    let kind = query.kind();
    keep(&site, &view, (kind, None), &typed).await
}

/// Keeps what is typed into the form of a statement that there is, or throws it away.
pub(crate) async fn change(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let statement = operations::see(&site.desk, &view.actor, Number(number)).await?;
    keep(&site, &view, (kind_of(&statement), Some(&statement)), &typed).await
}

async fn keep(
    site: &Site,
    view: &View,
    (kind, statement): (Kind, Option<&Statement>),
    typed: &Typed,
) -> Result<Response, Failed> {
    let (desk, actor, at) = (&site.desk, &view.actor, site.now());
    let writing = writing(kind, statement.map(|it| it.number));
    if typed.one("do") == "throw-away" {
        operations::forget_unsaved(desk, actor, writing).await?;
        return Ok(to(&page_of(kind, statement.map(|it| it.number))));
    }
    let form = typed.statement();
    let beside = beside(site, kind, statement, &form).await?;
    let unsaved = Unsaved { form, revision: typed.revision().max(0), at };
    let beside = match operations::keep_unsaved(desk, actor, writing, &unsaved).await {
        Ok(()) => beside.kept(at),
        Err(Failure::Refused(Refusal::Field { fault, .. })) => beside.not_kept(fault),
        Err(failure) => return Err(failure.into()),
    };
    Ok(Page(beside).into_response())
}

/// Returns what stands beside the text of a statement of ours; what others wrote is theirs to answer for.
pub(super) async fn beside(
    site: &Site,
    kind: Kind,
    statement: Option<&Statement>,
    form: &StatementForm,
) -> Result<BesideText, Failed> {
    if kind == Kind::Received {
        return Ok(BesideText::default());
    }
    let (reader, policy) = (site.desk.store.reader(), &site.desk.policy);
    let referred = match statement {
        Some(statement) => {
            let typed = Statement { text: form.text.clone(), ..statement.clone() };
            check_statement(&reader, policy, &typed).await?
        }
        None => {
            let documents = operations::check_documents(&reader, policy, &form.text).await?;
            Referred { documents, ..Referred::default() }
        }
    };
    Ok(BesideText::of(referred))
}

/// Returns which form it is.
pub(super) fn writing(kind: Kind, number: Option<Number>) -> Writing {
    number.map_or(Writing::New(kind.slug()), Writing::Change)
}

/// Returns where what is typed into a form is kept.
pub(super) fn keeps(kind: Kind, number: Option<Number>) -> String {
    match number {
        Some(number) => format!("/statements/{number}/unsaved"),
        None => format!("/statements/new/unsaved?direction={}", kind.slug()),
    }
}

/// Returns what to say of what somebody typed before and did not save; nothing where that is what is saved.
pub(super) fn note(
    kind: Kind,
    number: Option<Number>,
    unsaved: &Unsaved,
    saved: &StatementForm,
) -> Option<UnsavedNote> {
    let page = page_of(kind, number);
    let sign = if page.contains('?') { '&' } else { '?' };
    let take = format!("{page}{sign}unsaved=take");
    let note = UnsavedNote { at: Instant(unsaved.at), take, drop: keeps(kind, number) };
    (unsaved.form != *saved).then_some(note)
}

fn page_of(kind: Kind, number: Option<Number>) -> String {
    match number {
        Some(number) => format!("/statements/{number}/edit"),
        None => format!("/statements/new?direction={}", kind.slug()),
    }
}
