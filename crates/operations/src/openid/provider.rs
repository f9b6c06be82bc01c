//! The provider: what the operator set, and what it says of itself.

use std::fmt;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use openidconnect::core::{CoreClient, CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{
    AuthType, ClientId, ClientSecret, DiscoveryError, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IssuerUrl, RedirectUrl,
};
use tokio::sync::Mutex;

use super::outside::{Asker, Outside, Unreachable};
use super::refused::NotLetIn;

/// How long what the provider says of itself is believed.
const BELIEVED: SignedDuration = SignedDuration::from_hours(1);
/// How soon it is asked again for a key that it did not have; a forged token asks for one each time.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// What the operator set of the organization's sign-in.
#[derive(Clone)]
pub struct OpenIdSettings {
    /// The provider's address, as it says itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// How it knows us; some know us by PKCE alone.
    pub client_secret: Option<String>,
    /// What we ask it for.
    pub scopes: Vec<String>,
    /// What the sign-in is called, after "with": "your IETF account".
    pub label: String,
}

/// A provider whose word on who somebody is is taken.
pub struct OpenId {
    settings: OpenIdSettings,
    issuer: IssuerUrl,
    back: RedirectUrl,
    asker: Asker,
    known: Mutex<Option<(Timestamp, CoreProviderMetadata)>>,
}

/// The library's client, with the addresses of the provider.
pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

impl OpenId {
    /// Makes a provider from what the operator set; it is asked when somebody first signs in.
    ///
    /// # Errors
    /// Says which address is none.
    pub fn new(
        settings: OpenIdSettings,
        base_url: &str,
        outside: Arc<dyn Outside>,
    ) -> Result<Self, String> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| {
            format!("issuer is “{}”, which is no address: {error}", settings.issuer)
        })?;
        let back = RedirectUrl::new(format!("{base_url}/sign-in/openid/back"))
            .map_err(|error| format!("base_url is “{base_url}”, which is no address: {error}"))?;
        Ok(Self { settings, issuer, back, asker: Asker(outside), known: Mutex::default() })
    }

    /// Returns what the operator set.
    pub fn settings(&self) -> &OpenIdSettings {
        &self.settings
    }

    /// Returns how the provider is asked.
    pub(super) fn asker(&self) -> &Asker {
        &self.asker
    }

    /// Says whether this is the provider's name, in which a slash at the end makes no difference.
    pub(super) fn is_issuer(&self, name: &str) -> bool {
        name.trim_end_matches('/') == self.settings.issuer.trim_end_matches('/')
    }

    /// Returns a client that knows the provider's addresses and keys, asking it where they are not known or old.
    ///
    /// `anew` asks again, unless that was done just now.
    pub(super) async fn client(&self, now: Timestamp, anew: bool) -> Result<Client, NotLetIn> {
        let believed = if anew { AGAIN_AFTER } else { BELIEVED };
        let mut known = self.known.lock().await;
        let is_fresh =
            |(at, _): &&(Timestamp, CoreProviderMetadata)| now.duration_since(*at) < believed;
        let metadata = match known.as_ref().filter(is_fresh) {
            Some((_, metadata)) => metadata.clone(),
            None => {
                let metadata = self.discover().await?;
                *known = Some((now, metadata.clone()));
                metadata
            }
        };
        drop(known);
        let takes_post_alone = metadata
            .token_endpoint_auth_methods_supported()
            .is_some_and(|methods| !methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.client_secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata(metadata, id, secret)
            .set_redirect_uri(self.back.clone());
        let how = if takes_post_alone { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_auth_type(how))
    }

    /// Asks the provider for its addresses and keys, twice if it does not answer.
    async fn discover(&self) -> Result<CoreProviderMetadata, NotLetIn> {
        let ask = || CoreProviderMetadata::discover_async(self.issuer.clone(), &self.asker);
        let found = match ask().await {
            Err(DiscoveryError::Request(_)) => ask().await,
            found => found,
        };
        found.map_err(|error| match error {
            DiscoveryError::Request(Unreachable(why)) => NotLetIn::ProviderDown(why),
            error => NotLetIn::ProviderNonsense(in_full(&error)),
        })
    }
}

/// Says an error with what caused it, in one line.
pub(super) fn in_full(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words.chars().take(300).collect()
}

impl fmt::Debug for OpenIdSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenIdSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .field("label", &self.label)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenId").field("settings", &self.settings).finish_non_exhaustive()
    }
}
