//! Cutting a list of bodies and people at its borders, each as it is written.

use std::sync::LazyLock;

use regex::Regex;

use super::addresses;
use super::block::attn_before;
use super::bodies;
use super::conjunctions::at_conjunctions;
use super::person_names;
use super::sheet::Sheet;
use super::wrapped_lists::whole_lines;
use crate::document::Span;

/// Cuts a list of bodies and people at its borders, each as it is written; a person keeps role and address.
pub(super) fn items(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    whole_lines(sheet, span).into_iter().flat_map(|line| items_of_line(sheet, line)).collect()
}

/// Returns a line of a list without the sign that begins it: "- IETF EXAMPLE WG".
pub(super) fn without_bullet(sheet: &Sheet<'_>, line: Span) -> Span {
    let words = sheet.words(line);
    let rest =
        ["- ", "– ", "— ", "• ", "· ", "* "].iter().find_map(|sign| words.strip_prefix(sign));
    rest.map_or(line, |rest| sheet.trimmed(Span::new(line.end - rest.len(), line.end)))
}

/// Cuts the same of words that run on over the ends of lines, as in a title.
pub(super) fn items_of_line(sheet: &Sheet<'_>, line: Span) -> Vec<Span> {
    let mut items: Vec<Span> = Vec::new();
    {
        for part in cut(sheet, line, &[';', '|', '；']) {
            let pieces = cut(sheet, part, &[',', '、', '，']);
            if pieces.len() > 1 && pieces.iter().all(|piece| is_acronym(sheet.words(*piece))) {
                items.extend(pieces);
                continue;
            }
            let pieces = glued(sheet, pieces);
            items.extend(pieces.into_iter().flat_map(|piece| at_conjunctions(sheet, piece)));
        }
    }
    items
        .into_iter()
        .map(|item| unbracketed(sheet, item))
        .filter(|item| !bodies::is_nothing(sheet.words(*item)))
        .collect()
}

/// Joins the pieces between commas that belong together.
pub(super) fn glued(sheet: &Sheet<'_>, pieces: Vec<Span>) -> Vec<Span> {
    let mut glued: Vec<Span> = Vec::new();
    let pieces = spelled_out(sheet, pieces);
    let first = pieces.first().copied();
    // A person, and the body that the person stands for.
    if let ([person, body], true) =
        (&pieces[..], first.is_some_and(|first| is_somebody(sheet.words(first))))
    {
        let (person_words, body_words) = (sheet.words(*person), sheet.words(*body));
        if addresses::addresses_in(person_words).is_empty()
            && (bodies::stands_alone(body_words) || is_short_acronym(body_words))
        {
            return vec![Span::new(person.start, body.end)];
        }
    }
    // A person, a body, and the office there.
    if let [person, body, office] = &pieces[..]
        && person_names::is_person(sheet.words(*person))
        && bodies::stands_alone(sheet.words(*body))
        && (bodies::is_role(sheet.words(*office)) || bodies::ends_with_role(sheet.words(*office)))
        && sheet.words(*office).split_whitespace().count() < 3
        && !bodies::stands_alone(sheet.words(*office))
    {
        return vec![Span::new(person.start, office.end)];
    }
    for piece in pieces {
        let words = sheet.words(piece);
        // A person, a body, an address: all of one.
        if let [.., person, body] = glued[..]
            && addresses::is_address(words)
            && !person_names::is_person(sheet.words(body))
            && person_names::is_person(sheet.words(person))
            && addresses::addresses_in(sheet.words(Span::new(person.start, piece.start))).is_empty()
        {
            glued.pop();
            if let Some(last) = glued.last_mut() {
                last.end = piece.end;
            }
            continue;
        }
        let goes_on = glued.last().is_some_and(|last| goes_on(sheet.words(*last), words));
        match glued.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = piece.end,
            None => glued.push(piece),
        }
    }
    glued
}

/// Says whether a word is an acronym, and no country: that of a ministry or a company.
fn is_short_acronym(words: &str) -> bool {
    (2..=5).contains(&words.len())
        && words.chars().all(|sign| sign.is_ascii_uppercase())
        && !matches!(words, "USA" | "UK" | "UAE" | "PRC")
}

