//! A statement of SQL with its values.

use std::borrow::Cow;

use data_encoding::HEXLOWER;
use rules::{GroupId, Number, PersonId};
use sha2::{Digest, Sha256};

/// A statement of SQL with the values of its `$1`, `$2` and so on.
#[derive(Debug, Clone)]
pub(crate) struct Sql {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Value>,
}

/// A value that goes into the database; each may be null.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A number, or a time in microseconds since 1970.
    Integer(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// Yes or no.
    Boolean(Option<bool>),
}

/// Makes a statement from a constant text.
///
/// The text is the same for both databases: `$1` for values, and `in (numbers($1))` or `in (texts($1))` for lists made by
/// [`numbers`] and [`texts`].
pub(crate) fn sql(text: &'static str) -> Sql {
    Sql { text: Cow::Borrowed(text), values: Vec::new() }
}

/// Makes a statement from a text that was put together from constants; nothing that anybody typed may be in it.
pub(crate) fn assembled(text: String) -> Sql {
    Sql { text: Cow::Owned(text), values: Vec::new() }
}

/// Writes numbers as the list that `in (numbers($1))` takes: any number of them are one value, and the text of the
/// statement stays the same.
pub(crate) fn numbers(list: impl IntoIterator<Item = i64>) -> String {
    let list: Vec<String> = list.into_iter().map(|number| number.to_string()).collect();
    format!("[{}]", list.join(","))
}

/// Writes texts as the list that `in (texts($1))` takes, as [`numbers`] does for numbers.
pub(crate) fn texts(list: &[String]) -> String {
    let list = list.iter().map(|text| serde_json::Value::from(text.replace('\0', "\u{FFFD}")));
    serde_json::Value::Array(list.collect()).to_string()
}

impl Sql {
    /// Adds the next value.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Adds values.
    pub(crate) fn bind_all(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.values.extend(values);
        self
    }
}

impl From<String> for Value {
    /// PostgreSQL keeps no NUL in text; so that both databases keep the same, it becomes the character for what cannot
    /// be shown.
    fn from(text: String) -> Self {
        Self::Text(Some(if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Text(None), Self::from)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::from(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Boolean(Some(yes))
    }
}

impl From<Option<bool>> for Value {
    fn from(yes: Option<bool>) -> Self {
        Self::Boolean(yes)
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::from(number.0)
    }
}

impl From<GroupId> for Value {
    fn from(group: GroupId) -> Self {
        Self::from(group.0)
    }
}

impl From<PersonId> for Value {
    fn from(person: PersonId) -> Self {
        Self::from(person.0)
    }
}

impl From<jiff::Timestamp> for Value {
    fn from(time: jiff::Timestamp) -> Self {
        Self::from(time.as_microsecond())
    }
}

impl From<Option<jiff::Timestamp>> for Value {
    fn from(time: Option<jiff::Timestamp>) -> Self {
        Self::Integer(time.map(jiff::Timestamp::as_microsecond))
    }
}

impl From<jiff::civil::Date> for Value {
    /// As `2024-02-29`, which sorts as dates do.
    fn from(day: jiff::civil::Date) -> Self {
        Self::Text(Some(day.to_string()))
    }
}

impl From<Option<jiff::civil::Date>> for Value {
    fn from(day: Option<jiff::civil::Date>) -> Self {
        Self::Text(day.map(|day| day.to_string()))
    }
}

/// The most bytes of a key that is taken from what somebody wrote; PostgreSQL indexes at most 2,704.
const LONGEST_KEY: usize = 400;

/// Returns what text is found by, in whatever case it is written: the whole in lower case; of a very long one the
/// start with a digest of all, so that it fits into an index.
pub(crate) fn key(text: &str) -> String {
    let mut key = text.trim().to_lowercase();
    if key.len() > LONGEST_KEY {
        let digest = HEXLOWER.encode(&Sha256::digest(key.as_bytes()));
        key.truncate(key.floor_char_boundary(LONGEST_KEY - digest.len()));
        key.push_str(&digest);
    }
    key
}
