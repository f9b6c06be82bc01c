//! `liaison read`: what letters and messages say, as JSON.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use clap::Args;
use letters::Names;
use letters::reading::Reading;
use operations::{ReadLetter, name_groups, read_letters};
use rules::Directory;
use workers::Sandboxed;

use crate::failed::Failed;

/// Read letters and messages, and print what they say.
///
/// One JSON object for each statement found: its fields, the words that each was read from, and where they stand. Of a
/// file that holds none, one object says why. Stores nothing and needs no database.
#[derive(Debug, Args)]
pub(super) struct Read {
    /// The files; - is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Say which forms of letters each could have, and why.
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    groups: Groups,
}

/// Where the groups are that letters name; without one of these they are not looked up.
#[derive(Debug, Default, Args)]
#[group(required = false, multiple = false)]
struct Groups {
    /// A list of groups in JSON, or a directory file (docs/directory-file.md).
    #[arg(long, value_name = "FILE")]
    groups: Option<PathBuf>,
    /// The settings file (see docs/liaison.toml).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A directory with an embedded database and the files; made if it is absent.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Groups {
    fn directory(self) -> Result<Option<(Names, Directory)>, Failed> {
        let Self { groups, config, data } = self;
        if groups.is_none() && config.is_none() && data.is_none() {
            return Ok(None);
        }
        let directory = super::resolve::directory_of(groups, config, data)?;
        Ok(Some((Names::new(&directory), directory)))
    }
}

impl Read {
    pub(super) fn run(mut self) -> Result<(), Failed> {
        let groups = std::mem::take(&mut self.groups).directory()?;
        let converter = Sandboxed::look();
        let next = AtomicUsize::new(0);
        let workers =
            std::thread::available_parallelism().map_or(1, usize::from).min(self.files.len());
        let (sender, receiver) = mpsc::channel();
        let mut failed = 0;
        std::thread::scope(|scope| {
            for _ in 0..workers {
                let sender = sender.clone();
                let (next, files, converter, groups) = (&next, &self.files, &converter, &groups);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(file) = files.get(at) else { break };
                        let mut read = bytes_of(file)
                            .map(|bytes| read_letters(&bytes, &file.to_string_lossy(), converter));
                        if let (Ok(readings), Some((names, directory))) = (&mut read, groups) {
                            readings
                                .iter_mut()
                                .for_each(|one| name_groups(&mut one.reading, names, directory));
                        }
                        if sender.send((at, read)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            failed = self.print(&receiver);
        });
        match failed {
            0 => Ok(()),
            1 => Err(Failed::because("one file could not be read".to_owned())),
            count => Err(Failed::because(format!("{count} files could not be read"))),
        }
    }

    /// Prints the readings in the order of the files, each as soon as those before it are there.
    fn print(&self, receiver: &mpsc::Receiver<(usize, std::io::Result<Vec<ReadLetter>>)>) -> usize {
        let mut waiting: std::collections::BTreeMap<usize, std::io::Result<Vec<ReadLetter>>> =
            std::collections::BTreeMap::new();
        let (mut at, mut failed) = (0, 0);
        let mut out = std::io::stdout().lock();
        for (number, read) in receiver {
            waiting.insert(number, read);
            while let Some(read) = waiting.remove(&at) {
                match read {
                    Ok(readings) => {
                        for ReadLetter { reading, .. } in readings {
                            let line = line_of(reading, self.explain);
                            if writeln!(out, "{line}").is_err() {
                                return failed;
                            }
                        }
                    }
                    Err(error) => {
                        failed += 1;
                        eprintln!("{}: {error}", self.files[at].display());
                    }
                }
                at += 1;
            }
        }
        failed
    }
}

fn bytes_of(file: &Path) -> std::io::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(file)
}

/// Returns a reading as one line of JSON; where words stand in a text that is not printed is left out.
fn line_of(mut reading: Reading, explain: bool) -> String {
    if !explain {
        reading.claims.clear();
    }
    for evidence in reading.evidence.values_mut().flatten() {
        evidence.at = None;
    }
    serde_json::to_string(&operations::reading_shape(&reading)).unwrap_or_default()
}
