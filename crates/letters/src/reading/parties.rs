//! Who writes to whom: the bodies in From, To and Cc, as they are written (CON-1, CON-4, REC-11).

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::entries::Entry;
use super::identifiers;
use super::label::{Label, before_colon, folded};
use super::letter::{Letter, one_line};
use super::people::{self, is_person, name_and_rest};
use super::reading::{Addressee, Field, Person, Reading};
use crate::document::{Region, Span};

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    from(letter, reading);
    to(letter, reading);
    cc(letter, reading);
}

fn from(letter: &Letter<'_>, reading: &mut Reading) {
    // A cover names its author as the source; the letter itself says from whom it is.
    let mut entries: Vec<&Entry> = letter
        .entries
        .all
        .iter()
        .filter(|entry| entry.label == Label::From && entry.in_head && !entry.is_empty())
        .collect();
    entries.sort_by_key(|entry| {
        let label = folded(letter.sheet.words(entry.label_span));
        let first = items(letter, entry).first().map_or("", |item| letter.sheet.words(*item));
        let names_a_body =
            bodies::stands_alone(first) && !is_person(first) && !identifiers::is_number(first);
        (!label.starts_with("from group"), !names_a_body, label != "from")
    });
    for entry in entries {
        let has_body = !reading.from.is_empty();
        for item in items(letter, entry) {
            if !has_body {
                sender(letter, reading, item);
            } else if folded(letter.sheet.words(entry.label_span)) == "from"
                && is_person(letter.sheet.words(item))
            {
                for one in people::people_in(&letter.sheet, &[item]) {
                    add_person(&mut reading.contacts, &one);
                }
                letter.note(reading, Field::Contacts, item, None);
            }
        }
    }
    let is_body = |words: &String| bodies::stands_alone(words);
    if !reading.from.iter().any(is_body)
        && let Some(span) = letterhead(letter)
    {
        reading.from.clear();
        reading.evidence.remove(Field::From.name());
        add(&mut reading.from, letter.sheet.words(span));
        letter.note(
            reading,
            Field::From,
            span,
            Some("It stands at the head of the letter, not in a line of its own."),
        );
    }
}

fn sender(letter: &Letter<'_>, reading: &mut Reading, item: Span) {
    let words = letter.sheet.words(item);
    if identifiers::is_number(words) {
        return;
    }
    if let Some(body) = to_be(words) {
        let at = item.start + body.start;
        let span = Span::new(at, item.start + body.end);
        add(&mut reading.from, letter.sheet.words(span));
        return letter.note(reading, Field::From, span, None);
    }
    if is_person(words) {
        return person_from(letter, reading, item);
    }
    if let Some(inner) = person_beside(letter, item) {
        let body = letter.sheet.trimmed(Span::new(item.start, inner.start - 1));
        add(&mut reading.from, letter.sheet.words(body));
        letter.note(reading, Field::From, body, None);
        for one in people::people_in(&letter.sheet, &[inner]) {
            add_person(&mut reading.contacts, &one);
        }
        return letter.note(reading, Field::Contacts, inner, None);
    }
    let before = words.split(',').next().unwrap_or(words);
    // Who reports for a Question is written as such.
    let speaks_for =
        bodies::ends_with_role(before) && !before.to_lowercase().ends_with("rapporteur");
    let body = if speaks_for { body_of_role(people_less(before)) } else { words };
    let span = words
        .find(body)
        .map_or(item, |at| Span::new(item.start + at, item.start + at + body.len()));
    add(&mut reading.from, body);
    letter.note(reading, Field::From, span, None);
}

/// Returns what stands in brackets after a body, if it is a person or an address: "Broadband Forum (Ana Example <…>)".
fn person_beside(letter: &Letter<'_>, item: Span) -> Option<Span> {
    let words = letter.sheet.words(item);
    let open = words.find('(').filter(|open| *open > 0 && words.ends_with(')'))?;
    let inner = letter.sheet.trimmed(Span::new(item.start + open + 1, item.end - 1));
    let within = letter.sheet.words(inner);
    let lower = within.to_lowercase();
    let label =
        ["chairs:", "chair:", "contact:", "attn:"].iter().find(|label| lower.starts_with(**label));
    let inner = label.map_or(inner, |label| {
        letter.sheet.trimmed(Span::new(inner.start + label.len(), inner.end))
    });
    let names_some = label.is_some() || people::addresses_in(within).len() == 1;
    names_some.then_some(inner)
}

