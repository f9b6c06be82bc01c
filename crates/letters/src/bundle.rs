//! An archive that holds letters: one level of it is read.

use crate::archive::Archive;
use crate::{Converter, Document, Kind, Limits, document_of, kind_of};

/// A letter in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// Its name in the archive, with the folders that it stands in.
    pub name: String,
    /// The letter itself.
    pub bytes: Vec<u8>,
    /// What it is.
    pub kind: Kind,
}

/// Returns the letters in an archive in its order, and what could not be read of it: one sentence each.
///
/// Pictures, and what programs leave behind in archives, are no letters.
pub fn letters_in(bytes: &[u8], limits: &Limits) -> (Vec<Enclosed>, Vec<String>) {
    let mut letters = Vec::new();
    let mut said = Document::default();
    each(bytes, limits, &mut said, |_, letter| letters.push(letter));
    (letters, said.warnings)
}

/// Reads the letters in an archive, each under its name.
pub(crate) fn read(bytes: &[u8], converter: &dyn Converter, limits: &Limits) -> Document {
    let mut all = Document::default();
    each(bytes, limits, &mut all, |all, Enclosed { name, bytes, kind }| {
        let mut one = document_of(&bytes, kind, converter, limits);
        for warning in one.warnings.drain(..) {
            all.warn(&format!("{name}: {warning}"));
        }
        if !one.text.trim().is_empty() {
            let mut named = Document::of_lines(format!("{name}\n"));
            named.add(one, limits);
            all.add(named, limits);
        }
    });
    all
}

/// Unpacks the letters in an archive one after the other.
fn each(
    bytes: &[u8],
    limits: &Limits,
    all: &mut Document,
    mut take: impl FnMut(&mut Document, Enclosed),
) {
    let mut archive = match Archive::open(bytes, limits) {
        Ok(archive) => archive,
        Err(fault) => return all.warn(&fault.to_string()),
    };
    let mut letters = 0;
    for at in 0..archive.len() {
        let Some(name) = archive.file_name(at).filter(|name| !is_by_the_way(name)) else {
            continue;
        };
        if letters == limits.letters {
            all.warn(&format!(
                "more than {letters} letters are in the archive: the others were not read"
            ));
            break;
        }
        let bytes = match archive.read_at(at) {
            Ok(bytes) => bytes,
            Err(fault) => {
                all.warn(&format!("{name}: {fault}"));
                continue;
            }
        };
        let kind = kind_of(&bytes, &name);
        if matches!(kind, Kind::Image(_)) {
            continue;
        }
        letters += 1;
        take(all, Enclosed { name, bytes, kind });
    }
}

/// Says whether a file is one that programs leave in archives.
fn is_by_the_way(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    name.starts_with("__MACOSX/") || last.starts_with('.') || last.eq_ignore_ascii_case("thumbs.db")
}
