//! The pages that a copy alone has: its first, and one or more for each year.

use askama::Template;
use jiff::Timestamp;

use crate::assets;
use crate::pieces::{Instant, StatementRow};
use crate::view::View;
use crate::words;

/// The first page of a copy: what it is, a search, and all years.
#[derive(Debug, Template)]
#[template(path = "copy_first.html")]
pub(crate) struct CopyFirstPage {
    pub(crate) view: View,
    /// The years, newest first, with how many statements each has.
    pub(crate) years: Vec<(i16, i64)>,
    /// When it was made.
    pub(crate) at: Timestamp,
}

/// Statements of a year, newest first.
#[derive(Debug, Template)]
#[template(path = "copy_year.html")]
pub(crate) struct CopyYearPage {
    pub(crate) view: View,
    pub(crate) year: i16,
    pub(crate) page: i64,
    pub(crate) pages: i64,
    pub(crate) rows: Vec<StatementRow>,
}

impl CopyFirstPage {
    fn script(&self) -> &'static str {
        assets::search_path()
    }

    fn made(&self) -> Instant {
        Instant(self.at)
    }

    fn total(&self) -> String {
        let total = self.years.iter().map(|(_, count)| count).sum();
        words::count(total, "statement", "statements")
    }

    fn count(&self, count: &i64) -> String {
        words::count(*count, "statement", "statements")
    }

    pub(crate) fn sample() -> Self {
        let years = vec![(2026, 2), (2025, 1_200)];
        Self { view: View::copy_sample("/"), years, at: Timestamp::UNIX_EPOCH }
    }
}

impl CopyYearPage {
    fn address(&self, page: &i64) -> String {
        if *page > 1 {
            format!("/years/{}-{page}", self.year)
        } else {
            format!("/years/{}", self.year)
        }
    }

    pub(crate) fn sample() -> Self {
        let today = jiff::civil::date(2026, 3, 10);
        let rows = vec![StatementRow::of(crate::pieces::sample_row(), today)];
        Self { view: View::copy_sample("/years/2026"), year: 2026, page: 2, pages: 2, rows }
    }
}