/// Returns the body that a draft is to come from: "Example Inc. (to be SA5)", or the one that is yet to approve it.
fn to_be(words: &str) -> Option<std::ops::Range<usize>> {
    static TO_BE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*[\[(]\s*(?:to be|will be)\s+(?:sent by\s+|from\s+)?(.+?)\s*[\])]").ok()
    });
    let found = TO_BE.as_ref()?.captures(words)?;
    let (whole, inner) = (found.get(0)?, found.get(1)?);
    Some(if bodies::stands_alone(inner.as_str()) { inner.range() } else { 0..whole.start() })
}

/// Returns the body that a letter has at its head, on a line of its own.
fn letterhead(letter: &Letter<'_>) -> Option<Span> {
    static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:ISO/IEC\s*JTC\s*1(?:\s*/\s*SC\s*\d+(?:\s*/\s*WG\s*\d+)?|\s*/\s*WG\s*\d+)|(?:Working Party|(?:Joint )?Task Group|Study Group|Rapporteur Group) [0-9A-Z][0-9A-Z/-]{0,6}|IEEE P?802(?:\.\d+)?(?: [A-Z][\w/-]+){0,4} (?:Working Group|Committee|WG)|[A-Z][\w-]+(?: [A-Z][\w-]+){0,5} (?:Forum|Alliance|Consortium|Technical Committee))$").ok()
    });
    const MOST: usize = 25;
    let pattern = HEAD.as_ref()?;
    let lines = letter.sheet.lines.iter().take(MOST).flat_map(|line| line.cells.iter().copied());
    let is_one = |cell: &Span| pattern.is_match(letter.sheet.words(*cell).trim());
    // Of several below each other a working group writes, or the last.
    let found: Vec<Span> = lines.skip_while(|cell| !is_one(cell)).take_while(is_one).collect();
    let group = found.iter().find(|cell| letter.sheet.words(**cell).contains("Working Group"));
    group.or(found.last()).copied()
}

/// Returns the first line of a letter on paper, if it is the name of a body.
pub(super) fn first_line(letter: &Letter<'_>) -> Option<Span> {
    let line = letter
        .sheet
        .lines
        .iter()
        .find(|line| line.region == Region::Body)
        .filter(|line| line.table == 0)?;
    let words = letter.sheet.words(line.span);
    let greets = letter
        .sheet
        .lines
        .get(letter.entries.head_end)
        .is_some_and(|line| super::entries::is_greeting(letter.sheet.words(line.span)));
    let is_name = bodies::stands_alone(words)
        && words.split_whitespace().count() < 6
        && before_colon(words).is_none();
    let is_other = words.to_lowercase().contains("liaison") || super::entries::is_greeting(words);
    (greets && is_name && !is_other).then_some(line.span)
}

/// Takes the body out of a person's role: "Ana Example (…), Chair IEEE 802.11 Working Group".
fn person_from(letter: &Letter<'_>, reading: &mut Reading, item: Span) {
    let words = letter.sheet.words(item);
    let found = people::people_in(&letter.sheet, &[item]);
    for one in &found {
        let role = one.organization.clone();
        let body = body_of_role(&role);
        let body = whole_of(body);
        if bodies::stands_alone(body)
            && let Some(at) = words.find(body)
        {
            let span = Span::new(item.start + at, item.start + at + body.len());
            add(&mut reading.from, body);
            letter.note(reading, Field::From, span, None);
        }
        add_person(&mut reading.contacts, one);
        letter.note(reading, Field::Contacts, item, None);
    }
}

