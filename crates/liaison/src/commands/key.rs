//! `liaison key`: the key that signs the checkpoints of the record's tree.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use operations::rotate_log_key;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// The key that signs the checkpoints of the tree by which the record is proved.
#[derive(Debug, Args)]
pub(super) struct Key {
    #[command(subcommand)]
    command: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Rotate(Rotate),
}

/// Put a new key in the place of the one that signs.
///
/// Both sign the first checkpoint of the new one, and the tree says since when which signs. The old one is kept beside it, and its
/// public half stays at /log/keys. Instances that run sign nothing more until they have the new file and are started again.
#[derive(Debug, Args)]
struct Rotate {
    #[command(flatten)]
    place: Where,
}

impl Key {
    pub(super) fn run(self) -> Result<(), Failed> {
        let Verb::Rotate(rotate) = self.command;
        block_on(async {
            let desk = rotate.place.desk().await?;
            let key = rotate_log_key(&desk, Timestamp::now()).await;
            desk.store.close().await;
            say!("Signs from now on: {}", key?.public());
            Ok(())
        })
    }
}
