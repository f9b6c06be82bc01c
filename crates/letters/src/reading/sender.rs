//! The body that a letter comes from (CON-1): a field, a letterhead, the role of whoever writes.

use std::sync::LazyLock;

use regex::Regex;

use super::addressee;
use super::addresses;
use super::beside_body;
use super::bodies;
use super::dates::{Found, dates_in};
use super::entries::Entry;
use super::identifiers;
use super::items;
use super::joined_names;
use super::label::{Label, folded};
use super::letter::Letter;
use super::lists;
use super::offices;
use super::own_numbers;
use super::parties;
use super::people;
use super::person_names::{is_couple, is_person};
use super::result::{Field, Reading};
use super::spoken;
use super::titles;
use crate::document::{Region, Span};

pub(super) fn from(letter: &Letter<'_>, reading: &mut Reading) {
    // A cover names its author as the source; the letter itself says from whom it is.
    let mut entries: Vec<&Entry> = letter
        .entries
        .all
        .iter()
        .filter(|entry| entry.label == Label::From && entry.in_head && !entry.is_empty())
        .collect();
    entries.sort_by_key(|entry| {
        let label = folded(letter.sheet.words(entry.label_span));
        let first = parties::entry_items(letter, entry)
            .first()
            .map_or("", |item| letter.sheet.words(*item));
        let names_a_body =
            bodies::stands_alone(first) && !is_person(first) && !identifiers::is_number(first);
        (!label.starts_with("from group"), !names_a_body, label != "from")
    });
    for entry in entries {
        let has_body = !reading.from.is_empty();
        let items = joined_names::of_a_sender(letter, parties::entry_items(letter, entry));
        // What stands below the paper that a letter was made from is who handles it.
        let first = items.first().map_or("", |item| letter.sheet.words(*item));
        if identifiers::is_number(first) && first.contains("/TEMP/") {
            continue;
        }
        let items = to_be_alone(letter, items);
        if is_author_of_cover(letter, entry, &items) {
            continue;
        }
        let names_more = items.len() > 1;
        for item in items.into_iter().filter(|item| {
            // "Chairman, JCA-IoT" was cut in two.
            let words = letter.sheet.words(*item);
            let is_office = bodies::is_role(words) || words == "Secretariat";
            !(names_more && is_office && words.split_whitespace().count() < 3)
        }) {
            let words = letter.sheet.words(item);
            if let [.., last] = &mut reading.contacts[..]
                && last.email.is_empty()
                && addresses::is_address(words)
                && addresses::has_name_of(words, &last.name)
            {
                // The address below who writes is theirs.
                let found = addresses::addresses_in(words).into_iter().next();
                last.email = found.map(|one| one.email).unwrap_or_default();
                letter.note(reading, Field::Contacts, item, None);
            } else if !has_body {
                sender(letter, reading, item);
            } else if folded(letter.sheet.words(entry.label_span)) == "from"
                && is_person(letter.sheet.words(item))
            {
                for one in people::people_in(&letter.sheet, &[item]) {
                    lists::add_person(&mut reading.contacts, &one);
                }
                letter.note(reading, Field::Contacts, item, None);
            }
        }
    }
    at_the_head(letter, reading);
    in_full(letter, reading);
}

/// Gives a group of ISO that is named by its number alone the whole name that stands above on a line of its own: "WG 3" below
/// "ISO/IEC JTC 1/SC 29/WG 3".
fn in_full(letter: &Letter<'_>, reading: &mut Reading) {
    const LINES: usize = 12;
    let key = |words: &str| words.replace([' ', '\u{a0}'], "").to_uppercase();
    let [only] = &reading.from[..] else { return };
    let short = key(only);
    if only.len() > 20 || !["WG", "SC", "TC"].iter().any(|kind| short.starts_with(kind)) {
        return;
    }
    let lines = letter.head().iter().take(LINES).filter(|line| line.region != Region::Footer);
    let mut cells = lines.flat_map(|line| line.cells.iter().copied());
    let whole = cells.find(|cell| {
        let name = key(letter.sheet.words(*cell));
        name.len() < 40
            && ["ISO", "IEC"].iter().any(|start| name.starts_with(start))
            && name.strip_suffix(short.as_str()).is_some_and(|before| before.ends_with('/'))
    });
    if let Some(whole) = whole {
        reading.from = vec![letter.one_line(whole)];
        letter.note(reading, Field::From, whole, None);
    }
}

