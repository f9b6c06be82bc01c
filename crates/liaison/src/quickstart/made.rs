//! What was made so far, so that all of it can be taken away again.

use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, chown};
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::failed::Failed;

/// What was made; unless it is kept, it is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Made {
    files: Vec<PathBuf>,
    directories: Vec<PathBuf>,
    is_kept: bool,
    /// The user and group who own it, where that is another than who makes it.
    owner: Option<(u32, u32)>,
}

impl Made {
    /// Begins with nothing made.
    pub(crate) fn new(owner: Option<(u32, u32)>) -> Self {
        Self { files: Vec::new(), directories: Vec::new(), is_kept: false, owner }
    }

    /// Makes a directory that others cannot enter, and those above it that are absent.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn directory(&mut self, path: &Path) -> Result<(), Failed> {
        let absent: Vec<&Path> = path
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
            .collect();
        for directory in absent.into_iter().rev() {
            let made = fs::DirBuilder::new().mode(0o750).create(directory);
            made.map_err(|error| cannot(directory, &error))?;
            self.directories.push(directory.to_owned());
        }
        self.own(path).map_err(|error| cannot(path, &error))
    }

    /// Writes a file that must not be there, readable by its owner and group.
    ///
    /// # Errors
    /// If it is there, or cannot be written.
    pub(crate) fn file(&mut self, path: &Path, text: &str) -> Result<(), Failed> {
        let mut options = fs::OpenOptions::new();
        let opened = options.write(true).create_new(true).mode(0o640).open(path);
        let mut file = opened.map_err(|error| cannot(path, &error))?;
        self.files.push(path.to_owned());
        let written =
            io::Write::write_all(&mut file, text.as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| self.own(path)).map_err(|error| cannot(path, &error))
    }

    /// Says that a directory which was there, empty, is filled from now on.
    pub(crate) fn fills(&mut self, path: &Path) {
        self.files.extend(
            ["liaison.sqlite", "liaison.sqlite-wal", "liaison.sqlite-shm"]
                .map(|name| path.join(name)),
        );
        self.directories.push(path.join("files"));
    }

    /// Gives all that is in a directory to its owner, and keeps everything that was made.
    ///
    /// # Errors
    /// If it cannot be given away.
    pub(crate) fn keep(mut self, data: &Path) -> Result<(), Failed> {
        let mut waiting = vec![data.to_owned()];
        while let Some(path) = waiting.pop() {
            self.own(&path).map_err(|error| cannot(&path, &error))?;
            if path.is_dir() {
                let entries = fs::read_dir(&path).map_err(|error| cannot(&path, &error))?;
                waiting.extend(entries.flatten().map(|entry| entry.path()));
            }
        }
        self.is_kept = true;
        Ok(())
    }

    fn own(&self, path: &Path) -> io::Result<()> {
        self.owner.map_or(Ok(()), |(user, group)| chown(path, Some(user), Some(group)))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What cannot be removed is left, and why all was in vain is said already.
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for directory in self.directories.iter().rev() {
            let _ = fs::remove_dir_all(directory);
        }
    }
}

fn cannot(path: &Path, error: &io::Error) -> Failed {
    Failed::because(format!("{} cannot be made: {error}", path.display()))
}
