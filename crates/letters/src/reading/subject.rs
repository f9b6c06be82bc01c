//! What a letter is about (BOD-1).

use std::sync::LazyLock;

use regex::Regex;

use super::bodies;
use super::dates::dates_in;
use super::entries::Entry;
use super::identifiers;
use super::label::{Label, before_colon, folded};
use super::layouts::Layouts;
use super::letter::{Letter, one_line};
use super::marks::{is_greeting, is_section};
use super::person_names;
use super::result::{Field, Reading};
use super::sheet::Line;
use super::titles;
use super::wrapped_titles;
use crate::document::{Region, Span};

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    let labelled = below_cover(letter)
        .or_else(|| letter.entries.first(&[Label::Subject]))
        .or_else(|| letter.entries.first(&[Label::Re]))
        .or_else(|| below_greeting(letter))
        .or_else(|| referred_to(letter));
    // Above a title, the field tells what the meeting is about.
    let title = letter.title().filter(|title| title.subject.is_none()).map(|title| title.line);
    let is_above = |entry: &&Entry| title.is_some_and(|title| entry.line < title);
    let below = title
        .and_then(|at| below_title(letter, at))
        .filter(|_| labelled.is_some_and(|entry| is_above(&entry)));
    if let Some(span) = below {
        reading.subject = Some(one_line(letter.sheet.words(span)));
        letter.note(reading, Field::Subject, span, None);
        return;
    }
    let titled = || letter.title().and_then(|title| title.subject);
    if let Some(span) = labelled.and_then(|entry| value(letter, entry))
        && !(is_question(letter.sheet.words(span)) && titled().is_some())
    {
        let span = without_reference(letter, span);
        reading.subject = Some(one_line(letter.sheet.words(span)));
        letter.note(reading, Field::Subject, span, None);
        return;
    }
    if let Some(span) = of_its_page(letter)
        .or_else(|| without_label(letter))
        .or_else(|| headed(letter))
        .or_else(|| beside_greeting(letter))
        .or_else(|| above_the_text(letter))
    {
        reading.subject = Some(one_line(letter.sheet.words(span)));
        letter.note(
            reading,
            Field::Subject,
            span,
            Some("It has no label: check that this is the subject."),
        );
    }
}

/// Says whether words only name the question that a paper belongs to: "Question ITU-R 201-3/5".
fn is_question(words: &str) -> bool {
    const LONGEST: usize = 60;
    let behind = words.trim().strip_prefix("Question");
    behind.is_some_and(|behind| {
        let numbers =
            behind.strip_prefix('s').unwrap_or(behind).replace("ITU-", "").replace(" and ", "");
        words.len() < LONGEST && !numbers.contains(char::is_lowercase)
    })
}

/// Returns the subject that a letter has beside its addressee, where a cover with a title of its own stands above it.
fn below_cover<'l>(letter: &'l Letter<'_>) -> Option<&'l Entry> {
    const NEAR: usize = 6;
    let is_in_table = |entry: &Entry| letter.sheet.lines[entry.line].table != 0;
    let cover = letter.entries.first(&[Label::Subject]).filter(|entry| is_in_table(entry))?;
    let to =
        letter.entries.first(&[Label::To]).filter(|to| !is_in_table(to) && to.line > cover.line)?;
    let subjects = letter.entries.filled(&[Label::Subject]);
    subjects
        .into_iter()
        .find(|entry| entry.in_head && !is_in_table(entry) && entry.line.abs_diff(to.line) <= NEAR)
}

/// Returns the subject that stands right below the greeting, as some letters on paper have it.
fn below_greeting<'l>(letter: &'l Letter<'_>) -> Option<&'l Entry> {
    let at = letter.entries.head_end;
    let greeting = letter.sheet.lines.get(at)?;
    let mut subjects = letter.entries.filled(&[Label::Re, Label::Subject]);
    let below = subjects.find(|entry| entry.line == at + 1);
    below.filter(|_| is_greeting(letter.sheet.words(greeting.span)))
}

/// Returns the reference of a letter on paper, where that says what the letter is about: "Ref.: Liaison statement of … on …".
fn referred_to<'l>(letter: &'l Letter<'_>) -> Option<&'l Entry> {
    const WORDS: usize = 4;
    let mut entries = letter.entries.filled(&[Label::Reference]);
    entries.find(|entry| {
        let words = entry.beside().map_or("", |span| letter.sheet.words(span));
        let first = words.split(' ').next().unwrap_or_default().to_lowercase();
        entry.in_head
            && matches!(first.as_str(), "liaison" | "letter" | "request" | "reply" | "response")
            && words.split_whitespace().count() > WORDS
            && !identifiers::is_number(words)
    })
}

