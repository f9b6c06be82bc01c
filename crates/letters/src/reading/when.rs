//! The date of a letter, and the day by which an answer is wanted (PUR-2, REC-8).

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::bodies;
use super::dates::{Found, dates_in, end_of_month, short_date, without_year};
use super::day_in_text;
use super::entries::Entry;
use super::label::{Label, folded};
use super::layouts::DateSource;
use super::letter::{Letter, one_line};
use super::purpose;
use super::result::{Evidence, Field, Reading};
use super::sheet::Line;
use crate::document::{Region, Span};

pub(super) fn read(letter: &Letter<'_>, reading: &mut Reading) {
    date(letter, reading);
    deadline(letter, reading);
    in_purpose(letter, reading);
    purpose::settle(reading);
    asked_by_a_day(reading);
}

/// Takes a day by which something is wanted as a sign that something is asked, where no words say so.
fn asked_by_a_day(reading: &mut Reading) {
    if reading.purpose.is_some() || reading.deadline.is_none() {
        return;
    }
    let Some(mut evidence) = reading.evidence_of(Field::Deadline).first().cloned() else { return };
    evidence.doubt =
        Some("It has no line for its purpose, and a deadline: something is asked.".to_owned());
    reading.purpose = Some(rules::Purpose::Action);
    reading.note(Field::Purpose, evidence);
}

fn date(letter: &Letter<'_>, reading: &mut Reading) {
    for source in &letter.layout.dates {
        let read = match source {
            DateSource::Stated => stated(letter, reading),
            DateSource::Line => alone(letter, reading),
            DateSource::Approval => labelled(
                letter,
                reading,
                Label::Approval,
                "It has no date of its own: this is when it was approved.",
            ),
            DateSource::Meeting => meeting(letter, reading),
            DateSource::DraftSaved => draft_saved(letter, reading),
        };
        let read = read.or_else(|| match source {
            DateSource::Meeting => labelled(letter, reading, Label::From, OF_THE_SOURCE),
            _ => None,
        });
        if let Some(date) = read.or_else(|| {
            // Some have it at their very end.
            matches!(source, DateSource::Stated).then(|| issued(letter, reading)).flatten()
        }) {
            reading.date = Some(date);
            return;
        }
    }
}

/// Reads the day below the text on which a letter says to have been issued: "Date of issue: …".
fn issued(letter: &Letter<'_>, reading: &mut Reading) -> Option<Date> {
    const LABELS: [&str; 4] = ["date of issue", "issue date", "date issued", "issued on"];
    let mut below = letter.entries.all.iter().filter(|entry| {
        let label = folded(letter.sheet.words(entry.label_span));
        !entry.in_head && entry.label == Label::Date && LABELS.contains(&label.as_str())
    });
    let span = below.next_back()?.beside()?;
    let found = dates_in(letter.sheet.words(span)).into_iter().next()?;
    note(letter, reading, Field::Date, span, found, None);
    Some(found.last)
}

/// Why a day is doubted that stands behind who writes.
const OF_THE_SOURCE: &str =
    "It has no date of its own: this is the last day of the meeting that stands beside the sender.";

fn stated(letter: &Letter<'_>, reading: &mut Reading) -> Option<Date> {
    let entries: Vec<&Entry> = letter
        .entries
        .all
        .iter()
        .filter(|entry| entry.in_head && entry.label == Label::Date && !entry.is_empty())
        .collect();
    for entry in entries {
        let span = entry.beside().or_else(|| entry.more.first().map(|more| more.span))?;
        let Some(found) = dates_in(letter.sheet.words(span)).into_iter().next() else { continue };
        note(letter, reading, Field::Date, span, found, None);
        return Some(found.last);
    }
    None
}

