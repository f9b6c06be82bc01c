//! The statements that a letter answers: their numbers, or what it says of them (CON-6, PUR-3).

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::addresses;
use super::bodies;
use super::dates::{dates_in, without_year};
use super::entries::Entry;
use super::identifiers;
use super::label::Label;
use super::letter::{Letter, one_line};
use super::own_numbers;
use super::result::{Field, Reading};
use crate::document::Span;

/// How much of the text is read for what it answers.
const OPENING: usize = 2_500;

pub(super) fn answered_by_label(letter: &Letter<'_>, reading: &mut Reading) {
    let labels = [Label::InResponseTo, Label::ReplyTo, Label::Reference];
    let has_subject = letter.entries.first(&[Label::Subject]).is_some();
    let is_one =
        |entry: &&Entry| labels.contains(&entry.label) || (has_subject && entry.label == Label::Re);
    let entries: Vec<&Entry> =
        letter.entries.all.iter().filter(|entry| entry.in_head).filter(is_one).collect();
    for entry in entries {
        let is_own = entry.label == Label::Reference && letter.layout.reference_is_own;
        let mut parts = entry.values.clone();
        parts.extend(entry.more.iter().filter(|more| more.is_same_paragraph).map(|more| more.span));
        let mut any = false;
        for part in &parts {
            let mut numbers = identifiers::numbers_in(letter.sheet.words(*part));
            if entry.label == Label::InResponseTo && !numbers.is_empty() {
                own_numbers::beside_numbers(letter.sheet.words(*part), &mut numbers);
            }
            for (start, end) in numbers {
                let span = Span::new(part.start + start, part.start + end);
                if !is_own || is_of_another_body(letter, span) {
                    identifiers::add(letter, reading, Field::InResponseTo, span);
                }
                any = true;
            }
        }
        let Some(whole) = entry.beside().filter(|_| !any) else { continue };
        let words = letter.sheet.words(whole);
        if entry.label == Label::Reference {
            // "Reference: your letter of 2 March".
            if words.to_lowercase().starts_with("your ") {
                dated(letter, reading, whole);
            }
            continue;
        }
        let is_address = !addresses::addresses_in(words).is_empty();
        // A draft or a standard is what it is about, and no statement.
        let lower = words.to_lowercase();
        let is_document = lower.starts_with("draft-") || lower.starts_with("rfc ");
        // "Re:" beside a subject may say what the letter is about.
        let is_about = entry.label == Label::Re
            && dates_in(words).is_empty()
            && !answers_something(words)
            && !["your", "ls ", "reply", "response"].iter().any(|start| lower.starts_with(start));
        // Nor is the postal address of whoever is to get the reply.
        let first = words.split([',', '\n', '(']).next().unwrap_or(words).trim();
        let is_somebody = entry.label == Label::ReplyTo
            && dates_in(words).is_empty()
            && super::person_names::is_person(first);
        let names_none = bodies::is_nothing(words) || is_about || is_somebody;
        if !is_address && !is_document && !names_none && words.len() < 400 {
            let within = words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some();
            let whole = if within { Span::new(whole.start + 1, whole.end - 1) } else { whole };
            identifiers::add(letter, reading, Field::InResponseTo, whole);
        }
    }
}

/// Says whether a number is that of a statement of another group than the one whose numbers stand at the head.
pub(super) fn is_of_another_body(letter: &Letter<'_>, span: Span) -> bool {
    if is_beside_reply(letter, span) {
        return true;
    }
    let group_of = |number: &str| {
        let upper = number.to_uppercase();
        upper.find("-LS").map(|at| upper.get(..at).unwrap_or_default().to_owned())
    };
    let Some(group) = group_of(letter.sheet.words(span)) else { return false };
    let head = letter.head().iter().take(12).flat_map(|line| line.cells.iter());
    let own: Vec<String> = head
        .filter(|cell| cell.end <= span.start || cell.start > span.end)
        .flat_map(|cell| {
            let words = letter.sheet.words(*cell);
            identifiers::numbers_in(words)
                .into_iter()
                .filter_map(|(start, end)| group_of(words.get(start..end)?))
                .collect::<Vec<_>>()
        })
        .collect();
    !own.is_empty() && !own.contains(&group)
}

