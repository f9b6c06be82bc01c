//! People who stand beside a body: behind its name, or in brackets.

use std::sync::LazyLock;

use regex::Regex;

use super::addresses;
use super::bodies;
use super::letter::Letter;
use super::person_names::{is_couple, is_person, without_title};
use crate::document::Span;

/// Parts a body from the people named behind it by their role: "OASIS MQTT TC, Co-Chairs Ana Example and Bob Sample",
/// "CableLabs, Attn: Ana Example"; returns the length of the body, and where the people stand.
pub(super) fn attention(words: &str) -> Option<(usize, std::ops::Range<usize>)> {
    static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?P<body>[^,;(]{2,100}?(?:\s\([^()]{1,40}\))?)(?:\s*[,–;]\s*|\s+-\s+)(?:(?i:attn|attention|att|c/o|care of|for the attention of|fao|f\.a\.o|represented by|through|via)\b\.?\s*:?|(?i:(?:co-?|vice-?\s?)?(?:chairs?|chairm[ae]n|chairpersons?|rapporteurs?|conven[oe]rs?|secretary|secretaries|editors?))\s*:?)\s+(?P<people>(?:\p{Lu}|(?i:its|the)\s+(?i:co-?)?(?i:chair|secretar|conven|editor))(?s:.*))$").ok()
    });
    static LED_BY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?P<body>[^,;:(]{2,80}?)\s+(?i:(?:co-?)?chairs?|chairm[ae]n),?\s+(?P<people>\p{Lu}\p{L}+\.?\s+\p{Lu}.*)$").ok()
    });
    static CARE_OF: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?P<body>[^,;:(]{2,80}?)\s+(?i:c/o|care\s+of)\s+(?P<people>\p{Lu}.*)$").ok()
    });
    let found = [&BEHIND, &LED_BY, &CARE_OF]
        .into_iter()
        .find_map(|pattern| pattern.as_ref().and_then(|pattern| pattern.captures(words)))?;
    let (body, people) = (found.name("body")?, found.name("people")?);
    let first = people.as_str().split(',').next().unwrap_or_default();
    // "represented by its chairs (ana@example.org)" has an address alone.
    let is_one = is_person(first)
        || is_couple(first)
        || (first.starts_with(char::is_lowercase) && !addresses::addresses_in(first).is_empty());
    (is_one && bodies::stands_alone(body.as_str())).then(|| (body.end(), people.range()))
}

/// Returns what stands in brackets after a body, if it is a person or an address: "Broadband Forum (Ana Example <…>)".
pub(super) fn person_beside(letter: &Letter<'_>, item: Span) -> Option<Span> {
    let words = letter.sheet.words(item);
    let open = words.find('(').filter(|open| *open > 0 && words.ends_with(')'))?;
    let inner = letter.sheet.trimmed(Span::new(item.start + open + 1, item.end - 1));
    let within = letter.sheet.words(inner);
    let lower = within.to_lowercase();
    let label = ["chairs:", "chair:", "contact:", "attn:"]
        .iter()
        .find(|label| lower.starts_with(**label))
        .map(|label| label.len())
        .or_else(|| before_person(within));
    let inner = label
        .map_or(inner, |length| letter.sheet.trimmed(Span::new(inner.start + length, inner.end)));
    let inner = without_office_behind(letter, inner);
    // "(Ana Example, TC Chair)" is a person; "(Home Network)" says what the body does.
    let has_role = within.split_once(',').is_some_and(|(name, role)| {
        is_person(name) && (bodies::is_role(role.trim()) || bodies::ends_with_role(role))
    });
    let each_has_role = within.contains(';')
        && within.split(';').all(|one| {
            one.split_once(',')
                .is_some_and(|(name, role)| is_person(name) && says_what_one_is(role))
        });
    let has_title =
        !within.contains([',', ';']) && without_title(within) != within && is_person(within);
    let names = || within.split([',', ';']).map(str::trim);
    let are_several = within.contains([',', ';']) && names().all(|name| name.contains(' '));
    let are_people = (letter.is_of_a_tool() || are_several) && names().all(is_person);
    let names_some = label.is_some()
        || has_role
        || each_has_role
        || has_title
        || are_people
        || !addresses::addresses_in(within).is_empty();
    names_some.then_some(inner)
}

/// Says whether words behind a name are an office, or a contact for somebody: "Example team contact".
fn says_what_one_is(words: &str) -> bool {
    let words = words.trim();
    bodies::is_role(words) || bodies::ends_with_role(words) || words.ends_with(" contact")
}

/// Returns several people without the office behind the last, which all of them hold: "Ana Example, Bob Sample – chairs".
fn without_office_behind(letter: &Letter<'_>, people: Span) -> Span {
    let words = letter.sheet.words(people);
    let office = [" – ", " - ", ", "].iter().find_map(|border| words.rsplit_once(border));
    let bare = office
        .filter(|(names, office)| names.contains([',', '&']) && bodies::is_role(office.trim()))
        .filter(|(_, office)| office.ends_with('s') && !office.contains(' '));
    bare.map_or(people, |(names, _)| Span::new(people.start, people.start + names.len()))
}

/// Says whether a tool wrote this name, with people in brackets behind it: it is that of a group, whatever it looks like.
pub(super) fn names_who_wrote(letter: &Letter<'_>, item: Span) -> bool {
    letter.is_of_a_tool() && person_beside(letter, item).is_some()
}

/// Returns the length of the words before a person in brackets: "attn. ", "c/o ", "Chair, ", "Rapporteur: ".
fn before_person(within: &str) -> Option<usize> {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:attn|attention|att|c/o|care of|for the attention of|fao|(?:co-?|vice-?\s?)?(?:chairs?|chairm[ae]n|chairperson|rapporteurs?|conven[oe]rs?|secretary|secretariat|contact|editors?))\b\.?\s*[:,]?\s+").ok()
    });
    let found = WORDS.as_ref()?.find(within)?;
    let rest = within.get(found.end()..)?;
    let names_one = rest.split([',', ';']).any(|part| is_person(part.trim())) || is_couple(rest);
    names_one.then_some(found.end())
}
