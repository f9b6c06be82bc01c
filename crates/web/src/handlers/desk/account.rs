//! `/desk/account`: somebody's own sessions, password and events.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use operations::Failure;
use rules::{PersonId, may_keep_webhooks, may_read_audit};

use super::sign_in::too_often;
use super::typed::Typed;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::account::{AccountPage, Whole};
use crate::view::{SignedIn, View};
use crate::visitor::Asking;
use crate::{Site, session};

/// Somebody who is signed in, at their own account.
pub(super) struct Owner {
    pub(super) person: PersonId,
    /// The token of the session that asks.
    pub(super) token: String,
}

/// Shows the account.
pub(crate) async fn show(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
) -> Result<Page<AccountPage>, Failed> {
    Ok(Page(page(&site, view, &headers).await?))
}

/// Ends one session.
pub(crate) async fn end_session(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    let owner = Owner::of(&site, &view, &headers)?;
    operations::end_session(&site.desk, owner.person, id, &visitor, site.now()).await?;
    Ok(Redirect::to("/desk/account?done=session-ended"))
}

/// Ends all sessions but the one that asks.
pub(crate) async fn end_others(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
) -> Result<Redirect, Failed> {
    let Owner { person, token } = Owner::of(&site, &view, &headers)?;
    operations::end_other_sessions(&site.desk, person, &token, &visitor, site.now()).await?;
    Ok(Redirect::to("/desk/account?done=others-ended"))
}

/// Sets the password.
pub(crate) async fn set_password(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let Owner { person, token } = Owner::of(&site, &view, &headers)?;
    let passwords = [typed.one("old_password"), typed.one("new_password")];
    let set =
        operations::change_password(&site.desk, person, &token, passwords, &visitor, site.now());
    match set.await {
        Ok(()) => Ok(Redirect::to("/desk/account?done=password-set").into_response()),
        Err(Failure::Unacceptable(fault)) => {
            let is_new = fault.starts_with("A password has");
            let field = if is_new { "new_password" } else { "old_password" };
            let page = page(&site, view, &headers).await?.faults(&[(field, fault)]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(Failure::TooOften { wait, words }) => {
            let page = page(&site, view, &headers).await?.faults(&[("old_password", words)]);
            Ok(too_often(wait, Page(page)))
        }
        Err(failure) => Err(failure.into()),
    }
}

impl Owner {
    /// Returns whoever is signed in by a cookie.
    pub(super) fn of(site: &Site, view: &View, headers: &HeaderMap) -> Result<Self, Failed> {
        let token = session::token(site, headers).map(str::to_owned);
        match (view.actor.person, token) {
            (Some(person), Some(token)) => Ok(Self { person, token }),
            _ => Err(Failed::not_found("page")),
        }
    }
}

/// Returns the page as it stands.
pub(super) async fn page(
    site: &Site,
    view: View,
    headers: &HeaderMap,
) -> Result<AccountPage, Failed> {
    let Owner { person, token } = Owner::of(site, &view, headers)?;
    let (desk, reader) = (&site.desk, site.desk.store.reader());
    let directory = reader.directory().await?;
    let account = reader.account_of(person).await?;
    let whole = Whole {
        roles: view
            .actor
            .roles
            .iter()
            .map(|role| desk.policy.held_words(*role, &directory))
            .collect(),
        account: account.as_ref(),
        sessions: operations::own_sessions(desk, person, &token, site.now()).await?,
        passkeys: reader.passkeys_of(person).await?,
        has_passkeys: operations::has_passkeys(&desk.settings),
        tokens: operations::own_tokens(desk, person).await?,
        events: operations::own_audit(desk, person).await?,
        wishes: reader.reminder_wishes_of(person).await?,
        calendar: reader.calendar_of(person).await?,
        now: site.now(),
        reads_all: may_read_audit(&view.actor, &directory, &desk.policy).is_ok(),
        keeps_webhooks: may_keep_webhooks(&view.actor, &directory, &desk.policy).is_ok(),
    };
    Ok(AccountPage::of(view, whole))
}
