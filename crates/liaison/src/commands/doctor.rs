//! `liaison doctor`: whether everything is as it should be.

use clap::Args;

use super::block_on;
use crate::doctor::{Finding, Health, look};
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// Look at everything that the service needs, and say what to do where it is not as it should be.
///
/// Policy, secrets, database, clock, files, disk, mail both ways, names in DNS, and the programs that read documents. Nothing is
/// mailed, and nothing is changed. Ends with 1 if something is wrong; what only should be looked at is a warning.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: Where,
    /// Print one JSON object a line instead: about, is (fine, warn, wrong), says, next.
    #[arg(long)]
    json: bool,
    /// The name under which the key that signs mail is in DNS.
    #[arg(long, value_name = "NAME")]
    dkim_selector: Option<String>,
}

impl Doctor {
    pub(super) fn run(self) -> Result<(), Failed> {
        let settings = self.place.settings()?;
        let config = self.place.config();
        let found =
            block_on(async { Ok(look(&settings, config, self.dkim_selector.as_deref()).await) })?;
        for finding in &found {
            match self.json {
                true => say!("{}", serde_json::to_string(finding).unwrap_or_default()),
                false => say!("{}", line(finding)),
            }
        }
        let wrong = found.iter().filter(|finding| finding.is == Health::Wrong).count();
        match wrong {
            0 => Ok(()),
            1 => Err(Failed::because("one thing is wrong")),
            count => Err(Failed::because(format!("{count} things are wrong"))),
        }
    }
}

fn line(finding: &Finding) -> String {
    let Finding { about, is, says, next } = finding;
    let is = match is {
        Health::Fine => "fine ",
        Health::Warn => "warn ",
        Health::Wrong => "WRONG",
    };
    let next =
        if next.is_empty() { String::new() } else { format!("\n                     → {next}") };
    format!("{is}  {about:<12}  {says}{next}")
}