/// Says whether words are a person, or one with an office that no comma parts from the name.
fn is_somebody(words: &str) -> bool {
    person_names::is_person(words) || person_names::holds_office(words)
}

/// Joins a name with commas in it, whose initials stand in brackets behind it: "Clocks, Bells and Timers Working Group (CBTWG)".
fn spelled_out(sheet: &Sheet<'_>, pieces: Vec<Span>) -> Vec<Span> {
    const MOST: usize = 3;
    let mut joined: Vec<Span> = Vec::new();
    for piece in pieces {
        let is_whole =
            !sheet.words(piece).contains('(') || bodies::has_initials(sheet.words(piece));
        let first = joined.len().saturating_sub(MOST);
        let from = (first..joined.len()).find(|at| {
            let words = sheet.words(Span::new(joined[*at].start, piece.end));
            !is_whole && bodies::has_initials(words)
        });
        match from {
            Some(at) => {
                joined.truncate(at + 1);
                joined[at].end = piece.end;
            }
            None => joined.push(piece),
        }
    }
    joined
}

/// Returns a name that a line breaks between its two words: "Ana" above "Example".
pub(super) fn broken_name(words: &str) -> Option<String> {
    let (given, family) = words.trim().split_once('\n')?;
    let is_one = person_names::is_single_name(given) && person_names::is_single_name(family);
    is_one.then(|| format!("{given} {family}"))
}

/// Says whether words after a comma go on with what stands before it.
pub(super) fn goes_on(before: &str, words: &str) -> bool {
    let name = broken_name(words);
    let words = name.as_deref().unwrap_or(words);
    let first = before.split(',').next().unwrap_or(before);
    let whole = first.replace('\n', " ");
    let after_person = person_names::is_person(&whole) || person_names::is_couple(&whole);
    let has_address = !addresses::addresses_in(before).is_empty();
    let only_address = addresses::is_address(words);
    if holds_office_of(before, words) {
        return true;
    }
    if begins_next(before, words, after_person) {
        return false;
    }
    if after_person && !has_address && is_whole_of_group(before, words) {
        return true;
    }
    // "Example, Inc." is one name.
    const FORMS: [&str; 8] = ["Inc", "Ltd", "LLC", "GmbH", "e.V", "AG", "S.A", "Corp"];
    let form = words.split(' ').next().unwrap_or(words).trim_end_matches('.');
    if FORMS.contains(&form) {
        return true;
    }
    // "Secretary, IEEE 802" is whoever holds the office.
    if bodies::is_role(before)
        && before.split_whitespace().count() < 4
        && !before.contains([',', '('])
        && bodies::stands_alone(words)
    {
        return true;
    }
    if only_address {
        let is_of_all = is_address_of_a_list(words)
            && after_person
            && !is_of_office(words, before)
            && !addresses::has_name_of(words, first);
        return !has_address && !is_of_all;
    }
    if after_person && !has_address {
        let last = before.rsplit(',').next().unwrap_or(before).trim();
        let completes_role =
            (before.contains(',') && bodies::is_role(last) && last.split_whitespace().count() < 3)
                || bodies::ends_with_role(last);
        let brings_address =
            !addresses::addresses_in(words).is_empty() && !person_names::is_person(words);
        if bodies::is_role(words)
            || bodies::ends_with_role(words)
            || super::sender::sent_by(words).is_some()
            || completes_role
            || is_whole_of_office(before, words)
            || brings_address
        {
            return true;
        }
    }
    // "Internet Area Director" behind somebody's address is what that person is.
    let holds_one = (bodies::ends_with_role(words) && !words.ends_with('s'))
        || (super::sender::sent_by(words).is_some() && addresses::addresses_in(words).is_empty());
    let last = before.rsplit(',').next().unwrap_or(before).trim();
    if after_person && bodies::is_role(last) && last.split_whitespace().count() < 3 {
        return addresses::addresses_in(words).is_empty() && !person_names::is_person(words);
    }
    if after_person && (bodies::is_role(words) || (has_address && holds_one)) {
        return true;
    }
    !(bodies::stands_alone(words) || person_names::is_person(words)) || qualifies(before, words)
}

