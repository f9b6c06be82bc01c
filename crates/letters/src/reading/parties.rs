//! Who writes to whom: the bodies in From, To and Cc, as they are written (CON-1, CON-4, REC-11).

use super::bodies;
use super::entries::Entry;
use super::label::{Label, before_colon};
use super::letter::{Letter, one_line};
use super::people::{self, is_person, name_and_rest};
use super::reading::{Addressee, Field, Person, Reading};
use crate::document::Span;

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    from(letter, reading);
    to(letter, reading);
    cc(letter, reading);
}

fn from(letter: &Letter<'_>, reading: &mut Reading) {
    let Some(entry) = letter.entries.first(&[Label::From]) else { return };
    for item in items(letter, entry) {
        let words = letter.sheet.words(item);
        if is_person(words) && !bodies::stands_alone(people_less(words)) {
            person_from(letter, reading, item);
        } else {
            add(&mut reading.from, words);
            letter.note(reading, Field::From, item, None);
        }
    }
}

/// Takes the body out of a person's role: "Ana Example (…), Chair IEEE 802.11 Working Group".
fn person_from(letter: &Letter<'_>, reading: &mut Reading, item: Span) {
    let words = letter.sheet.words(item);
    let found = people::people_in(&letter.sheet, &[item]);
    for one in &found {
        let role = one.organization.clone();
        let body = body_of_role(&role);
        if !body.is_empty() && let Some(at) = words.find(body) {
            let span = Span::new(item.start + at, item.start + at + body.len());
            add(&mut reading.from, body);
            letter.note(reading, Field::From, span, None);
        }
        add_person(&mut reading.contacts, one);
        letter.note(reading, Field::Contacts, item, None);
    }
}

/// Returns the body that a role is held in: what follows "Chair", "Chair of the", "Rapporteur for".
fn body_of_role(role: &str) -> &str {
    let mut rest = role.trim();
    loop {
        let first = rest.split([' ', ',']).next().unwrap_or_default();
        let lower = first.to_lowercase();
        let goes = bodies::is_role(rest) || matches!(lower.as_str(), "of" | "for" | "the" | "on" | "behalf" | "and" | "in");
        if !goes || first.is_empty() {
            return rest.trim_matches([',', ' ', '-', '–', ')', '(']);
        }
        rest = rest.get(first.len()..).unwrap_or_default().trim_start_matches([' ', ',']);
    }
}

/// Returns the words of an item without what stands in brackets after them.
fn people_less(words: &str) -> &str {
    words.split(['(', '<', ',']).next().unwrap_or(words).trim()
}

const TO: [Label; 4] = [Label::To, Label::ToAction, Label::ToComment, Label::ToInformation];

fn to(letter: &Letter<'_>, reading: &mut Reading) {
    let entries = letter.entries.all.iter().filter(|entry| entry.in_head && TO.contains(&entry.label));
    for entry in entries {
        let purpose = match entry.label {
            Label::ToAction => Some("action"),
            Label::ToComment => Some("comment"),
            Label::ToInformation => Some("information"),
            _ => None,
        };
        for item in items(letter, entry) {
            addressee(letter, reading, item, purpose);
        }
    }
    if reading.to.is_empty() {
        from_affiliations(letter, reading);
    }
    if reading.to.is_empty() {
        from_title(letter, reading);
    }
}

fn addressee(letter: &Letter<'_>, reading: &mut Reading, item: Span, purpose: Option<&str>) {
    let words = letter.sheet.words(item);
    // "3GPP SA WG4, Ana Example" was cut in two already; here it is one or the other.
    if is_person(words) && !bodies::stands_alone(people_less(words)) {
        for one in people::people_in(&letter.sheet, &[item]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, item, None);
        return;
    }
    let (item, stated) = without_purpose(letter, item);
    let name = letter.one_line(item);
    let known = people::addresses_in(&name);
    if let Some(address) = known.first() {
        let (at, end) = (item.start + address.start, item.start + address.end);
        for one in people::people_in(&letter.sheet, &[Span::new(at.min(end), end)]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, item, None);
    }
    add(&mut reading.to, &name);
    letter.note(reading, Field::To, item, None);
    if let Some(purpose) = purpose.or(stated) {
        reading.addressees.push(Addressee { name, purpose: purpose.to_owned() });
        letter.note(reading, Field::Addressees, item, None);
    }
}

/// Parts "ITU-T SG 15 (for action)" into the body and what is wanted of it.
fn without_purpose<'l>(letter: &Letter<'l>, item: Span) -> (Span, Option<&'static str>) {
    let words = letter.sheet.words(item);
    let Some(open) = words.rfind('(') else { return (item, None) };
    let within = words.get(open + 1..).unwrap_or_default().trim_end_matches([')', ' ', '.']).to_lowercase();
    let purpose = match within.trim_start_matches("for ").trim() {
        "action" | "action required" => "action",
        "comment" | "comments" => "comment",
        "information" | "info" | "information only" => "information",
        _ => return (item, None),
    };
    (letter.sheet.trimmed(Span::new(item.start, item.start + open)), Some(purpose))
}

