//! Who gets a copy of a letter.

use super::addresses;
use super::beside_body;
use super::bodies;
use super::entries::Entry;
use super::joined_names;
use super::label::{Label, folded};
use super::letter::{Letter, one_line};
use super::lists;
use super::of_a_tool;
use super::parties;
use super::people;
use super::person_names::{self, is_person};
use super::result::{Field, Person, Reading};
use super::rows;
use super::sender;
use crate::document::Span;

pub(super) fn cc(letter: &Letter<'_>, reading: &mut Reading) {
    // Letters on paper have it below the signature.
    let entries: Vec<&Entry> = letter
        .entries
        .filled(&[Label::Cc])
        .chain(
            letter.entries.filled(&[Label::Other]).filter(|entry| is_distribution(letter, entry)),
        )
        .collect();
    let of_its_page = letter.is_of_a_tool() && entries.iter().any(|entry| entry.in_head);
    for entry in entries.into_iter().filter(|entry| entry.in_head || !of_its_page) {
        if letter.is_of_a_tool() && entry.in_head {
            for item in of_a_tool::listed(letter, entry) {
                lists::add(&mut reading.cc, &tidy(of_a_tool::name(letter.sheet.words(item))));
                letter.note(reading, Field::Cc, item, None);
            }
            continue;
        }
        if let Some(holders) = rows::holders(letter, &entry.values) {
            for holder in holders {
                let person = holder.found(letter);
                let (name, email) = (person.name, person.email);
                let person = Person { name, email, organization: String::new() };
                lists::add(&mut reading.cc, &person.to_string());
                letter.note(reading, Field::Cc, holder.name, None);
            }
            continue;
        }
        let items = joined_names::whole(letter, parties::entry_items(letter, entry));
        if let Some(pairs) = in_two_columns(letter, &items) {
            for (name, office) in pairs {
                let both = [name, office].map(|part| letter.one_line(part)).join(", ");
                lists::add(&mut reading.cc, &both);
                letter.note(reading, Field::Cc, name, None);
                letter.note(reading, Field::Cc, office, None);
            }
            continue;
        }
        for item in items {
            lists::add(&mut reading.cc, &tidy(&copied(letter, item)));
            letter.note(reading, Field::Cc, item, None);
        }
    }
}

/// Says whether an entry below the text says to whom a letter is distributed.
fn is_distribution(letter: &Letter<'_>, entry: &Entry) -> bool {
    let label = folded(letter.sheet.words(entry.label_span));
    !entry.in_head && matches!(label.as_str(), "distribution" | "distribution list")
}

/// Returns names with their offices, where a list has as many names as offices, each in a column of its own.
fn in_two_columns(letter: &Letter<'_>, items: &[Span]) -> Option<Vec<(Span, Span)>> {
    let is_office = |item: &Span| {
        let words = letter.sheet.words(*item);
        (bodies::is_role(words) && bodies::stands_alone(sender::body_of_role(words)))
            || (bodies::ends_with_role(words) && !is_person(words))
    };
    let (offices, names): (Vec<Span>, Vec<Span>) = items.iter().partition(|item| is_office(item));
    let is_name = |item: &Span| {
        let words = letter.sheet.words(*item);
        is_person(words) && !words.contains([',', '@', '(', '\t'])
    };
    let are_paired = names.len() > 1 && names.len() == offices.len() && names.iter().all(is_name);
    are_paired.then(|| names.into_iter().zip(offices).collect())
}

/// Returns a body, or a person as name and address without the role between them.
pub(super) fn copied(letter: &Letter<'_>, item: Span) -> String {
    let words = letter.sheet.words(item);
    // A list or an office may be named before its address, as a mail program does.
    if words.split_once('<').is_some_and(|(_, address)| {
        addresses::is_address(address.trim_end_matches('>')) && !is_person(words)
    }) {
        return words.to_owned();
    }
    if let Some((body, address)) = words.split_once(", ")
        && addresses::is_address(address)
        && bodies::stands_alone(body)
        && !["list", "liaisons", "statements"]
            .iter()
            .any(|office| body.to_lowercase().contains(office))
    {
        return body.to_owned();
    }
    if let Some((body, _)) = beside_body::attention(words) {
        return words.get(..body).unwrap_or(words).trim().to_owned();
    }
    // Name and office may stand in columns, and the address below.
    let name = words.split([',', '\n', '\t']).next().unwrap_or(words);
    let name = name.split("  ").next().unwrap_or(name).trim();
    if let [only] = &addresses::addresses_in(words)[..]
        && is_person(name)
        && addresses::addresses_in(name).is_empty()
        && name.len() < words.len()
        && words.contains(['\t', '\n'])
    {
        let (name, _) = person_names::name_and_rest(name);
        return Person { name, email: only.email.clone(), organization: String::new() }.to_string();
    }
    let found = people::people_in(&letter.sheet, &[item]);
    match &found[..] {
        [one]
            if is_person(words)
                && !one.email.is_empty()
                && !one.name.is_empty()
                && words.contains(',')
                && !words.ends_with('>') =>
        {
            Person { name: one.name.clone(), email: one.email.clone(), organization: String::new() }
                .to_string()
        }
        _ => words.to_owned(),
    }
}

/// Returns a person or body without gaps within brackets: "Ana Example (ana@example.org)".
pub(super) fn tidy(words: &str) -> String {
    let words =
        one_line(words).replace("( ", "(").replace(" )", ")").replace("< ", "<").replace(" >", ">");
    // A mail program may have put the name in quotation marks, or the address in its place.
    let quoted = words.strip_prefix('"').and_then(|rest| rest.split_once("\" <"));
    match quoted.and_then(|(name, rest)| Some((name, rest.strip_suffix('>')?))) {
        Some((name, address)) if name == address => address.to_owned(),
        Some((name, address)) => format!("{name} <{address}>"),
        None => words,
    }
}