/// Says whether a number stands in a letter whose title calls it a reply, and that has another number at its very top.
fn is_beside_reply(letter: &Letter<'_>, span: Span) -> bool {
    const TOP: usize = 2;
    const LONGEST: usize = 60;
    let title = letter.entries.first(&[Label::Subject]).and_then(Entry::beside);
    let first = title.and_then(|title| letter.sheet.words(title).split_whitespace().next());
    let replies = first.is_some_and(|first| {
        ["reply", "response"].iter().any(|word| first.eq_ignore_ascii_case(word))
    });
    // The ITU refers to the paper in which it has its own letter.
    let words = letter.sheet.words(span);
    if !replies || words.len() > LONGEST || words.starts_with("TD") {
        return false;
    }
    let key = identifiers::key_of(words);
    let top = letter.sheet.lines.iter().take(TOP).flat_map(|line| line.cells.iter());
    let parts = top.flat_map(|cell| letter.sheet.parts_of(*cell));
    let parts = parts.map(|part| letter.sheet.words(part)).filter(|part| part.len() <= LONGEST);
    let mut numbers =
        parts.filter(|words| identifiers::is_number(words) || own_numbers::looks_like_one(words));
    numbers.any(|number| identifiers::key_of(number) != key)
}

/// What a subject has before the number of what is answered, or before the bracket that it stands in.
static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:reply|response|answer|respond(?:ing)?)\s+(?:ls\s+)?to\s+(?:the\s+)?|your\s+)(?:ls\s+|liaison statement\s+)?|^LS/r\b[^()]{0,300}\(").ok()
});

/// Returns where the subject names numbers of what it answers, which are not the letter's own.
pub(super) fn answering_subject(letter: &Letter<'_>, reading: &Reading) -> Option<Span> {
    let (start, end) = reading.evidence_of(Field::Subject).first()?.at?;
    let cue = REPLY.as_ref()?.find(letter.sheet.words(Span::new(start, end)))?;
    Some(Span::new(start + cue.end(), end))
}

/// Reads "(reply to SG15-LS83)" in the subject.
pub(super) fn answered_in_subject(letter: &Letter<'_>, reading: &mut Reading) {
    let Some((start, end)) = reading.evidence_of(Field::Subject).first().and_then(|one| one.at)
    else {
        return;
    };
    let words = letter.sheet.words(Span::new(start, end));
    if refers_to_subject(letter) {
        for (from, to) in identifiers::numbers_in(words) {
            let number = Span::new(start + from, start + to);
            identifiers::add(letter, reading, Field::InResponseTo, number);
        }
        return;
    }
    if let Some(within) = referred_to(words) {
        let span = Span::new(start + within.start, start + within.end);
        identifiers::add(letter, reading, Field::InResponseTo, span);
        return;
    }
    let Some(cue) = REPLY.as_ref().and_then(|pattern| pattern.find(words)) else { return };
    for (from, to) in identifiers::numbers_in(words) {
        if from >= cue.end() {
            identifiers::add(
                letter,
                reading,
                Field::InResponseTo,
                Span::new(start + from, start + to),
            );
        }
    }
    let rest = words.get(cue.end()..).unwrap_or_default();
    let names_one = words.get(cue.start()..).is_some_and(|rest| {
        rest.to_lowercase().contains("ls") || rest.to_lowercase().contains("liaison")
    });
    if reading.in_response_to.is_empty()
        && names_one
        && rest.contains(|sign: char| sign.is_ascii_digit())
    {
        let stop = [" concerning ", " regarding ", " on ", ")]", ")"]
            .iter()
            .filter_map(|stop| rest.find(stop))
            .min();
        let stop = stop.map_or(rest.len(), |at| {
            if rest.get(at..at + 1) == Some(")") && rest.get(..at).unwrap_or_default().contains('(')
            {
                at + 1
            } else {
                at
            }
        });
        let span = letter.sheet.trimmed(Span::new(start + cue.end(), start + cue.end() + stop));
        // Whom it answers, or how that is called, is no number.
        let named = letter.sheet.words(span);
        let is_title = named.starts_with(['"', '“', '«'])
            || ["on ", "regarding ", "concerning "].iter().any(|start| named.starts_with(start))
            || bodies::stands_alone(named);
        let has_digit = named.contains(|sign: char| sign.is_ascii_digit());
        if !has_digit || (is_title && dates_in(named).is_empty()) {
            return;
        }
        reading.in_response_to.push(letter.one_line(span));
        letter.note(
            reading,
            Field::InResponseTo,
            span,
            Some("It has no number: find the statement by its date."),
        );
    }
}

