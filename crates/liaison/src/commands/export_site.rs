//! Where the files of a static copy go: beside their place until all are there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use web::CopyTo;

use crate::failed::Failed;

/// What says that a directory is such a copy, and may be taken the place of.
const MARK: &str = "liaison-copy.txt";
const MARK_WORDS: &str = "A static copy of liaison statements, made by “liaison export --format site”, which may replace it.\n";

/// A copy that is being made, in a directory beside the one where it is to be.
pub(super) struct Unfinished {
    place: PathBuf,
    beside: PathBuf,
}

impl Unfinished {
    /// Begins a copy; what an earlier one left that was broken off is removed.
    ///
    /// # Errors
    /// If the place holds anything but an earlier copy, or cannot be written to.
    pub(super) fn begin(place: &Path) -> Result<Self, Failed> {
        let place = std::path::absolute(place).map_err(|error| unwritable(place, &error))?;
        if !is_free(&place).map_err(|error| unwritable(&place, &error))? {
            return Err(Failed::because(format!(
                "{} holds something that is no copy of liaison statements, and nothing was written: name a directory that \
                 is empty, or not there yet",
                place.display()
            )));
        }
        let beside = beside(&place, "unfinished");
        let failed = |error| unwritable(&beside, &error);
        if beside.exists() {
            if !beside.join(MARK).exists() {
                return Err(Failed::because(format!(
                    "{} is in the way, and is no unfinished copy: move it elsewhere",
                    beside.display()
                )));
            }
            fs::remove_dir_all(&beside).map_err(failed)?;
        }
        fs::create_dir_all(&beside).map_err(failed)?;
        fs::write(beside.join(MARK), MARK_WORDS).map_err(failed)?;
        Ok(Self { place, beside })
    }

    /// Puts the copy in its place.
    ///
    /// # Errors
    /// If it cannot be moved there.
    pub(super) fn finish(self) -> Result<(), Failed> {
        let failed = |error| unwritable(&self.place, &error);
        let _ = fs::remove_dir_all(self.beside.join("gathered"));
        let old = beside(&self.place, "old");
        if self.place.exists() {
            let _ = fs::remove_dir_all(&old);
            fs::rename(&self.place, &old).map_err(failed)?;
        }
        fs::rename(&self.beside, &self.place).map_err(failed)?;
        // What took its place is there; that the old one cannot be removed is not the failure to tell of.
        let _ = fs::remove_dir_all(&old);
        Ok(())
    }

    /// Removes what was written.
    pub(super) fn give_up(self) {
        let _ = fs::remove_dir_all(&self.beside);
    }
}

impl CopyTo for Unfinished {
    fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.beside.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, bytes)
    }

    fn gather(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let folder = self.beside.join("gathered");
        fs::create_dir_all(&folder)?;
        let file = fs::OpenOptions::new().create(true).append(true).open(folder.join(name));
        file?.write_all(bytes)
    }

    fn gathered(&mut self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.beside.join("gathered").join(name);
        let bytes = fs::read(&path)?;
        fs::remove_file(path)?;
        Ok(bytes)
    }
}

/// Says whether a copy may stand there: nothing does, or an earlier one.
fn is_free(place: &Path) -> io::Result<bool> {
    if place.join(MARK).exists() {
        return Ok(true);
    }
    match fs::read_dir(place) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Returns a hidden directory beside a place, on the same disk, so that it can be moved there at once.
fn beside(place: &Path, what: &str) -> PathBuf {
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned());
    place.with_file_name(format!(".{}.{what}", name.unwrap_or_else(|| "copy".to_owned())))
}

fn unwritable(path: &Path, error: &io::Error) -> Failed {
    Failed::because(format!(
        "The copy cannot be written to {}: {error}. Name a directory that you may write to.",
        path.display()
    ))
}
