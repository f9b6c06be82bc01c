//! `liaison export`: the public record, as files.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use operations::export_record;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::progress::Progress;
use crate::say::say;

/// Write the public record to files.
///
/// `jsonl` makes `statements.jsonl` in the directory: one statement a line, by number, in the shape of `/statements/N.json`.
/// The file appears whole or not at all.
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
            let tell = |done, of| progress.at("writing statements", done, Some(of));
            let written = export_record(&desk, &self.directory, &tell).await;
            progress.end();
            desk.store.close().await;
            say!("Wrote {} statements to {}.", written?, self.directory.display());
            Ok(())
        })
    }
}
