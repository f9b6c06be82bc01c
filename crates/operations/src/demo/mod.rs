//! The made record of the demonstration: invented organizations, people and statements, dated from today.
//!
//! What is shown is data (`demo/` beside the sources); here it is only put in. Nothing in it is real.

mod accounts;
mod data;
mod events;
mod going_on;
mod inbox;
mod keeping;
mod statements;

use jiff::Timestamp;

use self::data::Made;
use crate::directory_file::import_built_in;
use crate::{Desk, Failure, ImportFault};

/// Fills a fresh store with the made record of the organization that the policy is of: directory, accounts, statements, drafts, inbox and captured messages.
///
/// Dates count back and forth from `now`; everything else is the same each time.
///
/// # Errors
/// [`Failure::Fault`] if it cannot be saved; [`Failure::Unacceptable`] if the built-in data contradict themselves.
pub async fn fill_demo(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    let made = Made::of(&desk.policy)?;
    import_built_in(desk, made.directory, "directory.toml", now).await.map_err(unusable)?;
    accounts::make(desk, made.accounts, now).await?;
    keeping::keep(desk, made, now).await?;
    let numbers = statements::fill(desk, &made.statements()?, now).await?;
    going_on::begin(desk, &made.drafts()?, &numbers, now).await?;
    going_on::mail_again(desk, now).await?;
    inbox::receive(desk, made, &numbers, now).await
}

fn unusable(fault: ImportFault) -> Failure {
    match fault {
        ImportFault::Failure(failure) => failure,
        fault @ ImportFault::Input { .. } => Failure::Unacceptable(fault.to_string()),
    }
}
