//! Addresses that stand behind the names of people, as links, and not on the page.

use super::addresses;
use super::letter::{Letter, one_line};
use super::result::{Field, Person, Reading};
use crate::document::Span;

/// Gives people without an address the one that their name leads to: `<a href="mailto:ana@example.org">Ana Example</a>`.
pub(super) fn addresses_behind_names(letter: &Letter<'_>, reading: &mut Reading) {
    const LISTS: [(Field, fn(&mut Reading) -> &mut Vec<Person>); 4] = [
        (Field::Contacts, |reading| &mut reading.contacts),
        (Field::ToContacts, |reading| &mut reading.to_contacts),
        (Field::TechnicalContacts, |reading| &mut reading.technical_contacts),
        (Field::SendReplyTo, |reading| &mut reading.send_reply_to),
    ];
    for (field, list) in LISTS {
        let mut places: Vec<Span> = Vec::new();
        for person in list(reading) {
            if person.email.is_empty()
                && let Some((email, span)) = behind(letter, &person.name)
            {
                person.email = email;
                places.push(span);
            }
        }
        for place in places {
            letter.note(
                reading,
                field,
                place,
                Some("The address stands behind the name, as a link."),
            );
        }
    }
}

/// Returns the address that a name leads to, and where the name stands.
fn behind(letter: &Letter<'_>, name: &str) -> Option<(String, Span)> {
    let has_name = |words: &str| !name.is_empty() && one_line(words).contains(name);
    letter.sheet.document.links.iter().find_map(|link| {
        let target = link.target.strip_prefix("mailto:")?;
        let target = target.split('?').next().unwrap_or(target);
        let email = addresses::addresses_in(target).into_iter().next()?.email;
        has_name(letter.sheet.words(link.span)).then_some((email, link.span))
    })
}
