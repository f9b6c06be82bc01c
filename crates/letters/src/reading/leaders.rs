//! A body that is addressed with those who lead it behind a colon, on a line of its own.

use super::bodies;
use super::items;
use super::label::before_colon;
use super::letter::Letter;
use super::lists::{add, add_person};
use super::people;
use super::person_names::is_person;
use super::result::{Field, Reading};
use super::sender;
use crate::document::Span;

/// Reads "IETF, Example Area Directors: Ana Example (ana@example.org), Bob Sample" at the top of a letter.
pub(super) fn addressed(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 15;
    for line in letter.sheet.lines.iter().take(MOST).filter(|line| line.table == 0) {
        let words = letter.sheet.words(line.span);
        let Some((colon, value)) = before_colon(words).filter(|_| words.len() < 300) else {
            continue;
        };
        let office = words.get(..colon).unwrap_or_default();
        let body = sender::without_last_role(office).trim_end_matches([',', ' ']);
        let at = letter.sheet.trimmed(Span::new(line.span.start + value, line.span.end));
        let people = items::items_of_line(&letter.sheet, at);
        let is_somebody = |item: &Span| {
            let first = letter.sheet.words(*item).split(['(', '<', ',']).next().unwrap_or_default();
            is_person(first.trim())
        };
        let is_one = body.len() < office.len()
            && bodies::stands_alone(body)
            && !bodies::is_role(body)
            && !people.is_empty()
            && people.iter().all(is_somebody);
        if !is_one {
            continue;
        }
        let span = Span::new(line.span.start, line.span.start + body.len());
        let doubt = "It stands above the text, with those who lead it.";
        add(&mut reading.to, body);
        letter.note(reading, Field::To, span, Some(doubt));
        for item in people {
            people::people_in(&letter.sheet, &[item])
                .iter()
                .for_each(|one| add_person(&mut reading.to_contacts, one));
            letter.note(reading, Field::ToContacts, item, Some(doubt));
        }
    }
}
