//! `liaison demo`: try everything, with a made record.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use operations::fill_demo;
use rules::Policy;
use tempfile::TempDir;

use super::block_on;
use crate::failed::Failed;
use crate::opening::open;
use crate::say::say;
use crate::serving::Work;
use crate::settings::{LISTEN, Settings};
use crate::{log, serving};

/// The domain of every address of the demonstration; nothing can be mailed to it (RFC 2606).
const DOMAIN: &str = "example.org";

/// Try everything with a made record: nothing is mailed, and nothing is kept.
///
/// Starts with some sixty invented statements and one sign-in for each role. Messages are shown instead of mailed.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where to listen.
    #[arg(long, value_name = "ADDRESS", default_value = LISTEN)]
    listen: SocketAddr,
    /// By whose rules: a built-in policy, which brings its own made organizations and people.
    #[arg(long, value_name = "NAME", default_value = "ietf")]
    policy: String,
    /// Keep the demonstration's data in this directory, and go on with it next time.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), Failed> {
        log::begin("warn")?;
        block_on(self.show())
    }

    async fn show(self) -> Result<(), Failed> {
        let policy = Policy::built_in_at(&self.policy, DOMAIN)
            .map_err(|error| Failed::usage(error.to_string()))?;
        let temporary = match &self.data {
            Some(_) => None,
            None => Some(temporary()?),
        };
        let directory = match (&self.data, &temporary) {
            (Some(directory), _) => directory.as_path(),
            (None, Some(temporary)) => temporary.path(),
            (None, None) => return Err(Failed::because("there is nowhere to keep the data")),
        };
        let listener = serving::bind(self.listen).await?;
        let url = serving::local_url(&listener)?;
        let mut settings = Settings::in_directory(directory)?;
        settings.operations.base_url.clone_from(&url);
        settings.operations.mail_from =
            rules::Mailbox::new("Liaison Statements", &format!("statements@{DOMAIN}"))
                .map_err(|error| Failed::because(error.to_string()))?;
        settings.operations.demonstration = true;
        settings.operations.captured = true;
        // The mail servers of the demonstration's two organizations, which found what shows where messages are from.
        settings.operations.believed =
            ["mx.example.org", "mx.okc.example.org"].map(str::to_owned).to_vec();
        let desk = open(&settings, policy).await?;
        let is_fresh = desk.store.reader().accounts().await?.is_empty();
        if is_fresh {
            fill_demo(&desk, Timestamp::now()).await?;
        }
        say!("The demonstration is at {url}");
        say!("Sign in as anybody of it at {url}/demo/sign-in");
        say!("What would have been mailed is at {url}/demo/mail");
        match &self.data {
            None => say!("Stop it with Ctrl-C; what you did in it is then forgotten."),
            Some(data) => {
                say!("Stop it with Ctrl-C; what you did in it stays in {}.", data.display())
            }
        }
        serving::serve(desk, Work::default(), listener).await
    }
}

fn temporary() -> Result<TempDir, Failed> {
    tempfile::Builder::new().prefix("liaison-demo-").tempdir().map_err(|error| {
        Failed::because(format!(
            "no temporary directory can be made: {error}; name one with --data"
        ))
    })
}