/// Returns the body that a role is held in: what follows "Chair", "Chair of the", "Rapporteur for".
pub(super) fn body_of_role(role: &str) -> &str {
    let mut rest = role.trim();
    loop {
        let first = rest.split([' ', ',']).next().unwrap_or_default();
        let lower = first.to_lowercase();
        let goes = bodies::is_role(rest)
            || matches!(lower.as_str(), "of" | "for" | "the" | "on" | "behalf" | "and" | "in");
        if !goes || first.is_empty() {
            return without_last_role(rest.trim_matches([',', ' ', '-', '–', ')', '(']));
        }
        rest = rest.get(first.len()..).unwrap_or_default().trim_start_matches([' ', ',']);
    }
}

/// Returns the organization of several names that stand within each other: "Technical Committee, LoRa Alliance".
pub(super) fn whole_of(body: &str) -> &str {
    let parts: Vec<&str> = body
        .split(',')
        .map(str::trim)
        .filter(|part| bodies::stands_alone(part) && !people::is_address(part))
        .collect();
    const WHOLE: [&str; 7] =
        ["Forum", "Alliance", "Consortium", "Association", "Institute", "Union", "Foundation"];
    let organization = parts.iter().find(|part| WHOLE.iter().any(|word| part.ends_with(word)));
    organization.or(parts.last()).copied().unwrap_or(body)
}

/// Returns a body without the role after it: "Broadband Forum Technical Committee Chair".
fn without_last_role(words: &str) -> &str {
    let mut rest = words;
    while bodies::ends_with_role(rest) {
        rest =
            rest.rsplit_once(' ').map_or(rest, |(before, _)| before.trim_end_matches([',', ' ']));
    }
    rest
}

/// Returns the words of an item without what stands in brackets after them.
fn people_less(words: &str) -> &str {
    words.split(['(', '<', ',']).next().unwrap_or(words).trim()
}

const TO: [Label; 4] = [Label::To, Label::ToAction, Label::ToComment, Label::ToInformation];

fn to(letter: &Letter<'_>, reading: &mut Reading) {
    let entries =
        letter.entries.all.iter().filter(|entry| entry.in_head && TO.contains(&entry.label));
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
    if reading.to.is_empty()
        && let Some(title) = letter.title()
    {
        for item in bodies::items(&letter.sheet, title.to) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(reading, Field::To, item, None);
        }
        for item in title.copy.map(|copy| bodies::items(&letter.sheet, copy)).unwrap_or_default() {
            add(&mut reading.cc, letter.sheet.words(item));
            letter.note(reading, Field::Cc, item, None);
        }
    }
    if reading.to.is_empty() && reading.to_contacts.is_empty() {
        address_block(letter, reading);
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
    if is_person(words) || people::is_address(words) {
        for one in people::people_in(&letter.sheet, &[item]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, item, None);
        return;
    }
    let words = letter.sheet.words(item);
    if bodies::is_role(words) && words.split_whitespace().count() < 3 {
        return;
    }
    let others = ["others:", "other:", "Others:"].iter().find(|prefix| words.starts_with(**prefix));
    let item = others.map_or(item, |prefix| {
        letter.sheet.trimmed(Span::new(item.start + prefix.len(), item.end))
    });
    let (item, stated) = without_purpose(letter, item);
    let mut item = item;
    if let Some(inner) = person_beside(letter, item) {
        for person in bodies::items(&letter.sheet, inner) {
            for one in people::people_in(&letter.sheet, &[person]) {
                add_person(&mut reading.to_contacts, &one);
            }
        }
        letter.note(reading, Field::ToContacts, inner, None);
        let open = letter.sheet.words(item).find('(').unwrap_or_default();
        item = letter.sheet.trimmed(Span::new(item.start, item.start + open));
    }
    let name = letter.one_line(item);
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
    let within =
        words.get(open + 1..).unwrap_or_default().trim_end_matches([')', ' ', '.']).to_lowercase();
    let purpose = match within.trim_start_matches("for ").trim() {
        "action" | "action required" => "action",
        "comment" | "comments" => "comment",
        "information" | "info" | "information only" => "information",
        _ => return (item, None),
    };
    (letter.sheet.trimmed(Span::new(item.start, item.start + open)), Some(purpose))
}

