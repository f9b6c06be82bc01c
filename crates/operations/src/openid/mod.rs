//! Signing in at the organization's own sign-in (OpenID Connect): there, and back again.
//!
//! What the provider says is checked in full, and answers one question: which person of the directory this is. What they
//! may do is never taken from it.

mod exchange;
mod matching;
mod outside;
mod provider;
mod refused;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreAuthenticationFlow, CoreResponseType};
use openidconnect::{AuthenticationFlow, CsrfToken, Nonce, PkceCodeChallenge, Scope};
use store::OpenIdRequest;

use crate::secrets::{digest, new_token};
use crate::{Desk, Failure, Visitor, audit, begin_session};

pub use outside::{Outside, Unreachable};
pub use provider::{OpenId, OpenIdSettings};
pub use refused::NotLetIn;

/// How long somebody may take at the provider.
const VISIT: SignedDuration = SignedDuration::from_mins(10);

/// Why nobody was signed in: refused, with words for the person, or our fault.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdFailure {
    /// Refused; nothing was kept but an event.
    #[error("{0}")]
    NotLetIn(NotLetIn),
    /// The fault is ours.
    #[error(transparent)]
    Fault(#[from] Failure),
}

impl From<store::Fault> for OpenIdFailure {
    fn from(fault: store::Fault) -> Self {
        Self::Fault(fault.into())
    }
}

impl From<NotLetIn> for OpenIdFailure {
    fn from(why: NotLetIn) -> Self {
        Self::NotLetIn(why)
    }
}

/// Where to send a browser, and the secret that it brings back.
#[derive(Debug, Clone)]
pub struct Departure {
    /// The address at the provider.
    pub url: String,
    /// The secret that the browser keeps meanwhile, so that nobody comes back with another's visit.
    pub browser: String,
}

/// What a browser brings back from the provider, as it stands in the address; empty where it is not there.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Which visit it was.
    pub state: String,
    /// What the provider gives out what it knows for.
    pub code: String,
    /// Why it gives nothing (RFC 6749 §4.1.2.1).
    pub error: String,
    /// Who the provider says it is (RFC 9207).
    pub issuer: String,
}

/// Somebody who was signed in.
#[derive(Debug, Clone)]
pub struct LetIn {
    /// The session's token.
    pub token: String,
    /// Where they wanted to go.
    pub next: String,
    /// Whether the directory gives them any role today.
    pub has_role: bool,
}

/// Begins a visit to the provider.
///
/// # Errors
/// [`NotLetIn::ProviderDown`] or [`NotLetIn::ProviderNonsense`]; a fault of ours.
pub async fn depart_to_openid(
    desk: &Desk,
    openid: &OpenId,
    next: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<Departure, OpenIdFailure> {
    // Asked again even if it was believed: where it is down, the person is better told here than sent there.
    let client = match openid.client(now, true).await {
        Ok(client) => client,
        Err(why) => return Err(refuse(desk, why, visitor, now).await?),
    };
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (state, nonce, browser) = (new_token(), new_token(), new_token());
    let (state_again, nonce_again) = (state.clone(), nonce.clone());
    let flow: CoreAuthenticationFlow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
    let request = client.authorize_url(
        flow,
        move || CsrfToken::new(state_again),
        move || Nonce::new(nonce_again),
    );
    let scopes = openid.settings().scopes.iter().filter(|scope| *scope != "openid");
    let request = request.add_scopes(scopes.map(|scope| Scope::new(scope.clone())));
    let (url, _, _) = request.set_pkce_challenge(challenge).url();
    let visit = OpenIdRequest {
        browser_sha256: digest(&browser),
        nonce,
        pkce_verifier: verifier.secret().clone(),
        next: next.to_owned(),
        expires_at: now + VISIT,
    };
    let mut tx = desk.store.begin("begin a visit to the provider").await?;
    tx.save_openid_request(&digest(&state), &visit, now).await?;
    tx.commit().await?;
    Ok(Departure { url: url.into(), browser })
}

/// Ends a visit to the provider: signs in whoever it says this is, if the directory knows them.
///
/// # Errors
/// [`NotLetIn`] with the reason; a fault of ours.
pub async fn return_from_openid(
    desk: &Desk,
    openid: &OpenId,
    answer: &Answer,
    browser: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<LetIn, OpenIdFailure> {
    let visit = match taken(desk, openid, answer, browser, now).await? {
        Ok(visit) => visit,
        Err(why) => return Err(refuse(desk, why, visitor, now).await?),
    };
    let known = match exchange::ask(openid, &answer.code, &visit, now).await {
        Ok(known) => known,
        Err(why) => return Err(refuse(desk, why, visitor, now).await?),
    };
    let issuer = &openid.settings().issuer;
    let person = match matching::find(desk, issuer, &known, visitor, now).await? {
        Ok(person) => person,
        Err(why) => return Err(refuse(desk, why, visitor, now).await?),
    };
    let means = format!("with {}", openid.settings().label);
    let token = begin_session(desk, person, &means, visitor, now).await?;
    let has_role = !crate::act(desk, Some(person), now).await?.roles.is_empty();
    Ok(LetIn { token, next: visit.next, has_role })
}

/// Takes the visit that an answer belongs to, if the same browser began it.
async fn taken(
    desk: &Desk,
    openid: &OpenId,
    answer: &Answer,
    browser: &str,
    now: Timestamp,
) -> Result<Result<OpenIdRequest, NotLetIn>, OpenIdFailure> {
    let mut tx = desk.store.begin("end a visit to the provider").await?;
    let visit = tx.take_openid_request(&digest(&answer.state), now).await?;
    tx.commit().await?;
    let Some(visit) = visit else { return Ok(Err(NotLetIn::Stale)) };
    if visit.browser_sha256 != digest(browser) {
        return Ok(Err(NotLetIn::Stale));
    }
    if !answer.issuer.is_empty() && !openid.is_issuer(&answer.issuer) {
        return Ok(Err(NotLetIn::Forged("the answer came from another provider".to_owned())));
    }
    if !answer.error.is_empty() {
        return Ok(Err(NotLetIn::declined(&answer.error)));
    }
    Ok(Ok(visit))
}

/// Notes why somebody was not let in, and returns that as the failure.
async fn refuse(
    desk: &Desk,
    why: NotLetIn,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<OpenIdFailure, Failure> {
    let (person, address) = why.whom();
    audit::note_failure(desk, person, address, &why.note(), visitor, now).await?;
    Ok(OpenIdFailure::NotLetIn(why))
}