/// Takes the addressed bodies from the roles of the people who are addressed.
fn from_affiliations(letter: &Letter<'_>, reading: &mut Reading) {
    let roles: Vec<String> = reading.to_contacts.iter().map(|person| person.organization.clone()).collect();
    for role in roles {
        let body = body_of_role(&role);
        if !bodies::stands_alone(body) {
            continue;
        }
        let start = letter.entries.first(&TO).map_or(0, |entry| entry.label_span.start);
        let rest = letter.sheet.document.text.get(start..).unwrap_or_default();
        let Some(at) = rest.find(body) else { continue };
        let span = Span::new(start + at, start + at + body.len());
        add(&mut reading.to, body);
        letter.note(reading, Field::To, span, Some("Only people are addressed: this is what they are said to speak for."));
    }
}

/// Takes the addressed body from a title such as "Liaison Request to IETF GEOPRIV", or from the subject.
fn from_title(letter: &Letter<'_>, reading: &mut Reading) {
    const LINES: usize = 40;
    let lines = letter.sheet.lines.iter().take(LINES).flat_map(|line| line.cells.iter().copied());
    for span in lines {
        let words = letter.sheet.words(span);
        let lower = words.to_lowercase();
        if words.len() > 160 || !lower.contains("liaison") || words.contains('\n') {
            continue;
        }
        let Some(at) = lower.find(" to ").filter(|_| lower.len() == words.len()) else { continue };
        let start = at + " to ".len();
        let rest = words.get(start..).unwrap_or_default();
        let end = ["(copy", " on ", " regarding ", " concerning ", " for ", " about ", " - ", ","]
            .iter()
            .filter_map(|stop| rest.to_lowercase().find(stop))
            .min()
            .unwrap_or(rest.len());
        let body = rest.get(..end).unwrap_or_default().trim();
        let body = body.strip_prefix("the ").unwrap_or(body);
        if !bodies::stands_alone(body) || body.len() > 80 {
            continue;
        }
        let Some(offset) = words.find(body) else { continue };
        let span = Span::new(span.start + offset, span.start + offset + body.len());
        add(&mut reading.to, body);
        letter.note(reading, Field::To, span, Some("It stands in a title, not in a line of its own."));
        return;
    }
}

fn cc(letter: &Letter<'_>, reading: &mut Reading) {
    let entries: Vec<&Entry> =
        letter.entries.all.iter().filter(|entry| entry.in_head && entry.label == Label::Cc).collect();
    for entry in entries {
        for item in items(letter, entry) {
            add(&mut reading.cc, &tidy(letter.sheet.words(item)));
            letter.note(reading, Field::Cc, item, None);
        }
    }
}

/// Returns a person or body without gaps within brackets: "Ana Example (ana@example.org)".
fn tidy(words: &str) -> String {
    one_line(words).replace("( ", "(").replace(" )", ")").replace("< ", "<").replace(" >", ">")
}

/// Returns the bodies and people of an entry: those beside the label, and those in the lines below that name some.
fn items(letter: &Letter<'_>, entry: &Entry) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    for value in &entry.values {
        items.extend(bodies::items(&letter.sheet, *value));
    }
    for more in &entry.more {
        let words = letter.sheet.words(more.span);
        if before_colon(words).is_some() || words.len() > 300 {
            break;
        }
        let below = bodies::items(&letter.sheet, more.span);
        let name_some = !below.is_empty() && below.iter().all(|item| {
            let words = letter.sheet.words(*item);
            bodies::stands_alone(words) || is_person(words)
        });
        if !name_some || ends_like_prose(words) {
            break;
        }
        items.extend(below);
    }
    items
}

fn ends_like_prose(words: &str) -> bool {
    words.ends_with('.') && words.split_whitespace().count() > 8
}

pub(super) fn add(list: &mut Vec<String>, words: &str) {
    let words = one_line(words);
    let words = words.trim_matches([',', ';', ' ']).trim_end_matches('.');
    if !words.is_empty() && !list.iter().any(|one| one == words) {
        list.push(words.to_owned());
    }
}

pub(super) fn add_person(list: &mut Vec<Person>, found: &people::Found) {
    let (name, rest) = name_and_rest(&found.name);
    let name = if rest.is_empty() { found.name.clone() } else { name };
    let person = Person {
        name: one_line(&name),
        email: found.email.clone(),
        organization: one_line(&found.organization),
    };
    let same = |one: &&mut Person| {
        (!person.email.is_empty() && one.email.eq_ignore_ascii_case(&person.email))
            || (!person.name.is_empty() && one.name.eq_ignore_ascii_case(&person.name))
    };
    match list.iter_mut().find(same) {
        Some(one) => {
            if one.email.is_empty() {
                one.email = person.email;
            }
            if one.name.is_empty() {
                one.name = person.name;
            }
            if one.organization.is_empty() {
                one.organization = person.organization;
            }
        }
        None => list.push(person),
    }
}
