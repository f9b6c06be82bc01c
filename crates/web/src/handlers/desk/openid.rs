//! `/sign-in/openid` and `/sign-in/openid/back`: to the organization's own sign-in, and from there.
//!
//! The way there is a link and no form: browsers hold a page's `form-action` against wherever a form leads in the end. What
//! it changes is nothing but that a visit is awaited for ten minutes.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use operations::{Answer, NotLetIn, OpenId, OpenIdFailure};
use serde::Deserialize;

use super::sign_in::{Next, own_path, page_for};
use crate::failed::Failed;
use crate::page::Page;
use crate::view::View;
use crate::visitor::Asking;
use crate::{Site, session};

/// What the provider puts into the address to which it sends somebody back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    state: String,
    code: String,
    error: String,
    iss: String,
}

/// Sends the browser to the provider.
pub(crate) async fn depart(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    Query(next): Query<Next>,
) -> Result<Response, Failed> {
    let openid = of(&site)?;
    let next = own_path(&next.next);
    if view.is_signed_in() {
        return Ok(Redirect::to(&next).into_response());
    }
    let departed =
        operations::depart_to_openid(&site.desk, &openid, &next, &visitor, site.now()).await;
    match departed {
        Ok(departure) => {
            let cookie = session::visit_cookie(&site, &departure.browser);
            let cookie = cookie.map(|cookie| [(SET_COOKIE, cookie)]);
            Ok((cookie, Redirect::to(&departure.url)).into_response())
        }
        Err(failure) => not_let_in(&site, view, next, failure),
    }
}

/// Signs in whoever comes back.
pub(crate) async fn back(
    State(site): State<Site>,
    view: View,
    headers: HeaderMap,
    Asking(visitor): Asking,
    Query(back): Query<Back>,
) -> Result<Response, Failed> {
    let openid = of(&site)?;
    let browser = session::visit(&site, &headers).unwrap_or_default();
    let Back { state, code, error, iss } = back;
    let answer = Answer { state, code, error, issuer: iss };
    let (desk, now) = (&site.desk, site.now());
    let returned =
        operations::return_from_openid(desk, &openid, &answer, browser, &visitor, now).await;
    match returned {
        Ok(let_in) => {
            let to = if let_in.has_role { let_in.next.as_str() } else { "/desk/account" };
            let cookies =
                [session::begin_cookie(&site, &let_in.token), session::visit_cookie(&site, "")];
            let cookies = cookies.into_iter().flatten().map(|cookie| (SET_COOKIE, cookie));
            let cookies: Vec<_> = cookies.collect();
            Ok((AppendHeaders(cookies), Redirect::to(to)).into_response())
        }
        Err(failure) => not_let_in(&site, view, own_path(""), failure),
    }
}

/// Returns the provider; where none is set, there is nothing at these addresses.
fn of(site: &Site) -> Result<Arc<OpenId>, Failed> {
    site.openid.clone().ok_or(Failed::not_found("page"))
}

/// Says why nobody was signed in, above all other ways to do so.
fn not_let_in(
    site: &Site,
    view: View,
    next: String,
    failure: OpenIdFailure,
) -> Result<Response, Failed> {
    let why = match failure {
        OpenIdFailure::NotLetIn(why) => why,
        OpenIdFailure::Fault(failure) => return Err(failure.into()),
    };
    let status = match &why {
        NotLetIn::ProviderDown(_) => StatusCode::SERVICE_UNAVAILABLE,
        NotLetIn::ProviderNonsense(_) => StatusCode::BAD_GATEWAY,
        _ => StatusCode::FORBIDDEN,
    };
    if why.is_of_the_provider() {
        tracing::warn!(why = why.note(), "nobody can sign in through the provider");
    }
    Ok((status, Page(page_for(site, view, next).not_let_in(&why))).into_response())
}
