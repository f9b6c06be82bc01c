//! The people of a letter: whom to ask, and where answers go (CON-2, CON-3, CON-7).

use super::addresses;
use super::bodies;
use super::entries::Entry;
use super::items;
use super::label::{Label, before_colon, folded};
use super::layouts::Layouts;
use super::leaders;
use super::letter::Letter;
use super::lists::add_person;
use super::of_a_tool;
use super::people::{self, Found};
use super::person_names;
use super::result::{Field, Person, Reading};
use super::signature;
use super::spoken_of;
use crate::document::Span;

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    contacts(letter, reading);
    labelled(letter, reading);
    if reading.contacts.is_empty() {
        headed(letter, reading);
    }
    if reading.technical_contacts.is_empty() {
        spoken_of::on_technical_matters(letter, reading);
    }
    if reading.contacts.is_empty() {
        spoken_of::in_prose(letter, reading);
    }
    reply_addresses(letter, reading);
    if reading.from.is_empty()
        && let Some(span) =
            super::titles::said_from(letter).or_else(|| super::titles::spoken_for(letter))
    {
        reading.from.push(letter.one_line(span));
        letter.note(reading, Field::From, span, Some(super::parties::SAID));
    }
    if reading.from.is_empty() {
        super::from_subject::from(letter, reading);
    }
    if reading.contacts.is_empty() || reading.from.is_empty() {
        signature::signatory(letter, reading);
    }
    spoken_of::beside_who_signs(letter, reading);
    super::full_name::of_the_sender(letter, reading);
    super::linked::addresses_behind_names(letter, reading);
    addresses_elsewhere(letter, reading);
    addresses_in_other_fields(letter, reading);
    super::linked::addresses_by_name(letter, reading);
    signature::name_of_an_address(letter, reading);
    whom_answers_reach(reading);
    super::from_subject::part_of_the_sender(letter, reading);
    if reading.from.is_empty()
        && let Some(span) = super::letterhead::first_line(letter)
    {
        reading.from.push(super::letterhead::name(&letter.one_line(span)));
        letter.note(
            reading,
            Field::From,
            span,
            Some("It stands at the head of the letter, not in a line of its own."),
        );
    }
}

/// Takes as the one to ask to whom answers go by name, where nobody else is named, and nobody signed.
fn whom_answers_reach(reading: &mut Reading) {
    const DOUBT: &str = "It names no contact, and nobody signed: this is to whom answers go.";
    let named = reading.send_reply_to.iter().find(|one| person_names::is_person(&one.name));
    let (true, Some(person)) = (reading.contacts.is_empty(), named.cloned()) else { return };
    let evidence = reading.evidence_of(Field::SendReplyTo).to_vec();
    let with_name = evidence.iter().find(|one| one.text.contains(person.name.as_str()));
    if let Some(mut evidence) = with_name.or(evidence.first()).cloned() {
        evidence.doubt = Some(DOUBT.to_owned());
        reading.note(Field::Contacts, evidence);
        reading.contacts.push(person);
    }
}

/// Reads those whom fields name for technical questions, and to whom the letter goes.
fn labelled(letter: &Letter<'_>, reading: &mut Reading) {
    for label in [Label::TechnicalContact, Label::ToContact] {
        for entry in letter.entries.filled(&[label]) {
            let (field, list) = match label {
                Label::TechnicalContact => {
                    (Field::TechnicalContacts, &mut reading.technical_contacts)
                }
                _ => (Field::ToContacts, &mut reading.to_contacts),
            };
            let is_of_a_tool = letter.is_of_a_tool();
            let mut found = if is_of_a_tool {
                of_a_tool::people(letter, entry)
            } else {
                people::people_in(&letter.sheet, &entry.parts())
            };
            if label == Label::ToContact && !is_of_a_tool {
                let are_couples = items::items(&letter.sheet, entry.beside().unwrap_or_default());
                if let [only] = &found[..]
                    && person_names::is_couple(&only.name)
                {
                    found = are_couples.iter().flat_map(|item| couple_of(letter, *item)).collect();
                }
                found.retain(|one| !one.email.is_empty() || person_names::is_person(&one.name));
            }
            found.iter().for_each(|one| add_person(list, one));
            note(letter, reading, field, &found);
        }
    }
}

