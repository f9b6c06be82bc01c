//! `liaison restore`: everything back from a backup.

use std::path::{Path, PathBuf};

use clap::Args;
use operations::{Opens, RestoreFrom, restore, verify_record};

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::progress::Progress;
use crate::say::say;

/// Restore a backup where there is nothing yet, and check it against the tree by which the record is proved.
///
/// With --data into a directory; with --config into the database and the directory of files that the settings name, SQLite or
/// PostgreSQL, whichever the backup was made of. Half a backup, one that was changed and one that another key opens restore
/// nothing. The policy of the backup is written beside the key of the log, and not used unless the settings name it.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// The older backups that it was made since, if it was; may be repeated.
    #[arg(long, value_name = "OLDER")]
    since: Vec<PathBuf>,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    place: Where,
}

/// With what an encrypted backup is opened.
#[derive(Debug, Clone, Args)]
pub(super) struct Keys {
    /// A file of age identities that open an encrypted backup.
    #[arg(long, value_name = "FILE", conflicts_with = "passphrase_file")]
    identity: Option<PathBuf>,
    /// A file whose first line is the passphrase of the backup.
    #[arg(long, value_name = "FILE")]
    pub(super) passphrase_file: Option<PathBuf>,
}

impl Keys {
    pub(super) fn opens(&self) -> Result<Opens, Failed> {
        Ok(match (&self.identity, &self.passphrase_file) {
            (Some(path), _) => Opens::Identity(read(path)?),
            (None, Some(path)) => Opens::Passphrase(first_line(path)?),
            (None, None) => Opens::Nothing,
        })
    }
}

/// Returns the first line of a file that holds a secret.
pub(super) fn first_line(path: &Path) -> Result<String, Failed> {
    let text = read(path)?;
    let line = text.lines().next().filter(|line| !line.is_empty());
    line.map(str::to_owned)
        .ok_or_else(|| Failed::usage(format!("{}: its first line is empty", path.display())))
}

fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path)
        .map_err(|error| Failed::usage(format!("{}: {error}", path.display())))
}

impl Restore {
    pub(super) fn run(self) -> Result<(), Failed> {
        let opens = self.keys.opens()?;
        let from = RestoreFrom { path: self.path, older: self.since, opens };
        let place = self.place;
        block_on(async {
            let settings = place.settings()?;
            let key = settings.operations.log_key.clone();
            let key = key.ok_or_else(|| {
                Failed::usage("set log.key_file: it is not said where the key goes")
            })?;
            let policy = key.with_file_name("policy.toml");
            let progress = Progress::begin();
            let tell = |doing: &'static str, done| progress.at(doing, done, None);
            let restored = restore(&from, &settings.place, &key, &policy, &tell).await;
            let restored = match restored {
                Ok(restored) => restored,
                Err(failure) => {
                    progress.end();
                    return Err(failure.into());
                }
            };
            let desk = place.desk().await?;
            let tell = |doing: &'static str, done, of| progress.at(doing, done, Some(of));
            let verified = verify_record(&desk, None, &tell).await;
            desk.store.settle().await?;
            progress.end();
            desk.store.close().await;
            let verified = verified?;
            for finding in &verified.findings {
                say!("{finding}");
            }
            if !verified.findings.is_empty() {
                return Err(Failed::because(
                    "it was restored as it was backed up, and was then not as its tree says; see above",
                ));
            }
            say!(
                "Restored {} rows and {} files; all is as the tree says ({} leaves).",
                restored.rows,
                restored.files,
                verified.leaves
            );
            Ok(())
        })
    }
}