/// Says whether a cover has its author in brackets as the source, with employer and place below, where somebody signs for a body:
/// the letter behind the cover is from that.
fn is_author_of_cover(letter: &Letter<'_>, entry: &Entry, items: &[Span]) -> bool {
    const LAST: usize = 8;
    let is_bracketed = |value: &Span| letter.sheet.words(*value).starts_with('[');
    let Some(first) = items.first().filter(|_| entry.values.iter().any(is_bracketed)) else {
        return false;
    };
    let mut last = letter.sheet.lines.iter().rev().take(LAST);
    let signs = |line: &super::sheet::Line| {
        let words = letter.sheet.words(line.span);
        words.len() < 90 && bodies::is_role(words) && bodies::stands_alone(body_of_role(words))
    };
    items.len() > 1 && is_person(letter.sheet.words(*first)) && last.any(signs)
}

/// Takes the sender from a heading or the letterhead, where no field names a body.
fn at_the_head(letter: &Letter<'_>, reading: &mut Reading) {
    // Who reports for a Question is written as such.
    let is_body = |words: &String| {
        let is_small = !words.contains(char::is_uppercase);
        bodies::stands_alone(words)
            || is_small && bodies::stands_alone(&words.to_uppercase())
            || words.starts_with("Rapporteur") && bodies::stands_alone(body_of_role(words))
    };
    let heading = || titles::between(letter).map(|between| between.from);
    let at_head = || super::letterhead::above_title(letter);
    if !reading.from.iter().any(is_body)
        && let Some(span) =
            heading().or_else(at_head).or_else(|| super::letterhead::letterhead(letter))
    {
        reading.from.clear();
        reading.evidence.remove(Field::From.name());
        let name = super::letterhead::name(letter.sheet.words(span));
        lists::add(&mut reading.from, &name);
        if let Some(other) = super::letterhead::beside(letter, span) {
            lists::add(&mut reading.from, letter.sheet.words(other));
            let doubt = "It stands at the head of the letter, beside another body.";
            letter.note(reading, Field::From, other, Some(doubt));
        }
        letter.note(
            reading,
            Field::From,
            span,
            Some("It stands at the head of the letter, not in a line of its own."),
        );
    }
}

/// Returns a sender without the days of its meeting behind it, in brackets or behind a comma; a day alone, or the language, is none.
fn without_day(letter: &Letter<'_>, item: Span) -> Option<Span> {
    let words = letter.sheet.words(item);
    let dates = dates_in(words);
    let rest = |found: &Found| words.len() - (found.end - found.start);
    let is_day = matches!(&dates[..], [only] if rest(only) < 4);
    let is_language = matches!(
        folded(words).as_str(),
        "english only" | "original english" | "french only" | "spanish only" | "english"
    );
    if is_day || is_language {
        return None;
    }
    let open = words
        .rfind(" (")
        .filter(|open| words.ends_with(')') && dates.iter().any(|date| date.start > *open));
    // Or behind a comma alone.
    let comma = || {
        let only = dates.first().filter(|date| dates.len() == 1 && date.end == words.len())?;
        words.get(..only.start)?.strip_suffix(", ").map(str::len)
    };
    let open = open.or_else(comma);
    Some(open.map_or(item, |open| letter.sheet.trimmed(Span::new(item.start, item.start + open))))
}

