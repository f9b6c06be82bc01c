//! Lines of a list of bodies and people that go on on the next line.

use super::addresses;
use super::bodies;
use super::items;
use super::person_names;
use super::sheet::Sheet;
use crate::document::Span;

/// Returns the lines of a cell; one that ends within a name goes on on the next.
pub(super) fn whole_lines(sheet: &Sheet<'_>, span: Span) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let all = sheet.lines_of(span);
    for (at, line) in all.iter().copied().enumerate() {
        let below = all.get(at..).unwrap_or_default();
        let breaks_off =
            lines.last().is_some_and(|last| breaks_off(sheet, sheet.words(*last), line, below));
        match lines.last_mut().filter(|_| breaks_off) {
            Some(last) => last.end = line.end,
            None => lines.push(line),
        }
    }
    lines
}

/// Says whether words end within a name or an entry that goes on on the next line, the first of those below.
fn breaks_off(sheet: &Sheet<'_>, words: &str, line: Span, below: &[Span]) -> bool {
    let is_open = words.matches('(').count() > words.matches(')').count();
    let brings_address = || begins_with_address(sheet.words(line)) && !last_has_address(words);
    if is_open
        || brings_address()
        || awaits_address(sheet, words, below)
        || ends_within_address(words)
    {
        return true;
    }
    // "(formerly Clocks)", or what somebody is, stands in brackets below the name.
    let below = sheet.words(line);
    if below.starts_with('(') && below.ends_with(')') && !below.contains('@') {
        return true;
    }
    // "Working Parties 5A" above "and 5B" is a list that goes on.
    let lower = sheet.words(line).to_lowercase();
    if ["and ", "& "].iter().any(|start| lower.starts_with(start))
        || ["to ", "of ", "for "].iter().any(|start| below.starts_with(start))
    {
        return true;
    }
    // So is somebody above the office that is held.
    let last = words
        .trim_end()
        .strip_suffix(',')
        .map(|rest| rest.rsplit([';', ',']).next().unwrap_or(rest));
    if last.is_some_and(person_names::is_person) && bodies::is_role(sheet.words(line)) {
        return true;
    }
    // So is "…, Ana" above "Example, Bob Sample".
    if begins_name(words) && ends_name(sheet.words(line)) {
        return true;
    }
    if is_numbered_below(words, below) {
        return true;
    }
    // "… Networking" above "Working Group" is one name, and so is "…, IETF CLOCKS" above "WG; ISO/TC 1".
    let first = below.split([';', ',']).next().unwrap_or(below).trim();
    if is_rest_of(words, below)
        || (matches!(first, "WG" | "WGs" | "RG" | "TC" | "SG" | "Working Group" | "Task Group")
            && !words.ends_with([';', ',']))
    {
        return true;
    }
    let piece = words.rsplit([',', ';']).next().unwrap_or(words).trim();
    let name = items::broken_name(piece);
    let piece = name.as_deref().unwrap_or(piece);
    // "…; ETSI" above "TC EXAMPLE" is one name.
    let is_bare = words.contains([',', ';']) && bodies::is_known(piece);
    if is_bare && begins_with_a_kind(sheet.words(line)) {
        return true;
    }
    let is_short =
        !piece.is_empty() && piece.split_whitespace().count() < 3 && words.contains([',', ';']);
    // "SG 13, Q.3, 6/13" above "ITU-T SG 19" is whole.
    let is_counted = piece.starts_with(|sign: char| sign.is_ascii_digit())
        && bodies::stands_alone(sheet.words(line));
    is_short
        && !names_holder(words)
        && !is_counted
        && !bodies::stands_alone(piece)
        && !person_names::is_person(piece)
        && addresses::addresses_in(piece).is_empty()
        && !bodies::is_role(piece)
}

