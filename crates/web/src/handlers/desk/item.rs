//! `/desk/inbox/ID`: a received message beside the form that makes a statement of it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use operations::{Failure, StatementForm};
use rules::{Direction, ItemState};
use store::Item;

use super::save::{faults_of, landed, to};
use super::typed::Typed;
use super::write::{record_button, told};
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::fields::{Asked, Kind};
use crate::pages::desk::groups::GroupLists;
use crate::pages::desk::item::ItemPage;
use crate::view::{SignedIn, View};

/// Shows the message with the form, filled with what is known of it.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
) -> Result<Page<ItemPage>, Failed> {
    let (item, form) = operations::item_form(&site.desk, &view.actor, id).await?;
    let keep: Vec<i64> = item.parts.iter().map(|part| part.position).collect();
    Ok(Page(page(&site, view, &item, &form, &keep, &[]).await?))
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
    match taken {
        Ok(number) => landed(&site, number, "recorded", "sent-to-review").await,
        // Somebody else recorded it meanwhile: the page says where.
        Err(failure @ Failure::Unacceptable(_)) => {
            let (item, _) = operations::item_form(&site.desk, &view.actor, id).await?;
            if item.statement.is_none() {
                return again(&site, view, id, &form, &keep, failure).await;
            }
            let page = page(&site, view, &item, &form, &keep, &[]).await?;
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(failure) => again(&site, view, id, &form, &keep, failure).await,
    }
}

/// Closes it with a reason.
pub(crate) async fn close(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(id): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    // Whoever may not see the inbox is not told that a reason is missing.
    let (item, form) = operations::item_form(&site.desk, &view.actor, id).await?;
    match operations::close_item(&site.desk, &view.actor, id, typed.one("reason")).await {
        Ok(()) => Ok(to("/desk/inbox?done=closed")),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            let keep: Vec<i64> = item.parts.iter().map(|part| part.position).collect();
            let page = page(&site, view, &item, &form, &keep, &faults).await?;
            Ok((status, Page(page)).into_response())
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

async fn again(
    site: &Site,
    view: View,
    id: i64,
    form: &StatementForm,
    keep: &[i64],
    failure: Failure,
) -> Result<Response, Failed> {
    let (status, faults) = faults_of(failure)?;
    let (item, _) = operations::item_form(&site.desk, &view.actor, id).await?;
    Ok((status, Page(page(site, view, &item, form, keep, &faults).await?)).into_response())
}

async fn page(
    site: &Site,
    view: View,
    item: &Item,
    form: &StatementForm,
    keep: &[i64],
    faults: &[(&'static str, String)],
) -> Result<ItemPage, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    let asked = Asked {
        kind: Kind::Received,
        form,
        faults,
        theirs: None,
        own_groups: Vec::new(),
        told: told(site, form, None, Direction::Incoming, &directory),
    };
    let submit = record_button(&view.actor);
    let lists = GroupLists::of(&directory, &site.desk.policy);
    let page = ItemPage::new(view, item, &asked, lists, keep, submit);
    Ok(if item.state == ItemState::Waiting { page } else { page.without_form() })
}
