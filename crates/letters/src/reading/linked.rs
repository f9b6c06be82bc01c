//! Addresses of people that do not stand beside their names: behind them as links, or elsewhere in the letter.

use super::addresses;
use super::letter::{Letter, one_line};
use super::person_names::is_person;
use super::result::{Field, Person, Reading};
use crate::document::Span;

/// A list of people in a reading.
type People = fn(&mut Reading) -> &mut Vec<Person>;

/// The people of a letter, and where each kind of them is kept.
const LISTS: [(Field, People); 4] = [
    (Field::Contacts, |reading| &mut reading.contacts),
    (Field::ToContacts, |reading| &mut reading.to_contacts),
    (Field::TechnicalContacts, |reading| &mut reading.technical_contacts),
    (Field::SendReplyTo, |reading| &mut reading.send_reply_to),
];

/// Gives people without an address the one that their name leads to: `<a href="mailto:ana@example.org">Ana Example</a>`.
pub(super) fn addresses_behind_names(letter: &Letter<'_>, reading: &mut Reading) {
    const DOUBT: &str = "The address stands behind the name, as a link.";
    complete(letter, reading, DOUBT, &|name| behind(letter, name));
    let copied = reading.cc.iter_mut().filter(|one| is_person(one));
    let mut places = Vec::new();
    for one in copied {
        if let Some((email, span)) = behind(letter, one) {
            *one = format!("{one} <{email}>");
            places.push(span);
        }
    }
    for place in places {
        letter.note(reading, Field::Cc, place, Some(DOUBT));
    }
}

/// Gives people without an address the only one of the letter that has their name in it: "ana.example@example.org".
pub(super) fn addresses_by_name(letter: &Letter<'_>, reading: &mut Reading) {
    const DOUBT: &str = "The address stands elsewhere in the letter, and has the name in it.";
    const MOST: usize = 50_000;
    // A page of a tool has each address in the field that it belongs to.
    if letter.is_of_a_tool() {
        return;
    }
    let text = letter.sheet.document.text.as_str();
    let text = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default();
    let all = addresses::addresses_in(text);
    complete(letter, reading, DOUBT, &|name| {
        let mut theirs = all.iter().filter(|one| addresses::has_last_name_of(&one.email, name));
        let first = theirs.next()?;
        let is_only = theirs.all(|other| other.email.eq_ignore_ascii_case(&first.email));
        is_only.then(|| (first.email.clone(), Span::new(first.start, first.end)))
    });
}

/// Gives people without an address what is found for their names.
fn complete(
    letter: &Letter<'_>,
    reading: &mut Reading,
    doubt: &str,
    find: &dyn Fn(&str) -> Option<(String, Span)>,
) {
    for (field, list) in LISTS {
        let mut places: Vec<Span> = Vec::new();
        let known: Vec<String> = list(reading).iter().map(|one| one.email.to_lowercase()).collect();
        for person in list(reading) {
            if person.email.is_empty()
                && let Some((email, span)) = find(&person.name)
                && !known.contains(&email.to_lowercase())
            {
                person.email = email;
                places.push(span);
            }
        }
        for place in places {
            letter.note(reading, field, place, Some(doubt));
        }
    }
}

/// Returns the address that a name leads to, or a word for it right behind the name, and where that stands.
fn behind(letter: &Letter<'_>, name: &str) -> Option<(String, Span)> {
    const WORDS: [&str; 4] = ["e-mail", "email", "mail", "contact"];
    let has_name = |link: Span| {
        let words = letter.sheet.words(link);
        let is_word = WORDS.contains(&words.trim().to_lowercase().as_str());
        let before = letter.sheet.document.text.get(..link.start).unwrap_or_default();
        !name.is_empty()
            && (one_line(words).contains(name)
                || is_word
                    && before.trim_end_matches([' ', '(', '[', ',', '–', '-']).ends_with(name))
    };
    letter.sheet.document.links.iter().find_map(|link| {
        let target = link.target.strip_prefix("mailto:")?;
        let target = target.split('?').next().unwrap_or(target);
        let email = addresses::addresses_in(target).into_iter().next()?.email;
        has_name(link.span).then_some((email, link.span))
    })
}
