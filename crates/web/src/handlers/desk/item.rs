//! `/desk/inbox/ID`: a received message beside the form that makes a statement of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::{Failure, StatementForm};
use rules::{Contact, Direction, ItemState, Mailbox, Why};
use store::Item;

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
use crate::view::{SignedIn, View};

/// A message with the form beside it: as it was filled from the message, and as somebody typed it.
struct Open {
    item: Item,
    fresh: StatementForm,
    typed: StatementForm,
    keep: Vec<i64>,
}

/// Shows the message with the form, filled with what is known of it.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Page<ItemPage>, Failed> {
    let open = open(&site, &view, id).await?;
    Ok(Page(page(&site, view, &open, &[]).await?))
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
    let open = Open { typed: form, keep, ..open(&site, &view, id).await? };
    // Somebody else recorded it meanwhile: the page says where.
    let (status, faults) = match failure {
        Failure::Unacceptable(_) if open.item.statement.is_some() => {
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
    let open = open(&site, &view, id).await?;
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

async fn open(site: &Site, view: &View, id: i64) -> Result<Open, Failed> {
    let (item, fresh) = operations::item_form(&site.desk, &view.actor, id).await?;
    let keep = item.parts.iter().map(|part| part.position).collect();
    Ok(Open { item, typed: fresh.clone(), fresh, keep })
}

async fn page(
    site: &Site,
    view: View,
    open: &Open,
    faults: &[(&'static str, String)],
) -> Result<ItemPage, Failed> {
    let Open { item, fresh, typed, keep } = open;
    let directory = site.desk.store.reader().directory().await?;
    let senders = Mailbox::parse_list(&fresh.from_contacts).unwrap_or_default();
    let known: Vec<Contact> =
        senders.iter().map(|sender| Contact::new(sender, Why::Sender)).collect();
    let told = ToldNote::of(typed, &known, Direction::Incoming, &directory, &site.desk.policy);
    let kind = Kind::Received;
    let asked = Asked { kind, form: typed, faults, theirs: None, own_groups: Vec::new(), told };
    let submit = record_button(&view.actor);
    let lists = GroupLists::of(&directory, &site.desk.policy);
    let page = ItemPage::new(view, item, &asked, lists, keep, submit);
    Ok(if item.state == ItemState::Waiting { page } else { page.without_form() })
}
