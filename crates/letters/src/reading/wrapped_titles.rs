//! Titles that go on over several lines, as where a page is too narrow for them (BOD-1).

use super::dates::dates_in;
use super::entries::Entry;
use super::identifiers;
use super::label::before_colon;
use super::letter::Letter;
use super::marks::is_greeting;
use super::person_names;
use super::sheet::Line;
use super::subject::is_name_of_a_body;
use crate::document::Span;

/// Returns a title with the lines below it on which it goes on, as where a page is too narrow for it.
pub(super) fn with_its_rest(letter: &Letter<'_>, first: usize) -> Span {
    const MOST: usize = 3;
    let lines = &letter.sheet.lines;
    let mut span = lines[first].span;
    for (at, next) in lines.iter().enumerate().skip(first + 1).take(MOST) {
        let words = letter.sheet.words(span);
        let below = letter.sheet.words(next.span);
        // The last line of a block that stands apart is the rest of it.
        let is_last = lines[first].after_gap
            && next.paragraph == lines[first].paragraph
            && lines.get(at + 1).is_some_and(|line| line.after_gap)
            && !is_greeting(below)
            && before_colon(below).is_none();
        if !(is_open(words) || is_last) || next.after_gap || next.table != 0 || below.ends_with('.')
        {
            break;
        }
        span.end = next.span.end;
    }
    span
}

/// Says whether a title beside its label goes on on the line below, which has no label: the page has no room for it, or a word such
/// as "and" asks for more.
pub(super) fn goes_on(letter: &Letter<'_>, title: Span, below: Span) -> bool {
    const ROOM: usize = 50;
    const LONGEST: usize = 250;
    let lines = &letter.sheet.lines;
    let Some(at) = lines.iter().position(|line| line.span.start == below.start) else {
        return false;
    };
    let (words, rest) = (letter.sheet.words(title), letter.sheet.words(below));
    let begins_small = rest.starts_with(char::is_lowercase);
    let is_full = at
        .checked_sub(1)
        .and_then(|before| lines.get(before))
        .is_some_and(|line| line.span.end - line.span.start > ROOM);
    let is_closed = lines.get(at + 1).is_none_or(|next| {
        next.after_gap || letter.entries.all.iter().any(|entry| entry.line == at + 1)
    });
    letter.sheet.is_of_pages()
        && !lines[at].after_gap
        && lines[at].cells.len() == 1
        && below.end - title.start < LONGEST
        && !words.ends_with(['.', ':', ';', '!'])
        && dates_in(rest).is_empty()
        && !is_greeting(rest)
        && !is_name_of_a_body(rest)
        && !identifiers::is_number(rest)
        && (begins_small || is_open(words) || (is_full && is_closed))
}

/// Says whether words go on behind their end: a bracket or quotation is open, or the last one is "and".
fn is_open(words: &str) -> bool {
    const SMALL: [&str; 15] = [
        "in",
        "of",
        "for",
        "the",
        "and",
        "to",
        "on",
        "with",
        "by",
        "or",
        "a",
        "an",
        "regarding",
        "concerning",
        "about",
    ];
    let last = words.split_whitespace().next_back().unwrap_or_default();
    words.matches('"').count() % 2 == 1
        || words.matches('“').count() > words.matches('”').count()
        || words.matches('(').count() > words.matches(')').count()
        || SMALL.contains(&last)
}

/// Returns a title with the further lines on which it goes on where a page is too narrow for it.
pub(super) fn on_its_page(letter: &Letter<'_>, title: Span) -> Span {
    const MOST: usize = 3;
    let is_page = letter.sheet.is_of_pages();
    let lines = letter.sheet.lines.iter().skip_while(|line| line.span.start < title.start);
    let mut lines = lines.take_while(|_| is_page);
    let Some(first) = lines.next() else { return title };
    let rest = lines.take(MOST).take_while(|line| {
        line.paragraph == first.paragraph
            && !line.after_gap
            && before_colon(letter.sheet.words(line.span)).is_none()
    });
    Span::new(title.start, rest.last().map_or(title.end, |last| last.span.end))
}

/// Returns the two or three lines from one on that stand above the greeting and belong to no field, as one.
pub(super) fn down_to_greeting(letter: &Letter<'_>, first: usize) -> Option<Span> {
    const LINES: std::ops::RangeInclusive<usize> = 2..=3;
    const LONGEST: usize = 250;
    let greeting = letter.entries.head_end;
    let lines =
        letter.sheet.lines.get(first..greeting).filter(|lines| LINES.contains(&lines.len()))?;
    let greets = is_greeting(letter.sheet.line(greeting));
    let is_other = |line: &Line| {
        let words = letter.sheet.words(line.span);
        line.table != 0
            || !dates_in(words).is_empty()
            || is_name_of_a_body(words)
            || identifiers::is_number(words)
            || person_names::is_person(words)
            || letter.entries.all.iter().any(|entry| line.span.start == entry.label_span.start)
    };
    let whole = Span::new(lines.first()?.span.start, lines.last()?.span.end);
    let is_one = greets
        && whole.end - whole.start < LONGEST
        && !lines.iter().any(is_other)
        && !letter.sheet.words(whole).ends_with(['.', ':', ',', ';']);
    is_one.then_some(whole)
}

/// Returns the two or three lines of one paragraph right above a line as one.
pub(super) fn paragraph_above(letter: &Letter<'_>, at: usize) -> Option<Line> {
    const MOST: usize = 3;
    let last = letter.sheet.lines.get(at.checked_sub(1)?).filter(|line| line.paragraph != 0)?;
    let above = letter.sheet.lines.get(..at)?.iter().rev();
    let lines: Vec<&Line> = above.take_while(|line| line.paragraph == last.paragraph).collect();
    let first = lines.last().filter(|_| (2..=MOST).contains(&lines.len()))?;
    Some(Line { span: Span::new(first.span.start, last.span.end), ..(*first).clone() })
}

/// Returns the line between a title beside its label on a page and the greeting, which is the rest of it.
pub(super) fn rest_above_greeting(letter: &Letter<'_>, entry: &Entry) -> Option<Span> {
    let (row, rest) =
        (letter.sheet.lines.get(entry.line)?, letter.sheet.lines.get(entry.line + 1)?);
    let is_page = letter.sheet.is_of_pages();
    let words = letter.sheet.words(rest.span);
    let greets = is_greeting(letter.sheet.line(entry.line + 2));
    let is_rest = is_page
        && greets
        && row.table != 0
        && rest.table == 0
        && !rest.after_gap
        && !words.ends_with(['.', ':', ','])
        && before_colon(words).is_none()
        && dates_in(words).is_empty();
    is_rest.then_some(rest.span)
}
