//! What `liaison quickstart` makes, and what it prints.

mod made;
mod words;

use std::path::{Path, PathBuf};

pub(crate) use made::Made;
pub(crate) use words::next_steps;

const SETTINGS: &str = include_str!("liaison.toml");
const DIRECTORY: &str = include_str!("directory.toml");
const SERVICE: &str = include_str!("liaison.service");

/// A new installation: where it is, and for whom.
#[derive(Debug, Clone)]
pub(crate) struct Installation {
    /// The name under which readers find it, and to which others send mail.
    pub(crate) domain: String,
    /// The settings file.
    pub(crate) config: PathBuf,
    /// The directory of database and files.
    pub(crate) data: PathBuf,
    /// The user as whom it is run.
    pub(crate) user: String,
    /// The program.
    pub(crate) program: PathBuf,
    /// The mail server that takes what is sent.
    pub(crate) smtp: (String, u16),
}

impl Installation {
    /// Returns where the policy is, beside the settings.
    pub(crate) fn policy(&self) -> PathBuf {
        self.beside("policy")
    }

    /// Returns where the directory of people is, beside the settings.
    pub(crate) fn directory(&self) -> PathBuf {
        self.beside("directory")
    }

    /// `/etc/liaison.toml` and `/etc/liaison-policy.toml`.
    fn beside(&self, what: &str) -> PathBuf {
        let stem = self.config.file_stem().unwrap_or_default().to_string_lossy();
        self.config.with_file_name(format!("{stem}-{what}.toml"))
    }

    /// Returns the settings, commented.
    pub(crate) fn settings(&self) -> String {
        let (host, port) = &self.smtp;
        let policy = self.policy();
        let policy = policy.file_name().unwrap_or_default().to_string_lossy();
        SETTINGS
            .replace("{domain}", &self.domain)
            .replace("{data}", &self.data.display().to_string())
            .replace("{smtp_host}", host)
            .replace("{smtp_port}", &port.to_string())
            .replace("{policy}", &policy)
    }

    /// Returns a directory of one organization with one coordinator.
    pub(crate) fn people(&self, policy: &rules::Policy, name: &str, address: &str) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let secretariat = match policy.secretariat == policy.organization {
            true => String::new(),
            false => format!(
                "\n[[groups]]\nacronym = \"{}\"\nname = \"Secretariat\"\nkind = \"ietf\"\n",
                policy.secretariat
            ),
        };
        DIRECTORY
            .replace("{file}", &self.directory().display().to_string())
            .replace("{config}", &self.config.display().to_string())
            .replace("\"{organization_name}\"", &quoted(&policy.name))
            .replace("{organization}", &policy.organization)
            .replace("{secretariat}", &secretariat)
            .replace("{name}", &quoted(name))
            .replace("{address}", &quoted(address))
    }

    /// Returns the service file.
    pub(crate) fn service(&self) -> String {
        let shown = |path: &Path| path.display().to_string();
        SERVICE
            .replace("{program}", &shown(&self.program))
            .replace("{config}", &shown(&self.config))
            .replace("{user}", &self.user)
            .replace("{data}", &shown(&self.data))
    }
}