/// Says whether the text thanks for the letter that the subject names: "Thank you for the liaison response referenced above".
fn refers_to_subject(letter: &Letter<'_>) -> bool {
    static ABOVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:thank\s+you|thanks|in\s+(?:response|reply|answer)\s+to)\b[^.;]{0,30}\b(?:liaison|letter|LS)\b[^.;]{0,30}\b(?:referenced|mentioned|named|cited)\s+above\b").ok()
    });
    const NEAR: usize = 400;
    let text = letter.sheet.document.text.get(letter.text_start()..).unwrap_or_default();
    let opening = text.get(..text.floor_char_boundary(NEAR)).unwrap_or_default();
    ABOVE.as_ref().is_some_and(|above| above.is_match(opening))
}

/// Returns what the title of an answer has as its reference in brackets at the end: "Reply … (Ref. TD 1 (WP 2/11))".
fn referred_to(words: &str) -> Option<std::ops::Range<usize>> {
    static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^.*?\b(?:reply|response|answer|LS/r)\b.*[(\[]\s*(?:your\s+)?ref(?:erence|s)?\b[.:]*\s+(.+)[)\]]\s*$").ok()
    });
    let found = REFERENCE.as_ref()?.captures(words)?.get(1)?;
    let is_balanced = found.as_str().matches('(').count() == found.as_str().matches(')').count();
    let has_number = found.as_str().contains(|sign: char| sign.is_ascii_digit());
    (is_balanced && has_number && found.len() < 60).then(|| found.range())
}

/// Returns the number behind the words for a document that a sentence thanks for: "thanks … for document 6N15234".
fn document_thanked_for(sentence: &str) -> Option<std::ops::Range<usize>> {
    static DOCUMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:thanks?|thanking|grateful|acknowledges?|receipt of|in (?:response|reply|answer) to)\b(?:[^.;]|\.\d){0,90}?\b(?:for|of|to|in)\s+(?:its\s+|your\s+|the\s+|their\s+)?(?:document|contribution|communication|paper)\s+(?:in\s+(?:document|doc\.?)\s+)?((?-i:[A-Zm0-9][A-Z0-9./-]*[0-9][A-Z0-9./-]*[A-Z0-9]|N\s?\d{3,6}))\b").ok()
    });
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:thanks?|thanking|in (?:response|reply|answer) to)\b[^.;]{0,90}?\b(?:liaisons?(?:\s+(?:statement|letter))?|LS)\s+((?-i:N)\s?\d{3,6})\b").ok()
    });
    [&DOCUMENT, &NUMBER]
        .into_iter()
        .find_map(|pattern| Some(pattern.as_ref()?.captures(sentence)?.get(1)?.range()))
}

/// Reads what the first sentences of the text thank for, or answer.
pub(super) fn answered_in_text(letter: &Letter<'_>, reading: &mut Reading) {
    let start = letter.text_start();
    let text = letter.sheet.document.text.get(start..).unwrap_or_default();
    let text = text.get(..text.floor_char_boundary(OPENING)).unwrap_or_default();
    let mut at = start;
    for sentence in sentences(text) {
        let span = Span::new(at, at + sentence.len());
        at = span.end;
        // What we sent before is not answered.
        if sentence.to_lowercase().contains("further to our ") {
            continue;
        }
        if let Some(number) = document_thanked_for(sentence) {
            let number = Span::new(span.start + number.start, span.start + number.end);
            identifiers::add(letter, reading, Field::InResponseTo, number);
            continue;
        }
        if !answers_something(sentence) {
            answered_in_passing(letter, reading, span);
            continue;
        }
        let numbers = identifiers::numbers_in(sentence);
        for (from, to) in &numbers {
            let number = Span::new(span.start + from, span.start + to);
            let key = identifiers::key_of(letter.sheet.words(number));
            if is_beside_reference(letter, &key) {
                // What the text thanks for is no number of the letter's own.
                reading.identifiers.retain(|one| identifiers::key_of(one) != key);
                if reading.identifiers.is_empty() {
                    reading.evidence.remove(Field::Identifiers.name());
                }
            }
            let is_known = reading
                .identifiers
                .iter()
                .chain(&reading.attachments)
                .any(|one| identifiers::key_of(one) == key);
            if !is_known {
                identifiers::add(letter, reading, Field::InResponseTo, number);
            }
        }
        if numbers.is_empty() && reading.in_response_to.is_empty() {
            dated(letter, reading, span);
        }
    }
}

