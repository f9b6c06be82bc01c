//! What an office document says of itself beside its text.

use crate::Properties;
use crate::archive::Archive;
use crate::xml::{Element, Visitor};

/// The longest property that is kept, in bytes.
const LONGEST: usize = 4_000;

/// Reads the properties from that part of the archive; there are none if it cannot be read.
pub(crate) fn read(archive: &mut Archive<'_>, name: &str) -> Properties {
    let mut facts = Facts::default();
    // They are there for the convenience of readers: without them the letter says all the same.
    let _ = archive.walk(name, &mut facts);
    if facts.properties.author.is_empty() {
        facts.properties.author = facts.last_author;
    }
    facts.properties
}

#[derive(Default)]
struct Facts {
    properties: Properties,
    /// Who saved it last, where OpenDocument says so.
    last_author: String,
    has_first_author: bool,
    words: String,
}

impl Visitor for Facts {
    fn open(&mut self, _name: &str, _element: &Element<'_>) {
        self.words.clear();
    }

    fn close(&mut self, name: &str) {
        let words = self.words.trim().to_owned();
        self.words.clear();
        if words.is_empty() {
            return;
        }
        let of = &mut self.properties;
        match name {
            "title" => of.title = words,
            "subject" => of.subject = words,
            "initial-creator" => {
                of.author = words;
                self.has_first_author = true;
            }
            "creator" if !self.has_first_author => self.last_author = words,
            "keywords" => of.keywords = words,
            // OpenDocument has one element for each.
            "keyword" if of.keywords.is_empty() => of.keywords = words,
            "keyword" if of.keywords.len() < LONGEST => {
                of.keywords.push_str(", ");
                of.keywords.push_str(&words);
            }
            "description" => of.comments = words,
            "created" | "creation-date" => of.created = words,
            "modified" | "date" => of.modified = words,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.words.len());
        let text = text.get(..text.floor_char_boundary(room)).unwrap_or_default();
        self.words.push_str(&text.replace('\0', ""));
    }
}