/// Says whether words are the office of who is to see a letter: "IETF chair" behind "the IETF, attn. Ana Example".
fn holds_office_of(before: &str, words: &str) -> bool {
    let last = before.rsplit(',').next().unwrap_or(before).trim();
    let name = last.get(attn_before(last)..).unwrap_or_default();
    name.len() < last.len() && person_names::is_person(name) && bodies::ends_with_role(words)
}

/// Says whether words are the organization in which somebody holds an office within it: "Director Clocks & Bells".
fn is_whole_of_office(before: &str, words: &str) -> bool {
    let Some((_, office)) = before.rsplit_once(',') else { return false };
    bodies::is_role(office.trim())
        && !office.split([' ', '/', '-']).any(bodies::is_organization)
        && super::joined_names::is_organization(words)
}

/// Says whether words are the organization of a group in which somebody leads: "IETF" behind "Ana Example, Chair, CLOCKS WG".
fn is_whole_of_group(before: &str, words: &str) -> bool {
    let Some((office, group)) = before.rsplit_once(", ") else { return false };
    let is_group = [" WG", " Working Group", " RG", " Research Group"]
        .iter()
        .any(|kind| group.ends_with(kind));
    is_group
        && bodies::is_organization(words)
        && bodies::is_role(office.rsplit(", ").next().unwrap_or(office))
        && !group.split([' ', '/', '-']).any(bodies::is_organization)
}

/// Says whether words after a comma plainly begin another of a list.
fn begins_next(before: &str, words: &str, after_person: bool) -> bool {
    // Each of two has an address: "Ana Example <…>, The Example Chair <…>".
    if !addresses::addresses_in(before).is_empty()
        && !addresses::is_address(words)
        && !addresses::addresses_in(words).is_empty()
    {
        return true;
    }
    // Behind one, with an office or without, stand the next two.
    if (before.contains(',') || after_person) && person_names::is_couple(words) {
        return true;
    }
    // "N4, T" are groups of 3GPP, as it called them at first.
    if words.len() == 1 && words.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        return true;
    }
    // Offices without names are each of another group: "Area Directors of the X Area, Area Directors of the Y Area".
    let holds_another = |words: &str| {
        bodies::is_role(words) && bodies::stands_alone(super::sender::body_of_role(words))
    };
    !after_person && holds_another(before) && holds_another(words)
}

/// Says whether an address is that of the office before it: "Ana Example, Example Chair, chair@ietf.org".
fn is_of_office(address: &str, before: &str) -> bool {
    let local = address.split('@').next().unwrap_or(address);
    local.ends_with("chair") && bodies::ends_with_role(before)
}

/// Says whether an address is at a host of mailing lists.
fn is_address_of_a_list(words: &str) -> bool {
    let lower = words.to_lowercase();
    addresses::is_address(words)
        && ["@ietf.org", "@irtf.org", "@lists.", "@listserv.", "@list."]
            .iter()
            .any(|host| lower.contains(host))
}

/// Says whether a line goes on with the person on the line above: with a role, or with an address.
pub(super) fn goes_on_below(before: &str, words: &str) -> bool {
    let has_address = !addresses::addresses_in(before).is_empty();
    let first = before.split([',', '\n', '\t']).next().unwrap_or(before);
    let first = first.split("  ").next().unwrap_or(first);
    // Nor is that of a list.
    let is_of_a_list = is_address_of_a_list(words) && !addresses::has_name_of(words, first);
    // The address of the chairs of a group is nobody's own.
    let is_shared = ["-chairs@", "-ads@", "list@"].iter().any(|role| words.contains(role));
    // "Chair, IEEE 802" below somebody with a role is somebody else.
    let is_next = before.contains([',', '\t'])
        && words
            .split_once(',')
            .is_some_and(|(role, body)| bodies::is_role(role) && bodies::stands_alone(body));
    // So are directors below somebody with an office.
    let are_directors = before.contains(',')
        && words.to_lowercase().ends_with("directors")
        && words.split(' ').next().is_some_and(bodies::is_organization);
    // "Bob Sample, Example WG Chair" is somebody else, too.
    let name = words.split(',').next().unwrap_or(words);
    let is_another = (words.contains(',') && person_names::is_person(name)
        || person_names::holds_office(name))
        && !bodies::is_role(words);
    // An office may stand below name and address.
    let brings_office = bodies::is_role(words)
        && bodies::stands_alone(super::sender::body_of_role(words))
        && before.split(',').skip(1).all(|part| !addresses::addresses_in(part).is_empty());
    (person_names::is_person(first) || person_names::is_couple(first))
        && (!has_address || brings_office)
        && !is_shared
        && (!is_next || brings_office)
        && !is_another
        && !are_directors
        && !is_of_a_list
        && (bodies::is_role(words)
            || bodies::ends_with_role(words)
            || addresses::is_address(words.trim_matches(['<', '>', '(', ')'])))
}

