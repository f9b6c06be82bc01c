//! What a policy says that cannot be, and the line that says it.

use toml::de::{DeTable, DeValue};

use super::BadPolicy;

/// Something that cannot be, and the path of keys to what says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    path: Vec<Key>,
    words: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Name(String),
    Item(usize),
}

/// Says that something cannot be; [`Found::at`] says where.
pub(crate) fn wrong(words: impl Into<String>) -> Found {
    Found(words.into())
}

pub(crate) struct Found(String);

impl Found {
    /// Names the keys that lead to it.
    pub(crate) fn at<T>(self, path: &[&str]) -> Result<T, Wrong> {
        let path = path.iter().map(|key| Key::Name((*key).to_owned())).collect();
        Err(Wrong { path, words: self.0 })
    }
}

impl Wrong {
    /// Names the item of a list in which it is.
    pub(crate) fn within_item(mut self, list: &str, at: usize) -> Self {
        self.path.splice(0..0, [Key::Name(list.to_owned()), Key::Item(at)]);
        self
    }

    /// Names the table in which it is.
    pub(crate) fn within(mut self, table: &str) -> Self {
        self.path.insert(0, Key::Name(table.to_owned()));
        self
    }

    /// Finds the line in the text that was read.
    pub(super) fn found_in(self, text: &str) -> BadPolicy {
        let start = DeTable::parse(text).map_or(0, |document| {
            let whole = document.span();
            span_of(&DeValue::Table(document.into_inner()), &self.path).unwrap_or(whole.start)
        });
        let before = text.get(..start).unwrap_or_default();
        BadPolicy::Sense { line: before.matches('\n').count() + 1, words: self.words }
    }
}

/// Returns where the value at the end of a path begins, or the last on the way that there is.
fn span_of(value: &DeValue<'_>, path: &[Key]) -> Option<usize> {
    let (first, rest) = path.split_first()?;
    let inner = match (first, value) {
        (Key::Name(name), DeValue::Table(table)) => {
            table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, inner)| inner)
        }
        (Key::Item(at), DeValue::Array(array)) => array.get(*at),
        _ => None,
    }?;
    span_of(inner.get_ref(), rest).or(Some(inner.span().start))
}
