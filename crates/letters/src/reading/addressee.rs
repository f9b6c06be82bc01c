//! What stands around the name of a body that is addressed: who leads it, who is to see the letter, what is wanted of it.

use std::sync::LazyLock;

use regex::Regex;

use super::addresses;
use super::beside_body;
use super::bodies;
use super::items;
use super::label::Label;
use super::label::before_colon;
use super::letter::Letter;
use super::lists::{add, add_person};
use super::people::{self, Found};
use super::person_names::{is_couple, is_person};
use super::result::{Field, Reading};
use super::rows::Holder;
use super::sender;
use crate::document::Span;

/// Returns a body without the word for those who lead it, behind its name: "IETF EXAMPLE Working Group Chairs".
pub(super) fn without_chairs(letter: &Letter<'_>, item: Span) -> Span {
    const LAST: [&str; 9] = [
        "convenor",
        "convener",
        "secretary",
        "chair",
        "chairs",
        "co-chair",
        "co-chairs",
        "chairman",
        "leadership",
    ];
    let words = letter.sheet.words(item);
    if let Some(body) =
        words.strip_suffix(" Committee Manager").filter(|body| bodies::stands_alone(body))
    {
        return Span::new(item.start, item.start + body.len());
    }
    let last = words.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let body = sender::without_last_role(words.strip_suffix(" leadership").unwrap_or(words));
    // "IETF EXAMPLE WG, Chairs" is the same.
    let body = body
        .rsplit_once(',')
        .filter(|(_, role)| LAST.contains(&role.trim().to_lowercase().as_str()))
        .map_or(body, |(body, _)| body);
    let is_closed = body.matches('(').count() == body.matches(')').count();
    let is_one = LAST.contains(&last.as_str())
        && is_closed
        && !body.contains([',', '@', '\n'])
        && bodies::stands_alone(body);
    if is_one { Span::new(item.start, item.start + body.len()) } else { item }
}

/// Returns who is named without the word for the office before a colon: "Chairs: Ana Example".
pub(super) fn without_office(letter: &Letter<'_>, item: Span) -> Span {
    const MOST: usize = 3;
    let words = letter.sheet.words(item);
    let Some((office, person)) = words.split_once(": ") else { return item };
    let is_one = office.split_whitespace().count() <= MOST
        && bodies::is_role(office.trim_end_matches('s'))
        && !bodies::stands_alone(sender::body_of_role(office))
        && is_person(person.split([',', '(', '<']).next().unwrap_or(person).trim());
    if is_one { Span::new(item.end - person.len(), item.end) } else { item }
}

/// Takes from a body who is named behind its colon: "IETF EXAMPLE WG: Ana Example, ana@example.org".
pub(super) fn without_people(letter: &Letter<'_>, reading: &mut Reading, item: Span) -> Span {
    let words = letter.sheet.words(item);
    let Some((body, people)) =
        [": ", " – ", " - "].iter().find_map(|border| words.split_once(border))
    else {
        return item;
    };
    let first = people.split([',', '(', '<', ';']).next().unwrap_or_default().trim();
    let is_closed = body.ends_with(')') && body.matches('(').count() == 1;
    if (body.contains('(') && !is_closed)
        || body.contains(',')
        || !bodies::stands_alone(body)
        || !(is_person(first) || is_couple(first) || addresses::is_address(people))
    {
        return item;
    }
    let at = Span::new(item.end - people.len(), item.end);
    for person in items::items(&letter.sheet, at) {
        for one in people::people_in(&letter.sheet, &[person]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, person, None);
    }
    Span::new(item.start, item.start + body.len())
}

/// Takes from a body who is to see the letter there: "CableLabs, Attn: Ana Example, ana@example.org".
pub(super) fn without_attention(letter: &Letter<'_>, reading: &mut Reading, item: Span) -> Span {
    let words = letter.sheet.words(item);
    let Some((body, people)) = beside_body::attention(words) else { return item };
    let at = Span::new(item.start + people.start, item.start + people.end);
    for person in items::items(&letter.sheet, at) {
        let words = letter.sheet.words(person);
        if is_person(words) || is_couple(words) || !addresses::addresses_in(words).is_empty() {
            for one in people::people_in(&letter.sheet, &[person]) {
                add_person(&mut reading.to_contacts, &one);
            }
            letter.note(reading, Field::ToContacts, person, None);
        }
    }
    letter.sheet.trimmed(Span::new(item.start, item.start + body))
}

/// Returns the office of a body that is addressed by its own address: "ETSI Liaisons Coordinator (liaisons@example.org)".
pub(super) fn office_with_address(letter: &Letter<'_>, item: Span) -> Option<Found> {
    let words = letter.sheet.words(item);
    let address = addresses::addresses_in(words).into_iter().next()?;
    let name = words.get(..address.start)?.trim_end_matches(['<', '(', ',', ' ']);
    let is_office = ["coordinator", "mailing list", " liaison"]
        .iter()
        .any(|end| name.to_lowercase().ends_with(end));
    is_office.then(|| Found {
        name: letter.one_line(Span::new(item.start, item.start + name.len())),
        email: address.email,
        span: item,
        ..Found::default()
    })
}

