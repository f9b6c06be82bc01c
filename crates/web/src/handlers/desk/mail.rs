//! `/statements/N/mail` and `/statements/N/withdraw`: what became of a statement's messages, and taking it back.

use axum::extract::{Path, State};

use axum::response::{IntoResponse, Redirect, Response};
use rules::{
    Direction, Directory, Number, State as Stage, Statement, Verb, may, may_draft_for, roles_for,
};

use super::acting::role_field;
use super::changing::changing;
use super::save::{faults_of, to};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::afterwards::{Afterwards, MayAfterwards};
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
    Ok(Page(page(&site, view, Number(number), &[], None).await?))
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
            let page = page(&site, view, number, &faults, Some(&typed)).await?;
            Ok((status, Page(page)).into_response())
        }
    }
}

/// Returns the page, with what was typed into one of its forms and what is wrong with it.
pub(super) async fn page(
    site: &Site,
    view: View,
    number: Number,
    faults: &[(&'static str, String)],
    typed: Option<&Typed>,
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
        && statement.holders().into_iter().any(speaks);
    let fates = reader.mail_of(number).await?;
    let history = reader.history(number, true).await?;
    let was_typed = |name: &str| match typed {
        Some(typed) if name == "relay_to" => typed.all(name).collect::<Vec<_>>().join("\n"),
        Some(typed) => typed.all(name).collect::<Vec<_>>().join(", "),
        None => String::new(),
    };
    let afterwards = if statement.state.is_public() {
        afterwards(site, &view, &statement, &directory, faults, was_typed)
    } else {
        Afterwards::default()
    };
    let changing = changing(site, &view, &statement, &directory, faults, was_typed).await?;
    let receipts = operations::receipts_of(&reader, number).await?;
    let page = MailPage::new(view, &statement, &fates).with(afterwards, changing, &history);
    let page = page.receipted(&receipts);
    let reason = was_typed("reason");
    Ok(page.answerable(may_answer).withdrawable(may_withdraw, &reason, faults))
}

/// Returns what else somebody may do with a statement on the record.
fn afterwards(
    site: &Site,
    view: &View,
    statement: &Statement,
    directory: &Directory,
    faults: &[(&'static str, String)],
    typed: impl Fn(&str) -> String,
) -> Afterwards {
    let (desk, actor) = (&site.desk, &view.actor);
    let may = |verb| may(actor, verb, statement, directory, &desk.policy).is_ok();
    let may = MayAfterwards {
        give: may(Verb::Give),
        mark: may(Verb::MarkResearch),
        relay: may(Verb::Relay),
        comment: may(Verb::Comment),
    };
    let role = |name, verb, is_offered: bool| {
        let roles = roles_for(actor, verb, statement, directory, &desk.policy);
        let field = role_field(site, name, &roles, directory, &typed(name));
        field.filter(|_| is_offered)
    };
    let give_role = role("give_as", Verb::Give, may.give);
    let remark_role = role("comment_as", Verb::Comment, may.comment);
    let draft = operations::draft_feedback(desk, actor, statement, directory, site.now());
    let all = (directory, &*desk.policy);
    Afterwards::new(statement, may, all, draft, faults, typed).with_roles(give_role, remark_role)
}
