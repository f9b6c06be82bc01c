//! Asking the provider who came back, and checking every word of its answer.

use jiff::Timestamp;
use openidconnect::core::{
    CoreErrorResponseType, CoreIdTokenClaims, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClaimsVerificationError, Nonce, OAuth2TokenResponse as _,
    PkceCodeVerifier, RequestTokenError, SignatureVerificationError, TokenResponse as _,
    UserInfoError,
};
use store::OpenIdRequest;

use super::outside::Unreachable;
use super::provider::{Client, OpenId, in_full};
use super::refused::NotLetIn;

/// What a provider knows of whoever came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// What it calls them, for ever.
    pub(super) subject: String,
    /// Their address, if it says that it has verified it.
    pub(super) address: Option<String>,
}

/// Gives the code out for what the provider knows.
pub(super) async fn ask(
    openid: &OpenId,
    code: &str,
    visit: &OpenIdRequest,
    now: Timestamp,
) -> Result<Known, NotLetIn> {
    if code.is_empty() {
        return Err(NotLetIn::Forged("the answer brings no code".to_owned()));
    }
    let client = openid.client(now, false).await?;
    let response = exchanged(openid, &client, code, visit).await?;
    let nonce = Nonce::new(visit.nonce.clone());
    let claims = match claims(&client, &response, &nonce, now) {
        Err(Unverified::NoKey) => {
            // Providers change their keys.
            let client = openid.client(now, true).await?;
            claims(&client, &response, &nonce, now)
        }
        claims => claims,
    };
    let claims = claims.map_err(|why| match why {
        Unverified::NoKey => {
            NotLetIn::Forged("the ID token is signed with an unknown key".to_owned())
        }
        Unverified::Because(why) => NotLetIn::Forged(why),
    })?;
    let subject = claims.subject().as_str().to_owned();
    let (mut address, mut verified) = (claims.email().cloned(), claims.email_verified());
    if address.is_none() && client.user_info_url().is_some() {
        let told = told(openid, &client, &response, &claims).await?;
        (address, verified) = (told.email().cloned(), told.email_verified());
    }
    let address = address.filter(|_| verified == Some(true)).map(|address| address.to_string());
    Ok(Known { subject, address })
}

async fn exchanged(
    openid: &OpenId,
    client: &Client,
    code: &str,
    visit: &OpenIdRequest,
) -> Result<CoreTokenResponse, NotLetIn> {
    let request = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|error| NotLetIn::ProviderNonsense(in_full(&error)))?
        .set_pkce_verifier(PkceCodeVerifier::new(visit.pkce_verifier.clone()));
    request.request_async(openid.asker()).await.map_err(|error| match error {
        RequestTokenError::Request(Unreachable(why)) => NotLetIn::ProviderDown(why),
        RequestTokenError::ServerResponse(answer) => match answer.error() {
            CoreErrorResponseType::InvalidGrant => NotLetIn::Forged(
                "the provider does not know the code, or gave it out already".to_owned(),
            ),
            other => NotLetIn::ProviderNonsense(format!("it answers “{}”", other.as_ref())),
        },
        // The answer itself may hold tokens, and is not repeated.
        RequestTokenError::Parse(..) => {
            NotLetIn::ProviderNonsense("its answer to the code cannot be read".to_owned())
        }
        RequestTokenError::Other(why) => NotLetIn::ProviderNonsense(why),
    })
}

/// Why an ID token is not believed.
enum Unverified {
    /// It is signed with a key that the provider did not have when it was asked.
    NoKey,
    /// Another reason.
    Because(String),
}

/// Checks signature, issuer, audience, times and nonce of the ID token, and that the access token belongs to it.
fn claims(
    client: &Client,
    response: &CoreTokenResponse,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<CoreIdTokenClaims, Unverified> {
    let because = |why: &str| Unverified::Because(why.to_owned());
    let token = response.id_token().ok_or_else(|| because("the answer has no ID token"))?;
    let moment = chrono::DateTime::from_timestamp_micros(now.as_microsecond());
    let moment = moment.ok_or_else(|| because("the clock is wrong"))?;
    let verifier = client.id_token_verifier().set_time_fn(move || moment);
    let claims = token.claims(&verifier, nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => Unverified::NoKey,
        error => Unverified::Because(in_full(&error)),
    })?;
    if let Some(expected) = claims.access_token_hash() {
        let algorithm = token.signing_alg().map_err(|error| because(&in_full(&error)))?;
        let key = token.signing_key(&verifier).map_err(|error| because(&in_full(&error)))?;
        let found = AccessTokenHash::from_token(response.access_token(), algorithm, key)
            .map_err(|error| because(&in_full(&error)))?;
        if found != *expected {
            return Err(because("the access token belongs to another ID token"));
        }
    }
    Ok(claims.clone())
}

/// Asks for the address where the ID token does not say it; the answer must be about the same subject.
async fn told(
    openid: &OpenId,
    client: &Client,
    response: &CoreTokenResponse,
    claims: &CoreIdTokenClaims,
) -> Result<CoreUserInfoClaims, NotLetIn> {
    let token = response.access_token().clone();
    let request = client
        .user_info(token, Some(claims.subject().clone()))
        .map_err(|error| NotLetIn::ProviderNonsense(in_full(&error)))?;
    request.request_async(openid.asker()).await.map_err(|error| match error {
        UserInfoError::Request(Unreachable(why)) => NotLetIn::ProviderDown(why),
        UserInfoError::ClaimsVerification(error) => NotLetIn::Forged(in_full(&error)),
        UserInfoError::Response(status, ..) => {
            NotLetIn::ProviderNonsense(format!("it answers {status} when asked for the address"))
        }
        _ => NotLetIn::ProviderNonsense("what it says of the person cannot be read".to_owned()),
    })
}
