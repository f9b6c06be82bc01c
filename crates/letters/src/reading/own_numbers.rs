//! Numbers of a letter that no pattern knows: by where they stand, and by how a number looks.

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::dates::dates_in;
use super::entries::Entry;
use super::identifiers::{add, is_number, key_of, numbers_in};
use super::label::{Label, before_colon, folded};
use super::letter::Letter;
use super::result::{Field, Reading};
use crate::document::{Region, Span};

/// Says whether an entry is the letter's own number under its kind: "Liaison: LS00321_001".
pub(super) fn names_itself(letter: &Letter<'_>, entry: &Entry) -> bool {
    let label = folded(letter.sheet.words(entry.label_span));
    let value = entry.beside().map_or("", |span| letter.sheet.words(span));
    matches!(label.as_str(), "liaison" | "liaison statement" | "ls" | "liaison letter")
        && (is_number(value) || looks_like_one(value))
}

/// Reads the number that stands alone in a field of its own.
pub(super) fn in_field(
    letter: &Letter<'_>,
    reading: &mut Reading,
    own_reference: &dyn Fn(&&Entry) -> bool,
) {
    let named = letter
        .entries
        .filled(&[Label::Identifier, Label::Reference])
        .filter(|entry| entry.in_head || is_plain(letter, entry))
        .filter(own_reference);
    let itself = letter.entries.filled(&[Label::Other]).filter(|entry| names_itself(letter, entry));
    for entry in named.chain(itself) {
        // The place and the day, or an address, may stand beside it.
        let mut spans = [entry.beside(), entry.values.first().copied()].into_iter().flatten();
        let both = entry.beside().map(|span| two_numbers(letter, span)).unwrap_or_default();
        if both.len() == 2 && both.iter().any(|one| is_number(letter.sheet.words(*one))) {
            let plain = |one: &&Span| !letter.sheet.words(**one).contains(' ');
            let plain = both.iter().filter(plain);
            plain.for_each(|one| add(letter, reading, Field::Identifiers, *one));
            continue;
        }
        if let Some(span) = spans.find(|span| is_one_number(letter, entry, *span)) {
            for number in two_numbers(letter, without_kind(letter, span)) {
                add(letter, reading, Field::Identifiers, number);
            }
        }
    }
}

/// Parts two numbers between which a slash stands by itself: "EX-I 0412r2 / PO/EX/1188".
fn two_numbers(letter: &Letter<'_>, span: Span) -> Vec<Span> {
    const SLASH: &str = " / ";
    let words = letter.sheet.words(span);
    let has_digit = |words: &str| words.contains(|sign: char| sign.is_ascii_digit());
    match words.split_once(SLASH) {
        Some((first, second)) if has_digit(first) && has_digit(second) => {
            let at = span.start + first.len();
            vec![Span::new(span.start, at), Span::new(at + SLASH.len(), span.end)]
        }
        _ => vec![span],
    }
}

/// Says whether a label below the text says by itself that the number is one of the letter's: "Example Forum reference:".
fn is_plain(letter: &Letter<'_>, entry: &Entry) -> bool {
    let label = folded(letter.sheet.words(entry.label_span));
    entry.label == Label::Identifier
        && label.split(' ').count() > 1
        && ["reference", "ref", "number"].iter().any(|end| label.ends_with(&format!(" {end}")))
}

/// Says whether what stands beside the label for a number is one, and one that no pattern knows.
fn is_one_number(letter: &Letter<'_>, entry: &Entry, span: Span) -> bool {
    let words = letter.sheet.words(without_kind(letter, span));
    let has_digit = |word: &str| word.chars().any(|sign| sign.is_ascii_digit());
    // "Forum#4 Doc 107r1" is one number.
    let is_one = match words.split_whitespace().count() {
        1 => has_digit(words),
        2..=4 => {
            let first = words.split_whitespace().next().unwrap_or_default();
            (entry.label == Label::Identifier || bodies::is_abbreviation(first))
                && words.split_whitespace().next_back().is_some_and(has_digit)
                && words
                    .split_whitespace()
                    .all(|word| !word.starts_with(char::is_lowercase) || is_revision(word))
        }
        _ => false,
    };
    let is_other = entry.in_head && !numbers_in(words).is_empty();
    // "EXAC CL 2019-05-01" is counted by days.
    let is_day =
        || dates_in(words).first().is_some_and(|day| day.start == 0 || !begins_with_name(words));
    !is_other && is_one && words.len() < 60 && !is_day()
}

