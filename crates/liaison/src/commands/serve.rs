//! `liaison serve`: pages and workers.

use std::net::SocketAddr;

use clap::Args;

use super::block_on;
use crate::counting::Counts;
use crate::failed::Failed;
use crate::opening::{Where, open};
use crate::say::say;
use crate::serving::Work;
use crate::{log, serving};

/// Serve the pages, take messages, send what is queued, and read attachments, until SIGTERM or Ctrl-C.
///
/// Prints `Listening on http://ADDRESS` once it answers. Several of these may share a PostgreSQL database and the files.
/// LIAISON_LOG sets what is logged on standard error (`info`, `debug`, `web=debug,info`), LIAISON_LOG_FORMAT=json how.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Where,
    /// Where to listen, instead of what the settings say.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failed> {
        log::begin("info")?;
        block_on(async {
            let mut settings = self.place.settings()?;
            let policy = settings.policy()?;
            let listener = serving::bind(self.listen.unwrap_or(settings.listen)).await?;
            let url = serving::local_url(&listener)?;
            if self.place.is_embedded() {
                settings.operations.base_url.clone_from(&url);
            }
            let desk = open(&settings, policy).await?;
            // It makes pages faster, and is no reason not to show any, as when the disk is full.
            if let Err(fault) = desk.store.weigh().await {
                tracing::warn!(%fault, "the database could not be looked through: large lists may be slow");
            }
            if settings.smtp.is_none() {
                tracing::warn!(
                    "no mail server is set: messages are kept, and go out when `mail.server` names one"
                );
            }
            let openid = settings
                .openid
                .map(|openid| serving::openid(openid, &settings.operations.base_url));
            let openid = openid.transpose()?;
            let intake = serving::intake(settings.receive).await?;
            say!("Listening on {url}");
            let counts = Some((Counts::begin()?, settings.metrics_token));
            let work =
                Work { smtp: settings.smtp, openid, duties: settings.duties, intake, counts };
            serving::serve(desk, work, listener).await
        })
    }
}
