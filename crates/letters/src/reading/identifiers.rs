//! Document numbers: those of the letter itself, and those of the statements that it answers.

use std::sync::LazyLock;

use regex::Regex;

use super::answered;
use super::entries::Entry;
use super::file_names::numbers_of;
use super::label::Label;
use super::layouts::Layouts;
use super::letter::{Letter, one_line};
use super::own_numbers;
use super::result::{Field, Reading};
use crate::document::{Region, Span};

/// How many lines of a document without a recognizable text are its head.
const MOST_HEAD: usize = 60;

/// Returns the document numbers of a text, each where it stands, in bytes; of numbers that overlap, the longest.
pub(super) fn numbers_in(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return found;
    }
    for pattern in &Layouts::get().identifiers {
        let all = pattern.find_iter(text).filter(|one| !is_within_name(text, one.start()));
        found.extend(all.map(|one| (word_start(text, one.start()), word_end(text, one.end()))));
    }
    found.sort_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)));
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for one in found {
        match kept.last_mut() {
            Some(last) if one.0 < last.1 => {
                if one.1 - one.0 > last.1 - last.0 {
                    *last = one;
                }
            }
            _ => kept.push(one),
        }
    }
    kept
}

/// Says whether what was found stands within the name of a file that says its kind: "liaison-response-ITU-T-SG15-LS43".
fn is_within_name(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    // "57/EX9/LS-2014-02" is one number, of a form that no pattern knows.
    let is_part = word.ends_with('/')
        && word.starts_with(|sign: char| sign.is_ascii_digit())
        && word.matches('/').count() > 1;
    let is_named = word.split('-').any(|part| matches!(part, "liaison" | "response"));
    is_part || (word.ends_with('-') && is_named)
}

/// Returns where a number ends that goes on with a short one behind a hyphen, or with parts behind full stops:
/// "32NF-LS-2015-04", "LS-2015.04.WG2.003".
fn word_end(text: &str, end: usize) -> usize {
    const MOST: usize = 3;
    static PARTS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:\.[A-Z0-9]{1,6}){1,4}(?:[\s,;)]|$)").ok());
    let behind = text.get(end..).unwrap_or_default();
    if let Some(parts) = PARTS.as_ref().and_then(|parts| parts.find(behind))
        && parts.as_str().contains(|sign: char| sign.is_ascii_digit())
    {
        return end + parts.as_str().trim_end_matches([' ', ',', ';', ')', '\n', '\t']).len();
    }
    let Some(rest) = behind.strip_prefix('-') else { return end };
    let digits = rest.len() - rest.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    let is_whole = rest.get(digits..).is_some_and(|rest| {
        !rest.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '/'))
    });
    let ends_with_year = text.get(..end).is_some_and(|before| {
        before.ends_with(|sign: char| sign.is_ascii_digit())
            && before.rsplit('-').next().is_some_and(|last| last.len() == 4)
    });
    if (2..=MOST).contains(&digits) && is_whole && ends_with_year { end + 1 + digits } else { end }
}

/// Returns where the word begins to which what was found belongs, if that is an acronym with a digit: "5G-ACIA-LS-7".
fn word_start(text: &str, start: usize) -> usize {
    const LONGEST: usize = 4;
    let before = text.get(..start).unwrap_or_default();
    let Some(first) = before.strip_suffix('-') else { return start };
    let first = first.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    // "CEN-CLC/JTC 99" is one committee.
    if first == "CEN" {
        return start - first.len() - 1;
    }
    let is_acronym = (2..=LONGEST).contains(&first.len())
        && first.starts_with(|sign: char| sign.is_ascii_digit())
        && first.ends_with(|sign: char| sign.is_ascii_uppercase());
    if is_acronym { start - first.len() - 1 } else { start }
}

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    answered::answered_by_label(letter, reading);
    own(letter, reading);
    let is_bare = reading.identifiers.is_empty();
    for number in numbers_of(&letter.hints.file_name).into_iter().filter(|_| is_bare) {
        reading.add_number(&number, &letter.hints.file_name);
    }
    without_parts(reading);
    answered::answered_in_subject(letter, reading);
    answered::answered_in_text(letter, reading);
    if reading.in_response_to.is_empty() {
        answered::answered_by_title(letter, reading);
    }
    without_answered(reading);
    if !letter.is_of_a_tool() {
        without_words_beside_numbers(reading);
    }
}

