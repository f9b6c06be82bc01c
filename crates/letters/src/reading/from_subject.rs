//! Whom the subject names: "… [to Example Forum, Example WG]", "Request to the Example Board to …".

use super::items;
use super::letter::Letter;
use super::lists;
use super::mail_subject;
use super::result::{Field, Reading};
use crate::document::Span;

const IN_THE_SUBJECT: &str = "It stands in the subject alone.";

/// Takes the addressed bodies from a subject that has them in brackets at its end, or that asks or answers one.
pub(super) fn to(letter: &Letter<'_>, reading: &mut Reading) {
    let Some(subject) = subject(reading) else { return };
    let asked = || {
        let body = mail_subject::asked_in(letter.sheet.words(subject))?;
        Some(Span::new(subject.start + body.start, subject.start + body.end))
    };
    let answered = || {
        let body = mail_subject::answered_in(letter.sheet.words(subject))?;
        Some(Span::new(subject.start + body.start, subject.start + body.end))
    };
    let span = bracketed(letter, subject, "[to ").or_else(asked).or_else(answered);
    let Some(span) = span else { return };
    for item in items::items_of_line(&letter.sheet, span) {
        lists::add(&mut reading.to, letter.sheet.words(item));
        letter.note(reading, Field::To, item, Some(IN_THE_SUBJECT));
    }
}

/// Takes the body that writes from a subject that has it in brackets, or begins with it: "… [from Example WG]", "EXA comment on …".
pub(super) fn from(letter: &Letter<'_>, reading: &mut Reading) {
    let Some(subject) = subject(reading) else { return };
    let commenting = || {
        let body = mail_subject::commenting_in(letter.sheet.words(subject))?;
        Some(Span::new(subject.start, subject.start + body.len()))
    };
    let span = bracketed(letter, subject, "[from ").or_else(commenting);
    let Some(span) = span else { return };
    lists::add(&mut reading.from, letter.sheet.words(span));
    letter.note(reading, Field::From, span, Some(IN_THE_SUBJECT));
}

/// Takes the part of an organization from a subject that says who sends the letter, where only a letterhead or a signature says so else:
/// "Liaison from the EXA Clocks Task Force on …" of EXA.
pub(super) fn part_of_the_sender(letter: &Letter<'_>, reading: &mut Reading) {
    let [from] = &reading.from[..] else { return };
    let Some(subject) = subject(reading) else { return };
    let is_doubted = reading.evidence_of(Field::From).iter().all(|one| one.doubt.is_some());
    let words = letter.sheet.words(subject);
    let first = from.split(' ').next().unwrap_or(from);
    let Some(body) = mail_subject::sender_in(words).filter(|body| {
        !body.ends_with(['.', ')'])
            && body.len() > first.len()
            && body.split([' ', '/']).next() == Some(first)
            && !from.starts_with(*body)
    }) else {
        return;
    };
    if let Some(at) = words.find(body).filter(|_| is_doubted && words.contains(" from ")) {
        let span = Span::new(subject.start + at, subject.start + at + body.len());
        reading.from = vec![body.to_owned()];
        reading.evidence.remove(Field::From.name());
        letter.note(reading, Field::From, span, Some(IN_THE_SUBJECT));
    }
}

fn subject(reading: &Reading) -> Option<Span> {
    let (start, end) = reading.evidence_of(Field::Subject).first()?.at?;
    Some(Span::new(start, end))
}

/// Returns what stands in the brackets that begin so, without another part behind a semicolon.
fn bracketed(letter: &Letter<'_>, subject: Span, opening: &str) -> Option<Span> {
    let words = letter.sheet.words(subject);
    let start = words.to_ascii_lowercase().rfind(opening)? + opening.len();
    let rest = words.get(start..)?;
    let end = rest.find(']')?;
    Some(letter.sheet.trimmed(Span::new(subject.start + start, subject.start + start + end)))
}