/// Says whether words begin with one that is all capitals, and no month.
fn begins_with_name(words: &str) -> bool {
    words
        .split(' ')
        .next()
        .is_some_and(|first| first.len() > 2 && first.chars().all(|sign| sign.is_ascii_uppercase()))
}

/// Says whether a word is the version of what a number stands before: "rev1".
fn is_revision(word: &str) -> bool {
    let digits = word.strip_prefix("rev").or_else(|| word.strip_prefix(['r', 'v']));
    digits.is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.')
    })
}

/// Returns a number without the word for its kind before it: "document 26-019".
fn without_kind(letter: &Letter<'_>, span: Span) -> Span {
    static KIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:doc(?:ument)?|number|no|nr|ref(?:erence)?|letter|liaison)\b\.?\s*(?:n[or]\b\.?|number\b)?\s*:?\s*").ok()
    });
    let words = letter.sheet.words(span);
    let start = KIND.as_ref().and_then(|kind| kind.find(words)).map_or(0, |found| found.end());
    let rest = words.get(start..).unwrap_or_default();
    let is_one = !rest.contains(' ') && rest.contains(|sign: char| sign.is_ascii_digit());
    if is_one { Span::new(span.start + start, span.end) } else { span }
}

/// Reads the number that stands alone on a line or in a cell at the top of a letter, without any label.
pub(super) fn at_top(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 14;
    // A committee gives a paper its number, whatever number its sender gave it.
    let has_one = !reading.identifiers.is_empty();
    let lines = letter.head().iter().take(MOST).filter(|line| line.region != Region::Footer);
    // Above the page, beside who writes, stands nothing but the number.
    let above = letter.sheet.lines.iter().filter(|line| line.region == Region::Header);
    let beside = above.filter(|line| line.cells.len() == 2).find_map(|line| {
        let (first, last) = (line.cells.first()?, line.cells.last()?);
        let is_one = bodies::is_abbreviation(letter.sheet.words(*first))
            && is_formed_like_one(letter.sheet.words(*last));
        is_one.then_some(*last)
    });
    let filed = letter
        .sheet
        .lines
        .iter()
        .filter(|line| matches!(line.region, Region::Header | Region::Footer))
        .flat_map(|line| line.cells.iter().copied())
        .find(|cell| is_named_as_a_file(letter.sheet.words(*cell)));
    if let Some(number) = beside.or(filed).filter(|_| !has_one) {
        return add(letter, reading, Field::Identifiers, number);
    }
    if let Some(number) = beside_meeting(letter).filter(|_| !has_one) {
        return add(letter, reading, Field::Identifiers, number);
    }
    if let Some(number) = referred_by(letter).filter(|_| !has_one) {
        return add(letter, reading, Field::Identifiers, number);
    }
    for cell in lines.flat_map(|line| line.cells.iter()) {
        for part in letter.sheet.lines_of(*cell) {
            let bare = without_kind(letter, part);
            let is_named = bare.start > part.start;
            let words = letter.sheet.words(bare);
            let is_labelled = letter.entries.all.iter().any(|entry| {
                let parts = entry.parts().into_iter().chain([entry.label_span]);
                parts.into_iter().any(|other| other.start < part.end && part.start < other.end)
            });
            let is_within = |one: &String| key_of(one).ends_with(&key_of(words));
            if ((is_of_a_committee(words) && !reading.identifiers.iter().any(is_within))
                || (!has_one && (looks_like_one(words) || (is_named && is_formed_like_one(words)))))
                && !is_labelled
            {
                return add(letter, reading, Field::Identifiers, bare);
            }
        }
    }
}