/// Leaves out of several numbers those that the letter answers: a reference may be either.
fn without_answered(reading: &mut Reading) {
    let answered: Vec<String> = reading.in_response_to.iter().map(|one| key_of(one)).collect();
    let is_own = |one: &String| !answered.contains(&key_of(one));
    if reading.identifiers.iter().any(is_own) {
        reading.identifiers.retain(is_own);
    }
}

/// Leaves out a number that is the end of another: "TP-2014-0456R01" of "exM2M-TP-2014-0456R01".
fn without_parts(reading: &mut Reading) {
    let all = reading.identifiers.clone();
    // The name of the file may stand at the foot, and the number alone elsewhere.
    let is_plain = |one: &String| one.bytes().all(|sign| sign.is_ascii_digit() || sign == b'-');
    reading.identifiers.retain(|one| {
        !all.iter().any(|number| is_plain(number) && one.starts_with(&format!("{number}-")))
    });
    reading.identifiers.retain(|one| !all.iter().any(|whole| whole.ends_with(&format!("M-{one}"))));
}

/// Leaves out what is answered in words for its date where numbers are found as well: the title tells the same once more.
fn without_words_beside_numbers(reading: &mut Reading) {
    let has_number = |words: &String| !numbers_in(words).is_empty();
    let is_told = |words: &String| {
        let lower = words.to_lowercase();
        let begins = ["from ", "reply ", "response "].iter().any(|start| lower.starts_with(start));
        !has_number(words) && (begins || lower.contains("liaison"))
    };
    if reading.in_response_to.iter().any(has_number) {
        reading.in_response_to.retain(|words| !is_told(words));
    }
}

/// Reads the numbers that the letter bears: at its head, in a field of their own, at the top of its pages.
fn own(letter: &Letter<'_>, reading: &mut Reading) {
    let is_own_reference = |entry: &Entry| {
        let is_other =
            || entry.values.iter().any(|value| answered::is_of_another_body(letter, *value));
        entry.label == Label::Reference && letter.layout.reference_is_own && !is_other()
    };
    let mut elsewhere = elsewhere(letter, &is_own_reference);
    elsewhere.extend(answered::answering_subject(letter, reading));
    // Below a title the text begins without any label.
    let text = letter.text_start();
    let head = letter.head().iter().take(MOST_HEAD).take_while(|line| line.span.start < text);
    let tops = letter
        .sheet
        .lines
        .iter()
        .skip(letter.entries.head_end)
        .filter(|line| line.region == Region::Header);
    // A sentence in the head names the numbers of others.
    let is_sentence = |line: &&super::sheet::Line| {
        line.table == 0 && letter.sheet.words(line.span).split_whitespace().count() > 12
    };
    for line in head.chain(tops).filter(|line| line.region != Region::Footer && !is_sentence(line))
    {
        for cell in &line.cells {
            for (start, end) in numbers_in(letter.sheet.words(*cell)) {
                let span = Span::new(cell.start + start, cell.start + end);
                let key = key_of(letter.sheet.words(span));
                let is_elsewhere = reading.in_response_to.iter().any(|one| key_of(one) == key)
                    || elsewhere
                        .iter()
                        .any(|other| other.start <= span.start && span.start < other.end);
                if !is_elsewhere && !is_former(letter, *cell, span) {
                    add(letter, reading, Field::Identifiers, whole(letter, *cell, span));
                }
            }
        }
    }
    behind_title(letter, reading);
    broken(letter, reading);
    in_prose(letter, reading);
    let own_reference = |entry: &&Entry| entry.label != Label::Reference || is_own_reference(entry);
    own_numbers::in_field(letter, reading, &own_reference);
    own_numbers::at_top(letter, reading);
    if reading.identifiers.is_empty() {
        at_the_foot(letter, reading);
    }
}

