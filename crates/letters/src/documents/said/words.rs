//! The words between documents, made equal where only their writing differs.

use std::ops::Range;

use super::super::signs::{is_hyphen, is_unseen};

/// How many words may stand between a document and what is said of it in a sentence with others.
const NEAR: usize = 12;
/// A quotation of more words than this is a title, and says nothing.
const TITLE: usize = 4;
/// What makes the opposite of the words after it.
const NOT: [&str; 8] = ["not", "never", "longer", "isn", "aren", "neither", "nor", "non"];
/// What may stand between words and the document that they are said of.
const LEADS_ON: [&str; 42] = [
    "(",
    "[",
    ":",
    "as",
    "by",
    "called",
    "category",
    "d",
    "document",
    "documents",
    "draft",
    "drafts",
    "entitled",
    "following",
    "from",
    "i",
    "in",
    "internet",
    "is",
    "named",
    "number",
    "of",
    "protocol",
    "protocols",
    "reference",
    "rfc",
    "rfcs",
    "specification",
    "specifications",
    "standard",
    "status",
    "stream",
    "streams",
    "the",
    "track",
    "work",
    "are",
    "published",
    "see",
    "ids",
    "these",
    "documented",
];
/// What follows a word that says the status of a document, where the sentence does not end.
const FOLLOWS: [&str; 36] = [
    ")",
    "]",
    ",",
    ";",
    ":",
    "(",
    "and",
    "as",
    "at",
    "but",
    "document",
    "documents",
    "draft",
    "drafts",
    "for",
    "in",
    "internet",
    "memo",
    "only",
    "or",
    "protocol",
    "protocols",
    "rfc",
    "rfcs",
    "so",
    "specification",
    "specifications",
    "status",
    "stream",
    "which",
    "while",
    "work",
    "that",
    "category",
    "by",
    "standard",
];

/// A piece of a passage.
#[derive(Debug)]
pub(super) enum Piece {
    Words(Words),
    /// The documents that stand at one place: one, or those of a range.
    Document(Vec<String>),
}

impl Piece {
    pub(super) fn names(&self, name: &str) -> bool {
        matches!(self, Self::Document(names) if names.iter().any(|one| one == name))
    }
}

/// Words in small letters with one space around each; brackets, commas and colons are words too, hyphens are spaces.
#[derive(Debug, Default)]
pub(super) struct Words(String);

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self(String::with_capacity(text.len() + 2));
        words.0.push(' ');
        let mut quoted: Option<usize> = None;
        for sign in text.chars() {
            match sign {
                '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' => match quoted.take() {
                    Some(start) => {
                        words.space();
                        words.forget_title(start);
                    }
                    None => {
                        words.space();
                        quoted = Some(words.0.len());
                    }
                },
                ',' | ';' | ':' | '(' | ')' | '[' | ']' => {
                    words.space();
                    words.0.push(sign);
                    words.space();
                }
                _ if is_unseen(sign) => {}
                _ if sign.is_alphanumeric() => words.0.extend(sign.to_lowercase()),
                _ if is_hyphen(sign) => words.space(),
                _ => words.space(),
            }
        }
        words.space();
        words
    }

    fn space(&mut self) {
        if !self.0.ends_with(' ') {
            self.0.push(' ');
        }
    }

    /// Takes out a quotation that is too long for the name of a status.
    fn forget_title(&mut self, start: usize) {
        let quoted = self.0.get(start..).unwrap_or_default();
        if quoted.split_whitespace().take(TITLE + 1).count() > TITLE {
            self.0.truncate(start);
        }
    }

    /// Returns where these words stand, from a place on.
    pub(super) fn find(&self, words: &Self, from: usize) -> Option<Range<usize>> {
        if words.0.len() <= 2 {
            return None;
        }
        let from = from.saturating_sub(1);
        let rest = self.0.as_bytes().get(from..)?;
        let found = memchr::memmem::find(rest, words.0.as_bytes())? + from;
        Some(found + 1..found + words.0.len())
    }

    pub(super) fn begins(&self, words: &str) -> bool {
        let begins = self.0.trim_start().strip_prefix(words);
        begins.is_some_and(|rest| rest.starts_with(' '))
    }

    /// Says whether one of these words is said here.
    pub(super) fn say(&self, said: &[Self]) -> bool {
        said.iter().any(|words| {
            let mut from = 0;
            while let Some(found) = self.find(words, from) {
                from = found.end;
                if self.is_said(&found) {
                    return true;
                }
            }
            false
        })
    }

    /// Says whether found words are meant: nothing makes them their opposite, and a single one is a status and no word
    /// of something else ("an experimental network").
    pub(super) fn is_said(&self, found: &Range<usize>) -> bool {
        let words = self.0.get(found.clone()).unwrap_or_default().trim();
        let says_no = ["not ", "no ", "without "].iter().any(|no| words.starts_with(no));
        let before = self.0.get(..found.start).unwrap_or_default().split_whitespace();
        let is_opposite = before.rev().take(3).any(|word| NOT.contains(&word));
        let mut after = self.0.get(found.end..).unwrap_or_default().split_whitespace();
        let is_status =
            words.contains(' ') || after.next().is_none_or(|word| FOLLOWS.contains(&word));
        (says_no || !is_opposite) && is_status
    }

    /// Says whether found words belong to the document before them.
    pub(super) fn belongs_back(&self, found: &Range<usize>) -> bool {
        let mut before = self.0.get(..found.start).unwrap_or_default().split_whitespace();
        let first = before.clone().next().unwrap_or_default();
        !["and", "or", "but", "while", "whereas", ";", "nor", "plus"].contains(&first)
            && !before.any(|word| word == ";" || word == "whereas" || word == "while")
            && self
                .0
                .get(..found.start)
                .unwrap_or_default()
                .split_whitespace()
                .take(NEAR + 1)
                .count()
                <= NEAR
    }

    /// Says whether found words lead on to the document after them.
    pub(super) fn leads_on(&self, found: &Range<usize>) -> bool {
        let after = self.0.get(found.end..).unwrap_or_default();
        let mut words = after.split_whitespace();
        words.clone().take(NEAR).count() < 6 && words.all(|word| LEADS_ON.contains(&word))
    }

    /// Says whether found words lead on to several: "the experimental RFCs …".
    pub(super) fn leads_on_to_several(&self, found: &Range<usize>) -> bool {
        let after = self.0.get(found.end..).unwrap_or_default();
        after.split_whitespace().any(|word| word == ":" || word.ends_with('s') && word.len() > 3)
    }

    /// Says whether one of these words stands before a place.
    pub(super) fn holds_before(&self, any: &[&str], place: usize) -> bool {
        let before = self.0.get(..place).unwrap_or_default();
        before.split_whitespace().any(|word| any.contains(&word))
    }

    /// Says whether nothing but "and" or a comma stands here, as between two of a list.
    pub(super) fn is_joint(&self) -> bool {
        let mut words = self.0.split_whitespace();
        words.all(|word| {
            [",", "and", "or", "[", "]", "(", ")", "the", "also", "as", "well"].contains(&word)
        })
    }

    /// Says whether these words name several: "individual drafts".
    pub(super) fn is_plural(&self) -> bool {
        let words = self.0.trim_end();
        words.ends_with("fts") || words.ends_with("ions") || words.starts_with(" works ")
    }

    pub(super) fn is_single(&self) -> bool {
        !self.0.trim().contains(' ')
    }

    /// Says whether there is anything here.
    pub(super) fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}
