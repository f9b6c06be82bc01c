//! `/desk/account/tokens`: tokens for programs.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use operations::{Failure, NewToken};
use rules::{Refusal, Scope};

use super::account::{Owner, page};
use super::typed::Typed;
use crate::Site;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::desk::account::TokenPage;
use crate::view::SignedIn;
use crate::visitor::Asking;

/// Makes a token, and shows it this once.
pub(crate) async fn make(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let Owner { person, .. } = Owner::of(&site, &view, &headers)?;
    let new = NewToken {
        name: typed.one("token_name").to_owned(),
        scopes: typed.all("scopes").filter_map(Scope::from_slug).collect(),
        days: typed.one("days").trim().parse().unwrap_or(0),
    };
    match operations::make_token(&site.desk, person, &new, &visitor, site.now()).await {
        Ok(token) => Ok(Page(TokenPage::new(view, new.name, token)).into_response()),
        Err(Failure::Refused(Refusal::Fields(faults))) => {
            let page = page(&site, view, &headers).await?.typed_token(&new).faults(&faults);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Revokes a token.
pub(crate) async fn revoke(
    State(site): State<Site>,
    SignedIn(view): SignedIn,
    headers: HeaderMap,
    Asking(visitor): Asking,
    Path(id): Path<i64>,
) -> Result<Redirect, Failed> {
    let Owner { person, .. } = Owner::of(&site, &view, &headers)?;
    operations::revoke_token(&site.desk, Some(person), id, &visitor, site.now()).await?;
    Ok(Redirect::to("/desk/account?done=token-revoked"))
}