/// Returns a number with what belongs to it: of IEEE 802 the name of the organization, as its papers have it ("IEEE 802.11-26/0931r2").
fn whole(letter: &Letter<'_>, cell: Span, number: Span) -> Span {
    let of_802 = letter.sheet.words(number).trim_start_matches(['P', 'L', 'C', 'S']);
    let before = letter.sheet.words(Span::new(cell.start, number.start));
    let start = number.start - before.len() + before.trim_end().len();
    let is_named = of_802.starts_with("802.") && before.trim_end().ends_with("IEEE");
    let start = if is_named { start - "IEEE".len() } else { number.start };
    // Behind it may stand the words of the file: "21-26-0267-00-0000-Letter-to-the-Example-WG".
    let behind = letter.sheet.words(Span::new(number.end, cell.end));
    let is_plain =
        letter.sheet.words(number).bytes().all(|sign| sign.is_ascii_digit() || sign == b'-');
    let is_of_file = is_plain
        && behind.starts_with('-')
        && behind.contains(char::is_alphabetic)
        && !behind.contains(char::is_whitespace);
    Span::new(start, if is_of_file { cell.end } else { number.end })
}

/// Reads the number with which the foot of a page begins, where the letter has none elsewhere: "oif2024.318.02   page 1 of 1".
fn at_the_foot(letter: &Letter<'_>, reading: &mut Reading) {
    let foot = letter.sheet.lines.iter().filter(|line| line.region == Region::Footer);
    let first = foot.filter_map(|line| line.cells.first()).find_map(|cell| {
        let (start, end) = numbers_in(letter.sheet.words(*cell)).into_iter().next()?;
        (start == 0).then(|| Span::new(cell.start, cell.start + end))
    });
    if let Some(span) = first {
        add(letter, reading, Field::Identifiers, span);
    }
}

/// Returns where the values of other fields stand, in which numbers are of something else.
fn elsewhere(letter: &Letter<'_>, is_own_reference: &dyn Fn(&Entry) -> bool) -> Vec<Span> {
    // On a page, the number at the head may stand beside the first label below it.
    let is_beside_questions = |entry: &Entry| {
        let label = letter.sheet.words(entry.label_span).to_lowercase();
        (label.starts_with("question") || label.starts_with("study groups"))
            && entry.values.first().is_some_and(|value| is_number(letter.sheet.words(*value)))
    };
    let taken = |entry: &&Entry| {
        !matches!(entry.label, Label::Identifier | Label::Meeting | Label::Date)
            && !is_beside_questions(entry)
    };
    letter
        .entries
        .all
        .iter()
        .filter(taken)
        .filter(|entry| !own_numbers::names_itself(letter, entry))
        .filter(|entry| !is_own_reference(entry))
        .flat_map(|entry| {
            // A number beside the sender is no sender, and the letter's own.
            // So is one on a line of its own below a label that is nothing to us, and the paper that ITU-R made a letter from.
            let is_own = |at: usize, part: Span| {
                let words = letter.sheet.words(part);
                let is_of_a_paper = numbers_in(words).iter().all(|(start, end)| {
                    words.get(*start..*end).is_some_and(|one| one.contains("/TEMP/"))
                });
                let is_below_subject = at > 0 && matches!(entry.label, Label::Subject | Label::Re);
                let may_be_own = matches!(entry.label, Label::From | Label::Other);
                ((at > 0 || is_of_a_paper) && may_be_own || is_below_subject) && is_number(words)
            };
            let parts = entry.parts().into_iter().enumerate();
            let others = parts.filter(move |(at, part)| !is_own(*at, *part));
            others.map(|(_, part)| part).chain([entry.label_span])
        })
        .collect()
}