/// Returns a subject without the sender's number in brackets behind it: "… (our reference: EX-712)".
fn without_reference(letter: &Letter<'_>, span: Span) -> Span {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*[\[(](?:our|internal|liaison|document|doc\.?)?\s*(?:ref\.?|reference|number|no\.?)(?:\s+(?:no\.?|number))?\s*:?\s+[^()\[\]]{1,40}[\])]$").ok()
    });
    // What a mail server put before it is no part of it, either.
    let start = super::subject_marks::external_end(letter.sheet.words(span));
    let span = letter.sheet.trimmed(Span::new(span.start + start, span.end));
    let words = letter.sheet.words(span);
    let end = NUMBER.as_ref().and_then(|number| number.find(words)).map(|found| found.start());
    let end = end.filter(|end| *end > 0).unwrap_or(words.len());
    letter.sheet.trimmed(Span::new(span.start, span.start + end))
}

/// Returns the value with the lines of its own paragraph that go on with it.
fn value(letter: &Letter<'_>, entry: &Entry) -> Option<Span> {
    let first = entry.values.first().copied().or_else(|| Some(entry.more.first()?.span))?;
    // Boxes to tick beside it are another field.
    const BOXES: [&str; 6] = ["☐", "☒", "☑", "[X]", "[x]", "[ ]"];
    let is_ticked = |span: &&Span| {
        let words = letter.sheet.words(**span);
        BOXES.iter().any(|mark| words.contains(mark)) && span.start > first.start
    };
    let mut end = entry
        .values
        .iter()
        .take_while(|value| !is_ticked(value))
        .last()
        .map_or(first.end, |last| last.end);
    let is_below = entry.values.is_empty();
    for more in &entry.more {
        let words = letter.sheet.words(more.span);
        let so_far = Span::new(first.start, end);
        if !(more.is_same_paragraph
            || is_below
            || wrapped_titles::goes_on(letter, so_far, more.span))
            || before_colon(words).is_some()
            || is_section(words)
            || identifiers::is_number(words)
        {
            break;
        }
        end = more.span.end;
    }
    end = wrapped_titles::rest_above_greeting(letter, entry).map_or(end, |rest| end.max(rest.end));
    let words = letter.sheet.words(Span::new(first.start, end));
    let boxes = ["☐", "☒", "[X]", "[x]", "[ ]"]
        .iter()
        .filter_map(|mark| words.find(mark))
        .filter(|at| *at > 0)
        .min();
    Some(letter.sheet.trimmed(Span::new(first.start, boxes.map_or(end, |at| first.start + at))))
}

/// Returns the subject that stands behind or below the words "Liaison statement", or in a title that begins with them.
fn headed(letter: &Letter<'_>) -> Option<Span> {
    static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:(?-i:[A-Z][A-Z0-9/-]*[A-Z0-9])(?:\s(?-i:[A-Z0-9][A-Z0-9/-]*)){0,2}\s+)?(?:(?:draft|reply|response|outgoing)\s+)*(?:liaison(?:\s+(?:statement|letter|note|reply|response))?|LS(?:/[ior])?)\s+(?:between\b.{3,60}\sand\s\S.*|(?:from\b.{3,80}?\s+)?(?:to\b.{3,90}\s+)?(?:on|regarding|concerning|about)|from\b.{3,60}?\s+to\b.{3,60}?:)(?:\s+.{8,})?$").ok()
    });
    const MOST: usize = 30;
    let greeting = letter.entries.head_end;
    let lines = letter.sheet.lines.get(..greeting.min(MOST)).unwrap_or_default();
    let kinds = ["liaison statement", "liaison", "liaison letter", "liaison note", "ls"];
    let behind = letter.entries.all.iter().find(|entry| {
        entry.in_head
            && entry.label == Label::Other
            && kinds.contains(&folded(letter.sheet.words(entry.label_span)).as_str())
    });
    if let Some(span) = behind.and_then(|entry| value(letter, entry)).filter(|span| {
        let words = letter.sheet.words(*span);
        words.split_whitespace().count() > 2 && !bodies::is_nothing(words)
    }) {
        return Some(span);
    }
    if let Some(between) = titles::between(letter)
        && names_a_letter(letter.sheet.words(between.line))
    {
        // What it is about may stand above, as the heading of a page.
        let above = lines.iter().rfind(|line| line.span.end <= between.line.start);
        let is_title = |line: &&Line| {
            line.is_heading
                && looks_like_one(letter, line)
                && !is_name_of_a_body(letter.sheet.words(line.span))
        };
        return Some(above.filter(is_title).map_or(between.line, |line| line.span));
    }
    // A cover has it in a cell of its own.
    let body =
        |line: &&Line| (line.table == 0 || line.cells.len() == 1) && line.region == Region::Body;
    let named = lines.iter().filter(body).find(|line| {
        let words = letter.sheet.words(line.span);
        let is_title =
            NAMES.as_ref().is_some_and(|names| names.is_match(words)) || is_other_letter(words);
        is_title && is_like_one(letter, line)
    });
    let at = named.and_then(|named| lines.iter().position(|line| line.span == named.span));
    let whole = at.map(|at| wrapped_titles::with_its_rest(letter, at));
    let is_page = letter.sheet.is_of_pages();
    named
        .map(|line| whole.filter(|_| is_page).unwrap_or(line.span))
        .or_else(|| below_heading(letter, lines))
}