/// Says whether a number stands beside "Reference:", and nowhere else in the head.
fn is_beside_reference(letter: &Letter<'_>, key: &str) -> bool {
    let counts = |span: Span| {
        let words = letter.sheet.words(span);
        let numbers = identifiers::numbers_in(words).into_iter();
        numbers
            .filter(|(start, end)| {
                words.get(*start..*end).is_some_and(|one| identifiers::key_of(one) == key)
            })
            .count()
    };
    let beside: usize = letter
        .entries
        .filled(&[Label::Reference])
        .filter(|entry| entry.in_head)
        .flat_map(Entry::parts)
        .map(counts)
        .sum();
    let above: usize = letter.head().iter().map(|line| counts(line.span)).sum();
    beside > 0 && beside == above
}

/// Reads what a sentence names as answered without thanking for it: "your liaison SG12-LS26", "answers JTC 1 N12210".
fn answered_in_passing(letter: &Letter<'_>, reading: &mut Reading, sentence: Span) {
    static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:(?:your|the above)\s+(?:\w+\s+){0,2}?(?:liaisons?|LSs?|letters?|statements?|requests?|communications?|questions?|reply|response|inquiry|enquiry)(?:\s+(?:statement|request|letter|reply))?|(?:this|the present|our)\s+(?:letter|liaison|statement|LS|reply|response|message)(?:\s+statement)?\s+(?:answers|replies to|responds to|refers to|is (?:in|a|the|our) (?:response|reply|answer) to|follows)|in\s+(?:reply|response|answer|reaction)\s+to|(?:with\s+)?reference\s+(?:is made\s+)?to|thanks?\s+(?:\S+\s+){1,8}for\s+(?:its|their|the|your)\s+(?:\w+\s+){0,2}?(?:liaisons?|LSs?|letters?|statements?|questions?|reply|answer)|refers?\s+to\s+(?:the|your)\s+[^.;()]{0,40}?(?:liaison|LS|letter)|replies\s+to|responds\s+to)\b[^.;]{0,50}?$").ok()
    });
    let words = letter.sheet.words(sentence);
    let Some(pattern) = BEFORE.as_ref() else { return };
    for (from, to) in identifiers::numbers_in(words) {
        if !pattern.is_match(words.get(..from).unwrap_or_default()) {
            continue;
        }
        let number = Span::new(sentence.start + from, sentence.start + to);
        let key = identifiers::key_of(letter.sheet.words(number));
        let known = reading.identifiers.iter().chain(&reading.attachments);
        if !known.into_iter().any(|one| identifiers::key_of(one) == key) {
            identifiers::add(letter, reading, Field::InResponseTo, number);
        }
    }
    static YOURS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:your\s+(?:\w+\s+){0,2}?(?:liaison|LS|letter|statement|request|communication|question|message|inquiry|enquiry|e-?mail)|(?:refers?|reference|follows?|following|further|respon[sd]\w*|repl(?:y|ies)|answers?)\s+(?:to\s+)?the\s+(?:\w+\s+){0,4}?(?:liaison|LS|letter|request|communication)|(?:raised|asked|posed)\s+in\s+the\s+(?:e-?mail|mail|letter|liaison|LS))\b").ok()
    });
    let names_yours = YOURS.as_ref().is_some_and(|pattern| pattern.is_match(words));
    if names_yours && reading.in_response_to.is_empty() {
        dated(letter, reading, sentence);
    }
}

/// Reads "November 5, 2009" of "your liaison statement dated November 5, 2009", which has no number: the words of the date
/// alone are what it is known by, and all of them are the evidence.
pub(super) fn dated(letter: &Letter<'_>, reading: &mut Reading, sentence: Span) {
    static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b[A-Z][A-Z0-9-]+ letter|\bthe (?:e-?mail|mail) (?:of|from)|\bliaison(?: statement| letter)?|\bLS|\bletter|\byour (?:\w+ )?(?:request|communication|question|message|statement|inquiry|enquiry|e-?mail))\b[^.;]{0,80}?\b(?:dated|of|from|received(?: on)?|sent(?: on)?|on)\s.{0,4}$|\bliaison (?:responses?|repl(?:y|ies)) to our\s.{0,4}$").ok()
    });
    const MOST_DAYS: usize = 40;
    let words = letter.sheet.words(sentence);
    let days = dates_in(words).into_iter().chain(without_year(words, Date::constant(2000, 1, 1)));
    let cued = days.take(MOST_DAYS).find_map(|date| {
        let cue = DATED.as_ref()?.find(words.get(..date.start)?)?;
        Some((cue.start(), date))
    });
    let Some((cue, date)) = cued else {
        return known_by_words(letter, reading, sentence);
    };
    let span = Span::new(sentence.start + cue, sentence.start + date.end);
    let by_date = words.get(date.start..date.end).unwrap_or_default();
    reading.in_response_to.push(one_line(by_date));
    letter.note(
        reading,
        Field::InResponseTo,
        span,
        Some("It has no number: find the statement by its date."),
    );
}

