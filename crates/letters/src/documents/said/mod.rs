//! Whether a text says something of a document that it names: near to it, or of all.
//!
//! What is not sure is not said: asking somebody once more costs less than a statement that leaves it out.

mod passages;
mod words;

use std::collections::HashMap;

use self::passages::passages;
use self::words::{Piece, Words};
use super::Mention;

/// How many documents of one list are looked at on either side.
const LIST: usize = 20;
/// Words with which a sentence goes on about what the one before named.
const GOES_ON: [&str; 12] = [
    "it is",
    "it was",
    "it has",
    "it does",
    "this is",
    "this draft",
    "this document",
    "this rfc",
    "that draft",
    "the draft",
    "that document",
    "the document",
];
/// The same of several.
const GOES_ON_OF_SEVERAL: [&str; 10] = [
    "they are",
    "they do",
    "they were",
    "these are",
    "these drafts",
    "these documents",
    "both are",
    "both drafts",
    "all are",
    "neither",
];
/// Words by which a sentence says something of each document of a list.
const OF_EACH: [&str; 8] = ["are", "were", "all", "both", "each", "do", "remain", "neither"];

/// A sentence, an entry of a list, or a line of a table.
#[derive(Debug)]
struct Passage {
    pieces: Vec<Piece>,
    /// The passage that leads to it: "The following are drafts:".
    led_by: Option<usize>,
    /// Whether the passage after it is the next sentence of the same paragraph.
    goes_on: bool,
}

/// What stands around the documents that a text names.
#[derive(Debug)]
pub struct Surroundings {
    passages: Vec<Passage>,
    /// In which passages a document is named.
    of: HashMap<String, Vec<usize>>,
}

impl Surroundings {
    /// Looks at what stands around these mentions in their text.
    pub fn of(text: &str, mentions: &[Mention]) -> Self {
        let passages = passages(text, mentions);
        let mut of: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, passage) in passages.iter().enumerate() {
            for name in passage.names() {
                let places = of.entry(name.to_owned()).or_default();
                if places.last() != Some(&index) {
                    places.push(index);
                }
            }
        }
        Self { passages, of }
    }

    /// Says whether the text says one of these words of a document: in the same sentence, entry of a list or line of a
    /// table, in the sentence after it that goes on about it, or in what leads to its list.
    pub fn say(&self, name: &str, said: &[String]) -> bool {
        let said: Vec<Words> = said.iter().map(|words| Words::of(words)).collect();
        let places = self.of.get(name).map(Vec::as_slice).unwrap_or_default();
        places.iter().any(|index| self.says(*index, name, &said))
    }

    /// Says whether a sentence that speaks of all, by one of the covering words, says one of these.
    pub fn say_of_all(&self, covering: &[String], said: &[String]) -> bool {
        let covering: Vec<Words> = covering.iter().map(|words| Words::of(words)).collect();
        let said: Vec<Words> = said.iter().map(|words| Words::of(words)).collect();
        let mut passages = self.passages.iter();
        passages.any(|passage| {
            passage.holds(&covering) && passage.words().any(|words| words.say(&said))
        })
    }

    fn says(&self, index: usize, name: &str, said: &[Words]) -> bool {
        let Some(passage) = self.passages.get(index) else { return false };
        let led_by = passage.led_by.and_then(|led_by| self.passages.get(led_by));
        passage.says(name, said)
            || led_by.is_some_and(|led_by| led_by.words().any(|words| words.say(said)))
            || passage.goes_on
                && self
                    .passages
                    .get(index + 1)
                    .is_some_and(|next| next.goes_on_about(passage, said))
    }
}

impl Passage {
    fn words(&self) -> impl Iterator<Item = &Words> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Words(words) => Some(words),
            Piece::Document(_) => None,
        })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.pieces
            .iter()
            .flat_map(|piece| match piece {
                Piece::Words(_) => &[],
                Piece::Document(names) => names.as_slice(),
            })
            .map(String::as_str)
    }

    fn holds(&self, any: &[Words]) -> bool {
        self.words().any(|words| any.iter().any(|one| words.find(one, 0).is_some()))
    }

    /// Says whether no other document is named here.
    fn names_only(&self, name: &str) -> bool {
        self.names().all(|other| other == name)
    }

    /// Says whether this sentence goes on about what the one before it names, and says one of these words.
    fn goes_on_about(&self, before: &Self, said: &[Words]) -> bool {
        let Some(Piece::Words(words)) = self.pieces.first() else { return false };
        let mut names = before.names();
        let is_one = names.next().is_some_and(|first| before.names_only(first));
        let begins = |with: &[&str]| with.iter().any(|one| words.begins(one));
        let is_about = is_one && begins(&GOES_ON) || begins(&GOES_ON_OF_SEVERAL);
        is_about && self.names().next().is_none() && words.say(said)
    }

    /// Says whether this passage says one of these words of a document that it names.
    fn says(&self, name: &str, said: &[Words]) -> bool {
        let is_alone = self.names_only(name);
        let places = self.pieces.iter().enumerate().filter(|(_, piece)| piece.names(name));
        places.take(LIST).any(|(at, _)| {
            self.says_after(at, is_alone, said) || self.says_before(at, is_alone, said)
        })
    }

    /// Looks after a document, and after the list that it stands in.
    fn says_after(&self, at: usize, is_alone: bool, said: &[Words]) -> bool {
        let mut last = at;
        for _ in 0..LIST {
            match (self.pieces.get(last + 1), self.pieces.get(last + 2)) {
                (Some(Piece::Words(between)), Some(Piece::Document(_))) if between.is_joint() => {
                    last += 2;
                }
                _ => break,
            }
        }
        let Some(Piece::Words(after)) = self.pieces.get(last + 1) else { return false };
        let is_listed = last > at && !is_alone;
        let is_followed = self.pieces.get(last + 2).is_some();
        said.iter().any(|words| {
            let mut from = 0;
            while let Some(found) = after.find(words, from) {
                from = found.end;
                let each = words.is_plural() || after.holds_before(&OF_EACH, found.start);
                let belongs_to_next = is_followed && after.leads_on(&found);
                if after.is_said(&found)
                    && (is_alone || after.belongs_back(&found) && !belongs_to_next)
                    && (!is_listed || each)
                {
                    return true;
                }
            }
            false
        })
    }

    /// Looks before a document, and before the list that it stands in.
    fn says_before(&self, at: usize, is_alone: bool, said: &[Words]) -> bool {
        let mut first = at;
        for _ in 0..LIST {
            let pieces = (first.checked_sub(1), first.checked_sub(2));
            let (Some(one), Some(two)) = pieces else { break };
            match (self.pieces.get(two), self.pieces.get(one)) {
                (Some(Piece::Document(_)), Some(Piece::Words(between))) if between.is_joint() => {
                    first = two;
                }
                _ => break,
            }
        }
        let before = first.checked_sub(1).and_then(|before| self.pieces.get(before));
        let Some(Piece::Words(before)) = before else { return false };
        let is_listed = first < at && !is_alone;
        said.iter().any(|words| {
            let mut from = 0;
            while let Some(found) = before.find(words, from) {
                from = found.end;
                let leads_on = before.leads_on(&found) || is_alone && !words.is_single();
                let each = words.is_plural() || before.leads_on_to_several(&found);
                if before.is_said(&found) && leads_on && (!is_listed || each) {
                    return true;
                }
            }
            false
        })
    }
}