/// Returns a sender without the meeting behind it: "Example WG 7, London meeting, 2012-06-12/16".
fn without_meeting(letter: &Letter<'_>, item: Span) -> Span {
    static MEETING: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(.{2,80}?)(?:,\s+(?:\d+(?:st|nd|rd|th)\s+)?(?:[\w.'’-]+\s+){0,4}(?:meeting|plenary|session)\b(?:,.*)?|\s+\([^()]{0,40}\b(?:meeting|plenary)\b[^()]*\))$").ok()
    });
    let words = letter.sheet.words(item);
    let body = MEETING.as_ref().and_then(|meeting| meeting.captures(words)?.get(1));
    let body = body.filter(|body| bodies::stands_alone(body.as_str()));
    body.map_or(item, |body| Span::new(item.start, item.start + body.end()))
}

/// Returns the length of a body that is followed by an office and, in brackets, who holds it: "…, Convenor (Ana Example)".
fn before_office(words: &str) -> Option<usize> {
    let comma = words.find(", ")?;
    let (body, office) = (words.get(..comma)?, words.get(comma + 2..)?);
    let holder = office.split_once('(')?.1.strip_suffix(')')?;
    let is_one = bodies::stands_alone(body) && bodies::is_role(office) && is_person(holder);
    is_one.then_some(comma)
}

pub(super) fn sender(letter: &Letter<'_>, reading: &mut Reading, item: Span) {
    let Some(item) = without_day(letter, item).map(|item| without_meeting(letter, item)) else {
        return;
    };
    let words = letter.sheet.words(item);
    let is_number = identifiers::is_number(words) || own_numbers::is_of_a_paper(words);
    if is_number || led_by(letter, reading, item) {
        return;
    }
    if let Some(body) = behind_a_person(words) {
        let span = Span::new(item.start + body.start, item.start + body.end);
        lists::add(&mut reading.from, letter.sheet.words(span));
        return letter.note(reading, Field::From, span, None);
    }
    let is_bare_role = bodies::is_role(words) && words.split_whitespace().count() < 3;
    if let Some(question) = question(letter).filter(|_| is_bare_role) {
        lists::add(&mut reading.from, letter.sheet.words(question));
        return letter.note(reading, Field::From, question, None);
    }
    if let Some(body) = to_be(words).or_else(|| before_address(words)) {
        let at = item.start + body.start;
        let span = Span::new(at, item.start + body.end);
        lists::add(&mut reading.from, letter.sheet.words(span));
        if let Some(office) = addressee::office_with_address(letter, item) {
            lists::add_person(&mut reading.contacts, &office);
            letter.note(reading, Field::Contacts, item, None);
        }
        return letter.note(reading, Field::From, span, None);
    }
    let is_body =
        || spoken::is_of_a_body(letter, item) || beside_body::names_who_wrote(letter, item);
    let are_two = is_couple(words.split(',').next().unwrap_or(words));
    if (is_person(words) || are_two) && !is_body() {
        return person_from(letter, reading, item);
    }
    if attended(letter, reading, item) {
        return;
    }
    if let Some(inner) = beside_body::person_beside(letter, item) {
        let open = words.find('(').unwrap_or_default();
        let body = letter.sheet.trimmed(Span::new(item.start, item.start + open));
        lists::add(&mut reading.from, letter.sheet.words(body));
        letter.note(reading, Field::From, body, None);
        for person in items::items(&letter.sheet, inner) {
            for one in people::people_in(&letter.sheet, &[person]) {
                lists::add_person(&mut reading.contacts, &one);
            }
        }
        return letter.note(reading, Field::Contacts, inner, None);
    }
    let before = words.split(',').next().unwrap_or(words);
    // Who reports for a Question is written as such.
    let speaks_for =
        bodies::ends_with_role(before) && !before.to_lowercase().ends_with("rapporteur");
    let held = body_of_role(words);
    let body = if let Some(end) = before_office(words) {
        words.get(..end).unwrap_or(words)
    } else if speaks_for {
        body_of_role(people_less(before))
    } else if bodies::is_role(before) && words.contains(',') && bodies::stands_alone(held) {
        held
    } else {
        words
    };
    let span = words
        .find(body)
        .map_or(item, |at| Span::new(item.start + at, item.start + at + body.len()));
    lists::add(&mut reading.from, body);
    letter.note(reading, Field::From, span, None);
}

/// Takes a body with those who lead it behind a colon: "EXRG co-chairs: Ana Example".
fn led_by(letter: &Letter<'_>, reading: &mut Reading, item: Span) -> bool {
    let words = letter.sheet.words(item);
    let Some((office, people)) = words.split_once(": ") else { return false };
    let body = without_last_role(office);
    if body.len() == office.len() || !bodies::stands_alone(body) {
        return false;
    }
    lists::add(&mut reading.from, body);
    letter.note(reading, Field::From, Span::new(item.start, item.start + body.len()), None);
    person_from(letter, reading, Span::new(item.end - people.len(), item.end));
    true
}

/// Returns where a body stands that a cover has in brackets behind its author: "[Ana Example] [Example Alliance]".
fn behind_a_person(words: &str) -> Option<std::ops::Range<usize>> {
    let inner = words.strip_prefix('[')?.strip_suffix(']')?;
    let (name, body) = inner.split_once("] [").or_else(|| inner.split_once("]["))?;
    let is_one = is_person(name) && bodies::stands_alone(body) && !body.contains(['[', ']']);
    is_one.then(|| words.len() - 1 - body.len()..words.len() - 1)
}

/// Returns where a body is named that a mail program wrote before its address: "Example WG <example@example.org>".
fn before_address(words: &str) -> Option<std::ops::Range<usize>> {
    let (before, address) = words.split_once('<').filter(|_| !is_person(words))?;
    let name = before.trim().trim_matches(['"', '“', '”', '\'']).trim();
    let is_one = addresses::is_address(address.trim_end_matches('>'))
        && bodies::stands_alone(name)
        && !name.contains([',', '(']);
    let at = words.find(name).filter(|_| is_one)?;
    // "Example Forum Liaison" is an office of the forum.
    let body = name.strip_suffix(" Liaison").filter(|body| bodies::stands_alone(body));
    Some(at..at + body.unwrap_or(name).len())
}

/// Takes a sender with those who write for it behind a comma, if there are any.
fn attended(letter: &Letter<'_>, reading: &mut Reading, item: Span) -> bool {
    let Some((body, people)) = beside_body::attention(letter.sheet.words(item)) else {
        return false;
    };
    let span = letter.sheet.trimmed(Span::new(item.start, item.start + body));
    lists::add(&mut reading.from, letter.sheet.words(span));
    letter.note(reading, Field::From, span, None);
    let at = Span::new(item.start + people.start, item.start + people.end);
    for one in people::people_in(&letter.sheet, &[at]) {
        if is_person(&one.name) || !one.email.is_empty() {
            lists::add_person(&mut reading.contacts, &one);
            letter.note(reading, Field::Contacts, one.span, None);
        }
    }
    true
}

/// Returns the Question in whose name a letter is written: what stands beside "Question(s):".
fn question(letter: &Letter<'_>) -> Option<Span> {
    let is_one = |entry: &&Entry| {
        let label = folded(letter.sheet.words(entry.label_span));
        entry.in_head && matches!(label.as_str(), "question" | "questions" | "question s")
    };
    let value = letter.entries.all.iter().find(is_one)?.values.first().copied()?;
    bodies::stands_alone(letter.sheet.words(value)).then_some(value)
}

/// Returns of several senders of a draft the one that is to send it: "Example Inc., Other Inc. [to be SA5]".
fn to_be_alone(letter: &Letter<'_>, items: Vec<Span>) -> Vec<Span> {
    let sends = |item: &&Span| {
        let words = letter.sheet.words(**item);
        to_be(words).is_some_and(|body| body.start > 0)
    };
    let only = items.iter().find(sends).copied();
    only.map_or(items, |only| vec![only])
}

/// Returns the body that a draft is to come from: "Example Inc. (to be SA5)", or the one that is yet to approve it.
pub(super) fn to_be(words: &str) -> Option<std::ops::Range<usize>> {
    static TO_BE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*(?:[\[(]\s*(?:to be|will be)\s+(?:sent by\s+|from\s+)?(.+?)\s*[\])]|\s(?:to be|will be)\s+((?-i:[A-Z0-9])\S*(?:\s\S+){0,3})$)").ok()
    });
    let found = TO_BE.as_ref()?.captures(words)?;
    let (whole, inner) = (found.get(0)?, found.get(1).or_else(|| found.get(2))?);
    Some(if bodies::stands_alone(inner.as_str()) { inner.range() } else { 0..whole.start() })
}

