//! The table `[sign_in]`: how long sessions last, and the organization's own sign-in.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use operations::OpenIdSettings;
use serde::Deserialize;

use super::{is_loopback, secret_in};

/// A year; longer is no limit.
const LONGEST_HOURS: i64 = 24 * 366;

/// The table as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    idle_hours: Option<i64>,
    longest_hours: Option<i64>,
    proxies: Option<Vec<IpAddr>>,
    openid: Option<OpenIdTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenIdTable {
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    scopes: Option<Vec<String>>,
    #[serde(default = "usual_label")]
    label: String,
}

fn usual_label() -> String {
    "your organization's account".to_owned()
}

impl SignIn {
    /// Puts the limits into the settings, and returns the organization's own sign-in, if there is one.
    pub(super) fn apply(
        self,
        settings: &mut operations::Settings,
        directory: &Path,
    ) -> Result<Option<OpenIdSettings>, String> {
        settings.session_idle = hours("idle_hours", self.idle_hours, settings.session_idle)?;
        settings.session_longest =
            hours("longest_hours", self.longest_hours, settings.session_longest)?;
        if settings.session_idle > settings.session_longest {
            return Err(
                "sign_in.idle_hours is more than sign_in.longest_hours: a session cannot be idle for longer than it lasts"
                    .to_owned(),
            );
        }
        settings.proxies = self.proxies.unwrap_or_else(|| std::mem::take(&mut settings.proxies));
        self.openid.map(|openid| openid.settings(directory)).transpose()
    }
}

fn hours(name: &str, typed: Option<i64>, usual: SignedDuration) -> Result<SignedDuration, String> {
    match typed {
        None => Ok(usual),
        Some(hours @ 1..=LONGEST_HOURS) => Ok(SignedDuration::from_hours(hours)),
        Some(hours) => {
            Err(format!("sign_in.{name} is {hours}: it may be from 1 to {LONGEST_HOURS} hours"))
        }
    }
}

impl OpenIdTable {
    fn settings(self, directory: &Path) -> Result<OpenIdSettings, String> {
        let url = reqwest::Url::parse(&self.issuer).map_err(|_| {
            format!(
                "sign_in.openid.issuer is “{}”, which is no address: write it as the provider does, https://login.example.org",
                self.issuer
            )
        })?;
        let is_safe = url.scheme() == "https"
            || url.scheme() == "http" && url.host_str().is_some_and(is_loopback);
        if !is_safe {
            return Err(format!(
                "sign_in.openid.issuer is “{}”, and whoever is on the way could sign in as anybody: it begins with https://",
                self.issuer
            ));
        }
        let secret = self
            .client_secret_file
            .map(|path| secret_in("sign_in.openid.client_secret_file", &directory.join(path)));
        let usual = || ["openid", "email", "profile"].map(str::to_owned).to_vec();
        Ok(OpenIdSettings {
            issuer: self.issuer,
            client_id: self.client_id,
            client_secret: secret.transpose()?,
            scopes: self.scopes.unwrap_or_else(usual),
            label: self.label,
        })
    }
}
