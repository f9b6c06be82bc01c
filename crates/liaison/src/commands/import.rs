//! `liaison import`: bring in what others have.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::{Args, Subcommand};
use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use operations::{
    AnswerDirectory, FileDirectory, FileSource, ImportFault, ImportSummary, Source, Step,
    import_datatracker, import_documents, import_mbox,
};
use store::Changes;
use workers::{Http, HttpFiles, import_directory_from};

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::progress::Progress;
use crate::say::say;

/// Bring in what others have: the datatracker's record, groups and roles, documents, old messages.
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
    Mbox(Messages),
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

/// Bring years of messages into the inbox, each as old as it says.
///
/// It can be broken off and begun again at any time: what is there already, by whatever way it came, is known again, and
/// nothing comes twice. Messages that cannot be read are set aside with the reason, as others are.
#[derive(Debug, Args)]
struct Messages {
    /// A file of messages, one after the other (mbox, RFC 4155); compressed, if its name ends in .gz.
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
            What::Mbox(messages) => block_on(messages.run()),
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
        let settled = desk.store.settle().await;
        progress.end();
        desk.store.close().await;
        print(&done.map_err(fault)?);
        Ok(settled?)
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

impl Messages {
    async fn run(self) -> Result<(), Failed> {
        let name = self.file.display().to_string();
        let file = File::open(&self.file)
            .map_err(|error| Failed::usage(format!("{name} cannot be read: {error}")))?;
        let size = file.metadata().map_or(0, |about| about.len());
        let read = Arc::new(AtomicU64::new(0));
        let counted = BufReader::with_capacity(1 << 16, Counted { file, read: Arc::clone(&read) });
        let is_packed = self.file.extension().is_some_and(|extension| extension == "gz");
        let messages: Box<dyn BufRead + Send> = if is_packed {
            Box::new(BufReader::with_capacity(1 << 20, MultiGzDecoder::new(counted)))
        } else {
            Box::new(counted)
        };
        let desk = self.place.desk().await?;
        let progress = Progress::begin();
        let tell = |_: u64| {
            progress.at("bytes of the file", read.load(Ordering::Relaxed), Some(size));
        };
        let done = import_mbox(&desk, messages, &tell, Timestamp::now()).await;
        progress.end();
        desk.store.close().await;
        let summary = done.map_err(|fault| {
            Failed::because(format!("{name}: {fault}; what was stored stays: begin again to go on"))
        })?;
        say!(
            "Messages: {} new, {} that had come another way, {} as they were.",
            summary.new,
            summary.other_way,
            summary.unchanged
        );
        if !summary.refused.is_empty() {
            say!("Not taken ({}):", summary.refused.len());
            for one in &summary.refused {
                say!("  {one}");
            }
        }
        if summary.seen() == 0 {
            say!("{name} holds no message: each begins with a line “From SENDER DATE”.");
        }
        Ok(())
    }
}

/// Counts how much of a file was read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(piece)?;
        self.read.fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
        Ok(count)
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
