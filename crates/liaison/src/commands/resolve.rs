//! `liaison resolve`: the groups that body names mean.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use letters::{Names, Resolved};
use operations::directory_of_file;
use rules::Directory;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;

/// Say which groups body names mean.
///
/// Reads names as people write them in From and To, one a line, from standard input, and prints each with the acronyms
/// that it means behind a tab; nothing behind it where that is not known.
#[derive(Debug, Args)]
pub(super) struct Resolve {
    #[command(flatten)]
    from: From,
    /// Print groups that may have been meant in a third column.
    #[arg(long)]
    suggest: bool,
}

/// Where the groups are: one of the three.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct From {
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

/// Bytes of a line that are kept; the rest of a longer one is passed over.
const LINE: u64 = 64 * 1024;

impl Resolve {
    pub(super) fn run(self) -> Result<(), Failed> {
        let Self { from: From { groups, config, data }, suggest } = self;
        let directory = directory_of(groups, config, data)?;
        let names = Names::new(&directory);
        let mut input = BufReader::new(std::io::stdin());
        let mut output = BufWriter::new(std::io::stdout());
        while let Some(name) = line(&mut input)? {
            let resolved = names.resolve(&name, None);
            // Whoever read the first lines may have gone, as after `| head -1`.
            if output.write_all(told(&name, &resolved, &directory, suggest).as_bytes()).is_err() {
                return Ok(());
            }
        }
        let _ = output.flush();
        Ok(())
    }
}

/// Reads the directory from a file or from the database.
pub(super) fn directory_of(
    groups: Option<PathBuf>,
    config: Option<PathBuf>,
    data: Option<PathBuf>,
) -> Result<Directory, Failed> {
    match groups {
        Some(file) => of_file(&file),
        None => block_on(of_store(Where::new(config, data))),
    }
}

fn of_file(file: &Path) -> Result<Directory, Failed> {
    directory_of_file(file).map_err(|fault| Failed::because(fault.to_string()))
}

async fn of_store(place: Where) -> Result<Directory, Failed> {
    let desk = place.desk().await?;
    let directory = desk.store.reader().directory().await;
    desk.store.close().await;
    Ok((*directory?).clone())
}

/// Reads a line without its end; bytes that are not UTF-8 come out as marks. `None` at the end.
fn line(input: &mut impl BufRead) -> Result<Option<String>, Failed> {
    let fault =
        |error: std::io::Error| Failed::because(format!("standard input cannot be read: {error}"));
    let mut bytes = Vec::new();
    input.by_ref().take(LINE).read_until(b'\n', &mut bytes).map_err(fault)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') {
        input.skip_until(b'\n').map_err(fault)?;
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}

fn told(name: &str, resolved: &Resolved, directory: &Directory, suggest: bool) -> String {
    let acronym = |id| directory.group(id).map(|group| group.acronym.as_str());
    let groups: Vec<&str> = resolved.groups.iter().filter_map(|id| acronym(*id)).collect();
    let mut told = format!("{name}\t{}", groups.join(" "));
    if suggest {
        let one = |it: &letters::Suggestion| Some(format!("{} ({})", acronym(it.group)?, it.why));
        let all: Vec<String> = resolved.suggestions.iter().filter_map(one).collect();
        told.push('\t');
        told.push_str(&all.join("; "));
    }
    told.push('\n');
    told
}
