//! The words of a whole statement, in the forms in which the two databases take them.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::ops::ControlFlow;

use rules::{Attachment, AttachmentBody, Contact, Side, Statement};

use super::query::MAX_PHRASE;
use super::words::each_word;

/// Every word of a statement that can be searched for, folded, in order.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The words with a space between them, and [`GAP`] between two fields, so that no phrase spans them.
    words: String,
    /// The words so far, without repetition; counted only once there are many.
    distinct: Option<HashSet<String>>,
    /// The bytes of all distinct words, or of all words while they are not counted.
    distinct_bytes: usize,
}

/// Stands between two fields; no folded word looks like it.
const GAP: &str = "¶";

/// [`GAP`] as it is written.
const BETWEEN_FIELDS: &str = " ¶ ";

/// The most bytes of folded words that are indexed of one statement with all its attachments, some 3,000 pages.
const MAX_BYTES: usize = 8_000_000;

/// The most bytes of *different* words of one statement; PostgreSQL keeps at most 1 MB of them in a row.
const MAX_DISTINCT_BYTES: usize = 900_000;

/// The most words of a piece. PostgreSQL counts the positions of words to 16,383.
const MAX_PIECE: usize = 10_000;

/// The most places that PostgreSQL keeps of one word.
const MAX_PLACES: usize = 255;

impl Document {
    /// Gathers the words of a statement and of its attachments that are not hidden.
    ///
    /// `texts` are the words read from attachments: (position, text).
    pub(crate) fn of(statement: &Statement, texts: &[(i64, String)]) -> Self {
        let mut document = Self::default();
        document.add(&statement.subject);
        document.add(&statement.text);
        document.add_side(&statement.from);
        document.add_side(&statement.to);
        let retired = &statement.retired_contacts;
        for given in &statement.distributed_to {
            document.add(given.words());
            given.group().iter().for_each(|group| document.add(&group.acronym));
        }
        let contacts = [&retired.response, &retired.technical, &retired.action_holder, &retired.cc];
        for field in statement.identifiers.iter().chain(contacts) {
            document.add(field);
        }
        let seen = || statement.attachments.iter().filter(|attachment| attachment.hidden.is_none());
        seen().for_each(|attachment| document.add_attachment(attachment));
        for attachment in seen() {
            texts
                .iter()
                .filter(|(position, _)| *position == attachment.position)
                .for_each(|(_, text)| document.add(text));
        }
        document
    }

    /// Returns the words with spaces between them, as FTS5's `ascii` tokenizer splits them again.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// Returns the words as PostgreSQL's `tsvector` is written, in pieces that it can keep with all their positions.
    ///
    /// Two pieces share as many words as a phrase has at most, less one, so that every phrase is whole in one.
    pub(crate) fn pieces(&self) -> Vec<String> {
        let all: Vec<&str> = self.words.split(' ').collect();
        let mut pieces = Vec::new();
        let mut start = 0;
        loop {
            let (piece, end) = piece_from(&all, start);
            pieces.push(piece);
            if end == all.len() {
                return pieces;
            }
            start = end - (MAX_PHRASE - 1);
        }
    }

    /// Returns each word once, as PostgreSQL's `tsvector` is written, without positions.
    pub(crate) fn lexemes(&self) -> String {
        let all: HashSet<&str> = self.words.split(' ').filter(|word| is_word(word)).collect();
        all.into_iter().fold(String::new(), |mut written, word| {
            let _ = write!(written, "'{word}' ");
            written
        })
    }

    fn add_side(&mut self, side: &Side) {
        for group in &side.groups {
            self.add(&group.acronym);
            self.add(&group.name);
        }
        side.as_written.iter().for_each(|body| self.add(body));
        let liaison =
            side.liaison_contact.iter().map(|mailbox| (mailbox.name(), mailbox.address()));
        let contacts = side.contacts.iter().map(name_and_address);
        for (name, address) in contacts.chain(liaison) {
            self.add(name);
            self.add(address);
        }
    }

    fn add_attachment(&mut self, attachment: &Attachment) {
        self.add(&attachment.title);
        match &attachment.body {
            AttachmentBody::File { name, .. } => self.add(name),
            AttachmentBody::Link { url } => self.add(url),
        }
    }

