//! `liaison backup`: everything in one file, while the service runs.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use operations::{Locked, NewBackup, Opens, backup};

use super::block_on;
use super::restore::{Keys, first_line};
use crate::failed::Failed;
use crate::opening::Where;
use crate::progress::Progress;
use crate::say::say;

/// Write everything to one file while the service runs: database, files, the key of the log, the policy.
///
/// The file appears whole, on the disk, or not at all. It holds everything that is not public too: encrypt it, or keep it as you
/// keep the data.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to write; one of that name is replaced once the new one is whole.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// An older backup: what files it holds, or those before it, is left out. To restore, all of them are needed.
    #[arg(long, value_name = "OLDER")]
    since: Option<PathBuf>,
    /// Encrypt to a recipient of age: `age1…`.
    #[arg(long, value_name = "RECIPIENT", conflicts_with = "passphrase_file")]
    recipient: Option<String>,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    place: Where,
}

impl Backup {
    pub(super) fn run(self) -> Result<(), Failed> {
        let locked = match (&self.recipient, &self.keys.passphrase_file) {
            (Some(recipient), _) => Locked::Recipient(recipient.clone()),
            (None, Some(path)) => Locked::Passphrase(first_line(path)?),
            (None, None) => Locked::Open,
        };
        let opens: Opens = self.keys.opens()?;
        let path = self.path.clone();
        let new = NewBackup { path: self.path, since: self.since, locked, opens };
        let place = self.place;
        block_on(async {
            let desk = place.desk().await?;
            let progress = Progress::begin();
            let tell = |doing: &'static str, done| progress.at(doing, done, None);
            let done = backup(&desk, &new, Timestamp::now(), &tell).await;
            progress.end();
            desk.store.close().await;
            let done = done?;
            say!(
                "Backed up {} rows and {} of {} files to {} ({} bytes).",
                done.rows,
                done.held,
                done.files,
                path.display(),
                done.bytes
            );
            Ok(())
        })
    }
}