/// Reads the people above the greeting of a letter on paper, who are addressed without a label.
fn address_block(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 14;
    let head = letter.head();
    let greets = letter
        .sheet
        .lines
        .get(head.len())
        .is_some_and(|line| super::entries::is_greeting(letter.sheet.words(line.span)));
    let labelled = letter
        .entries
        .all
        .iter()
        .filter(|entry| entry.in_head)
        .map(|entry| entry.line)
        .min()
        .unwrap_or(head.len());
    if !greets || labelled > head.len() {
        return;
    }
    let lines: Vec<Span> = head
        .iter()
        .take(labelled)
        .rev()
        .take(MOST)
        .filter(|line| line.table == 0)
        .map(|line| line.span)
        .collect();
    let mut items: Vec<Span> = Vec::new();
    for span in lines.into_iter().rev() {
        let words = letter.sheet.words(span);
        let goes_on = items
            .last()
            .is_some_and(|last| bodies::goes_on_below(letter.sheet.words(*last), words));
        if goes_on && let Some(last) = items.last_mut() {
            last.end = span.end;
        } else if is_addressed_body(words) {
            add(&mut reading.to, words);
            letter.note(
                reading,
                Field::To,
                span,
                Some("It stands above the greeting, without a label."),
            );
        } else if (is_person(words) && words.contains([',', '@']))
            || (!items.is_empty() && people::is_address(words))
        {
            items.push(span);
        }
    }
    for item in items {
        for one in people::people_in(&letter.sheet, &[item]) {
            add_person(&mut reading.to_contacts, &one);
        }
        letter.note(reading, Field::ToContacts, item, None);
    }
}

/// Says whether a line of the address block is a body of ours and nothing else.
fn is_addressed_body(words: &str) -> bool {
    let is_ours =
        ["IETF ", "IAB", "IESG", "IRTF ", "Internet Engineering", "Internet Architecture"]
            .iter()
            .any(|start| words.starts_with(start));
    is_ours && words.len() < 80 && !words.contains(['@', ':']) && !words.ends_with('.')
}

/// Takes the addressed bodies from the roles of the people who are addressed.
fn from_affiliations(letter: &Letter<'_>, reading: &mut Reading) {
    let roles: Vec<String> =
        reading.to_contacts.iter().map(|person| person.organization.clone()).collect();
    for role in roles {
        let body = whole_of(body_of_role(&role));
        if !bodies::stands_alone(body) {
            continue;
        }
        let start = letter
            .entries
            .all
            .iter()
            .find(|entry| entry.in_head && TO.contains(&entry.label))
            .map_or(0, |entry| entry.label_span.start);
        let rest = letter.sheet.document.text.get(start..).unwrap_or_default();
        let Some(at) = rest.find(body) else { continue };
        let span = Span::new(start + at, start + at + body.len());
        add(&mut reading.to, body);
        letter.note(
            reading,
            Field::To,
            span,
            Some("Only people are addressed: this is what they are said to speak for."),
        );
    }
}

/// Takes the addressed body from a title such as "Liaison Request to IETF GEOPRIV", or from the subject.
fn from_title(letter: &Letter<'_>, reading: &mut Reading) {
    const LINES: usize = 40;
    let lines = letter.sheet.lines.iter().take(LINES).flat_map(|line| line.cells.iter().copied());
    for span in lines {
        let words = &letter.sheet.words(span).replace('\n', " ");
        if words.ends_with('.') {
            continue;
        }
        let Some(body) = addressed_in(words) else { continue };
        let Some(offset) = words.find(body) else { continue };
        let span = Span::new(span.start + offset, span.start + offset + body.len());
        for item in bodies::items(&letter.sheet, span) {
            add(&mut reading.to, letter.sheet.words(item));
            letter.note(
                reading,
                Field::To,
                item,
                Some("It stands in a title, not in a line of its own."),
            );
        }
        return;
    }
}

