//! `liaison export`: the public record, as files.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use operations::{Desk, export_log, export_record};

use super::block_on;
use crate::failed::Failed;
use crate::opening::{Where, enter_tree};
use crate::progress::Progress;
use crate::say::say;

/// Write the public record to files.
///
/// `jsonl` makes `statements.jsonl` in the directory: one statement a line, by number, in the shape of `/statements/N.json`.
/// The file appears whole or not at all. Beside it, in `log`, is the tree that proves it: `liaison verify DIR` checks both.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The directory to write to; made if it is absent.
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// In which form.
    #[arg(long)]
    format: Format,
    #[command(flatten)]
    place: Where,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One JSON object a line.
    Jsonl,
}

impl Export {
    pub(super) fn run(self) -> Result<(), Failed> {
        block_on(async {
            let Format::Jsonl = self.format;
            let desk = self.place.desk().await?;
            let progress = Progress::begin();
            let written = whole(&desk, &self.directory, &progress).await;
            progress.end();
            desk.store.close().await;
            let (statements, leaves) = written?;
            let directory = self.directory.display();
            say!(
                "Wrote {statements} statements to {directory}, with the tree of {leaves} leaves that proves them."
            );
            Ok(())
        })
    }
}

/// How often an export begins anew because somebody changed the record meanwhile.
const TRIES: u32 = 5;

/// Writes the record and its tree, again if somebody changed the record between the two; returns how many statements and leaves.
async fn whole(desk: &Desk, directory: &Path, progress: &Progress) -> Result<(u64, u64), Failed> {
    let statements = |done, of| progress.at("writing statements", done, Some(of));
    let leaves = |doing: &'static str, done, of| progress.at(doing, done, Some(of));
    let mut tries = 1;
    loop {
        enter_tree(desk).await?;
        let before = desk.store.change_count().await?;
        let written = (
            export_record(desk, directory, &statements).await?,
            export_log(desk, directory, &leaves).await?,
        );
        if desk.store.change_count().await? == before || tries == TRIES {
            return Ok(written);
        }
        tries += 1;
    }
}
