//! People of whom the text speaks: whom to ask, and where an answer is to go (CON-2, CON-3).

use std::sync::LazyLock;

use regex::Regex;

use super::addresses::{self, Address};
use super::day_in_text::last_sentence;
use super::letter::{Letter, one_line};
use super::patterns::compiled;
use super::person_names;
use super::result::{Field, Person, Reading};
use crate::document::Span;

/// Why a person is doubted of whom only the text speaks.
pub(super) const SPOKEN_OF: &str = "It stands in the text, not in a field of its own.";

/// Reads whom the text says to ask: "please contact Ana Example (ana@example.org)".
pub(super) fn in_prose(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i:\b(?:contacts?\s+(?:person\s+)?(?:on|at|in|for|from|within)\s+[^.;:()]{2,40}?\s+is|contact(?:\s+the\s+[^,.;:]{3,60},)?|in touch with|(?:questions|queries|enquiries|inquiries)\s+(?:\w+\s+){0,4}to|(?:direct|address|send)\s+(?:these|them|any|all|such)(?:\s+\w+){0,2}\s+to))\s+(?:(?:our|the)\s+[a-z][^,.;:]{2,30},\s+)?(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?((?:\p{Lu}[\p{L}'’.-]+\s+){1,3}\p{Lu}[\p{L}'’-]+\s*)(?:,\s[^.;:()]{2,60}?)?,?\s*(?:[(<\[]|\bat:?\s|[,:]\s|\bat\s+the\s+following\s+address:?\s)\s*(?:[(<\[])?$",
        )
    });
    if let Some((person, span)) = CUE.as_ref().and_then(|cue| named(letter, reading, cue, 160)) {
        reading.contacts.push(person);
        letter.note(reading, Field::Contacts, span, Some(SPOKEN_OF));
        return;
    }
    office(letter, reading);
}

/// Reads whom the text says to ask about technical matters alone: "for technical questions please contact Ana Example (…)".
pub(super) fn on_technical_matters(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i:\btechnical\s+(?:questions?|queries|matters?|issues|details|aspects|clarifications?|discussions?)\b[^.;()]{0,60}?\s(?:contact|to|with|is|are)\s+)(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?((?:\p{Lu}[\p{L}'’.-]+\s+){1,3}\p{Lu}[\p{L}'’-]+)(?:,\s[^.;:()]{2,40}?)?,?\s*(?:at:?\s+)?[(<\[]?(?:mailto:)?$",
        )
    });
    if let Some((person, span)) = CUE.as_ref().and_then(|cue| named(letter, reading, cue, 160)) {
        reading.technical_contacts.push(person);
        letter.note(reading, Field::TechnicalContacts, span, Some(SPOKEN_OF));
    }
}

/// Reads who is to be asked beside whoever signs: "contact the undersigned or Ms. Ana Example (ana@example.org)".
pub(super) fn beside_who_signs(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i:\b(?:contact|reach|ask|(?:addressed|directed|sent)\s+to)\s+(?:either\s+)?(?:the\s+undersigned|me|myself)\s*,?\s+or\s+(?:to\s+)?(?:the\s+[^,.;:()]{2,60},\s+)?)(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?((?:\p{Lu}[\p{L}'’.-]+\s+){1,3}\p{Lu}[\p{L}'’-]+)(?:,\s[^;:()]{2,60})?,?\s*(?:at\s+)?[(<\[]?(?:mailto:)?$",
        )
    });
    if let Some((person, span)) = CUE.as_ref().and_then(|cue| named(letter, reading, cue, 200)) {
        reading.contacts.push(person);
        letter.note(reading, Field::Contacts, span, Some(SPOKEN_OF));
    }
}

/// Returns the first person who is named by what a cue finds right before an address, at most so many bytes, and where that stands; whom
/// the letter has as a contact already is not told.
fn named(
    letter: &Letter<'_>,
    reading: &Reading,
    cue: &Regex,
    near: usize,
) -> Option<(Person, Span)> {
    let start = letter.text_start();
    addresses_in_text(letter, near).find_map(|(from, before, address)| {
        let name = cue.captures(before)?.get(1)?;
        let known = reading.contacts.iter().chain(&reading.technical_contacts);
        let is_known = known.into_iter().any(|one| one.email.eq_ignore_ascii_case(&address.email));
        if is_known || !person_names::is_person(name.as_str()) {
            return None;
        }
        let span = Span::new(start + from + name.start(), start + address.end);
        let name = one_line(person_names::without_title(name.as_str().trim()));
        let person = Person { name, email: address.email, ..Person::default() };
        Some((person, letter.sheet.trimmed(span)))
    })
}

/// Reads the address to which the text sends questions, where it names nobody: "Questions may be sent to office@example.org".
fn office(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?i)\b(?:questions|queries|enquiries|inquiries)\s+(?:(?:on|about|regarding)\s+[^.;:]{1,60}?\s+)?(?:\w+\s+){0,4}to:?\s+(?:mailto:)?$",
        )
    });
    let Some(cue) = CUE.as_ref() else { return };
    let start = letter.text_start();
    for (_, before, address) in addresses_in_text(letter, 140) {
        if !cue.is_match(before) {
            continue;
        }
        let span = Span::new(start + address.start, start + address.end);
        let person = Person { email: address.email, ..Person::default() };
        reading.contacts.push(person);
        return letter.note(reading, Field::Contacts, span, Some(SPOKEN_OF));
    }
}