/// Gives who writes, on a page of a tool, the address that the same person has in another of its fields, in whatever order of
/// names, or that bears the name.
fn addresses_in_other_fields(letter: &Letter<'_>, reading: &mut Reading) {
    if !letter.is_of_a_tool() {
        return;
    }
    let parts = |name: &str| {
        let mut parts: Vec<String> = name.split(' ').map(str::to_lowercase).collect();
        parts.sort();
        parts
    };
    let others = reading.send_reply_to.iter().chain(&reading.technical_contacts).cloned();
    let others: Vec<Person> = others.filter(|one| !one.email.is_empty()).collect();
    for person in reading.contacts.iter_mut().filter(|one| one.email.is_empty()) {
        let is_same = |other: &&Person| {
            parts(&other.name) == parts(&person.name)
                || (other.name.is_empty()
                    && addresses::has_last_name_of(&other.email, &person.name))
        };
        if let Some(same) = others.iter().find(is_same) {
            person.email.clone_from(&same.email);
        }
    }
}

/// Gives people without an address the one that stands beside their name elsewhere, on a line of theirs alone.
fn addresses_elsewhere(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 400;
    let known: Vec<String> = reading.contacts.iter().map(|one| one.email.to_lowercase()).collect();
    let mut places: Vec<Span> = Vec::new();
    for person in
        reading.contacts.iter_mut().filter(|one| one.email.is_empty() && one.name.contains(' '))
    {
        let lines = letter.sheet.lines.iter().take(MOST).enumerate();
        let mut found = lines.filter_map(|(at, line)| {
            let words = letter.sheet.words(line.span);
            if !words.contains(person.name.as_str()) || words.len() > 300 {
                return None;
            }
            // A signature has the address on one of the lines below.
            let below = letter.sheet.lines.iter().skip(at + 1).take(3);
            let below =
                below.take_while(|next| !next.after_gap).map(|next| letter.sheet.words(next.span));
            let below = below.take_while(|words| !begins_another_field(letter, words));
            // In a list of the head, others stand on the lines below.
            let is_alone = at >= letter.entries.head_end && words.len() < person.name.len() + 4;
            let all = std::iter::once(words)
                .chain(below.filter(|words| is_alone && words.len() < 120))
                .flat_map(addresses::addresses_in)
                .collect::<Vec<_>>();
            match &all[..] {
                [only] if !known.contains(&only.email.to_lowercase()) => {
                    Some((only.email.clone(), line.span))
                }
                _ => None,
            }
        });
        if let Some((email, place)) = found.next() {
            person.email = email;
            places.push(place);
        }
    }
    for place in places {
        letter.note(reading, Field::Contacts, place, None);
    }
}

/// Says whether a line below somebody begins with the label of something else: "cc:".
pub(super) fn begins_another_field(letter: &Letter<'_>, words: &str) -> bool {
    let label = before_colon(words).and_then(|(colon, _)| words.get(..colon));
    label
        .and_then(|label| Layouts::get().label(letter.layout, label))
        .is_some_and(|label| !label.is_of_a_person())
}

fn contacts(letter: &Letter<'_>, reading: &mut Reading) {
    let had_sender = !reading.contacts.is_empty();
    let entries: Vec<_> = letter.entries.filled(&[Label::Contact]).collect();
    for entry in entries {
        if !entry.in_head && !is_of_people(letter, entry.line) {
            continue;
        }
        let mut found = people::people_in(&letter.sheet, &entry.parts());
        // Who leads the body that is addressed was taken with it.
        let is_addressed =
            |one: &Found| reading.to_contacts.iter().any(|known| is_same(known, one));
        if leaders::stand_on(letter, letter.sheet.lines[entry.line].span)
            && found.first().is_some_and(is_addressed)
        {
            continue;
        }
        if is_of_addressee(letter, entry) {
            found.retain(|one| person_names::is_person(&one.name) || !one.email.is_empty());
            found.iter().for_each(|one| add_person(&mut reading.to_contacts, one));
            note(letter, reading, Field::ToContacts, &found);
            continue;
        }
        if !entry.in_head {
            found.extend(below(letter, entry.line, &found));
        }
        if let [only] = &found[..]
            && only.name.is_empty()
            && let Some(person) = reading.contacts.last_mut()
            && person.email.is_empty()
            && is_of_an_address(letter.sheet.words(entry.label_span))
        {
            person.email.clone_from(&only.email);
            note(letter, reading, Field::Contacts, &found);
            continue;
        }
        let are_technical = had_sender && letter.layout.further_contacts_are_technical;
        let mut new: Vec<&Found> = Vec::new();
        // An IEEE letter names below the first somebody to ask about the matter.
        let are_listed = folded(letter.sheet.words(entry.label_span)) == "contact information"
            && reading.from.iter().any(|from| from.starts_with("IEEE") || from.starts_with("P1"));
        for (at, one) in found.iter().enumerate() {
            let is_sender = reading.contacts.iter().any(|known| is_same(known, one));
            let are_technical = are_technical || (are_listed && at > 0);
            if are_technical && !is_sender && is_of_author(letter, entry.label_span) {
                continue;
            }
            if are_technical && !is_sender {
                add_person(&mut reading.technical_contacts, one);
                note(letter, reading, Field::TechnicalContacts, std::slice::from_ref(one));
            } else {
                new.push(one);
            }
        }
        // "Editor(s): Systems" is the part of a group that wrote it.
        let is_of_editors = folded(letter.sheet.words(entry.label_span)).starts_with("editor");
        new.retain(|one| !is_of_editors || one.name.contains(' ') || !one.email.is_empty());
        for one in new {
            add_person(&mut reading.contacts, one);
            note(letter, reading, Field::Contacts, std::slice::from_ref(one));
        }
    }
}

