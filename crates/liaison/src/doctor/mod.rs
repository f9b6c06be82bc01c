//! What `liaison doctor` looks at, and what it says of it.

mod kept;
mod mail;
mod names;
mod programs;
mod secrets;

use std::path::Path;

use serde::Serialize;

use crate::settings::Settings;

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Health {
    /// As it should be.
    Fine,
    /// The service works, and somebody should look.
    Warn,
    /// The service does not work, or something is not safe.
    Wrong,
}

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What was looked at.
    pub(crate) about: &'static str,
    /// How it is.
    pub(crate) is: Health,
    /// What was found.
    pub(crate) says: String,
    /// What to do; empty where nothing is.
    pub(crate) next: String,
}

impl Finding {
    fn fine(about: &'static str, says: impl Into<String>) -> Self {
        Self { about, is: Health::Fine, says: says.into(), next: String::new() }
    }

    fn warn(about: &'static str, says: impl Into<String>, next: impl Into<String>) -> Self {
        Self { about, is: Health::Warn, says: says.into(), next: next.into() }
    }

    fn wrong(about: &'static str, says: impl Into<String>, next: impl Into<String>) -> Self {
        Self { about, is: Health::Wrong, says: says.into(), next: next.into() }
    }
}

/// Looks at everything; nothing is sent, and nothing is changed but for a file that is kept and removed again.
///
/// `config` is the file of the settings, where there is one; `selector` the name under which the key that signs is in DNS.
pub(crate) async fn look(
    settings: &Settings,
    config: Option<&Path>,
    selector: Option<&str>,
) -> Vec<Finding> {
    let mut found = vec![policy(settings)];
    found.extend(secrets::look(settings, config));
    found.extend(kept::look(settings).await);
    found.extend(mail::look(settings).await);
    found.extend(names::look(settings, selector).await);
    found.extend(programs::look().await);
    found
}

fn policy(settings: &Settings) -> Finding {
    match settings.policy() {
        Ok(policy) => Finding::fine("policy", format!("that of the {}", policy.name)),
        Err(why) => Finding::wrong(
            "policy",
            why.to_string(),
            "mend it, and try `liaison policy --check FILE`",
        ),
    }
}