/// Returns the number that stands apart at the end of the first line, which names a meeting: "EXAC WG2 #15 meeting    A-260146".
fn beside_meeting(letter: &Letter<'_>) -> Option<Span> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:[A-Z][A-Z0-9]{0,5}-\d{5,7}(?:[rR]\d+)?|LS-[A-Z0-9]{2,6}-\d{3,5}|[A-Z]{2,6} LS_\d{1,3})$").ok()
    });
    const FIRST: usize = 2;
    let lines = letter.head().iter().filter(|line| line.region != Region::Footer).take(FIRST);
    lines.into_iter().find_map(|line| {
        let parts: Vec<Span> =
            line.cells.iter().flat_map(|cell| letter.sheet.parts_of(*cell)).collect();
        let (first, last) = (parts.first()?, parts.last().filter(|_| parts.len() > 1)?);
        let words = letter.sheet.words(*first);
        let names_meeting = words.contains('#') || words.to_lowercase().contains("meeting");
        let is_number = FORM.as_ref()?.is_match(letter.sheet.words(*last));
        (names_meeting && is_number).then_some(*last)
    })
}

/// Returns the number of a line of the head that calls it so without a colon: "Ref. No. 26-117/14 of 25 September 2014".
fn referred_by(letter: &Letter<'_>) -> Option<Span> {
    static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:our\s+)?(?i:ref(?:erence)?)\.?\s*(?i:n[or]\.?\s*)?:?\s*([0-9A-Z][0-9A-Za-z]*(?:[-_./#]+[0-9A-Za-z]+)+)(?:\s+(?:of|dated|from)\s.*)?$").ok()
    });
    letter.head().iter().filter(|line| line.table == 0).find_map(|line| {
        let found = REFERENCE.as_ref()?.captures(letter.sheet.words(line.span))?.get(1)?;
        let has_digits = found.as_str().chars().filter(char::is_ascii_digit).count() > 2;
        has_digits
            .then(|| Span::new(line.span.start + found.start(), line.span.start + found.end()))
    })
}

/// Says whether words are a number as committees of ISO and IEC count: "N 1187".
fn is_of_a_committee(words: &str) -> bool {
    let number = words.strip_prefix('N').map(str::trim_start);
    number.is_some_and(|number| {
        (2..=6).contains(&number.len()) && number.bytes().all(|sign| sign.is_ascii_digit())
    })
}

/// Says whether a word looks like a number of a document: capitals and digits with signs between them, and no name of a
/// body, of a standard or of a place on the web.
pub(super) fn looks_like_one(word: &str) -> bool {
    // "TR-069" is a standard, and "CH-1204" a place; a number with many parts is that of a paper.
    let word = word.trim().trim_matches(['[', ']', '*']);
    let separators = word.matches(['-', '/', '.', '_', '#']).count();
    let is_standard = ["ISO", "IEC", "RFC", "EN", "TS", "TR"]
        .iter()
        .any(|start| word.split(['-', '/', '.']).next() == Some(*start));
    ((separators > 1 || word.contains('_'))
        && (!is_standard || separators > 3)
        && is_formed_like_one(word))
        || is_of_a_year(word)
        || is_named_as_a_file(word)
}

/// Adds to the numbers of an answered statement those that its sender gave it, which no pattern knows: "S1-260012 (EX CLK-26-044)".
pub(super) fn beside_numbers(words: &str, numbers: &mut Vec<(usize, usize)>) {
    let (mut begins, mut at) = (0, 0);
    for word in words.split_inclusive([' ', '(', ')', '/', ',', ';', '\n', '\t']) {
        let bare = word.trim_end_matches([' ', '(', ')', '/', ',', ';', '\n', '\t']);
        let (start, end) = (at, at + bare.len());
        at += word.len();
        let is_known = numbers.iter().any(|(from, to)| *from < end && start < *to);
        if !is_known && looks_like_one(bare) {
            numbers.push((begins.min(start), end));
        }
        // Acronyms before it belong to it.
        let goes_on = word.len() == bare.len() + 1
            && word.ends_with(' ')
            && !matches!(bare, "LS" | "LSS")
            && bare.len() > 1
            && bare.chars().all(|sign| sign.is_ascii_uppercase());
        if !goes_on {
            begins = at;
        }
    }
    numbers.sort_unstable();
}