/// Reads where the text says that an answer is to go: "your reply …, addressed to office@example.org".
pub(super) fn reply(letter: &Letter<'_>, reading: &mut Reading) {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?is)(?:\b(?:direct|send|address|forward|submit|e-?mail|return)\s+(?:your|any|all|the|written)?\s*(?:reply|replies|responses?|answers?|comments|feedback|information)\s+to|\b(?:reply|respond)\s+to|\bcomments?\b[^.;]{0,60}?\b(?:sent|directed|addressed|e-?mailed|submitted)\s+to|\b(?:reply|replies|responses?|answers?)\b.{0,160}?\b(?:addressed|sent|directed|returned|e-?mailed|submitted|forwarded)\s+to)\s+(?:the\s+)?(?:[\w.'’,/-]+\s+){0,8}[(<\[]?(?:mailto:)?$",
        )
    });
    static WANTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?is)\b(?:ask|asks|asked|kindly|please|grateful|appreciate|welcome|invite[sd]?)\b.{0,200}?\b(?:repl(?:y|ies)|answers?|responses?|comments?|remarks|feedback|confirm|correct)\b.{0,160}?\bto\s+(?:the\s+)?(?:[\w.'’/-]+,?\s+){0,6}[(<\[]?(?:mailto:)?$",
        )
    });
    let (Some(cue), Some(wanted)) = (CUE.as_ref(), WANTED.as_ref()) else { return };
    let start = letter.text_start();
    if at_the_address_below(letter, reading) {
        return;
    }
    for (_, before, address) in addresses_in_text(letter, 260) {
        let sentence = last_sentence(before);
        if cue.is_match(sentence) || wanted.is_match(sentence) || sends_it(before) {
            let span = Span::new(start + address.start, start + address.end);
            let name = name_at_the_end(before).or_else(|| office_at_the_end(before));
            let name = name.unwrap_or_default();
            let person = Person { name, email: address.email, ..Person::default() };
            reading.send_reply_to.push(person);
            letter.note(reading, Field::SendReplyTo, span, Some(SPOKEN_OF));
            return copied(letter, reading, address.end);
        }
    }
}

/// Reads who is to get a copy of the answer, behind where it is to go: "…, with a copy to Bob Sample (bob@example.org)".
fn copied(letter: &Letter<'_>, reading: &mut Reading, end: usize) {
    static COPY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?is)^[)>\]]?,?\s+(?:with\s+(?:an?\s+)?|and\s+(?:an?\s+)?)cop(?:y|ies)\s+to\s[^;@]{0,90}$",
        )
    });
    const NEAR: usize = 160;
    let start = letter.text_start();
    let next = addresses_in_text(letter, NEAR).find(|(_, _, address)| address.start > end);
    let Some((from, before, address)) = next else { return };
    let between = end.checked_sub(from).and_then(|at| before.get(at..)).unwrap_or_default();
    if COPY.as_ref().is_some_and(|copy| copy.is_match(between)) {
        let span = Span::new(start + address.start, start + address.end);
        let name = name_at_the_end(before).unwrap_or_default();
        reading.send_reply_to.push(Person { name, email: address.email, ..Person::default() });
        letter.note(reading, Field::SendReplyTo, span, Some(SPOKEN_OF));
    }
}

