//! Values on their way out of the database, checked.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Mailbox, Purpose};

use crate::Fault;

/// Returns what a slug stands for.
pub(crate) fn known<T>(found: Option<T>, what: &str, slug: &str) -> Result<T, Fault> {
    found.ok_or_else(|| Fault::Unknown { what: format!("the {what} “{slug}”") })
}

/// Reads a day: `2024-02-29`.
pub(crate) fn day(text: &str) -> Result<Date, Fault> {
    known(text.parse().ok(), "day", text)
}

/// Reads a day that may not be there.
pub(crate) fn some_day(text: Option<String>) -> Result<Option<Date>, Fault> {
    text.map(|text| day(&text)).transpose()
}

/// Reads a time in microseconds since 1970.
pub(crate) fn time(microseconds: i64) -> Result<Timestamp, Fault> {
    known(Timestamp::from_microsecond(microseconds).ok(), "time", &microseconds.to_string())
}

/// Reads a time that may not be there.
pub(crate) fn some_time(microseconds: Option<i64>) -> Result<Option<Timestamp>, Fault> {
    microseconds.map(time).transpose()
}

/// Reads a purpose that may not be stated.
pub(crate) fn some_purpose(slug: Option<&str>) -> Result<Option<Purpose>, Fault> {
    slug.map(|slug| known(Purpose::from_slug(slug), "purpose", slug)).transpose()
}

/// Reads a mailbox.
pub(crate) fn mailbox(name: &str, address: &str) -> Result<Mailbox, Fault> {
    known(Mailbox::new(name, address).ok(), "address", address)
}

/// Rows of a child table, by the number of the statement that they belong to, in the order in which they came.
pub(crate) struct ByNumber<T>(HashMap<i64, Vec<T>>);

impl<T> ByNumber<T> {
    /// Returns the rows of one statement, once.
    pub(crate) fn take(&mut self, number: i64) -> Vec<T> {
        self.0.remove(&number).unwrap_or_default()
    }
}

impl<T> FromIterator<(i64, T)> for ByNumber<T> {
    fn from_iter<I: IntoIterator<Item = (i64, T)>>(rows: I) -> Self {
        let mut by_number: HashMap<i64, Vec<T>> = HashMap::new();
        for (number, row) in rows {
            by_number.entry(number).or_default().push(row);
        }
        Self(by_number)
    }
}
