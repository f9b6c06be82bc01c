//! A provider of our own making, since no honest one answers with forged tokens, and none with nonsense.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, Audience, EmptyAdditionalClaims, EndUserEmail, IssuerUrl, JsonWebKeyId, Nonce,
    PrivateSigningKey as _, StandardClaims, SubjectIdentifier,
};
use operations::{HttpRequest, HttpResponse, OpenId, OpenIdSettings, Outside, Unreachable};
use serde_json::json;

pub(crate) const ISSUER: &str = "https://login.example.org";

/// Made for these tests alone; `openssl genpkey -algorithm ed25519` makes such keys.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEILLByPDa5Vo09l8UatdSDKhzD8YI9gcbqx31+14mMCss\n-----END PRIVATE KEY-----\n";
const OTHER_KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIBa0BaWkDHKalb5LV2tbNUQbsrNevipWmZu7JvY7EDRh\n-----END PRIVATE KEY-----\n";

/// What the provider says of whoever comes, and what it gets wrong.
#[derive(Debug, Clone)]
pub(crate) struct Says {
    pub(crate) subject: String,
    pub(crate) address: Option<String>,
    pub(crate) verified: Option<bool>,
    pub(crate) nonce: String,
    pub(crate) wrong: Wrong,
    pub(crate) at: Timestamp,
}

/// What the provider gets wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    Nothing,
    /// It does not answer.
    Down,
    /// It answers with a page for people.
    Nonsense,
    /// It answers to the code with something that is no answer.
    NonsenseToCode,
    /// It does not know the code.
    UnknownCode,
    /// It says that it is somebody else.
    OtherName,
    Issuer,
    Audience,
    Nonce,
    Expired,
    /// Signed with a key of somebody else, under the name of the right one.
    Key,
    /// Signed with a key of which nobody has heard.
    UnknownKey,
    /// Not signed at all.
    Unsigned,
    /// The access token is another's.
    AccessToken,
    /// It tells the address of another subject.
    UserInfoSubject,
    NoIdToken,
}

/// A provider that answers as it is told, and remembers what it was asked.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) says: Mutex<Says>,
    pub(crate) asked: Mutex<Vec<String>>,
}

impl Provider {
    pub(crate) fn new(at: Timestamp) -> Arc<Self> {
        let says = Says {
            subject: "anna-1".to_owned(),
            address: Some("anna@example.org".to_owned()),
            verified: Some(true),
            nonce: String::new(),
            wrong: Wrong::Nothing,
            at,
        };
        Arc::new(Self { says: Mutex::new(says), asked: Mutex::default() })
    }

    /// Returns a client of it.
    pub(crate) fn client(self: &Arc<Self>) -> OpenId {
        let settings = OpenIdSettings {
            issuer: ISSUER.to_owned(),
            client_id: "liaison".to_owned(),
            client_secret: Some("our secret".to_owned()),
            scopes: vec!["openid".to_owned(), "email".to_owned()],
            label: "your account".to_owned(),
        };
        let outside: Arc<dyn Outside> = Arc::clone(self) as Arc<dyn Outside>;
        OpenId::new(settings, "https://liaison.example.org", outside).unwrap()
    }

    /// Changes what it says.
    pub(crate) fn say(&self, change: impl FnOnce(&mut Says)) {
        change(&mut self.says.lock().unwrap());
    }