fn labelled(letter: &Letter<'_>, reading: &mut Reading, label: Label, doubt: &str) -> Option<Date> {
    for entry in letter.entries.filled(&[label]).filter(|entry| entry.in_head) {
        for part in entry.parts() {
            let Some(found) = dates_in(letter.sheet.words(part)).into_iter().next_back() else {
                continue;
            };
            note(letter, reading, Field::Date, part, found, Some(doubt));
            return Some(found.last);
        }
        // A page may break within it.
        let whole = entry.values.first().zip(entry.values.last());
        let whole = whole.map(|(first, last)| Span::new(first.start, last.end));
        let found = whole.and_then(|whole| {
            Some((whole, dates_in(letter.sheet.words(whole)).into_iter().next_back()?))
        });
        if let Some((whole, found)) = found {
            note(letter, reading, Field::Date, whole, found, Some(doubt));
            return Some(found.last);
        }
    }
    None
}

/// Reads a line or cell of the head that is a date and nothing else.
fn alone(letter: &Letter<'_>, reading: &mut Reading) -> Option<Date> {
    const MOST: usize = 60;
    // A letter that greets has its date above the greeting.
    let head = letter
        .head()
        .iter()
        .filter(|line| line.region == Region::Body || line.region == Region::Header);
    // And a letter without a head may have it below.
    let last = letter
        .sheet
        .lines
        .iter()
        .rev()
        .take(6)
        .filter(|line| line.region == Region::Body && line.table == 0);
    for line in head.take(MOST).chain(last).filter(|line| !ends_a_sentence(letter, line)) {
        for cell in line.cells.iter().flat_map(|cell| letter.sheet.lines_of(*cell)) {
            let words = letter.sheet.words(cell);
            let found = dates_in(words);
            let [found] = found[..] else { continue };
            let place = place_before(words.get(..found.start).unwrap_or_default());
            let rest = words.len() - (found.end - found.start) - place;
            if rest <= 3 && found.first == found.last && !is_taken(letter, cell) {
                note(letter, reading, Field::Date, cell, found, None);
                return Some(found.last);
            }
        }
    }
    None
}

/// Says whether a line is the end of the sentence on the line above, which broke before it: "… to respond by" above a day.
fn ends_a_sentence(letter: &Letter<'_>, line: &Line) -> bool {
    const LONG: usize = 60;
    let at = letter.sheet.lines.iter().position(|one| one.span.start == line.span.start);
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| letter.sheet.lines.get(at));
    before.is_some_and(|before| {
        let words = letter.sheet.words(before.span);
        !line.after_gap
            && before.table == 0
            && words.len() > LONG
            && words.ends_with(char::is_alphanumeric)
            && letter.sheet.words(line.span).ends_with('.')
    })
}

/// Returns the length of the place at which a letter was written, before its date: "Geneva, 9 July 2018".
fn place_before(words: &str) -> usize {
    let place =
        [", le ", ", den ", ", am ", ", ", " le "].iter().find_map(|end| words.strip_suffix(end));
    let Some(place) = place else { return 0 };
    let mut all = place.split([' ', ',']).filter(|word| !word.is_empty());
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '.' | '\''))
    };
    let is_short = (1..=4).contains(&place.split_whitespace().count());
    if is_short && all.all(is_name) { words.len() } else { 0 }
}

/// Says whether words belong to a field that is something else.
pub(super) fn is_taken(letter: &Letter<'_>, span: Span) -> bool {
    letter.entries.all.iter().any(|entry| {
        // A day beside a sender or a number is neither, and the letter's own; what is asked may name one.
        let is_other = !matches!(
            entry.label,
            Label::Date | Label::Meeting | Label::From | Label::Identifier | Label::Actions
        );
        is_other
            && entry.values.iter().any(|value| value.start <= span.start && span.end <= value.end)
    })
}

/// Reads the last day of the meeting that wrote the letter, from its head.
/// Reads the last day of the sender's meeting, which stands in the head.
fn meeting(letter: &Letter<'_>, reading: &mut Reading) -> Option<Date> {
    const DOUBT: &str = "It has no date of its own: this is the last day of the meeting.";
    let (cell, date) = days_of_meeting(letter, reading)?;
    note(letter, reading, Field::Date, cell, date, Some(DOUBT));
    Some(date.last)
}