/// Takes the body out of a person's role: "Ana Example (…), Chair IEEE 802.11 Working Group".
pub(super) fn person_from(letter: &Letter<'_>, reading: &mut Reading, item: Span) {
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
            lists::add(&mut reading.from, body);
            letter.note(reading, Field::From, span, None);
        }
        lists::add_person(&mut reading.contacts, one);
        letter.note(reading, Field::Contacts, item, None);
    }
}

/// Returns the body that a role is held in: what follows "Chair", "Chair of the", "Rapporteur for".
pub(super) fn body_of_role(role: &str) -> &str {
    let mut rest = role.trim();
    let body = before_office_of(rest).or_else(|| sent_by(rest));
    if let Some(body) = body.or_else(|| offices::body_of(rest)) {
        return body;
    }
    loop {
        let first = rest.split([' ', ',']).next().unwrap_or_default();
        let lower = first.to_lowercase();
        let goes = bodies::is_role(rest)
            || matches!(
                lower.as_str(),
                "of" | "for" | "the" | "on" | "behalf" | "and" | "in" | "directors"
            );
        if !goes || first.is_empty() {
            let bare = rest.trim_matches([',', ' ', '-', '–', ')', '(']);
            // A bracket that is opened within stays closed.
            let closes = bare.matches('(').count() > bare.matches(')').count();
            let end = if closes { bare.len() + 1 } else { bare.len() };
            let start = rest.find(bare).unwrap_or_default();
            let bare = rest.get(start..start + end).unwrap_or(bare);
            return without_last_role(bare);
        }
        rest = rest.get(first.len()..).unwrap_or_default().trim_start_matches([' ', ',']);
    }
}

