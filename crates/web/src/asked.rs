//! What a list is asked for: the part of its address behind `?`.

use jiff::civil::Date;
use operations::{LIST_KEYS, find_of, list_knows};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rules::Purpose;
use store::{AnswerFilter, Find};

use crate::words;

/// What may stand in an address as it is (RFC 3986 §2.3).
pub(crate) const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a list is asked for; what cannot be understood is left out and told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    values: Vec<(&'static str, String)>,
    /// What was left out, each as a sentence.
    pub(crate) left_out: Vec<String>,
    /// Which page, counted from 1.
    pub(crate) page: i64,
}

impl Asked {
    /// Reads the pairs of an address; of a key that comes twice the last holds.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self { page: 1, ..Self::default() };
        for (key, value) in pairs {
            let value = value.trim();
            let Some(known) = LIST_KEYS.into_iter().find(|known| *known == key) else {
                if key == "page" {
                    asked.page = value.parse().unwrap_or(1).max(1);
                }
                continue;
            };
            asked.values.retain(|(other, _)| *other != known);
            if value.is_empty() {
                continue;
            }
            if list_knows(known, value) {
                asked.values.push((known, value.to_owned()));
            } else {
                asked
                    .left_out
                    .push(format!("“{value}” is no {known} that a list knows, and was left out."));
            }
        }
        asked.values.sort_by_key(|(key, _)| LIST_KEYS.iter().position(|known| known == key));
        asked
    }

    /// Returns what was asked for under a key, empty if nothing was.
    pub(crate) fn get(&self, key: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value)
    }

    /// Returns all that was asked for.
    pub(crate) fn all(&self) -> &[(&'static str, String)] {
        &self.values
    }

    /// Returns what the store is to find, on a day.
    pub(crate) fn find(&self, today: Date) -> Find {
        find_of(|key| self.get(key), today)
    }

    /// Returns the address of the same list with another value under a key, from its first page.
    pub(crate) fn with(&self, path: &str, key: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::with_capacity(self.values.len() + 1);
        for known in LIST_KEYS {
            let value = if known == key { value } else { self.get(known) };
            if !value.is_empty() {
                pairs.push((known, value));
            }
        }
        address(path, &pairs)
    }

    /// Returns the address of the same list under another path.
    pub(crate) fn at(&self, path: &str) -> String {
        self.with(path, "", "")
    }

    /// Returns the address of another page of the same list.
    pub(crate) fn page(&self, path: &str, page: i64) -> String {
        let list = self.at(path);
        match (page, list.contains('?')) {
            (..=1, _) => list,
            (_, true) => format!("{list}&page={page}"),
            (_, false) => format!("{list}?page={page}"),
        }
    }

    /// Says in words what was asked for under a key; `name` knows what groups are called.
    pub(crate) fn words(&self, key: &str, name: impl Fn(&str) -> String) -> String {
        let value = self.get(key);
        match key {
            "q" => format!("Words: {value}"),
            "organization" => format!("With {}", name(value)),
            "group" => format!("Group: {}", name(value)),
            "from" => format!("From {}", name(value)),
            "to" => format!("To {}", name(value)),
            "direction" if value == "incoming" => "Received".to_owned(),
            "direction" => "Sent".to_owned(),
            "purpose" => match Purpose::from_slug(value) {
                Some(purpose) => purpose.to_string(),
                None => "No purpose stated".to_owned(),
            },
            "year" => format!("Of {value}"),
            "deadline" => match value {
                "open" => "Deadline not passed".to_owned(),
                "passed" => "Deadline passed".to_owned(),
                "stated" => "Deadline stated".to_owned(),
                _ => "With a deadline".to_owned(),
            },
            "open" => "No answer on record".to_owned(),
            "answer" => match AnswerFilter::from_slug(value) {
                Some(AnswerFilter::Expected) => "Asks for an answer",
                Some(AnswerFilter::Given) => "Answered",
                Some(AnswerFilter::InTime) => "Answered in time",
                Some(AnswerFilter::Late) => "Answered late",
                Some(AnswerFilter::Undated) => "Answered, no deadline",
                Some(AnswerFilter::Informal) => "Answered by mail",
                Some(AnswerFilter::NoAnswer) => "No answer was decided",
                Some(AnswerFilter::MarkedDone) => "Marked as done",
                Some(AnswerFilter::Missing) | None => "Asks, and no answer on record",
            }
            .to_owned(),
            _ => words::capitalized(value),
        }
    }
}

/// Returns an address with pairs behind `?`, each written so that it means itself.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (place, (key, value)) in pairs.iter().enumerate() {
        address.push(if place == 0 { '?' } else { '&' });
        address.push_str(key);
        address.push('=');
        address.extend(utf8_percent_encode(value, PLAIN));
    }
    address
}

/// Returns a part of a path so written that it means itself.
pub(crate) fn part(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}
