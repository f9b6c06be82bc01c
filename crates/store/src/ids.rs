//! Ids that order by time and need no database to be made.

use std::sync::Mutex;

use jiff::Timestamp;

/// Makes ids: milliseconds since 2020 in the upper bits, chance in the lower 22, and never the same or a smaller one twice.
///
/// Chance comes in as a function, so that tests choose it.
pub struct Ids {
    last: Mutex<i64>,
    chance: Box<dyn Fn() -> u32 + Send + Sync>,
}

const EPOCH_MILLIS: i64 = 1_577_836_800_000;
const CHANCE_BITS: u32 = 22;

impl Ids {
    /// Makes a source of ids that draws its lower bits from `chance`.
    pub fn new(chance: impl Fn() -> u32 + Send + Sync + 'static) -> Self {
        Self { last: Mutex::new(0), chance: Box::new(chance) }
    }

    /// Returns the next id.
    pub fn next(&self, now: Timestamp) -> i64 {
        let drawn = i64::from((self.chance)() & ((1 << CHANCE_BITS) - 1));
        let fresh = ((now.as_millisecond() - EPOCH_MILLIS).max(0) << CHANCE_BITS) | drawn;
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *last = fresh.max(*last + 1);
        *last
    }
}

impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ids")
    }
}