/// Returns the days of the sender's meeting, and the line on which they stand.
fn days_of_meeting(letter: &Letter<'_>, reading: &Reading) -> Option<(Span, Found)> {
    const MOST: usize = 40;
    /// Dates of one line; a line with more is none of a head.
    const MOST_DATES: usize = 20;
    let mut found: Vec<(usize, Span, Found)> = Vec::new();
    let text = letter.text_start();
    let head = letter.head().iter().take_while(|line| line.span.start < text);
    for (number, line) in head.enumerate().take(MOST) {
        for cell in line.cells.iter().flat_map(|cell| letter.sheet.lines_of(*cell)) {
            let dates = dates_in(letter.sheet.words(cell)).into_iter().take(MOST_DATES);
            let free = dates.filter(|date| {
                !is_of_another_field(
                    letter,
                    Span::new(cell.start + date.start, cell.start + date.end),
                )
            });
            found.extend(free.map(|date| (number, cell, date)));
        }
    }
    // Of several heads above each other, the one of the sender; else the last, which the others were put above.
    let senders: Vec<String> = reading.from.iter().flat_map(|from| words_of(from)).collect();
    let names_sender = |number: usize| {
        let near = [number.checked_sub(1), Some(number)];
        near.into_iter().flatten().any(|at| {
            let words = words_of(letter.sheet.line(at));
            !senders.is_empty() && senders.iter().all(|sender| words.contains(sender))
        })
    };
    let chosen = found.iter().find(|(number, ..)| names_sender(*number)).or(found.last())?;
    let (_, cell, date) = *chosen;
    Some((cell, date))
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn is_of_another_field(letter: &Letter<'_>, span: Span) -> bool {
    const FIELDS: [Label; 10] = [
        Label::ReplyTo,
        Label::Other,
        Label::Subject,
        Label::InResponseTo,
        Label::Deadline,
        Label::To,
        Label::From,
        Label::Cc,
        Label::Contact,
        Label::Attachments,
    ];
    letter.entries.all.iter().any(|entry| {
        // Of a line that says something else only what stands right beside its label is taken.
        let is_other = entry.label == Label::Other;
        let parts =
            if is_other { entry.values.iter().take(1).copied().collect() } else { entry.parts() };
        FIELDS.contains(&entry.label)
            && parts.iter().any(|value| value.start <= span.start && span.end <= value.end)
    })
}

/// Takes the day on which a draft was last saved.
fn draft_saved(letter: &Letter<'_>, reading: &mut Reading) -> Option<Date> {
    const MOST_MONTHS: i64 = 6;
    let subject = reading.subject.as_deref().unwrap_or_default().to_lowercase();
    let is_draft = subject.starts_with("draft ")
        || ["[draft", "(draft", "<draft"].iter().any(|mark| subject.contains(mark));
    if !is_draft {
        return None;
    }
    let properties = &letter.sheet.document.properties;
    let saved =
        [&properties.modified, &properties.created].into_iter().find(|saved| !saved.is_empty())?;
    let date = dates_in(saved.get(..10)?).into_iter().next()?.last;
    // A form that is older than its meeting was saved by whoever made the form.
    let meeting = days_of_meeting(letter, reading).map(|(_, days)| days.first);
    if meeting.is_some_and(|first| first.saturating_sub(MOST_MONTHS.months()) > date) {
        return None;
    }
    reading.note(
        Field::Date,
        Evidence {
            text: saved.clone(),
            place: "properties of the document".to_owned(),
            at: None,
            doubt: Some("It is a draft without a date: this is when it was last saved.".to_owned()),
        },
    );
    Some(date)
}

fn deadline(letter: &Letter<'_>, reading: &mut Reading) {
    let entries: Vec<&Entry> = letter
        .entries
        .all
        .iter()
        .filter(|entry| {
            entry.label == Label::Deadline && !entry.is_empty() || is_answer_by(letter, entry)
        })
        .collect();
    for entry in &entries {
        let Some(span) = entry.beside().or_else(|| entry.more.first().map(|more| more.span)) else {
            continue;
        };
        let words = letter.sheet.words(span);
        if bodies::is_nothing(words) {
            continue;
        }
        let short = dates_in(words).is_empty().then(|| short_date(words)).flatten();
        match outside_brackets(words).or(short) {
            Some(found) => {
                reading.deadline = Some(found.last);
                note(letter, reading, Field::Deadline, span, found, None);
            }
            None if end_of_month(words).is_some() => {
                reading.deadline = end_of_month(words);
                letter.note(
                    reading,
                    Field::Deadline,
                    span,
                    Some("These words name a month: this is its last day."),
                );
            }
            None if next_day(letter, reading, words).is_some() => {
                reading.deadline = next_day(letter, reading, words);
                letter.note(reading, Field::Deadline, span, Some(NO_YEAR));
            }
            None => {
                reading.deadline_as_written = one_line(words);
                letter.note(
                    reading,
                    Field::Deadline,
                    span,
                    Some("These words name no day: choose one."),
                );
            }
        }
        return;
    }
    // Where the letter has a line for it and leaves it empty, there is none.
    if !letter.entries.all.iter().any(|entry| entry.label == Label::Deadline && entry.in_head) {
        day_in_text::in_text(letter, reading);
    }
}

/// Why a day is doubted whose year is not said.
pub(super) const NO_YEAR: &str = "It names no year: this is the next such day.";

/// How many days ahead a day without a year may be; what is further lay before.
const AHEAD: i32 = 240;

/// Returns the days that a text names without their year, from the day of the letter on.
pub(super) fn next_days(letter: &Letter<'_>, reading: &Reading, words: &str) -> Vec<Found> {
    let Some(since) = reading.date.or(letter.hints.day) else { return Vec::new() };
    let is_near = |found: &Found| (found.last - since).get_days() <= AHEAD;
    without_year(words, since).into_iter().filter(is_near).collect()
}

/// Returns the day that a field names without its year.
fn next_day(letter: &Letter<'_>, reading: &Reading, words: &str) -> Option<Date> {
    let [found] = next_days(letter, reading, words)[..] else { return None };
    Some(found.last)
}

/// Says whether a line for the answer that is wanted says by when: "Response requested: by 15 January 2017".
fn is_answer_by(letter: &Letter<'_>, entry: &Entry) -> bool {
    const ANSWERS: [&str; 6] =
        ["response", "reply", "answer", "comments", "feedback", "requested response"];
    let label = folded(letter.sheet.words(entry.label_span));
    let words = entry.beside().map_or("", |span| letter.sheet.words(span));
    entry.in_head
        && matches!(entry.label, Label::Purpose | Label::Other | Label::InResponseTo)
        && !label.ends_with(" to")
        && ANSWERS.iter().any(|answer| label.starts_with(answer))
        && words.len() < 80
        && dates_in(words).len() == 1
}

/// Returns the last date of a value; what stands in brackets behind one only explains it.
fn outside_brackets(words: &str) -> Option<Found> {
    let dates = dates_in(words);
    let depth_at = |at: usize| {
        let before = words.get(..at).unwrap_or_default();
        before.matches('(').count() > before.matches(')').count()
    };
    let outside = dates.iter().rev().find(|date| !depth_at(date.start));
    outside.or(dates.last()).copied()
}

/// Reads the deadline in "For action (deadline: 2 October 2018)".
fn in_purpose(letter: &Letter<'_>, reading: &mut Reading) {
    let evidence = reading.evidence_of(Field::Purpose).first().and_then(|one| one.at);
    let Some(span) =
        evidence.map(|(start, end)| Span::new(start, end)).filter(|_| reading.deadline.is_none())
    else {
        return;
    };
    let words = letter.sheet.words(span);
    let lower = words.to_lowercase();
    let names_one = ["deadline", " by ", "before ", "until ", "later than "]
        .iter()
        .any(|word| lower.contains(word));
    // Several days are those of a meeting.
    let is_day = |found: &Found| names_one && found.first == found.last;
    if let Some(found) = dates_in(words).into_iter().next_back().filter(is_day) {
        reading.deadline = Some(found.last);
        note(letter, reading, Field::Deadline, span, found, None);
    }
}

fn note(
    letter: &Letter<'_>,
    reading: &mut Reading,
    field: Field,
    within: Span,
    found: Found,
    doubt: Option<&str>,
) {
    let span = Span::new(within.start + found.start, within.start + found.end);
    let doubt =
        doubt.or(found.is_ambiguous.then_some("Day and month could be the other way round."));
    letter.note(reading, field, span, doubt);
}