/// Says whether a line for chairs names those of the body on the line above, to which the letter goes.
fn is_of_addressee(letter: &Letter<'_>, entry: &Entry) -> bool {
    let label = folded(letter.sheet.words(entry.label_span));
    let before =
        letter.entries.all.iter().rfind(|one| one.label_span.start < entry.label_span.start);
    entry.in_head
        && matches!(
            label.as_str(),
            "chair" | "chairs" | "chairman" | "chairmen" | "co chairs" | "cochairs"
        )
        && before.is_some_and(|one| {
            one.label == Label::To && one.line + 1 == entry.line && !one.is_empty()
        })
}

/// Reads the people below a heading of the text: "Contacts", and a rule of hyphens below it.
fn headed(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 8;
    const HEADINGS: [&str; 8] = [
        "contact point",
        "point of contact",
        "contact",
        "contacts",
        "contact person",
        "contact persons",
        "contact information",
        "points of contact",
    ];
    let lines = letter.sheet.lines.iter().enumerate().skip(letter.entries.head_end);
    let heading = lines.filter(|(_, line)| line.table == 0).find(|(_, line)| {
        let words = letter.sheet.words(line.span);
        HEADINGS.contains(
            &folded(words.trim_start_matches(|sign: char| {
                sign.is_ascii_digit() || matches!(sign, '.' | ' ')
            }))
            .as_str(),
        )
    });
    let Some((at, _)) = heading else { return };
    let is_rule = |words: &str| words.chars().all(|sign| "-=_~ ".contains(sign));
    let mut parts: Vec<Span> = Vec::new();
    for line in letter.sheet.lines.iter().skip(at + 1).take(MOST) {
        let words = letter.sheet.words(line.span);
        if words.len() > 160 || (line.after_gap && !parts.is_empty()) {
            break;
        }
        if !is_rule(words) {
            parts.extend(line.cells.iter().copied());
        }
    }
    let found = people::people_in(&letter.sheet, &parts);
    let is_one = |one: &&Found| person_names::is_person(&one.name) && !one.email.is_empty();
    let found: Vec<Found> = found.iter().filter(is_one).cloned().collect();
    found.iter().for_each(|one| add_person(&mut reading.contacts, one));
    note(letter, reading, Field::Contacts, &found);
}

/// Says whether people are found at an address or a number alone, as the author of a cover is beside "Source".
fn is_of_author(letter: &Letter<'_>, label: Span) -> bool {
    let words = letter.sheet.words(label);
    Layouts::get().label(letter.layout, words).is_some_and(Label::is_of_a_person)
}

/// Says whether a label is one for the address of who is named beside the label before: "Contact e-mail".
fn is_of_an_address(label: &str) -> bool {
    let label = folded(label);
    ["email", "mail", "address"].iter().any(|end| label.ends_with(end))
}

/// Returns the people of "Ana Example (…) and Bob Sample (…), chairs".
fn couple_of(letter: &Letter<'_>, item: Span) -> Vec<Found> {
    let words = letter.sheet.words(item);
    let Some(at) = words.find(" and ").or_else(|| words.find(" & ")) else {
        return people::people_in(&letter.sheet, &[item]);
    };
    let first = Span::new(item.start, item.start + at);
    let rest = words
        .get(at..)
        .unwrap_or_default()
        .trim_start_matches([' ', '&'])
        .trim_start_matches("and ");
    let second = Span::new(item.end - rest.len(), item.end);
    [first, second].into_iter().flat_map(|one| people::people_in(&letter.sheet, &[one])).collect()
}

fn is_same(person: &Person, found: &Found) -> bool {
    (!found.email.is_empty() && person.email.eq_ignore_ascii_case(&found.email))
        || (!found.name.is_empty() && person.name.eq_ignore_ascii_case(&found.name))
}

