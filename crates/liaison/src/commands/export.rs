//! `liaison export`: the public record, as files.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use operations::{Desk, export_log, export_mbox, export_record};
use web::Site;

use super::block_on;
use super::export_site::Unfinished;
use crate::failed::Failed;
use crate::opening::{Where, enter_tree};
use crate::progress::Progress;
use crate::say::say;

/// Write the public record to files.
///
/// `jsonl` makes `statements.jsonl` in the directory: one statement a line, by number, in the shape of `/statements/N.json`.
/// The file appears whole or not at all. Beside it, in `log`, is the tree that proves it: `liaison verify DIR` checks both.
///
/// `mbox` makes `statements.mbox`: each as the very message that was mailed, or as one composed like it, with its files;
/// `liaison import mbox` takes it in elsewhere. Each file appears whole or not at all.
///
/// `site` makes a directory of the public pages with their files, to be read from a disk or any web server, with a search
/// that needs neither network nor service. It appears whole or not at all, in the place of an earlier copy if there is one;
/// a directory that holds anything else is left alone.
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
    /// Pages that are read without a service.
    Site,
    /// One message each, in one file.
    Mbox,
}

impl Export {
    pub(super) fn run(self) -> Result<(), Failed> {
        block_on(async {
            let desk = self.place.desk().await?;
            let progress = Progress::begin();
            let tell = |done, of| progress.at("writing statements", done, Some(of));
            let written = match self.format {
                Format::Jsonl => whole(&desk, &self.directory, &progress).await,
                Format::Mbox => export_mbox(&desk, &self.directory, &tell)
                    .await
                    .map_err(Failed::from)
                    .map(|statements| (statements, None)),
                Format::Site => site(desk.clone(), &self.directory, &tell)
                    .await
                    .map(|statements| (statements, None)),
            };
            progress.end();
            desk.store.close().await;
            let (statements, leaves) = written?;
            let directory = self.directory.display();
            match leaves {
                Some(leaves) => say!(
                    "Wrote {statements} statements to {directory}, with the tree of {leaves} leaves that proves them."
                ),
                None => say!("Wrote {statements} statements to {directory}."),
            }
            Ok(())
        })
    }
}

/// How often an export begins anew because somebody changed the record meanwhile.
const TRIES: u32 = 5;

/// Writes the record and its tree, again if somebody changed the record between the two; returns how many statements and leaves.
async fn whole(
    desk: &Desk,
    directory: &Path,
    progress: &Progress,
) -> Result<(u64, Option<u64>), Failed> {
    let statements = |done, of| progress.at("writing statements", done, Some(of));
    let leaves = |doing: &'static str, done, of| progress.at(doing, done, Some(of));
    let mut tries = 1;
    loop {
        enter_tree(desk).await?;
        let before = desk.store.change_count().await?;
        let written = (
            export_record(desk, directory, &statements).await?,
            Some(export_log(desk, directory, &leaves).await?),
        );
        if desk.store.change_count().await? == before || tries == TRIES {
            return Ok(written);
        }
        tries += 1;
    }
}

/// Writes the public pages as files.
async fn site(
    desk: Desk,
    directory: &Path,
    tell: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<u64, Failed> {
    let mut unfinished = Unfinished::begin(directory)?;
    match web::copy(Site::new(desk), &mut unfinished, tell).await {
        Ok(written) => unfinished.finish().map(|()| written),
        Err(fault) => {
            unfinished.give_up();
            Err(Failed::because(fault.to_string()))
        }
    }
}