/// Says whether a line is the title of a letter that does not call itself a liaison: "Statement to the Example Board on …".
fn is_other_letter(words: &str) -> bool {
    static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?i:statement|letter|response|reply|request|communication|advice|comments)\s+(?:from\b.{3,60}\s+)?to\s+(?:the\s+)?(.{2,60}?)\s+(?:on|regarding|concerning|about)\s+.{8,}$").ok()
    });
    let found = TITLE.as_ref().and_then(|title| title.captures(words)?.get(1));
    words.starts_with(char::is_uppercase)
        && found.is_some_and(|body| bodies::stands_alone(body.as_str()))
}

/// Returns the line right above or below the greeting that stands out, as letters on paper have what they are about.
fn beside_greeting(letter: &Letter<'_>) -> Option<Span> {
    let lines = &letter.sheet.lines;
    let at = letter.entries.head_end;
    let greeting = lines.get(at).filter(|line| is_greeting(letter.sheet.words(line.span)))?;
    // A line apart from the address and the greeting reads like a title, too.
    let is_apart = |line: &Line| {
        let words = letter.sheet.words(line.span).split_whitespace();
        let small = words.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
        let next = lines.iter().find(|next| next.span.start > line.span.end);
        let is_parted = line.after_gap && next.is_some_and(|next| next.after_gap);
        is_parted && small > 1 && words.count() > 3
    };
    let is_labelled = |line: &Line| {
        letter.entries.all.iter().any(|entry| {
            let mut parts = entry.parts().into_iter();
            parts.any(|part| part.start < line.span.end && line.span.start < part.end)
        })
    };
    let is_one = |line: &&Line| {
        let words = letter.sheet.words(line.span);
        (line.is_heading || (is_apart(line) && !is_labelled(line) && !bodies::is_role(words)))
            && !words.contains('@')
            && line.table == 0
            && line.region == Region::Body
            && looks_like_one(letter, line)
            && !is_name_of_a_body(words)
            && dates_in(words).is_empty()
            && !identifiers::is_number(words)
    };
    let above = || lines.get(at.checked_sub(1)?).filter(is_one).map(|line| line.span);
    let paragraph = || {
        let whole = wrapped_titles::paragraph_above(letter, at)?;
        is_one(&&whole).then_some(whole.span)
    };
    let below = || lines.get(at + 1).filter(is_one).map(|line| line.span);
    if greeting.table == 0 { paragraph().or_else(above).or_else(below) } else { None }
}

/// Returns the heading above the text of a letter that has no labels at all.
fn above_the_text(letter: &Letter<'_>) -> Option<Span> {
    let text = letter.text_start();
    let above = letter.sheet.lines.iter().take_while(|line| line.span.start < text);
    let is_one = |line: &&Line| {
        let words = letter.sheet.words(line.span);
        line.is_heading
            && line.table == 0
            && looks_like_one(letter, line)
            && !is_name_of_a_body(words)
            && dates_in(words).is_empty()
            && !identifiers::is_number(words)
    };
    let mut headings = above.filter(is_one).map(|line| line.span);
    let only = headings.next().filter(|_| letter.entries.all.is_empty())?;
    headings.next().is_none().then_some(only)
}

/// Says whether a heading calls itself a letter: "Liaison letter of … to …".
fn names_a_letter(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["liaison", "ls "].iter().any(|start| lower.starts_with(start))
}