/// Says whether words are one acronym, as the IETF's own tool writes its groups.
pub(super) fn is_acronym(words: &str) -> bool {
    words.len() > 1
        && words.len() < 25
        && words
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-')
        && words.chars().any(char::is_alphabetic)
}

/// Returns an item without the brackets around it, and without the marks of notes after it.
pub(super) fn unbracketed(sheet: &Sheet<'_>, item: Span) -> Span {
    let words = sheet.words(item);
    let within = words
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .filter(|rest| !rest.contains(['[', ']']));
    if within.is_some() {
        return sheet.trimmed(Span::new(item.start + 1, item.end - 1));
    }
    let bare = words.trim_end_matches(['¹', '²', '³', '*', '†', '‡', '.', ',', ':']);
    let bare = ["(1)", "(2)", "[1]", "[2]"]
        .iter()
        .find_map(|mark| bare.strip_suffix(mark))
        .unwrap_or(bare);
    sheet.trimmed(Span::new(item.start, item.start + bare.len()))
}

/// Says whether words tell of which area, or of what, the group before them is.
pub(super) fn qualifies(before: &str, words: &str) -> bool {
    let lower = words.to_lowercase();
    let is_group = before.ends_with("Working Group") || before.ends_with(" WG");
    let names_area = lower.ends_with(" area") || lower.contains(" area (");
    let is_study_group = is_within_a_study_group(before);
    // "IETF DIME WG, IETF OPS Area" are two.
    let is_another = words.starts_with("IETF ") && before.starts_with("IETF ");
    (is_group && names_area && !is_another && !lower.contains("director"))
        || lower.ends_with("work area")
        || (is_study_group && is_question(words))
        || lower.starts_with("rapporteur")
}

/// Says whether words are a Study Group, or end with Questions of one: what follows may be a further Question of it.
pub(super) fn is_within_a_study_group(before: &str) -> bool {
    static GROUP: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?i)(?:\bSG\s*-?\s*\d+|\bStudy Group\s+\d+)\b").ok());
    GROUP.as_ref().is_some_and(|pattern| pattern.is_match(before))
}

pub(super) fn is_question(words: &str) -> bool {
    static QUESTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:and\s+)?(?:Q\.?\s?\d|Questions?\s+\d|Qs\.?\s?\d)").ok()
    });
    QUESTION.as_ref().is_some_and(|pattern| pattern.is_match(words))
}

/// Cuts at signs outside of brackets and quotation marks.
pub(super) fn cut(sheet: &Sheet<'_>, span: Span, signs: &[char]) -> Vec<Span> {
    let words = sheet.words(span);
    let (mut parts, mut start, mut depth, mut is_quoted) = (Vec::new(), 0, 0_usize, false);
    for (at, sign) in words.char_indices() {
        match sign {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            '"' => is_quoted = !is_quoted,
            sign if depth == 0 && !is_quoted && signs.contains(&sign) => {
                parts.push(Span::new(span.start + start, span.start + at));
                start = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(Span::new(span.start + start, span.end));
    parts.into_iter().map(|part| sheet.trimmed(part)).filter(|part| !part.is_empty()).collect()
}