/// Reads the number that covers put behind the title: "… [SC 29/WG 11 N 9480]".
fn behind_title(letter: &Letter<'_>, reading: &mut Reading) {
    let at = reading.evidence_of(Field::Subject).first().and_then(|one| one.at);
    let Some(title) = at.map(|(start, end)| Span::new(start, end)) else { return };
    let words = letter.sheet.words(title);
    let Some((start, end)) = numbers_in(words).into_iter().next_back() else { return };
    let is_bracketed = words.get(..start).is_some_and(|before| before.ends_with('['));
    if is_bracketed && words.get(end..) == Some("]") {
        let span = Span::new(title.start + start, title.start + end);
        add(letter, reading, Field::Identifiers, span);
    }
}

/// Reads a number whose committee stands on one line of the head and its `N` number on the next.
fn broken(letter: &Letter<'_>, reading: &mut Reading) {
    static COMMITTEE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:ISO|IEC|JTC|CEN|CLC)[A-Z0-9/ -]*\b(?:JTC|TC|SC|WG|PC)\s?\d+$").ok()
    });
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:Doc(?:ument)?\.?\s*)?N\s?\d{1,6}[a-z]?$").ok());
    const MOST: usize = 25;
    let matches = |pattern: &LazyLock<Option<Regex>>, span: Span| {
        pattern.as_ref().is_some_and(|pattern| pattern.is_match(letter.sheet.words(span)))
    };
    let head = letter.head();
    // At both ends of a line: "ISO/IEC JTC 1/SC 25    Clocks    N 1348".
    for line in head.iter().take(MOST) {
        let parts: Vec<Span> =
            line.cells.iter().flat_map(|cell| letter.sheet.parts_of(*cell)).collect();
        if let [committee, .., number] = parts[..]
            && matches(&COMMITTEE, committee)
            && matches(&NUMBER, number)
        {
            let both = [committee, number].map(|part| letter.one_line(part)).join(" ");
            if !reading.identifiers.contains(&both) {
                reading.identifiers.push(both);
                letter.note(reading, Field::Identifiers, committee, None);
                letter.note(reading, Field::Identifiers, number, None);
            }
        }
    }
    for two in head.get(..head.len().min(MOST)).unwrap_or_default().windows(2) {
        let (committee, number) = (two[0].span, two[1].span);
        if matches(&COMMITTEE, committee) && matches(&NUMBER, number) {
            add(letter, reading, Field::Identifiers, Span::new(committee.start, number.end));
            continue;
        }
        // In two columns of a page other words stand between them.
        let (Some(committee), Some(number)) = (two[0].cells.last(), two[1].cells.last()) else {
            continue;
        };
        if two.iter().all(|line| line.cells.len() == 2)
            && matches(&COMMITTEE, *committee)
            && matches(&NUMBER, *number)
        {
            let both = [*committee, *number].map(|part| letter.one_line(part)).join(" ");
            if !reading.identifiers.contains(&both) {
                reading.identifiers.push(both);
                letter.note(reading, Field::Identifiers, *committee, None);
                letter.note(reading, Field::Identifiers, *number, None);
            }
        }
    }
}

