//! People of whom the text speaks: whom to ask, and where an answer is to go (CON-2, CON-3).

use std::sync::LazyLock;

use regex::Regex;

use super::addresses::{self, Address};
use super::letter::{Letter, one_line};
use super::person_names;
use super::result::{Field, Person, Reading};
use crate::document::Span;

/// Why a person is doubted of whom only the text speaks.
pub(super) const SPOKEN_OF: &str = "It stands in the text, not in a field of its own.";

/// Reads whom the text says to ask: "please contact Ana Example (ana@example.org)".
pub(super) fn in_prose(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i:\b(?:contacts?\s+(?:person\s+)?(?:on|at|in|for|from|within)\s+[^.;:()]{2,40}?\s+is|contact(?:\s+the\s+[^,.;:]{3,60},)?|in touch with|(?:questions|queries|enquiries|inquiries)\s+(?:\w+\s+){0,4}to))\s+((?:\p{Lu}[\p{L}'’.-]+\s+){1,3}\p{Lu}[\p{L}'’-]+\s*)(?:,\s[^.;:()]{2,40}?,?\s)?(?:[(<\[]|at:?\s|,\s|at\s+the\s+following\s+address:?\s)\s*(?:[(<\[])?$").ok()
    });
    let Some(cue) = CUE.as_ref() else { return };
    let start = letter.text_start();
    for (from, before, address) in addresses_in_text(letter, 100) {
        let Some(name) = cue.captures(before).and_then(|found| found.get(1)) else { continue };
        let span = Span::new(start + from + name.start(), start + address.end);
        if !person_names::is_person(name.as_str()) {
            continue;
        }
        let person = Person {
            name: one_line(person_names::without_title(name.as_str().trim())),
            email: address.email,
            organization: String::new(),
        };
        reading.contacts.push(person);
        letter.note(reading, Field::Contacts, letter.sheet.trimmed(span), Some(SPOKEN_OF));
        return;
    }
}

/// Reads where the text says that an answer is to go: "your reply …, addressed to office@example.org".
pub(super) fn reply(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?is)(?:\b(?:direct|send|address|forward|submit|e-?mail|return)\s+(?:your|any|all|the|written)?\s*(?:reply|replies|responses?|answers?)\s+to|\b(?:reply|replies|responses?|answers?)\b.{0,160}?\b(?:addressed|sent|directed|returned|e-?mailed|submitted|forwarded)\s+to)\s+(?:the\s+)?(?:[\w.'’-]+,?\s+){0,6}[(<\[]?(?:mailto:)?$").ok()
    });
    let Some(cue) = CUE.as_ref() else { return };
    let start = letter.text_start();
    for (_, before, address) in addresses_in_text(letter, 260) {
        let sentence = before.rfind(". ").map_or(before, |end| &before[end + 1..]);
        if cue.is_match(sentence) {
            let span = Span::new(start + address.start, start + address.end);
            let person = Person { email: address.email, ..Person::default() };
            reading.send_reply_to.push(person);
            let doubt = "It stands in the text, not in a field of its own.";
            return letter.note(reading, Field::SendReplyTo, span, Some(doubt));
        }
    }
}

/// Returns the addresses in the beginning of a letter's text, each with what stands right before it, at most so many bytes, and where
/// that begins; places count from the beginning of the text.
fn addresses_in_text<'l>(
    letter: &Letter<'l>,
    near: usize,
) -> impl Iterator<Item = (usize, &'l str, Address)> {
    const MOST: usize = 20_000;
    let text = letter.sheet.document.text.get(letter.text_start()..).unwrap_or_default();
    let text = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default();
    addresses::addresses_in(text).into_iter().map(move |address| {
        let from = text.floor_char_boundary(address.start.saturating_sub(near));
        (from, text.get(from..address.start).unwrap_or_default(), address)
    })
}
