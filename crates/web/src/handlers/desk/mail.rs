//! `/statements/N/mail` and `/statements/N/withdraw`: what became of a statement's messages, and taking it back.

use axum::extract::{Path, State};

use axum::response::{IntoResponse, Redirect, Response};
use rules::{Direction, Number, State as Stage, Verb, may, may_draft_for};

use super::save::{faults_of, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::mail::MailPage;
use crate::view::{SignedIn, View};

/// Leads to the one page of a statement with all that somebody may do.
pub(crate) async fn lead(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Redirect, Failed> {
    let statement = operations::see(&site.desk, &view.actor, Number(number)).await?;
    let page = if statement.state.is_public() { "mail" } else { "preview" };
    Ok(Redirect::to(&format!("/statements/{number}/{page}")))
}

/// Shows each message with each recipient and attempt, to whoever is involved.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
) -> Result<Page<MailPage>, Failed> {
    Ok(Page(page(&site, view, Number(number), &[], "").await?))
}

/// Takes a statement back from the record, with a reason that its page shows.
pub(crate) async fn withdraw(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    Path(number): Path<i64>,
    typed: Typed,
) -> Result<Response, Failed> {
    let (number, reason) = (Number(number), typed.one("reason"));
    let result =
        operations::withdraw_statement(&site.desk, &view.actor, number, reason, site.now());
    match result.await {
        Ok(()) => Ok(to(&format!("/statements/{number}/mail?done=withdrawn"))),
        Err(failure) => {
            let (status, faults) = faults_of(failure)?;
            let page = page(&site, view, number, &faults, reason).await?;
            Ok((status, Page(page)).into_response())
        }
    }
}

async fn page(
    site: &Site,
    view: View,
    number: Number,
    faults: &[(&'static str, String)],
    reason: &str,
) -> Result<MailPage, Failed> {
    let (desk, reader) = (&site.desk, site.desk.store.reader());
    let statement = operations::see(desk, &view.actor, number).await?;
    let directory = reader.directory().await?;
    may(&view.actor, Verb::SeePrivate, &statement, &directory, &desk.policy)?;
    let may_withdraw =
        may(&view.actor, Verb::Withdraw, &statement, &directory, &desk.policy).is_ok();
    let theirs = statement.from.group_ids();
    let speaks = |group: &rules::GroupRef| {
        may_draft_for(&view.actor, group.id, &theirs, &directory, &desk.policy).is_ok()
    };
    let may_answer = statement.direction == Direction::Incoming
        && statement.state == Stage::Posted
        && statement.to.groups.iter().any(speaks);
    let fates = reader.mail_of(number).await?;
    Ok(MailPage::new(view, &statement, &fates).answerable(may_answer).withdrawable(
        may_withdraw,
        reason,
        faults,
    ))
}