    /// Adds a field.
    fn add(&mut self, text: &str) {
        let mut separator = if self.words.is_empty() { "" } else { BETWEEN_FIELDS };
        let _ = each_word(text, |word, _| {
            if self.words.len() + BETWEEN_FIELDS.len() + word.len() > MAX_BYTES {
                return ControlFlow::Break(());
            }
            if self.has_room_for(word) {
                self.words.push_str(separator);
                self.words.push_str(word);
                separator = " ";
            }
            ControlFlow::Continue(())
        });
    }

    /// Counts a word and says whether it still fits in what PostgreSQL can keep.
    fn has_room_for(&mut self, word: &str) -> bool {
        if self.distinct.is_none() && self.distinct_bytes + word.len() > MAX_DISTINCT_BYTES {
            let distinct: HashSet<_> =
                self.words.split(' ').filter(|word| is_word(word)).map(str::to_owned).collect();
            self.distinct_bytes = distinct.iter().map(String::len).sum();
            self.distinct = Some(distinct);
        }
        if let Some(distinct) = &mut self.distinct {
            if distinct.contains(word) {
                return true;
            }
            if self.distinct_bytes + word.len() > MAX_DISTINCT_BYTES {
                return false;
            }
            distinct.insert(word.to_owned());
        }
        self.distinct_bytes += word.len();
        true
    }
}

fn name_and_address(contact: &Contact) -> (&str, &str) {
    (&contact.name, contact.address.as_deref().unwrap_or_default())
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word != GAP
}

/// Writes the piece that begins at `start`, and returns it with where it ends.
fn piece_from(all: &[&str], start: usize) -> (String, usize) {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut end = start;
    for (place, word) in all.iter().enumerate().skip(start).take(MAX_PIECE) {
        if is_word(word) {
            let places = places.entry(word).or_default();
            if places.len() == MAX_PLACES {
                break;
            }
            places.push(place - start + 1);
        }
        end = place + 1;
    }
    let mut written = String::new();
    for (word, places) in places {
        let _ = write!(written, "'{word}':");
        for (n, place) in places.iter().enumerate() {
            let _ = write!(written, "{}{place}", if n == 0 { "" } else { "," });
        }
        written.push(' ');
    }
    (written, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of_fields(fields: &[&str]) -> Document {
        let mut document = Document::default();
        fields.iter().for_each(|field| document.add(field));
        document
    }

    #[test]
    fn fields_are_kept_apart_so_that_no_phrase_spans_them() {
        let document = of_fields(&["On Clocks", "", "--", "The clock.", "x.pdf"]);
        assert_eq!(document.words(), "on clocks ¶ the clock ¶ x pdf");
        assert_eq!(document.pieces(), ["'clock':5 'clocks':2 'on':1 'pdf':8 'the':4 'x':7 "]);
    }

    #[test]
    fn a_word_that_stands_too_often_begins_a_new_piece() {
        let pieces = of_fields(&[&"a ".repeat(300)]).pieces();
        let last_places: Vec<_> = pieces.iter().map(|piece| piece.rsplit(',').next()).collect();
        // 300 words: 255, then from the 225th on again.
        assert_eq!(last_places, [Some("255 "), Some("76 ")]);
    }

    #[test]
    fn words_beyond_what_the_databases_keep_are_left_out() {
        let many: String = (0..400_000).map(|n| format!("{n:06} ")).collect();
        let document = of_fields(&[&many, "000001 000002 new"]);
        assert_eq!(document.lexemes().split(' ').filter(|word| !word.is_empty()).count(), 150_000);
        assert!(document.words().ends_with("149999 ¶ 000001 000002"));
        let document = of_fields(&[&"word ".repeat(2_000_000)]);
        assert!(document.words().len() <= MAX_BYTES);
    }

    proptest! {
        #[test]
        fn every_phrase_is_whole_in_one_piece(
            words in prop::collection::vec("[ab]|[c-z]{2}", 1..2_000),
            at in any::<prop::sample::Index>(),
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut start = 0;
            let mut pieces = Vec::new();
            loop {
                let (_, end) = piece_from(&words, start);
                prop_assert!(end > start + MAX_PHRASE || end == words.len());
                pieces.push(start..end);
                if end == words.len() {
                    break;
                }
                start = end - (MAX_PHRASE - 1);
            }
            let phrase = at.index(words.len());
            let phrase = phrase..(phrase + MAX_PHRASE).min(words.len());
            prop_assert!(pieces.iter().any(|piece| piece.start <= phrase.start && phrase.end <= piece.end));
        }
    }
}
