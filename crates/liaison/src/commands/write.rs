//! `liaison write`: a statement as a letter in the form of its receiver.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use operations::{letter_template, write_letter};
use rules::Number;

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// Write a statement as a letter, in the form that its receiver wants.
///
/// The letter is a .docx, in the form that the policy names for the receiver, else a plain one. `--template` gives the
/// template of a form instead, from which another can be made (docs/letters.md).
#[derive(Debug, Args)]
pub(super) struct WriteLetter {
    /// The number of the statement.
    #[arg(value_name = "N", required_unless_present = "template", conflicts_with = "template")]
    number: Option<i64>,
    /// In which form: plain, 3gpp, itu-t, iso-iec-jtc-1, ieee-802, or a template of your own.
    #[arg(long, value_name = "NAME", conflicts_with = "template")]
    form: Option<String>,
    /// Write the template of a form itself.
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// The file to write to; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Where,
}

impl WriteLetter {
    pub(super) fn run(self) -> Result<(), Failed> {
        let Self { number, form, template, out, place } = self;
        let bytes = block_on(async {
            let desk = place.desk().await?;
            let bytes = match (number, template) {
                (_, Some(form)) => letter_template(&desk, &form).await?,
                (number, None) => {
                    let number = Number(number.unwrap_or_default());
                    let statement = desk.store.reader().statement(number).await?;
                    let statement = statement.ok_or_else(|| {
                        Failed::because(format!("there is no statement {number}"))
                    })?;
                    let now = Timestamp::now();
                    write_letter(&desk, &statement, form.as_deref(), now).await?.bytes
                }
            };
            desk.store.close().await;
            Ok(bytes)
        })?;
        match out {
            Some(file) => {
                std::fs::write(&file, bytes).map_err(|error| cannot_write(&file, &error))?;
                say!("Wrote {}.", file.display());
                Ok(())
            }
            None => {
                let written = std::io::stdout().lock().write_all(&bytes);
                written.map_err(|error| cannot_write(Path::new("standard output"), &error))
            }
        }
    }
}

fn cannot_write(file: &Path, error: &std::io::Error) -> Failed {
    Failed::because(format!("{}: {error}", file.display()))
}
