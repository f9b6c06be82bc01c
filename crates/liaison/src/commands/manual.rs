//! `liaison man` and `liaison completions`: from the same source as `--help`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Arguments;
use crate::failed::Failed;
use crate::say::say;

/// Write the manual pages into a directory: liaison.1, and one for each command.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The directory; made if it is absent.
    directory: PathBuf,
}

/// Print what completes commands and options in a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Man {
    pub(super) fn run(self) -> Result<(), Failed> {
        let cannot = |error| {
            Failed::because(format!("{} cannot be written: {error}", self.directory.display()))
        };
        std::fs::create_dir_all(&self.directory).map_err(cannot)?;
        let command = Arguments::command().disable_help_subcommand(true);
        clap_mangen::generate_to(command, &self.directory).map_err(cannot)
    }
}

impl Completions {
    pub(super) fn run(self) -> Result<(), Failed> {
        let mut words = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "liaison", &mut words);
        say!("{}", String::from_utf8_lossy(&words).trim_end());
        Ok(())
    }
}
