//! What every handler works with.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use operations::{Converter, Desk, OpenId};
use tokio::sync::Semaphore;

use crate::Metrics;
use crate::changes::Changes;
use crate::list_counts::Counts;
use crate::list_rows::Rows;

/// What every handler works with; cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// The store, the policy and the settings.
    pub desk: Desk,
    /// The organization's own sign-in, where there is one.
    pub openid: Option<Arc<OpenId>>,
    /// What whoever watches the service is told, where that is counted.
    pub(crate) metrics: Option<Metrics>,
    converter: Arc<dyn Converter>,
    /// Programs that make PDFs are started one after the other.
    at_once: Arc<Semaphore>,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Whether its pages become files that are read without it.
    is_copy: bool,
    pub(crate) changes: Arc<Changes>,
    pub(crate) counts: Counts,
    pub(crate) rows: Rows,
}

impl Site {
    /// Makes a site that goes by the clock of the machine.
    pub fn new(desk: Desk) -> Self {
        let converter = Arc::new(operations::NoConverter);
        let at_once = Arc::new(Semaphore::new(1));
        Self {
            desk,
            openid: None,
            metrics: None,
            converter,
            at_once,
            clock: Arc::new(Timestamp::now),
            is_copy: false,
            changes: Arc::new(Changes::new()),
            counts: Counts::new(),
            rows: Rows::new(),
        }
    }

    /// Returns the same site with the organization's own sign-in.
    #[must_use]
    pub fn with_openid(self, openid: Option<OpenId>) -> Self {
        Self { openid: openid.map(Arc::new), ..self }
    }

    /// Returns the same site telling what it counts.
    #[must_use]
    pub fn with_metrics(self, metrics: Metrics) -> Self {
        Self { metrics: Some(metrics), ..self }
    }

    /// Returns the same site with programs that make PDFs.
    #[must_use]
    pub fn with_converter(self, converter: Arc<dyn Converter>) -> Self {
        Self { converter, ..self }
    }

    /// Returns the same site going by another clock, as tests want it.
    #[must_use]
    pub fn at(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Returns the same site for pages that become files, all of them made at one time.
    #[must_use]
    pub(crate) fn into_copy(self) -> Self {
        let now = self.now();
        Self { is_copy: true, ..self }.at(move || now)
    }

    /// Says whether its pages become files that are read without it.
    pub(crate) fn is_copy(&self) -> bool {
        self.is_copy
    }

    /// Returns the programs that make PDFs.
    pub(crate) fn converter(&self) -> Arc<dyn Converter> {
        Arc::clone(&self.converter)
    }

    /// Waits for its turn, and then for what is to be done.
    pub(crate) async fn one_at_a_time<T>(&self, doing: impl Future<Output = T>) -> T {
        // It is never closed, so that its turn always comes.
        let _turn = self.at_once.acquire().await;
        doing.await
    }

    /// Returns the time.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Returns the day that it still is somewhere on earth, by which deadlines are counted.
    pub fn deadline_day(&self) -> Date {
        rules::day_anywhere(self.now())
    }

    /// Returns the day in UTC, by which roles are held.
    pub fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.now()).date()
    }

    /// Returns the bytes of the longest form without files: each byte of a text may take three in a form.
    pub(crate) fn form_limit(&self) -> usize {
        self.desk.settings.text_limit.saturating_mul(3).saturating_add(1024 * 1024)
    }

    /// Says whether readers come by https, so that cookies may be kept from any other way.
    pub(crate) fn is_https(&self) -> bool {
        self.desk.settings.base_url.starts_with("https://")
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("desk", &self.desk).finish_non_exhaustive()
    }
}
