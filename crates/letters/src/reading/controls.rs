//! Letters whose fields are marked by their names, as our own are (BOD-4): there nothing has to be guessed.

use std::collections::BTreeMap;

use super::dates::dates_in;
use super::letter::Letter;
use super::result::{Evidence, Field, Person, Reading};
use crate::document::Span;
use crate::writing::purpose_of;

/// What the marked controls say, each field once.
struct Marked<'d> {
    /// By the name of the field, then by its number, then by the part of a person.
    fields: BTreeMap<&'d str, BTreeMap<usize, BTreeMap<&'d str, &'d str>>>,
}

/// Reads the fields of a letter that marks its sender, its receiver, its subject and its text; of such a letter nothing
/// else is believed to be a field.
pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let marked = Marked::of(letter);
    if ["from", "to", "subject", "text"].iter().any(|name| !marked.fields.contains_key(name)) {
        return;
    }
    let known = std::mem::take(reading);
    *reading = Reading { claims: known.claims, warnings: known.warnings, ..Reading::default() };
    reading.is_statement = true;
    reading.reasons = vec!["Its fields are marked as those of a liaison statement.".to_owned()];
    let mut note = |field: Field, words: &str| {
        reading.note(field, evidence(letter, field, words));
        words.to_owned()
    };
    let subject = marked.one("subject").map(|words| note(Field::Subject, words));
    let purpose_as_written = marked.one("purpose").map(|words| note(Field::Purpose, words));
    let mut date = |name: &str, field: Field| {
        let found = dates_in(marked.one(name)?).into_iter().next_back()?;
        marked.one(name).map(|words| note(field, words));
        Some(found.last)
    };
    let (deadline, day) = (date("deadline", Field::Deadline), date("date", Field::Date));
    let mut list = |name: &str, field: Field| -> Vec<String> {
        marked.all(name).map(|words| note(field, words)).collect()
    };
    let from = list("from", Field::From);
    let to = list("to", Field::To);
    let cc = list("cc", Field::Cc);
    let identifiers = list("identifiers", Field::Identifiers);
    let in_response_to = list("in_response_to", Field::InResponseTo);
    let attachments = list("attachments", Field::Attachments);
    let mut people = |name: &str, field: Field| -> Vec<Person> {
        let people = marked.people(name);
        for person in &people {
            for words in [&person.name, &person.email] {
                if !words.is_empty() {
                    note(field, words);
                }
            }
        }
        people
    };
    let contacts = people("contact", Field::Contacts);
    let to_contacts = people("to_contact", Field::ToContacts);
    let send_reply_to = people("reply_to", Field::SendReplyTo);
    reading.subject = subject;
    (reading.from, reading.to, reading.cc) = (from, to, cc);
    reading.purpose = purpose_as_written.as_deref().and_then(purpose_of);
    reading.purpose_as_written = purpose_as_written.unwrap_or_default();
    (reading.deadline, reading.date) = (deadline, day);
    (reading.contacts, reading.to_contacts) = (contacts, to_contacts);
    reading.send_reply_to = send_reply_to;
    (reading.identifiers, reading.in_response_to) = (identifiers, in_response_to);
    reading.attachments = attachments;
    let text = marked.one("text").unwrap_or_default().trim_end_matches('\n');
    reading.text = if text.is_empty() { String::new() } else { format!("{text}\n") };
}

impl<'d> Marked<'d> {
    fn of(letter: &Letter<'d>) -> Self {
        let mut fields: BTreeMap<_, BTreeMap<_, BTreeMap<_, _>>> = BTreeMap::new();
        for control in &letter.sheet.document.controls {
            let mut parts = control.field.split('.');
            let name = parts.next().unwrap_or_default();
            let at = parts.next().map_or(Some(0), |at| at.parse().ok());
            let Some(at) = at else { continue };
            let part = parts.next().unwrap_or_default();
            let field = fields.entry(name).or_default().entry(at).or_default();
            // What is said twice is said first at the head.
            field.entry(part).or_insert(control.text.as_str());
        }
        Self { fields }
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'d str> {
        let items = self.fields.get(name).into_iter().flat_map(BTreeMap::values);
        items.filter_map(|parts| parts.get("").copied())
    }

    fn one(&self, name: &str) -> Option<&'d str> {
        self.all(name).next()
    }

    fn people(&self, name: &str) -> Vec<Person> {
        let items = self.fields.get(name).into_iter().flat_map(BTreeMap::values);
        let person = |parts: &BTreeMap<&str, &str>| {
            let part = |name: &str| parts.get(name).copied().unwrap_or_default().to_owned();
            Person { name: part("name"), email: part("email"), organization: part("organization") }
        };
        items.map(person).collect()
    }
}

/// Returns where a field stands in the letter, as far as its words stand there on one line.
fn evidence(letter: &Letter<'_>, field: Field, words: &str) -> Evidence {
    let document = letter.sheet.document;
    let at = document.text.find(words).filter(|_| !words.is_empty());
    let at = at.map(|start| (start, start + words.len()));
    let place = at.map_or_else(
        || format!("control for “{}”", field.name()),
        |(start, end)| document.place(Span::new(start, end)),
    );
    Evidence { text: words.to_owned(), place, at, doubt: None }
}
