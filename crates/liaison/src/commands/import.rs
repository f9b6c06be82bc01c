//! `liaison import`: bring in what others have.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use operations::{
    AnswerDirectory, FileDirectory, FileSource, ImportFault, ImportSummary, Source, Step,
    import_datatracker, import_documents,
};
use store::Changes;
use workers::{Http, HttpFiles, import_directory_from};

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::progress::Progress;
use crate::say::say;

/// Bring in what others have: the datatracker's record, groups and roles, documents.
///
/// Each can be repeated, and changes only what changed. A file that is not as it should be changes nothing, and the place
/// is named.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Datatracker(Datatracker),
    Directory(Directory),
    Documents(Documents),
}

/// Bring in the record of the IETF's datatracker, with its numbers.
#[derive(Debug, Args)]
struct Datatracker {
    /// A directory of API answers, one file each (`liaisonstatement.json`, …), or the API's base address.
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Where the attached files are: a directory, or the address below which they are served.
    #[arg(long, value_name = "FILES")]
    files: Option<String>,
    #[command(flatten)]
    place: Where,
}

/// Bring in groups, people, their roles, and the addresses listed for groups.
///
/// What was set on the pages stays. One that would end half of the holders of a role, or half of the groups, changes
/// nothing: it is held, and a coordinator takes it or throws it away on a page.
#[derive(Debug, Args)]
struct Directory {
    /// A directory file (docs/directory-file.md), a list of groups in JSON, a directory of the datatracker's answers
    /// (`group.json`, `role.json`, `person.json`, `email.json`), or the API's base address.
    #[arg(value_name = "SOURCE")]
    source: String,
    #[command(flatten)]
    place: Where,
}

/// Bring in what is known of documents: names, titles, status, streams.
#[derive(Debug, Args)]
struct Documents {
    /// The RFC Editor's `rfc-index.xml`, a table of RFCs or of series, the datatracker's document answers
    /// (Internet-Drafts), or a directory of them.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Where,
}

impl Import {
    pub(super) fn run(self) -> Result<(), Failed> {
        match self.what {
            What::Datatracker(datatracker) => block_on(datatracker.run()),
            What::Directory(directory) => block_on(directory.run()),
            What::Documents(documents) => block_on(documents.run()),
        }
    }
}

impl Datatracker {
    async fn run(self) -> Result<(), Failed> {
        let source = source(&self.source).map_err(fault)?;
        let largest = self.place.settings()?.operations.attachment_limit;
        let files = self.files.as_deref().map(|from| files(from, largest));
        let files = files.transpose().map_err(fault)?;
        let desk = self.place.desk().await?;
        let progress = Progress::begin();
        let tell = |at: operations::Progress| progress.at(&step(at.step), at.done, at.total);
        let files = files.as_deref();
        let done = import_datatracker(&desk, &*source, files, &tell, Timestamp::now()).await;
        progress.end();
        desk.store.close().await;
        print(&done.map_err(fault)?);
        Ok(())
    }
}

impl Directory {
    async fn run(self) -> Result<(), Failed> {
        let desk = self.place.desk().await?;
        let progress = Progress::begin();
        let tell = |at: operations::Progress| progress.at(&step(at.step), at.done, at.total);
        let done = import_directory_from(&desk, &self.source, &tell, Timestamp::now()).await;
        progress.end();
        desk.store.close().await;
        let summary = done.map_err(fault)?;
        if let Some((id, reasons)) = &summary.held {
            say!(
                "Nothing was changed: a coordinator has to look at it first, on /directory/imports/{id}."
            );
            for reason in reasons {
                say!("  {reason}");
            }
            return Ok(());
        }
        say!("Groups: {}.", changes(summary.groups));
        say!("People: {}.", changes(summary.people));
        say!("Addresses of groups: {}.", changes(summary.contacts));
        unplaced(&summary.unplaced);
        Ok(())
    }
}

impl Documents {
    async fn run(self) -> Result<(), Failed> {
        let desk = self.place.desk().await?;
        let done = import_documents(&desk, &self.file).await;
        desk.store.close().await;
        say!("Documents: {}.", changes(done.map_err(fault)?));
        Ok(())
    }
}

fn source(from: &str) -> Result<Box<dyn Source>, ImportFault> {
    if is_address(from) {
        return Ok(Box::new(Http::new(from)?));
    }
    Ok(Box::new(AnswerDirectory(PathBuf::from(from))))
}

fn files(from: &str, largest: usize) -> Result<Box<dyn FileSource>, ImportFault> {
    if is_address(from) {
        return Ok(Box::new(HttpFiles::new(from, largest)?));
    }
    Ok(Box::new(FileDirectory(PathBuf::from(from))))
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn fault(fault: ImportFault) -> Failed {
    Failed::because(fault.to_string())
}

fn print(summary: &ImportSummary) {
    say!("Statements: {}.", changes(summary.statements));
    say!("Groups: {}.", changes(summary.groups));
    say!("Events: {} new.", summary.events);
    say!("Attached files: {} new.", summary.files);
    unplaced(&summary.unplaced);
}

fn unplaced(unplaced: &[operations::Unplaced]) {
    if !unplaced.is_empty() {
        say!("Could not be placed ({}):", unplaced.len());
        for one in unplaced {
            say!("  {one}");
        }
    }
}

fn changes(changes: Changes) -> String {
    let Changes { added, changed, unchanged } = changes;
    format!("{added} new, {changed} changed, {unchanged} as they were")
}

fn step(step: Step) -> String {
    match step {
        Step::Fetching(what) => format!("fetching {what}"),
        Step::Comparing => "comparing statements".to_owned(),
        Step::Saving => "saving".to_owned(),
    }
}
