//! `liaison migrate`: bring the database up to date.

use clap::Args;

use super::block_on;
use crate::failed::Failed;
use crate::opening::{Where, enter_tree};
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
            let entered = enter_tree(&desk).await;
            desk.store.close().await;
            let entered = entered?;
            say!("The database is up to date.");
            if entered > 0 {
                say!("Entered the tree by which the record is proved: {entered} leaves.");
            }
            Ok(())
        })
    }
}
