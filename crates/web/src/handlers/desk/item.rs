//! `/desk/inbox/ID`: a received message beside the form that makes a statement of it.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use operations::{Failure, ItemForm, ReadProgress, StatementForm};
use rules::{Contact, Direction, ItemState, Mailbox, Why};
use serde::Deserialize;

use super::save::{faults_of, landed, to};
use super::typed::Typed;
use super::write::record_button;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::fields::{Asked, Kind};
use crate::pages::desk::groups::GroupLists;
use crate::pages::desk::item::ItemPage;
use crate::pages::desk::told::ToldNote;
use crate::pieces::OriginNote;
use crate::view::{SignedIn, View};

/// How long a page waits for a message to be read, before it shows the form as it is.
const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// After how many seconds such a page looks again.
const LOOK_AGAIN: &str = "3";

/// Which letter of the message, counted from 1, and whether the form is wanted before it was read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    letter: String,
    form: String,
}

/// A message with the form beside it: as it was filled from the letter, and as somebody typed it.
struct Open {
    read: ItemForm,
    typed: StatementForm,
    keep: Vec<i64>,
}

/// Shows the message with the form, filled from its letter; while that is being read, the page looks again by itself.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failed> {
    let open = open(&site, &view, id, &wanted.letter).await?;
    let is_fresh = site.now().duration_since(open.read.item.received_at) < PATIENCE;
    let is_being_read = open.read.progress == ReadProgress::BeingRead;
    let page = page(&site, view, &open, &[]).await?;
    if is_being_read && is_fresh && wanted.form.is_empty() {
        // Nothing typed is lost by looking again: there is no form yet.
        return Ok(([("refresh", LOOK_AGAIN)], Page(page.without_form())).into_response());
    }
    Ok(Page(page).into_response())
}

/// Makes a statement of it.
pub(crate) async fn record(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let (form, keep) = (typed.statement(), typed.numbers("keep"));
    let taken = operations::take_item(&site.desk, &view.actor, id, &form, &keep, site.now()).await;
    let failure = match taken {
        Ok(number) => return landed(&site, number, "recorded", "sent-to-review").await,
        Err(failure) => failure,
    };
    let open = Open { typed: form, keep, ..open(&site, &view, id, typed.one("letter")).await? };
    // Somebody else recorded it meanwhile: the page says where.
    let (status, faults) = match failure {
        Failure::Unacceptable(_) if open.read.item.statement.is_some() => {
            (StatusCode::CONFLICT, Vec::new())
        }
        failure => faults_of(failure)?,
    };
    Ok((status, Page(page(&site, view, &open, &faults).await?)).into_response())
}

/// Closes it with a reason.
pub(crate) async fn close(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    // Whoever may not see the inbox is not told that a reason is missing.
    let open = open(&site, &view, id, typed.one("letter")).await?;
    match operations::close_item(&site.desk, &view.actor, id, typed.one("reason")).await {
        Ok(()) => Ok(to("/desk/inbox?done=closed")),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            Ok((status, Page(page(&site, view, &open, &faults).await?)).into_response())
        }
    }
}

/// Puts it back among those that wait.
pub(crate) async fn reopen(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Response, Failed> {
    operations::reopen_item(&site.desk, &view.actor, id).await?;
    Ok(to(&format!("/desk/inbox/{id}?done=reopened")))
}

async fn open(site: &Site, view: &View, id: i64, letter: &str) -> Result<Open, Failed> {
    let letter = letter.parse::<usize>().unwrap_or(1).saturating_sub(1);
    let read = operations::item_form(&site.desk, &view.actor, id, letter).await?;
    let keep = read.item.parts.iter().map(|part| part.position).collect();
    Ok(Open { typed: read.form.clone(), read, keep })
}

async fn page(
    site: &Site,
    view: View,
    open: &Open,
    faults: &[(&'static str, String)],
) -> Result<ItemPage, Failed> {
    let Open { read, typed: form, keep } = open;
    let directory = site.desk.store.reader().directory().await?;
    // Whom the letter names was entered by nobody yet; the one who mailed it is its sender.
    let sender = Mailbox::parse(&read.item.from).ok();
    let known: Vec<Contact> =
        sender.iter().map(|sender| Contact::new(sender, Why::Sender)).collect();
    let [from, to] = ToldNote::of(form, &known, Direction::Incoming, &directory, &site.desk.policy);
    let told = [
        from.named_in_letter(&read.form.from_contacts),
        to.named_in_letter(&read.form.to_contacts),
    ];
    let doubts: Vec<(&'static str, String)> = read
        .proofs
        .all()
        .flat_map(|(field, proof)| proof.doubts.iter().map(move |doubt| (field, doubt.clone())))
        .collect();
    let (kind, own_groups) = (Kind::Received, Vec::new());
    let asked = Asked {
        kind,
        policy: &site.desk.policy,
        form,
        faults,
        doubts: &doubts,
        theirs: None,
        own_groups,
        told,
    };
    let submit = record_button(&view.actor);
    let lists = GroupLists::of(&directory, &site.desk.policy);
    let origin = operations::item_origin(&site.desk.store.reader(), read.item.id).await?;
    let page = ItemPage::new(view, read, &asked, lists, keep, submit)
        .with_origin(origin.map(OriginNote::new));
    Ok(if read.item.state == ItemState::Waiting { page } else { page.without_form() })
}