/// Parts "ITU-T SG 15 (for action)", "CT4: comments" or "WP 5A for information" into the body and what is wanted of it.
pub(super) fn without_purpose<'l>(letter: &Letter<'l>, item: Span) -> (Span, Option<&'static str>) {
    static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(.{2,90}?)\s*(?:(?:[:–]|\s-)\s*(?:(?i:for)\s+)?|\s(?i:for)\s+)((?i:(?:your\s+)?(?:action|comments?|information|info)(?:\s+(?:required|only))?))\.?$").ok()
    });
    let words = letter.sheet.words(item);
    if let Some(open) = words.rfind('(')
        && let Some(purpose) = purpose_of(words.get(open + 1..).unwrap_or_default())
    {
        return (letter.sheet.trimmed(Span::new(item.start, item.start + open)), Some(purpose));
    }
    let found = BEHIND.as_ref().and_then(|behind| behind.captures(words));
    let parts = found.and_then(|found| Some((found.get(1)?, found.get(2)?)));
    match parts.filter(|(body, _)| bodies::stands_alone(body.as_str())) {
        Some((body, wanted)) => {
            (Span::new(item.start, item.start + body.end()), purpose_of(wanted.as_str()))
        }
        None => (item, None),
    }
}

/// Parts the purpose before the name of an addressee from it: "For action: Example WG"; returns its length and the purpose.
pub(super) fn purpose_before(words: &str) -> Option<(usize, &'static str)> {
    let (colon, value) = before_colon(words)?;
    let purpose = purpose_of(words.get(..colon)?.trim())?;
    Some((value, purpose))
}

/// Returns the purpose of an addressee from the words beside its name.
fn purpose_of(words: &str) -> Option<&'static str> {
    let lower = words.trim_end_matches([')', ' ', '.']).to_lowercase();
    match lower.trim_start_matches("for ").trim_start_matches("your ").trim() {
        "action" | "action required" => Some("action"),
        "comment" | "comments" => Some("comment"),
        "information" | "info" | "information only" => Some("information"),
        _ => None,
    }
}

/// Returns who holds an office in a body that is named on the line above: "Convenor: Ana Example <ana@example.org>".
pub(super) fn holder_of_office(letter: &Letter<'_>, line: Span) -> Option<Span> {
    let words = letter.sheet.words(line);
    let (colon, value) = before_colon(words)?;
    let holder = words.get(value..)?;
    let is_office = bodies::is_role(words.get(..colon)?)
        && words.get(..colon)?.split_whitespace().count() < 4
        && is_person(holder.split(['<', '(', ',']).next().unwrap_or(holder).trim());
    is_office.then(|| letter.sheet.trimmed(Span::new(line.start + value, line.end)))
}

/// Takes who is addressed by name and office, and the bodies of the offices.
pub(super) fn holder_of_column(letter: &Letter<'_>, reading: &mut Reading, holder: &Holder) {
    for office in &holder.offices {
        let body = sender::whole_of(sender::body_of_role(letter.sheet.words(*office)));
        if bodies::stands_alone(body) {
            add(&mut reading.to, body);
            letter.note(reading, Field::To, *office, None);
        }
    }
    add_person(&mut reading.to_contacts, &holder.found(letter));
    letter.note(reading, Field::ToContacts, holder.name, None);
    letter.note(reading, Field::ToContacts, holder.address, None);
}

/// Takes who is addressed in a table with columns for names, offices and bodies.
pub(super) fn in_columns(letter: &Letter<'_>, reading: &mut Reading) {
    let are_names = |label: &Label| matches!(label, Label::Name | Label::ToContact);
    for row in &letter.entries.addressees {
        let lines = |cell: Option<&(Label, Span)>| {
            cell.map(|(_, cell)| letter.sheet.lines_of(*cell)).unwrap_or_default()
        };
        let names = lines(row.iter().find(|(label, _)| are_names(label)));
        let addresses = lines(row.iter().find(|(label, _)| *label == Label::Email));
        for (at, name) in names.iter().enumerate() {
            // Each has an address on the line beside it, if all have one.
            let address = addresses.get(at).filter(|_| addresses.len() == names.len());
            let parts: Vec<Span> = [*name].into_iter().chain(address.copied()).collect();
            let people = people::people_in(&letter.sheet, &parts);
            people.iter().for_each(|one| add_person(&mut reading.to_contacts, one));
            parts.iter().for_each(|part| letter.note(reading, Field::ToContacts, *part, None));
        }
    }
    let others = letter.entries.addressees.iter().flatten();
    for (_, cell) in others.filter(|(label, _)| !are_names(label)) {
        for line in letter.sheet.lines_of(*cell) {
            let words = letter.sheet.words(line);
            if bodies::stands_alone(words) && !bodies::ends_with_role(words) {
                add(&mut reading.to, words);
                letter.note(reading, Field::To, line, None);
            }
        }
    }
}

/// Takes the body that a field of the purpose names: "Action: For consideration by ISO/IEC JTC 1/SC 2".
pub(super) fn of_whom_it_is_wanted(letter: &Letter<'_>, reading: &mut Reading) {
    static WHO: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:for\s+)?(?i:consideration|(?:the\s+)?attention|information|action|review|approval|comments?|discussion)\s+(?i:by|of|to)\s+(?:the\s+)?([A-Z0-9][^,;:.()]{1,80})$").ok()
    });
    let entry = letter.entries.first(&[Label::Purpose, Label::Actions]);
    let Some([value]) = entry.map(|entry| &entry.values[..]) else { return };
    let found = WHO.as_ref().and_then(|who| who.captures(letter.sheet.words(*value))?.get(1));
    if let Some(who) = found.filter(|who| bodies::stands_alone(who.as_str())) {
        let span = Span::new(value.start + who.start(), value.start + who.end());
        add(&mut reading.to, who.as_str());
        let doubt = "It stands beside the purpose, not in a line of its own.";
        letter.note(reading, Field::To, span, Some(doubt));
    }
}
