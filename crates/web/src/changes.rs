//! How often something was changed: what is kept of the record is good as long as this stays the same.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use operations::Desk;
use tokio::sync::Mutex;

/// After this the count of changes is read again, in milliseconds.
const GOOD_FOR: u64 = 250;

/// The count of changes, read now and then by whoever comes first.
#[derive(Debug)]
pub(crate) struct Changes {
    began: Instant,
    count: AtomicI64,
    /// When it was read, in milliseconds since the beginning; 0 if it is to be read again.
    read_at: AtomicU64,
    reading: Mutex<()>,
}

impl Changes {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            count: AtomicI64::new(0),
            read_at: AtomicU64::new(0),
            reading: Mutex::new(()),
        }
    }

    fn now(&self) -> u64 {
        // Never 0, which says that the count is to be read again.
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }

    fn known(&self) -> Option<i64> {
        let read_at = self.read_at.load(Ordering::Acquire);
        let is_good = read_at > 0 && self.now().saturating_sub(read_at) < GOOD_FOR;
        is_good.then(|| self.count.load(Ordering::Acquire))
    }

    /// Returns the count; nothing if the database does not tell.
    pub(crate) async fn count(&self, desk: &Desk) -> Option<i64> {
        if let Some(count) = self.known() {
            return Some(count);
        }
        let _reading = self.reading.lock().await;
        if let Some(count) = self.known() {
            return Some(count);
        }
        let now = self.now();
        let count = desk.store.change_count().await.ok()?;
        self.count.store(count, Ordering::Release);
        self.read_at.store(now, Ordering::Release);
        Some(count)
    }

    /// Has the count read again by whoever needs it next: something was changed.
    pub(crate) fn forget(&self) {
        self.read_at.store(0, Ordering::Release);
    }
}
