//! `/sign-in`, `/sign-in/TOKEN` and `/sign-out`.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use operations::{ByLink, Failure, LINK_ENDED};
use rules::Number;
use serde::Deserialize;

use super::typed::Typed;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::sign_in::{LinkAskedPage, LinkPage, SignInPage};
use crate::view::View;
use crate::visitor::Asking;
use crate::{Site, session};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    pub(super) next: String,
}

/// Shows the form.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Query(next): Query<Next>,
) -> Response {
    let next = own_path(&next.next);
    if view.is_signed_in() {
        return Redirect::to(&next).into_response();
    }
    Page(page_for(&site, view, next)).into_response()
}

/// Signs in with address and password.
pub(crate) async fn sign_in(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let (address, next) = (typed.one("address"), own_path(typed.one("next")));
    let page = |fault: String| page_for(&site, view, next.clone()).typed(address, fault);
    let password = typed.one("password");
    let signed_in = operations::sign_in(&site.desk, address, password, &visitor, site.now()).await;
    match signed_in {
        Ok(token) => Ok(begun(&site, &token, &next)),
        Err(Failure::Unacceptable(fault)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page(fault))).into_response())
        }
        Err(Failure::TooOften { wait, words }) => Ok(too_often(wait, Page(page(words)))),
        Err(failure) => Err(failure.into()),
    }
}

/// Mails a one-time link; the answer never tells whether the address has an account.
pub(crate) async fn ask_for_link(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let (address, now) = (typed.one("link_address").trim(), site.now());
    if address.is_empty() {
        let fault = vec![("link_address", "Give the address to which it is mailed.".to_owned())];
        let page = page_for(&site, view, own_path(typed.one("next"))).faults(fault);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    }
    let next = own_path(typed.one("next"));
    let next = if next == "/desk" { "" } else { &next };
    match operations::ask_for_link(&site.desk, address, next, &visitor, now).await {
        Ok(()) => Ok(Redirect::to("/sign-in/asked").into_response()),
        Err(Failure::TooOften { wait, words }) => {
            let page = page_for(&site, view, own_path(typed.one("next")));
            Ok(too_often(wait, Page(page.faults(vec![("link_address", words)]))))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Says that a link was mailed, if the address has an account.
pub(crate) async fn asked(view: View) -> Page<LinkAskedPage> {
    Page(LinkAskedPage { view })
}

/// Shows whom a one-time link signs in and what it shows them, with the button that uses it: what only looks at addresses in mail
/// does not use it up, and whoever is signed in already keeps it.
pub(crate) async fn show_link(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
    Query(next): Query<Next>,
) -> Result<Response, Failed> {
    let next = own_path(&next.next);
    let Some(leads) = operations::look_at_link(&site.desk, &token, site.now()).await? else {
        let page = LinkPage::ended(view, next, LINK_ENDED.to_owned());
        return Ok((StatusCode::GONE, Page(page)).into_response());
    };
    let next = leads.about.as_ref().map_or(next, |about| decided_at(about.number));
    if view.actor.person == Some(leads.person) {
        return Ok(Redirect::to(&next).into_response());
    }
    Ok(Page(LinkPage::new(view, token, next, leads)).into_response())
}

/// Signs in by a one-time link.
pub(crate) async fn use_link(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    Path(token): Path<String>,
    typed: Typed,
) -> Result<Response, Failed> {
    let next = own_path(typed.one("next"));
    match operations::sign_in_by_link(&site.desk, &token, &visitor, site.now()).await {
        Ok(ByLink { session, about }) => {
            Ok(begun(&site, &session, &about.map_or(next, decided_at)))
        }
        Err(Failure::Unacceptable(fault)) => {
            let page = LinkPage::ended(view, next, fault);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Returns where a statement is decided on.
fn decided_at(number: Number) -> String {
    format!("/statements/{number}/preview")
}

/// Ends the session.
pub(crate) async fn sign_out(
    State(site): State<Site>,
    headers: axum::http::HeaderMap,
) -> Result<Response, Failed> {
    if let Some(token) = session::token(&site, &headers) {
        operations::sign_out(&site.desk, token, site.now()).await?;
    }
    let cookie = session::end_cookie(&site).map(|cookie| [(SET_COOKIE, cookie)]);
    Ok((cookie, Redirect::to("/")).into_response())
}

/// Returns the form with all ways to sign in that there are here.
pub(super) fn page_for(site: &Site, view: View, next: String) -> SignInPage {
    let label = site.openid.as_ref().map(|openid| openid.settings().label.clone());
    let has_passkeys = operations::has_passkeys(&site.desk.settings);
    SignInPage::new(view, next, label, has_passkeys)
}

/// Answers with a page that names the wait, and tells programs of it too.
pub(super) fn too_often(wait: SignedDuration, page: impl IntoResponse) -> Response {
    let retry = [(RETRY_AFTER, wait.as_secs().max(1).to_string())];
    (StatusCode::TOO_MANY_REQUESTS, retry, page).into_response()
}

/// Sends somebody on with the cookie of their new session.
pub(super) fn begun(site: &Site, token: &str, next: &str) -> Response {
    let cookie = session::begin_cookie(site, token).map(|cookie| [(SET_COOKIE, cookie)]);
    (cookie, Redirect::to(next)).into_response()
}

/// Returns the path if it is one of ours, else the desk: nobody is sent elsewhere by a link to this page.
pub(super) fn own_path(next: &str) -> String {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b'\\');
    if is_own { next.to_owned() } else { "/desk".to_owned() }
}