/// Says whether a name goes on with its number on the next line: "JTC 1/SC" above "27".
fn is_numbered_below(words: &str, below: &str) -> bool {
    let last = words.rsplit([' ', '/']).next().unwrap_or_default();
    matches!(last, "SC" | "WG" | "TC" | "SG" | "JTC")
        && below.starts_with(|sign: char| sign.is_ascii_digit())
}

/// Says whether somebody is named with an office, and the address follows on these lines, before anybody else is named.
fn awaits_address(sheet: &Sheet<'_>, words: &str, below: &[Span]) -> bool {
    const MOST: usize = 4;
    let begins_with_somebody = |words: &str| {
        words.split_once(',').is_some_and(|(first, second)| {
            let second = second.split(',').next().unwrap_or(second);
            person_names::is_person(first)
                && !bodies::is_role(first)
                && !person_names::is_person(second)
        })
    };
    let has_address = |words: &str| !addresses::addresses_in(words).is_empty();
    let of_one = below.iter().take(MOST).map(|line| sheet.words(*line));
    let mut rest = of_one.take_while(|words| !begins_with_somebody(words));
    begins_with_somebody(words)
        && !words.contains(['(', ';'])
        && !has_address(words)
        && rest.any(|words| has_address(words) && !person_names::is_person(words))
}

/// Says whether a list ends with a given name alone, as of somebody whose family name stands on the next line.
fn begins_name(words: &str) -> bool {
    let (Some((_, last)), false) = (words.rsplit_once([',', ':', ';']), words.ends_with(','))
    else {
        return false;
    };
    let last = last.trim();
    person_names::is_single_name(last) && !bodies::is_known(last) && !bodies::is_role(last)
}

/// Says whether a line begins with a family name alone, before the next of a list or nothing.
fn ends_name(words: &str) -> bool {
    let first = words.split([',', ';']).next().unwrap_or(words).trim();
    person_names::is_single_name(first)
        && !bodies::is_known(first)
        && !bodies::is_role(first)
        && !bodies::is_group_word(first)
}

/// Says whether a line begins with an address in brackets, as of who is named on the line above.
pub(super) fn begins_with_address(words: &str) -> bool {
    let Some(rest) = words.strip_prefix(['(', '<']) else { return false };
    let end = rest.find([')', '>']).unwrap_or(rest.len());
    rest.get(..end).is_some_and(addresses::is_address)
}

/// Says whether the last piece of a list has an address.
pub(super) fn last_has_address(words: &str) -> bool {
    let last = words.trim_end_matches([',', ';', ' ']).rsplit([',', ';']).next().unwrap_or(words);
    !addresses::addresses_in(last).is_empty()
}

/// Says whether a line ends within an address: "ana@example-".
pub(super) fn ends_within_address(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    last.ends_with('-') && last.contains('@')
}

/// Says whether nothing but the end of a line stands between two parts.
fn is_on_next_line(sheet: &Sheet<'_>, last: Span, line: Span) -> bool {
    let gap = sheet.document.text.get(last.end..line.start).unwrap_or_default();
    gap.trim_matches([' ', '\n']).is_empty() && gap.matches('\n').count() == 1
}

/// Says whether a list ends with somebody and the office held, and needs no more.
fn names_holder(words: &str) -> bool {
    let last = words.rsplit(';').next().unwrap_or(words);
    let mut pieces = last.split(',').map(str::trim);
    pieces.next().is_some_and(person_names::is_person) && pieces.next().is_some_and(bodies::is_role)
}

