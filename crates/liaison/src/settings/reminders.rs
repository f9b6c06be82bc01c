//! When everybody is reminded.

use jiff::civil::Time;
use serde::Deserialize;

/// When everybody is reminded of what waits for them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemindersTable {
    /// The time of the day, in UTC.
    #[serde(default = "usual_time")]
    daily_at: String,
    /// Whether `liaison serve` does it; else somebody runs `liaison remind`.
    #[serde(default = "yes")]
    on: bool,
}

impl Default for RemindersTable {
    fn default() -> Self {
        Self { daily_at: usual_time(), on: true }
    }
}

impl RemindersTable {
    /// Returns the time of the day at which `liaison serve` reminds, if it does.
    pub(super) fn time(&self) -> Result<Option<Time>, String> {
        let time = Time::strptime("%H:%M", &self.daily_at).map_err(|_| {
            format!("reminders.daily_at is “{}”: write a time in UTC, such as 06:00", self.daily_at)
        })?;
        Ok(self.on.then_some(time))
    }
}

fn usual_time() -> String {
    "06:00".to_owned()
}

fn yes() -> bool {
    true
}