/// Reads "This liaison has the internal reference …" and the like.
fn in_prose(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:th(?:is|e present) (?:liaison|letter|statement|LS|message)(?: statement)?\s[^.;:]{0,40}\b(?:reference|number|identifier|registered as|identified (?:as|by)|recorded as|document)|our (?:internal |own )?(?:reference|file|document)|internal reference|quote(?: the)?(?: reference)?)\b[^.;]{0,25}$").ok()
    });
    let Some(cue) = CUE.as_ref() else { return };
    let text = letter.sheet.document.text.as_str();
    let text = text.get(..text.floor_char_boundary(20_000)).unwrap_or_default();
    for (start, end) in numbers_in(text) {
        let from = text.floor_char_boundary(start.saturating_sub(120));
        let before = text.get(from..start).unwrap_or_default();
        if cue.is_match(before) {
            // "Thank you for your letter (our reference …)" names the letter that is answered.
            let sentence = before.rsplit(". ").next().unwrap_or(before).to_lowercase();
            let is_theirs = sentence.contains("thank") && sentence.contains("our reference");
            let field = if is_theirs { Field::InResponseTo } else { Field::Identifiers };
            add(letter, reading, field, Span::new(start, end));
        }
    }
}

/// Says whether a number is that of an earlier version: "(was S2-2309654)", "revision of S3-262210".
fn is_former(letter: &Letter<'_>, cell: Span, number: Span) -> bool {
    let before = letter.sheet.words(Span::new(cell.start, number.start)).to_lowercase();
    let before = before.trim_end_matches([' ', ',', ':', '(', '/', '\u{a0}']);
    let words: Vec<&str> = before
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.iter().rev().take(5);
    last.into_iter().any(|word| {
        matches!(
            *word,
            "was" | "revision" | "revised" | "merger" | "replaces" | "formerly" | "rev" | "update"
        )
    }) && !words.is_empty()
}

/// Says whether words are a document number and nothing else but the word for one.
pub(super) fn is_number(words: &str) -> bool {
    let numbers = numbers_in(words);
    let length: usize = numbers.iter().map(|(start, end)| end - start).sum();
    const BEFORE: [&str; 4] = ["Document ", "Documents ", "Doc. ", "Docs. "];
    let names_documents = BEFORE.iter().any(|before| words.starts_with(before));
    !numbers.is_empty() && (names_documents || length + " , ".len() >= words.len())
}

/// Returns a number as it is compared: letters and digits alone, in lower case.
pub(super) fn key_of(number: &str) -> String {
    let bare = number.trim_start_matches("Document").trim_start_matches("IEEE").trim();
    let bare = bare.strip_prefix("ISO/IEC").unwrap_or(bare);
    let mut key = String::with_capacity(bare.len());
    let mut in_digits = false;
    for sign in bare.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase) {
        // "LS 098" is "LS 98".
        if sign == '0' && !in_digits && key.ends_with(|before: char| before.is_alphabetic()) {
            continue;
        }
        in_digits = sign.is_ascii_digit();
        key.push(sign);
    }
    key
}

pub(super) fn add(letter: &Letter<'_>, reading: &mut Reading, field: Field, span: Span) {
    let words = one_line(letter.sheet.words(span)).replace(['\u{2010}', '\u{2011}'], "-");
    let key = key_of(&words);
    let list = match field {
        Field::Identifiers => &mut reading.identifiers,
        _ => &mut reading.in_response_to,
    };
    if key.is_empty() {
        return;
    }
    // With the language behind it, it is the same number: "COM 16 – LS 190 – E".
    let in_a_language = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| matches!(rest, "e" | "f" | "s"))
            && short.contains("ls")
    };
    match list.iter_mut().find(|one| in_a_language(&key, &key_of(one))) {
        Some(shorter) => *shorter = words,
        None => {
            // "Serial number: 18123" is the number at the end of the whole one.
            let is_end = |one: &String| {
                let digits = key.strip_prefix('n').unwrap_or(&key);
                digits.bytes().all(|sign| sign.is_ascii_digit()) && key_of(one).ends_with(&key)
            };
            let is_known = |one: &String| {
                key_of(one) == key || in_a_language(&key_of(one), &key) || is_end(one)
            };
            if !list.iter().any(is_known) {
                list.push(words);
            }
        }
    }
    letter.note(reading, field, span, None);
}
