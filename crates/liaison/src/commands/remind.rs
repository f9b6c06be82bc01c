//! `liaison remind`: remind everybody of what waits for them.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use operations::{Desk, Reminding};

use super::block_on;
use crate::failed::Failed;
use crate::opening::Where;
use crate::say::say;

/// Remind everybody of what waits for them: one message a person a day, and of nothing twice.
///
/// `liaison serve` does this once a day; run it from elsewhere where that is turned off. Messages are queued, and go out while
/// `liaison serve` runs. Running it again on the same day does nothing.
#[derive(Debug, Args)]
pub(super) struct Remind {
    /// Only show who would be reminded, of how much; change nothing.
    #[arg(long)]
    show: bool,
    /// Show it as on that day (2026-11-30) at the present time of the day; needs --show.
    #[arg(long, value_name = "DAY", requires = "show")]
    day: Option<Date>,
    #[command(flatten)]
    place: Where,
}

impl Remind {
    pub(super) fn run(self) -> Result<(), Failed> {
        block_on(async {
            let desk = self.place.desk().await?;
            let done = self.remind(&desk).await;
            desk.store.close().await;
            tell(&done?, self.show);
            Ok(())
        })
    }

    async fn remind(&self, desk: &Desk) -> Result<Reminding, Failed> {
        let now = match self.day {
            None => Timestamp::now(),
            Some(day) => on(day, Timestamp::now())?,
        };
        Ok(operations::remind(desk, now, !self.show).await?)
    }
}

/// Returns the same time of another day.
fn on(day: Date, now: Timestamp) -> Result<Timestamp, Failed> {
    let midnight = TimeZone::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .map_err(|_| Failed::usage(format!("{day} is too far away")))?;
    let begun = SignedDuration::from_secs(now.as_second().rem_euclid(24 * 60 * 60));
    Ok(midnight + begun)
}

fn tell(done: &Reminding, shows: bool) {
    let Reminding { mailed, gates, drafts } = done;
    for (name, address, subject) in mailed {
        say!("{name} <{address}>: {subject}");
    }
    for line in gates.iter().chain(drafts) {
        say!("Statement {line}");
    }
    match (mailed.is_empty() && gates.is_empty() && drafts.is_empty(), shows) {
        (true, _) => say!("Nobody is to be reminded of anything."),
        (false, true) => say!("Nothing was changed."),
        (false, false) => say!("{} messages are queued.", mailed.len()),
    }
}