/// Returns the body that a title names after "liaison … to".
pub(super) fn addressed_in(words: &str) -> Option<&str> {
    let lower = words.to_lowercase();
    if words.len() > 200 || lower.len() != words.len() || words.contains('\n') {
        return None;
    }
    let liaison = lower.find("liaison").or_else(|| lower.starts_with("ls ").then_some(0))?;
    let start = liaison + lower.get(liaison..)?.find(" to ")? + " to ".len();
    let rest = words.get(start..)?;
    let stops = [
        "(copy",
        " on ",
        " regarding ",
        " concerning ",
        " for ",
        " about ",
        " - ",
        " – ",
        ": ",
        " with respect",
    ];
    let end =
        stops.iter().filter_map(|stop| rest.to_lowercase().find(stop)).min().unwrap_or(rest.len());
    let body = rest.get(..end)?.trim().trim_end_matches(['.', ',', ')', ']']);
    let body = body.strip_prefix("the ").unwrap_or(body);
    (bodies::stands_alone(body) && body.len() <= 80).then_some(body)
}

fn cc(letter: &Letter<'_>, reading: &mut Reading) {
    // Letters on paper have it below the signature.
    let entries: Vec<&Entry> = letter.entries.filled(&[Label::Cc]).collect();
    for entry in entries {
        for item in items(letter, entry) {
            add(&mut reading.cc, &tidy(&copied(letter, item)));
            letter.note(reading, Field::Cc, item, None);
        }
    }
}

/// Returns a body, or a person as name and address without the role between them.
fn copied(letter: &Letter<'_>, item: Span) -> String {
    let words = letter.sheet.words(item);
    if bodies::is_role(words) {
        let body = body_of_role(words);
        return if bodies::stands_alone(body) { body.to_owned() } else { words.to_owned() };
    }
    if people::is_couple(words.split(',').next().unwrap_or(words))
        && people::addresses_in(words).is_empty()
    {
        let body = whole_of(body_of_role(words.split_once(',').map_or("", |(_, rest)| rest)));
        if bodies::stands_alone(body) {
            return body.to_owned();
        }
    }
    let found = people::people_in(&letter.sheet, &[item]);
    match &found[..] {
        [one]
            if is_person(words)
                && !one.email.is_empty()
                && !one.name.is_empty()
                && words.contains(',') =>
        {
            Person { name: one.name.clone(), email: one.email.clone(), organization: String::new() }
                .to_string()
        }
        // Who speaks for a body, and has no address here, stands for it.
        [one] if is_person(words) && one.email.is_empty() => {
            let body = whole_of(body_of_role(&one.organization));
            if bodies::stands_alone(body) { body.to_owned() } else { one.name.clone() }
        }
        _ => words.to_owned(),
    }
}

/// Returns a person or body without gaps within brackets: "Ana Example (ana@example.org)".
fn tidy(words: &str) -> String {
    one_line(words).replace("( ", "(").replace(" )", ")").replace("< ", "<").replace(" >", ">")
}

/// Returns the bodies and people of an entry: those beside the label, and those in the lines below that name some.
fn items(letter: &Letter<'_>, entry: &Entry) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    for value in joined(letter, &entry.values) {
        for item in bodies::items(&letter.sheet, value) {
            let words = letter.sheet.words(item);
            // Role and address of a person may stand on the lines below the name.
            let goes_on = items
                .last()
                .is_some_and(|last| bodies::goes_on_below(letter.sheet.words(*last), words));
            match items.last_mut().filter(|_| goes_on) {
                Some(last) => last.end = item.end,
                None => items.push(item),
            }
        }
    }
    for more in &entry.more {
        let words = letter.sheet.words(more.span);
        if before_colon(words).is_some()
            || words.len() > 300
            || words.to_lowercase().contains("liaison statement")
        {
            break;
        }
        let below = bodies::items(&letter.sheet, more.span);
        let name_some = !below.is_empty()
            && below.iter().all(|item| {
                let words = letter.sheet.words(*item);
                bodies::stands_alone(words) || is_person(words) || people::is_address(words)
            });
        if !name_some || ends_like_prose(words) {
            break;
        }
        items.extend(below);
    }
    items
}

/// Joins the parts that stand below each other in one cell, so that a name that is broken over two lines is whole.
fn joined(letter: &Letter<'_>, values: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for value in values {
        let goes_on = joined.last().is_some_and(|last| {
            let gap = letter.sheet.document.text.get(last.end..value.start).unwrap_or("\t");
            gap.contains('\n') && gap.trim_matches([' ', '\n']).is_empty()
        });
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = value.end,
            None => joined.push(*value),
        }
    }
    joined
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