    /// Returns what it was asked since the last time, by path.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[async_trait]
impl Outside for Provider {
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        let says = self.says.lock().unwrap().clone();
        let path = request.uri().path().to_owned();
        self.asked.lock().unwrap().push(path.clone());
        if says.wrong == Wrong::Down {
            return Err(Unreachable("it cannot be reached".to_owned()));
        }
        let said = match path.as_str() {
            "/.well-known/openid-configuration" if says.wrong == Wrong::Nonsense => {
                return Ok(answer(200, "text/html", "<p>We are moving house.</p>"));
            }
            "/.well-known/openid-configuration" => metadata(&says),
            "/jwks" => serde_json::to_value(CoreJsonWebKeySet::new(vec![
                key(KEY, "one").as_verification_key(),
            ]))
            .unwrap(),
            "/token" => match says.wrong {
                Wrong::UnknownCode => {
                    return Ok(answer(400, "application/json", "{\"error\": \"invalid_grant\"}"));
                }
                Wrong::NonsenseToCode => {
                    return Ok(answer(200, "application/json", "{\"access_token\": \"a secret"));
                }
                _ => tokens(&says),
            },
            "/me" => user_info(&says),
            _ => return Ok(answer(404, "text/plain", "")),
        };
        Ok(answer(200, "application/json", &said.to_string()))
    }
}

fn answer(status: u16, kind: &str, body: &str) -> HttpResponse {
    let mut answer = HttpResponse::new(body.as_bytes().to_vec());
    *answer.status_mut() = status.try_into().unwrap();
    answer.headers_mut().insert("content-type", kind.parse().unwrap());
    answer
}

fn metadata(says: &Says) -> serde_json::Value {
    let name = if says.wrong == Wrong::OtherName { "https://evil.example.net" } else { ISSUER };
    json!({
        "issuer": name,
        "authorization_endpoint": format!("{ISSUER}/auth"),
        "token_endpoint": format!("{ISSUER}/token"),
        "userinfo_endpoint": format!("{ISSUER}/me"),
        "jwks_uri": format!("{ISSUER}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    })
}

fn key(pem: &str, id: &str) -> CoreEdDsaPrivateSigningKey {
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(JsonWebKeyId::new(id.to_owned())))
        .unwrap()
}

fn moment(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_micros(at.as_microsecond()).unwrap()
}

fn tokens(says: &Says) -> serde_json::Value {
    let name = if says.wrong == Wrong::Issuer { "https://evil.example.net" } else { ISSUER };
    let audience = if says.wrong == Wrong::Audience { "another" } else { "liaison" };
    let nonce = if says.wrong == Wrong::Nonce { "another" } else { &says.nonce };
    let issued = if says.wrong == Wrong::Expired {
        says.at - SignedDuration::from_hours(2)
    } else {
        says.at
    };
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(name.to_owned()).unwrap(),
        vec![Audience::new(audience.to_owned())],
        moment(issued + SignedDuration::from_hours(1)),
        moment(issued),
        StandardClaims::new(SubjectIdentifier::new(says.subject.clone())),
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(nonce.to_owned())));
    let signed = match says.wrong {
        Wrong::Key => key(OTHER_KEY, "one"),
        Wrong::UnknownKey => key(OTHER_KEY, "two"),
        _ => key(KEY, "one"),
    };
    let belongs = if says.wrong == Wrong::AccessToken { "another" } else { "access" };
    let access = AccessToken::new(belongs.to_owned());
    let token =
        CoreIdToken::new(claims, &signed, CoreJwsSigningAlgorithm::EdDsa, Some(&access), None);
    let mut token = token.unwrap().to_string();
    if says.wrong == Wrong::Unsigned {
        let body = token.split('.').nth(1).unwrap().to_owned();
        // {"alg":"none"}
        token = format!("eyJhbGciOiJub25lIn0.{body}.");
    }
    let mut answer = json!({ "access_token": "access", "token_type": "Bearer" });
    if says.wrong != Wrong::NoIdToken {
        answer["id_token"] = token.into();
    }
    answer
}

fn user_info(says: &Says) -> serde_json::Value {
    let other = says.wrong == Wrong::UserInfoSubject;
    let mut claims: StandardClaims<openidconnect::core::CoreGenderClaim> =
        StandardClaims::new(SubjectIdentifier::new(if other {
            "bo-1".to_owned()
        } else {
            says.subject.clone()
        }));
    if let Some(address) = &says.address {
        claims = claims.set_email(Some(EndUserEmail::new(address.clone())));
    }
    serde_json::to_value(claims.set_email_verified(says.verified)).unwrap()
}
