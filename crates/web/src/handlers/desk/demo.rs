//! `/demo/sign-in`: one button for each role; there only in a demonstration.

use axum::extract::State;
use axum::response::{Redirect, Response};
use rules::PersonId;

use super::sign_in::begun;
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::demo::{DemoPage, Role};
use crate::view::View;
use crate::visitor::Asking;

/// Refuses whatever belongs to a demonstration where there is none.
pub(super) fn only_here(site: &Site) -> Result<(), Failed> {
    if site.desk.settings.demonstration { Ok(()) } else { Err(Failed::not_found("page")) }
}

/// Leads to the page with the roles.
pub(crate) async fn lead(State(site): State<Site>) -> Result<Redirect, Failed> {
    only_here(&site)?;
    Ok(Redirect::to("/demo/sign-in"))
}

/// Shows who can be played.
pub(crate) async fn show(State(site): State<Site>, view: View) -> Result<Page<DemoPage>, Failed> {
    only_here(&site)?;
    let reader = site.desk.store.reader();
    let (accounts, directory) = (reader.accounts().await?, reader.directory().await?);
    let roles = accounts.iter().map(|account| {
        let actor = directory.actor(account.person, site.today());
        Role::of(account, &actor, &directory, &site.desk.policy)
    });
    Ok(Page(DemoPage { view, roles: roles.collect() }))
}

/// Signs in as one of them, without a password.
pub(crate) async fn sign_in(
    State(site): State<Site>,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    only_here(&site)?;
    let person = typed.one("person").parse().map(PersonId);
    let person = person.map_err(|_| Failed::not_found("account"))?;
    let account = site.desk.store.reader().account_of(person).await?;
    let account = account.ok_or(Failed::not_found("account"))?;
    let (means, now) = ("by a button of the demonstration", site.now());
    let token = operations::begin_session(&site.desk, account.person, means, &visitor, now).await?;
    Ok(begun(&site, &token, "/desk"))
}
