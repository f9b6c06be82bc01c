//! `/sign-in`, `/sign-in/TOKEN` and `/sign-out`.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use operations::Failure;
use serde::Deserialize;

use super::attempts::Attempts;
use super::typed::Typed;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::sign_in::{LinkAskedPage, LinkPage, SignInPage};
use crate::view::View;
use crate::{Site, session, words};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

/// Shows the form.
pub(crate) async fn show(view: View, Query(next): Query<Next>) -> Response {
    let next = own_path(&next.next);
    if view.is_signed_in() {
        return Redirect::to(&next).into_response();
    }
    Page(SignInPage::new(view, next)).into_response()
}

/// Signs in with address and password.
pub(crate) async fn sign_in(
    State(site): State<Site>,
    Extension(attempts): Extension<Attempts>,
    view: View,
    typed: Typed,
) -> Result<Response, Failed> {
    let (address, next) = (typed.one("address"), own_path(typed.one("next")));
    let page = |fault: String| SignInPage::new(view, next.clone()).typed(address, fault);
    if let Some(wait) = attempts.wait(address, site.now()) {
        let minutes = words::count(wait.as_secs() / 60 + 1, "minute", "minutes");
        let fault = format!(
            "There were too many wrong passwords for this address. Wait {minutes}, or ask for a one-time link below."
        );
        let retry = [(RETRY_AFTER, wait.as_secs().max(1).to_string())];
        return Ok((StatusCode::TOO_MANY_REQUESTS, retry, Page(page(fault))).into_response());
    }
    let signed_in = {
        let _turn = attempts.turn().await;
        operations::sign_in(&site.desk, address, typed.one("password"), site.now()).await
    };
    match signed_in {
        Ok(token) => {
            attempts.was_right(address);
            Ok(begun(&site, &token, &next))
        }
        Err(Failure::Unacceptable(fault)) => {
            attempts.was_wrong(address, site.now());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page(fault))).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Mails a one-time link; the answer never tells whether the address has an account.
pub(crate) async fn ask_for_link(
    State(site): State<Site>,
    Extension(attempts): Extension<Attempts>,
    view: View,
    typed: Typed,
) -> Result<Response, Failed> {
    let (address, now) = (typed.one("link_address").trim(), site.now());
    if address.is_empty() {
        let fault = vec![("link_address", "Give the address to which it is mailed.".to_owned())];
        let page = SignInPage::new(view, own_path(typed.one("next"))).faults(fault);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    }
    if attempts.may_ask_for_link(address, now) {
        operations::ask_for_link(&site.desk, address, now).await?;
    }
    Ok(Redirect::to("/sign-in/asked").into_response())
}

/// Says that a link was mailed, if the address has an account.
pub(crate) async fn asked(view: View) -> Page<LinkAskedPage> {
    Page(LinkAskedPage { view })
}

/// Shows the button that uses a one-time link: what only looks at addresses in mail does not use it up.
pub(crate) async fn show_link(view: View, Path(token): Path<String>) -> Page<LinkPage> {
    Page(LinkPage { view, token, fault: String::new() })
}

/// Signs in by a one-time link.
pub(crate) async fn use_link(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Failed> {
    match operations::sign_in_by_link(&site.desk, &token, site.now()).await {
        Ok(session) => Ok(begun(&site, &session, "/desk")),
        Err(Failure::Unacceptable(fault)) => {
            let page = LinkPage { view, token, fault };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Ends the session.
pub(crate) async fn sign_out(
    State(site): State<Site>,
    headers: axum::http::HeaderMap,
) -> Result<Response, Failed> {
    if let Some(token) = session::token(&site, &headers) {
        operations::sign_out(&site.desk, token).await?;
    }
    let cookie = session::end_cookie(&site).map(|cookie| [(SET_COOKIE, cookie)]);
    Ok((cookie, Redirect::to("/")).into_response())
}

/// Sends somebody on with the cookie of their new session.
pub(super) fn begun(site: &Site, token: &str, next: &str) -> Response {
    let cookie = session::begin_cookie(site, token).map(|cookie| [(SET_COOKIE, cookie)]);
    (cookie, Redirect::to(next)).into_response()
}

/// Returns the path if it is one of ours, else the desk: nobody is sent elsewhere by a link to this page.
fn own_path(next: &str) -> String {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && next.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b'\\');
    if is_own { next.to_owned() } else { "/desk".to_owned() }
}
