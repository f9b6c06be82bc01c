//! `/desk/account/passkeys` and `/sign-in/passkey`: adding a passkey, removing it, and signing in with it.
//!
//! A script of ours asks the browser's device; what it answers comes back with an ordinary form.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Ceremony, Failure};

use super::account::{Owner, page};
use super::sign_in::{begun, own_path, page_for};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::view::{SignedIn, View};
use crate::visitor::Asking;

/// Says what the device is to be asked for a new passkey.
pub(crate) async fn begin_to_add(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
) -> Result<Json<Ceremony>, Failed> {
    let Owner { person, .. } = Owner::of(&site, &view, &headers)?;
    Ok(Json(operations::begin_passkey(&site.desk, person, site.now()).await?))
}

/// Adds what the device made.
pub(crate) async fn add(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let Owner { person, .. } = Owner::of(&site, &view, &headers)?;
    let sent = [typed.one("token"), typed.one("passkey_name"), typed.one("answer")];
    match operations::add_passkey(&site.desk, person, sent, &visitor, site.now()).await {
        Ok(()) => Ok(Redirect::to("/desk/account?done=passkey-added").into_response()),
        Err(Failure::Unacceptable(fault)) => {
            let page = page(&site, view, &headers).await?.faults(&[("passkey_name", fault)]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Removes a passkey.
pub(crate) async fn remove(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    let Owner { person, .. } = Owner::of(&site, &view, &headers)?;
    operations::remove_passkey(&site.desk, person, id, &visitor, site.now()).await?;
    Ok(Redirect::to("/desk/account?done=passkey-removed"))
}

/// Says what the device is to be asked by somebody who wants to sign in.
pub(crate) async fn begin_to_sign_in(
    State(site): State<Site>,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Json<Ceremony>, Failed> {
    let (desk, address) = (&site.desk, typed.one("passkey_address"));
    Ok(Json(operations::begin_passkey_sign_in(desk, address, &visitor, site.now()).await?))
}

/// Signs in with what the device answered.
pub(crate) async fn sign_in(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let (desk, next) = (&site.desk, own_path(typed.one("next")));
    let (token, answer) = (typed.one("token"), typed.one("answer"));
    match operations::sign_in_by_passkey(desk, token, answer, &visitor, site.now()).await {
        Ok(session) => Ok(begun(&site, &session, &next)),
        Err(Failure::Unacceptable(fault)) => {
            let page = page_for(&site, view, next).faults(vec![("passkey_address", fault)]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}