/// Returns the lines of the parts; an address that is broken at the end of a line goes on on the next.
pub(super) fn whole_addresses(sheet: &Sheet<'_>, parts: &[Span]) -> Vec<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let all: Vec<Span> = parts.iter().flat_map(|part| sheet.lines_of(*part)).collect();
    for (at, line) in all.iter().copied().enumerate() {
        let below = all.get(at..).unwrap_or_default();
        let words = sheet.words(line);
        let is_rest = !words.contains([' ', ':', '@']) && words.contains('.');
        let is_broken = lines.last().is_some_and(|last| {
            let before = sheet.words(*last);
            before.contains('@') && before.ends_with(['-', '.', '@', '_'])
        });
        // The address of who is named at the end of a line, behind another, may stand on the next, or a name be broken there.
        let brings_address = words.contains('@');
        let awaits_one = lines.last().is_some_and(|last| {
            let words = sheet.words(*last);
            let end = addresses::addresses_in(words).last().map(|address| address.end);
            let rest = end.and_then(|end| words.get(end..)).unwrap_or_default();
            let rest = rest.trim_start_matches(['>', ')', ']', ',', ';', ' ']);
            let rest = rest.strip_prefix("and ").unwrap_or(rest);
            const MOST: usize = 4;
            rest.starts_with(char::is_uppercase)
                && rest.split_whitespace().count() < MOST
                && !rest.ends_with([',', ';', '.', ')', ':'])
                && !bodies::is_role(rest)
                && !bodies::ends_with_role(rest)
        });
        let goes_on = (is_broken && is_rest)
            || (brings_address && awaits_one)
            || (!lines.is_empty() && is_kind_of_group(words))
            || lines.last().is_some_and(|last| is_numbered_below(sheet.words(*last), words))
            || lines.last().is_some_and(|last| {
                let name = sheet.words(*last);
                let family = words.split([' ', '(', '<']).next().unwrap_or(words);
                brings_address
                    && person_names::is_single_name(name)
                    && person_names::is_single_name(family)
                    && words
                        .get(family.len()..)
                        .is_some_and(|rest| rest.starts_with([' ', '<', '(']))
                    && begins_with_address(words.get(family.len()..).unwrap_or_default().trim())
            })
            || lines.last().is_some_and(|last| {
                is_on_next_line(sheet, *last, line)
                    && awaits_address(sheet, sheet.words(*last), below)
            });
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = line.end,
            None => lines.push(line),
        }
    }
    lines
}

/// Says whether words begin with the kind of a group of an organization, which stands before them: "TC EXAMPLE".
fn begins_with_a_kind(words: &str) -> bool {
    const KINDS: [&str; 10] =
        ["TC", "ISG", "JTC", "TSG", "WG", "SG", "SC", "WP", "Study", "Working"];
    words.split([' ', '\u{a0}', ',', ';']).next().is_some_and(|first| KINDS.contains(&first))
}

/// Says whether words say what kind of group a name is that stands before them, and name none.
pub(super) fn is_kind_of_group(words: &str) -> bool {
    const KINDS: [&str; 11] = [
        "working group",
        "study group",
        "research group",
        "task group",
        "work group",
        "interest group",
        "task force",
        "technical committee",
        "group",
        "area",
        "committee",
    ];
    let words = words.trim().trim_end_matches([',', ';', '.']).to_lowercase();
    // "Committee Chair" goes on with the name of who leads it.
    let bare = words.strip_suffix(" chair").unwrap_or(&words);
    KINDS.contains(&bare)
}

/// Says whether a line is the rest of the name that the line above it ends with: "Group", or "SG13" below "ITU-T".
pub(super) fn is_rest_of(above: &str, words: &str) -> bool {
    const ORGANIZATIONS: [&str; 7] = ["ITU-T", "ITU-R", "ITU-D", "3GPP", "ETSI", "ISO/IEC", "IEEE"];
    const GROUPS: [&str; 9] = ["SG", "WG", "TSG", "TC", "ISG", "JTC", "WP", "802", "Study Group"];
    let above = above.rsplit([',', ';']).next().unwrap_or(above).trim();
    // A page may break a name behind a hyphen, or behind a word that asks for more.
    let is_broken = above.ends_with('-') || above.ends_with(" and") || above.ends_with(" of");
    (is_broken && !above.contains(['@', '/']) && words.starts_with(char::is_uppercase))
        || is_kind_of_group(words)
        || (ORGANIZATIONS.contains(&above) && GROUPS.iter().any(|group| words.starts_with(group)))
}
