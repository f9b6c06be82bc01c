//! `liaison migrate`: bring the database up to date.

use clap::Args;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// Bring the database up to date, and end.
///
/// Every command does so when it begins; this one does it alone, before several instances start. Running it again
/// changes nothing.
#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    place: Where,
}

impl Migrate {
    pub(super) fn run(self) -> Result<(), Failed> {
        block_on(async {
            let desk = self.place.desk().await?;
            desk.store.close().await;
            say!("The database is up to date.");
            Ok(())
        })
    }
}