/// Says whether a word is the name under which a group files its letters: "liaison-response-EXAC-YANG-0517-v01".
fn is_named_as_a_file(word: &str) -> bool {
    static FORM: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?i:liaisi?on)(?:-[0-9A-Za-z]+){1,8}-\d{4}-v\d{1,2}$").ok());
    FORM.as_ref().is_some_and(|form| form.is_match(word))
}

/// Says whether words are an acronym, a year or a meeting behind it, and a number: "EXAC2018-04", "EXAC (20) 14", "EX 14_119".
fn is_of_a_year(word: &str) -> bool {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:[A-Z]{3,10}(?:19|20)\d\d[-/]\d{1,4}|[A-Z]{2,8} ?\(\d\d\) ?\d{1,6}(?:r\d+)?|[A-Z]{2,6} \d{1,3}_\d{2,4})$").ok()
    });
    FORM.as_ref().is_some_and(|form| form.is_match(word))
}

/// Says whether a word that is called a number looks like one.
fn is_formed_like_one(word: &str) -> bool {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[0-9A-Z][0-9A-Za-z]*(?:[-_./#()]+[0-9A-Za-z]+){1,7}\)?$").ok()
    });
    const SHORTEST: usize = 6;
    const LONGEST: usize = 40;
    let word = word.trim().trim_matches(['[', ']', '*']);
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let in_a_row =
        word.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    let has_capital = word.chars().any(char::is_uppercase);
    let lower = word.chars().filter(|sign| sign.is_lowercase()).count();
    // "802.11" and "JTC1/SC29" are names of groups.
    let is_group = word.split(['-', '/', '.', '_']).all(|part| {
        let letters = part.trim_end_matches(|sign: char| sign.is_ascii_digit());
        part.chars().filter(char::is_ascii_digit).count() < 3 || bodies::is_known(letters)
    });
    (SHORTEST..=LONGEST).contains(&word.len())
        && FORM.as_ref().is_some_and(|form| form.is_match(word))
        && has_capital
        && digits >= 3
        && in_a_row >= 3
        && lower * 3 <= word.len()
        && !is_group
        && before_colon(word).is_none()
        && dates_in(word).is_empty()
}

/// Says whether words name the paper that a letter was made from: "Revision 1 to Document 5D/TEMP/413".
pub(super) fn is_of_a_paper(words: &str) -> bool {
    static PAPER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^(?:revision\s+\d+\s+(?:to|of)\s+)?(?:annex\s+\S+\s+to\s+)?documents?\s+\S*\d",
        )
        .ok()
    });
    PAPER.as_ref().is_some_and(|paper| paper.is_match(words))
}

#[cfg(test)]
mod tests {
    use super::looks_like_one;

    #[test]
    fn a_number_is_known_by_its_form() {
        for number in [
            "7GAA_A-260033",
            "57/2801/LS",
            "PQSC-LB-215",
            "XX-LS-2015-0047R01",
            "EXAC2018-04",
            "liaison-reply-EXAC-0517-v02",
        ] {
            assert!(looks_like_one(number), "{number}");
        }
        for other in [
            "2022-2024",
            "802.11",
            "JTC1/SC29",
            "TR-069",
            "www.example.org",
            "IEEE-SA",
            "SC&C",
            "CH-1204",
            "2024-05-21",
            "Geneva",
            "+1-555-0100",
            "IMT-2030",
        ] {
            assert!(!looks_like_one(other), "{other}");
        }
    }
}
