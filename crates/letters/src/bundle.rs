//! An archive that holds letters: one level of it is read.

use crate::archive::Archive;
use crate::{Converter, Kind, Limits, Text, kind_of, text};

/// Reads the letters in an archive, each under its name.
pub(crate) fn read(bytes: &[u8], converter: &dyn Converter, limits: &Limits) -> Text {
    let mut archive = match Archive::open(bytes, limits) {
        Ok(archive) => archive,
        Err(fault) => return Text::unread(&fault),
    };
    let mut all = Text::default();
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
        let one = text::letter(&bytes, kind, converter, limits);
        for warning in one.warnings {
            all.warn(&format!("{name}: {warning}"));
        }
        if !one.text.trim().is_empty() {
            all.add(&format!("{name}\n\n{}", one.text), limits);
        }
    }
    all
}

/// Says whether a file is one that programs leave in archives.
fn is_by_the_way(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    name.starts_with("__MACOSX/") || last.starts_with('.') || last.eq_ignore_ascii_case("thumbs.db")
}