/// Returns the title of a page of an organization's tool: below the words "Liaison statement", above the fields.
fn of_its_page(letter: &Letter<'_>) -> Option<Span> {
    const MOST: usize = 30;
    let lines = letter.head().get(..MOST.min(letter.head().len())).unwrap_or_default();
    if !letter.is_of_a_tool() {
        return None;
    }
    below_heading(letter, lines).or_else(|| {
        // A page that was copied may begin with it, right above the first field.
        let (first, next) = (letter.sheet.lines.first()?, letter.sheet.lines.get(1)?);
        let mut entries = letter.entries.all.iter();
        let is_field = entries.any(|entry| entry.label_span.start == next.span.start);
        (first.table == 0 && is_field && looks_like_one(letter, first)).then_some(first.span)
    })
}

/// Returns the line right below one that ends with the words "Liaison statement".
fn below_heading(letter: &Letter<'_>, lines: &[Line]) -> Option<Span> {
    let at = lines.iter().position(|line| {
        let folded = folded(letter.sheet.words(line.span));
        line.table == 0
            && folded.ends_with("liaison statement")
            && folded.split_whitespace().count() < 7
    })?;
    let line = lines.get(at + 1).filter(|line| line.table == 0)?;
    let words = letter.sheet.words(line.span);
    if letter.is_of_a_tool() {
        return Some(line.span);
    }
    if let Some(whole) = wrapped_titles::down_to_greeting(letter, at + 1) {
        return Some(whole);
    }
    if line.after_gap {
        return None;
    }
    let is_other =
        !dates_in(words).is_empty() || is_name_of_a_body(words) || identifiers::is_number(words);
    (looks_like_one(letter, line) && !is_other)
        .then(|| wrapped_titles::with_its_rest(letter, at + 1))
}

/// Says whether words are the name of a body and nothing else: each of its words has a capital.
pub(super) fn is_name_of_a_body(words: &str) -> bool {
    const SMALL: [&str; 6] = ["of", "for", "and", "the", "on", "in"];
    let has_capital = |word: &str| word.chars().next().is_some_and(|sign| !sign.is_lowercase());
    bodies::stands_alone(words)
        && words.split_whitespace().all(|word| SMALL.contains(&word) || has_capital(word))
}

/// Returns the line that stands between the head and the text, or below the title of a letter, without any label.
fn without_label(letter: &Letter<'_>) -> Option<Span> {
    let lines = &letter.sheet.lines;
    if let Some(title) = letter.title() {
        return title.subject.or_else(|| below_title(letter, title.line));
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
    let is_day =
        !dates_in(letter.sheet.words(line.span)).is_empty() && line.span.end - line.span.start < 40;
    (is_apart && reads_on && !is_day && looks_like_one(letter, line)).then_some(line.span)
}

/// Returns the line below a title such as "LIAISON STATEMENT TO …".
fn below_title(letter: &Letter<'_>, at: usize) -> Option<Span> {
    let line =
        letter.sheet.lines.get(at + 1).filter(|line| line.table == 0 || line.cells.len() == 1)?;
    let is_other = folded(letter.sheet.words(line.span)).starts_with("liaison statement");
    // It may name what it is about by its whole title.
    let words = letter.sheet.words(line.span);
    let is_labelled = before_colon(words).is_some_and(|(colon, _)| {
        let label = words.get(..colon).unwrap_or_default();
        Layouts::get().label(letter.layout, label).is_some()
    });
    // What a tool labels without a colon is no title.
    let is_field =
        letter.is_of_a_tool() && letter.entries.all.iter().any(|entry| entry.line == at + 1);
    let is_one = is_as_long(letter, line, 60, 500, !is_labelled) && !is_other && !is_field;
    is_one.then(|| wrapped_titles::with_its_rest(letter, at + 1))
}

fn looks_like_one(letter: &Letter<'_>, line: &Line) -> bool {
    let words = letter.sheet.words(line.span);
    is_like_one(letter, line) && !folded(words).starts_with("liaison statement")
}

/// Says the same of a line that may begin with the words "Liaison statement".
fn is_like_one(letter: &Letter<'_>, line: &Line) -> bool {
    is_as_long(letter, line, 30, 250, false)
}

/// Says whether a line is one of at most so many words and bytes.
fn is_as_long(
    letter: &Letter<'_>,
    line: &Line,
    most_words: usize,
    most: usize,
    may_have_colon: bool,
) -> bool {
    let words = letter.sheet.words(line.span);
    let count = words.split_whitespace().count();
    let is_name = count < 5 && person_names::is_person(words);
    let ends_like_a_sentence = words.ends_with(['.', ':', ',', ';', '!']);
    (2..=most_words).contains(&count)
        && words.len() < most
        && !ends_like_a_sentence
        && !is_greeting(words)
        && !is_section(words)
        && !is_name
        && before_colon(words).is_none_or(|_| may_have_colon)
        && words.chars().any(char::is_alphabetic)
}