/// Returns the body that sends somebody to another: "Example Forum Liaison to the IETF".
pub(super) fn sent_by(role: &str) -> Option<&str> {
    static SENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^([^,;()]{2,60}?)\s+(?:(?i:technical|administrative|official|formal|primary|senior)\s+)?(?i:liaison(?:\s+(?:officer|manager|representative|rapporteur|person|shepherd|coordinator))?|representative|delegate)\s+(?i:to|with|for)\s+\S.*$").ok()
    });
    let body = SENT.as_ref()?.captures(role)?.get(1)?.as_str();
    let is_one = bodies::stands_alone(body) && !bodies::is_role(body);
    is_one.then_some(body)
}

/// Returns the body before an office for something within it: "SMPTE Director of Standards".
fn before_office_of(role: &str) -> Option<&str> {
    static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^([^,;()]{2,60}?)\s+(?:(?:Executive|Managing|Senior|Deputy|Technical|Vice)\s+)*(?:Director|Head|Manager|President|Officer|Secretary)\s+(?:of|for)\s+(?:the\s+)?[A-Z][\w\s&-]*$").ok()
    });
    let body = OFFICE.as_ref()?.captures(role)?.get(1)?.as_str();
    let is_one = bodies::stands_alone(body) && !bodies::is_role(body);
    is_one.then_some(body)
}

/// Returns the organization of several names that stand within each other: "Technical Committee, LoRa Alliance".
pub(super) fn whole_of(body: &str) -> &str {
    // "Clocks Working Group, IETF" is one name.
    if let Some((group, organization)) = body.split_once(", ")
        && bodies::is_organization(organization)
        && (group.ends_with("Working Group") || group.ends_with(" WG"))
        && !group.split([' ', '/', '-']).any(bodies::is_organization)
    {
        return body;
    }
    let parts: Vec<&str> = body
        .split(',')
        .map(str::trim)
        .filter(|part| bodies::stands_alone(part) && !addresses::is_address(part))
        .collect();
    const WHOLE: [&str; 7] =
        ["Forum", "Alliance", "Consortium", "Association", "Institute", "Union", "Foundation"];
    let organization = parts.iter().find(|part| WHOLE.iter().any(|word| part.ends_with(word)));
    // "OIF, Technical Committee" is the committee of the OIF.
    const WITHIN: [&str; 4] = ["Technical Committee", "Board", "Council", "Board of Directors"];
    let within = parts.last().is_some_and(|last| WITHIN.contains(last) && parts.len() > 1);
    let last = if within { parts.get(parts.len() - 2) } else { parts.last() };
    organization.or(last).copied().unwrap_or(body)
}

/// Returns a body without the role after it: "Broadband Forum Technical Committee Chair".
pub(super) fn without_last_role(words: &str) -> &str {
    // ISO calls the secretary of a committee so.
    let mut rest = words.strip_suffix(" Committee Manager").unwrap_or(words);
    while bodies::ends_with_role(rest) {
        let Some((before, _)) = rest.rsplit_once(char::is_whitespace) else { break };
        rest = before.trim_end_matches(|sign: char| sign == ',' || sign.is_whitespace());
        // "ETSI Technical Officer" is an officer of ETSI.
        const KINDS: [&str; 12] = [
            "general",
            "technical",
            "vice",
            "recording",
            "executive",
            "deputy",
            "assistant",
            "associate",
            "acting",
            "liaison",
            "managing",
            "senior",
        ];
        if let Some((before, last)) = rest.rsplit_once(' ')
            && KINDS.contains(&last.to_lowercase().as_str())
        {
            rest = before.trim_end_matches([',', ' ']);
        }
    }
    rest
}

/// Returns the words of an item without what stands in brackets after them.
pub(super) fn people_less(words: &str) -> &str {
    words.split(['(', '<', ',']).next().unwrap_or(words).trim()
}

#[cfg(test)]
mod tests {
    use super::without_last_role;

    #[test]
    fn a_body_is_what_is_left_without_the_roles_after_it_whatever_parts_them() {
        for (words, body) in [
            ("Broadband Forum Technical Committee Chair", "Broadband Forum Technical Committee"),
            ("Example WG\t\tCo-chair\tCo-chair", "Example WG"),
            ("ETSI Technical Officer", "ETSI"),
            ("Co-chair\t\tCo-chair", "Co-chair"),
        ] {
            assert_eq!(without_last_role(words), body, "{words}");
        }
    }
}
