//! `liaison policy`: the rules in force.

use std::path::PathBuf;

use clap::Args;
use rules::Policy;

use crate::failed::Failed;
use crate::opening::WhereIfAny;
use crate::say::say;

/// Print the policy in force, with its comments, or check one.
///
/// Without a place it is the built-in one for the IETF. What is printed can be kept in a file, changed, and named in the
/// settings as `policy.file`.
#[derive(Debug, Args)]
pub(super) struct PolicyCommand {
    #[command(flatten)]
    place: WhereIfAny,
    /// Print this built-in policy instead.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["check", "config", "data"])]
    name: Option<String>,
    /// Only check whether the policy in this file can be used, and say what is wrong with it, and where.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["config", "data"])]
    check: Option<PathBuf>,
}

impl PolicyCommand {
    pub(super) fn run(self) -> Result<(), Failed> {
        if let Some(file) = &self.check {
            let shown = file.display();
            let text = std::fs::read_to_string(file)
                .map_err(|error| Failed::usage(format!("{shown} cannot be read: {error}")))?;
            let policy = Policy::parse(&text)
                .map_err(|error| Failed::because(format!("{shown}: {error}")))?;
            say!("{shown} can be used: the policy of the {}.", policy.name);
            return Ok(());
        }
        let policy = match self.place.place() {
            Some(place) => place.settings()?.policy()?,
            None => Policy::built_in(self.name.as_deref().unwrap_or("ietf"))
                .map_err(|error| Failed::usage(error.to_string()))?,
        };
        say!("{}", policy.source().trim_end());
        Ok(())
    }
}
