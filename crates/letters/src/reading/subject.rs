//! What a letter is about (BOD-1).

use super::entries::Entry;
use super::label::{Label, before_colon, folded};
use super::letter::{Letter, one_line};
use super::marks::{is_greeting, is_section};
use super::person_names;
use super::result::{Field, Reading};
use super::sheet::Line;
use crate::document::{Region, Span};

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let labelled =
        letter.entries.first(&[Label::Subject]).or_else(|| letter.entries.first(&[Label::Re]));
    if let Some(span) = labelled.and_then(|entry| value(letter, entry)) {
        reading.subject = Some(one_line(letter.sheet.words(span)));
        letter.note(reading, Field::Subject, span, None);
        return;
    }
    if let Some(span) = without_label(letter) {
        reading.subject = Some(one_line(letter.sheet.words(span)));
        letter.note(
            reading,
            Field::Subject,
            span,
            Some("It has no label: check that this is the subject."),
        );
    }
}

/// Returns the value with the lines of its own paragraph that go on with it.
fn value(letter: &Letter<'_>, entry: &Entry) -> Option<Span> {
    let first = entry.values.first().copied().or_else(|| Some(entry.more.first()?.span))?;
    // Boxes to tick beside it are another field.
    let is_ticked = |span: &&Span| letter.sheet.words(**span).contains(['☐', '☒', '☑']);
    let mut end = entry
        .values
        .iter()
        .take_while(|value| !is_ticked(value))
        .last()
        .map_or(first.end, |last| last.end);
    for more in &entry.more {
        let words = letter.sheet.words(more.span);
        if !more.is_same_paragraph || before_colon(words).is_some() || is_section(words) {
            break;
        }
        end = more.span.end;
    }
    let words = letter.sheet.words(Span::new(first.start, end));
    let boxes = ["☐", "☒", "[X]", "[x]", "[ ]"]
        .iter()
        .filter_map(|mark| words.find(mark))
        .filter(|at| *at > 0)
        .min();
    Some(letter.sheet.trimmed(Span::new(first.start, boxes.map_or(end, |at| first.start + at))))
}

/// Returns the line that stands between the head and the text, or below the title of a letter, without any label.
fn without_label(letter: &Letter<'_>) -> Option<Span> {
    let lines = &letter.sheet.lines;
    if let Some(at) = letter.title().map(|title| title.line) {
        return below_title(letter, at);
    }
    let last_entry =
        letter.entries.all.iter().filter(|entry| entry.in_head).map(|entry| entry.line).max()?;
    let has_to = letter
        .entries
        .first(&[Label::To, Label::ToAction, Label::ToComment, Label::ToInformation])
        .is_some();
    if !has_to {
        return None;
    }
    let follows = lines
        .iter()
        .enumerate()
        .skip(last_entry + 1)
        .find(|(_, line)| line.region == Region::Body)?;
    let (at, line) = follows;
    // Where the whole head is one paragraph, the next one stands apart from it.
    let paragraph = |at: usize| lines.get(at).map_or(0, |line| line.paragraph);
    let head = paragraph(last_entry);
    let below_head = head != 0
        && last_entry.checked_sub(1).is_some_and(|before| paragraph(before) == head)
        && line.paragraph != head;
    let is_apart = line.after_gap || line.is_heading || below_head;
    let next = lines.get(at + 1)?;
    let reads_on = next.after_gap || next.paragraph != line.paragraph || line.is_heading;
    (is_apart && reads_on && looks_like_one(letter, line)).then_some(line.span)
}

/// Returns the line below a title such as "LIAISON STATEMENT TO …".
fn below_title(letter: &Letter<'_>, at: usize) -> Option<Span> {
    let line = letter.sheet.lines.get(at + 1).filter(|line| line.table == 0)?;
    looks_like_one(letter, line).then_some(line.span)
}

fn looks_like_one(letter: &Letter<'_>, line: &Line) -> bool {
    let words = letter.sheet.words(line.span);
    let count = words.split_whitespace().count();
    let ends_like_a_sentence = words.ends_with(['.', ':', ',', ';', '!']);
    (2..=30).contains(&count)
        && words.len() < 250
        && !ends_like_a_sentence
        && !is_greeting(words)
        && !is_section(words)
        && !person_names::is_person(words)
        && !folded(words).starts_with("liaison statement")
        && before_colon(words).is_none()
        && words.chars().any(char::is_alphabetic)
}