/// Reads "Please address any reply to Ana Example at the following address:", with lines of an address below.
fn at_the_address_below(letter: &Letter<'_>, reading: &mut Reading) -> bool {
    static CUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?is)\b(?:repl(?:y|ies)|responses?|answers?|comments)\b[^.;:]{0,80}?\bto\s+(?:the\s+)?([^.;:]{4,60}?)\s+at\s+the\s+(?:following\s+)?address(?:\s+below)?\s*:\s*$").ok()
    });
    static SENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?is)\b(?:repl(?:y|ies)|responses?|answers?|comments)\b[^.;:]{0,60}?\b(?:sent|directed|addressed|submitted)\s+to\s*:\s*\n\s*(\p{Lu}[\p{L}.'’-]+(?:[ \t]+\p{Lu}[\p{L}.'’-]+){1,3})[ \t]*[,\n][^:]{0,160}$").ok()
    });
    const NEAR: usize = 300;
    let (Some(cue), Some(sent)) = (CUE.as_ref(), SENT.as_ref()) else { return false };
    let start = letter.text_start();
    for (from, before, address) in addresses_in_text(letter, NEAR) {
        let colon = before
            .rfind(':')
            .filter(|colon| before.get(*colon..).is_some_and(|rest| rest.contains('\n')));
        let asked = colon.and_then(|colon| before.get(..=colon));
        let named = asked.and_then(|asked| cue.captures(asked)?.get(1));
        // Or the name stands below, too.
        let named = named.or_else(|| {
            sent.captures(before)?.get(1).filter(|name| person_names::is_person(name.as_str()))
        });
        let Some(name) = named else { continue };
        let named = person_names::without_title(name.as_str());
        let name_words =
            if person_names::is_person(named) { one_line(named) } else { String::new() };
        let person = Person { name: name_words, email: address.email, ..Person::default() };
        reading.send_reply_to.push(person);
        let span = Span::new(start + from + name.start(), start + from + name.end());
        letter.note(reading, Field::SendReplyTo, span, Some(SPOKEN_OF));
        let span = Span::new(start + address.start, start + address.end);
        letter.note(reading, Field::SendReplyTo, span, Some(SPOKEN_OF));
        return true;
    }
    false
}

/// Says whether a sentence sends to an address what the one before it wants: "… your view by May. Please send it to".
fn sends_it(before: &str) -> bool {
    static SENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?is)\b(?:views?|answers?|repl(?:y|ies)|responses?|comments?)\b[^.;]{0,120}\.\s+(?:please\s+)?send\s+(?:it|them|this|these)\s+to\s+(?:[\w.'’,/-]+\s+){0,8}[(<\[]?(?:mailto:)?$",
        )
    });
    SENDS.as_ref().is_some_and(|sends| sends.is_match(before))
}

/// Returns the name right before an address, with or without an office between them: "Ana Example, Example manager, at".
fn name_at_the_end(before: &str) -> Option<String> {
    static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"(?:^|[\s,])((?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]*){1,2})(?:,\s[^,;:()]{2,40})?,?\s+(?:at\s+)?[(<\[]?(?:mailto:)?$",
        )
    });
    let mut rest = before;
    // An office may stand before the name, too: "Example Secretariat, Ms. Ana Example".
    loop {
        let found = NAME.as_ref()?.captures(rest)?.get(1)?;
        let name = person_names::without_title(found.as_str());
        if person_names::is_person(name) {
            return Some(one_line(name));
        }
        rest = rest.get(found.end()..)?;
    }
}

/// Returns the office right before an address in brackets: "to the Example Project Office (office@example.org)".
fn office_at_the_end(before: &str) -> Option<String> {
    static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        compiled(
            r"\s((?:[\p{Lu}\d][\w&/.-]*\s+){1,4}(?:Office|Secretariat|Coordinator|Coordination))\s*[(<\[](?:mailto:)?$",
        )
    });
    OFFICE.as_ref()?.captures(before)?.get(1).map(|office| one_line(office.as_str()))
}

/// Returns the addresses in the beginning of a letter's text, each with what stands right before it, at most so many bytes, and where
/// that begins; places count from the beginning of the text.
fn addresses_in_text<'l>(
    letter: &Letter<'l>,
    near: usize,
) -> impl Iterator<Item = (usize, &'l str, Address)> {
    const MOST: usize = 20_000;
    let text = letter.sheet.document.text.get(letter.text_start()..).unwrap_or_default();
    let text = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default();
    addresses::addresses_in(text).into_iter().map(move |address| {
        let from = text.floor_char_boundary(address.start.saturating_sub(near));
        (from, text.get(from..address.start).unwrap_or_default(), address)
    })
}