/// Reads what a sentence thanks for that it names by its title or the month alone: `the liaison response titled "Clocks"`, "your letter of
/// May 2018".
fn known_by_words(letter: &Letter<'_>, reading: &mut Reading, sentence: Span) {
    static TITLED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)\b((?:liaison|LS)(?:\s+(?:statement|response|reply|letter|request))?\s+(?:titled|entitled)\s+[“"][^”"]{5,200}[”"])"#).ok()
    });
    static MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:your|its|their|the)\s+(?:\w+\s+){0,2}?(?:liaison(?:\s+(?:statement|letter|request))?|LS|letter|request)\s+(?:of|from|dated|in)\s+((?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{4})\b").ok()
    });
    let words = letter.sheet.words(sentence);
    let found =
        [&TITLED, &MONTH].into_iter().find_map(|pattern| pattern.as_ref()?.captures(words)?.get(1));
    let Some(found) = found else { return };
    let span = Span::new(sentence.start + found.start(), sentence.start + found.end());
    reading.in_response_to.push(letter.one_line(span));
    letter.note(reading, Field::InResponseTo, span, Some(BY_TITLE));
}

/// Why a statement is doubted that is known by its title or its month.
const BY_TITLE: &str = "It has no number: find the statement by its title or month.";

/// Reads the title of the letter that a subject says to answer, where nothing has its number: `Response to "Letter to … on …"`.
pub(super) fn answered_by_title(letter: &Letter<'_>, reading: &mut Reading) {
    let Some(behind) = answering_subject(letter, reading) else { return };
    if let Some(title) = quoted_letter(letter.sheet.words(behind)) {
        let span = Span::new(behind.start, behind.start + title);
        reading.in_response_to.push(letter.one_line(span));
        letter.note(reading, Field::InResponseTo, span, Some(BY_TITLE));
    }
}

/// Returns the length of the title in quotation marks with which words begin, if it is that of a letter: `"Letter to … on …"`.
fn quoted_letter(words: &str) -> Option<usize> {
    static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"^[“"](?i:letter|liaison|LS|statement|request)\b[^”"]{5,200}[”"]"#).ok()
    });
    QUOTED.as_ref()?.find(words).map(|found| found.end())
}

/// Says whether a sentence thanks for a statement, or answers one.
pub(super) fn answers_something(sentence: &str) -> bool {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:thanks?|thanking|thanked|thankful|grateful|in (?:response|reply|answer) to|(?:respond|respon[sc]e|reply|replying|responding) (?:to|on)|acknowledges?|receipt of|have received|has received|appreciates?|with reference to|refers? to your|further to|took note of|(?:has|have) (?:noted|considered|discussed|reviewed))\b").ok()
    });
    static WHAT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i:\b(?:liaisons?|letters?|correspondence|communications?|incoming statement|contributions? in)\b)|\b(?:LSs?|LS/[iro]+)\b").ok()
    });
    let has = |pattern: &LazyLock<Option<Regex>>| {
        pattern.as_ref().is_some_and(|pattern| pattern.is_match(sentence))
    };
    has(&CUE) && has(&WHAT) && !sentence.to_lowercase().contains("attached")
}

/// Cuts a text into sentences, each with the spaces after it.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let (mut sentences, mut start) = (Vec::new(), 0);
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let ends = match sign {
            '.' | '!' | '?' => {
                next.is_none_or(char::is_whitespace) && !ends_in_abbreviation(&text[start..at])
            }
            '\n' => next == Some('\n'),
            _ => false,
        };
        if ends {
            let end = at + sign.len_utf8();
            sentences.push(&text[start..end]);
            start = end;
        }
    }
    sentences.push(&text[start..]);
    sentences
}

pub(super) fn ends_in_abbreviation(before: &str) -> bool {
    let last =
        before.rsplit(|sign: char| sign.is_whitespace() || sign == '(').next().unwrap_or_default();
    matches!(
        last,
        "No" | "Nr"
            | "Rev"
            | "Ref"
            | "Doc"
            | "e.g"
            | "i.e"
            | "Mr"
            | "Ms"
            | "Dr"
            | "Rec"
            | "Q"
            | "vs"
            | "cf"
    )
}
