//! How often somebody may try to sign in.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use quick_cache::sync::Cache;
use tokio::sync::{Semaphore, SemaphorePermit};

/// So many wrong passwords in a row are a slip of memory; more are guessing.
const FREE: u32 = 5;
/// The wait after the first wrong password too many; each further one doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// How many one-time links an address may be mailed within [`LONGEST_WAIT`].
const LINKS: u32 = 4;

/// Remembers wrong passwords by address, whether or not the address has an account.
///
/// Kept by this instance alone and thrown away with it: what it forgets costs somebody who guesses a few tries more.
#[derive(Debug, Clone)]
pub(crate) struct Attempts {
    passwords: Arc<Cache<String, Tried>>,
    links: Arc<Cache<String, Tried>>,
    /// A password's hash takes many megabytes of memory: only so many are made at once.
    hashing: Arc<Semaphore>,
}

#[derive(Debug, Clone, Copy)]
struct Tried {
    times: u32,
    last: Timestamp,
}

impl Attempts {
    pub(crate) fn new() -> Self {
        Self {
            passwords: Arc::new(Cache::new(10_000)),
            links: Arc::new(Cache::new(10_000)),
            hashing: Arc::new(Semaphore::new(2)),
        }
    }

    /// Says how long an address has to wait before the next password is looked at, if it has.
    pub(crate) fn wait(&self, address: &str, now: Timestamp) -> Option<SignedDuration> {
        let tried = self.passwords.get(&key(address))?;
        let over = tried.times.checked_sub(FREE)?;
        let wait = (FIRST_WAIT * (1_i32 << over.min(10))).min(LONGEST_WAIT);
        let left = wait - now.duration_since(tried.last);
        left.is_positive().then_some(left)
    }

    /// Notes a wrong password.
    pub(crate) fn was_wrong(&self, address: &str, now: Timestamp) {
        count(&self.passwords, key(address), now);
    }

    /// Forgets the wrong passwords of an address, since the right one came.
    pub(crate) fn was_right(&self, address: &str) {
        self.passwords.remove(&key(address));
    }

    /// Says whether an address may be mailed another one-time link, and counts it.
    pub(crate) fn may_ask_for_link(&self, address: &str, now: Timestamp) -> bool {
        count(&self.links, key(address), now) <= LINKS
    }

    /// Waits until a password may be hashed.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.hashing.acquire().await.ok()
    }
}

fn key(address: &str) -> String {
    address.trim().chars().take(254).collect::<String>().to_lowercase()
}

/// Counts a try; after the longest wait without any, counting begins anew.
fn count(cache: &Cache<String, Tried>, key: String, now: Timestamp) -> u32 {
    let before = cache.get(&key).filter(|tried| now.duration_since(tried.last) < LONGEST_WAIT);
    let times = before.map_or(1, |tried| tried.times.saturating_add(1));
    cache.insert(key, Tried { times, last: now });
    times
}