/// Says whether a label within the text stands before people, and not within a sentence.
fn is_of_people(letter: &Letter<'_>, line: usize) -> bool {
    let words = letter.sheet.line(line);
    let label =
        before_colon(words).map_or(words, |(colon, _)| words.get(..colon).unwrap_or_default());
    const ALSO: [&str; 8] = [
        "questions to",
        "any questions to",
        "queries to",
        "enquiries",
        "inquiries",
        "secretariat contact",
        "for questions",
        "for more information",
    ];
    let label_words = folded(label);
    ALSO.iter().any(|start| label_words.starts_with(start))
        || folded(label).starts_with("contact")
        || folded(label).ends_with("contact")
        || folded(label).ends_with("contacts")
}

/// Returns further people after gaps below a label at the end of a letter: name, address, number, and so on.
fn below(letter: &Letter<'_>, line: usize, known: &[Found]) -> Vec<Found> {
    const MOST: usize = 24;
    let mut parts: Vec<Span> = Vec::new();
    for one in letter.sheet.lines.iter().skip(line + 1).take(MOST) {
        let words = letter.sheet.words(one.span);
        let label = before_colon(words)
            .and_then(|(colon, _)| Layouts::get().label(letter.layout, words.get(..colon)?));
        if words.len() > 120 || label.is_some_and(|label| !label.is_of_a_person()) {
            break;
        }
        parts.extend(one.cells.iter().copied());
    }
    let mut found: Vec<Found> = Vec::new();
    let mut name: Option<Span> = None;
    for part in parts {
        let words = letter.sheet.words(part);
        let addresses = addresses::addresses_in(words);
        if let Some(address) = addresses.first() {
            let before = people::people_in(&letter.sheet, &[name.unwrap_or(part), part]);
            let is_known = |one: &Found| {
                known.iter().chain(&found).any(|two| two.email.eq_ignore_ascii_case(&one.email))
            };
            let fitting =
                before.into_iter().find(|one| one.email.eq_ignore_ascii_case(&address.email));
            found.extend(fitting.filter(|one| !is_known(one)));
            name = None;
        } else if person_names::is_person(words) {
            name = Some(part);
        }
    }
    found
}

fn note(letter: &Letter<'_>, reading: &mut Reading, field: Field, found: &[Found]) {
    for one in found {
        let span = match one.email_span {
            Some(email) if email.start >= one.span.start && email.start < one.span.end + 40 => {
                Span::new(one.span.start, email.end.max(one.span.end))
            }
            _ => one.span,
        };
        let doubt = one.is_restored.then_some("The address was disguised, and is restored here.");
        letter.note(reading, field, span, doubt);
        if let Some(email) = one.email_span.filter(|email| email.start >= span.end) {
            letter.note(reading, field, email, doubt);
        }
    }
}

/// Says whether a label stands before where an answer is to go: what is answered is so only as somebody with an address.
fn names_where(letter: &Letter<'_>, entry: &Entry) -> bool {
    let value = entry.values.first().map_or("", |value| letter.sheet.words(*value));
    entry.label != Label::InResponseTo
        || (entry.in_head && value.contains('@') && person_names::is_person(value))
}

/// Reads where answers go. "Reply to:" is an address here, or a statement elsewhere: what stands there decides.
fn reply_addresses(letter: &Letter<'_>, reading: &mut Reading) {
    const LABELS: [Label; 3] = [Label::SendReplyTo, Label::ReplyTo, Label::InResponseTo];
    for entry in letter.entries.filled(&LABELS).filter(|entry| names_where(letter, entry)) {
        if letter.is_of_a_tool() && entry.label == Label::SendReplyTo {
            let found = of_a_tool::people(letter, entry);
            found.iter().for_each(|one| add_person(&mut reading.send_reply_to, one));
            note(letter, reading, Field::SendReplyTo, &found);
            continue;
        }
        let parts = entry.parts();
        let mut found: Vec<Found> = people::people_in(&letter.sheet, &parts)
            .into_iter()
            .filter(|one| !one.email.is_empty())
            .collect();
        if found.is_empty() && entry.label == Label::SendReplyTo {
            // Who is named below may have no address there.
            let below =
                entry.more.first().map(|more| more.span).filter(|_| entry.values.is_empty());
            let values: Vec<Span> = entry.values.iter().copied().chain(below).collect();
            let names = people::people_in(&letter.sheet, &values);
            found.extend(names.into_iter().filter(|one| !bodies::is_nothing(&one.name)));
        }
        found.iter().for_each(|one| add_person(&mut reading.send_reply_to, one));
        note(letter, reading, Field::SendReplyTo, &found);
    }
    if reading.send_reply_to.is_empty() {
        spoken_of::reply(letter, reading);
    }
}
