//! Lines, and the stretches of words in them that wide gaps part.

use crate::Span;

/// How many stretches of words a line may have to be looked at more closely.
const MOST_SEGMENTS: usize = 24;
/// How wide a tab is.
const TAB: usize = 8;

/// A line that is not empty.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Where it begins, with its indentation.
    pub(super) start: usize,
    /// How many empty lines stand before it.
    pub(super) blanks: usize,
    /// Its words, parted where there are wide gaps; there is always one.
    pub(super) segments: Vec<Segment>,
    /// The column after its last character.
    pub(super) width: usize,
}

/// Words of a line without a wide gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) span: Span,
    /// The column in which it begins.
    pub(super) column: usize,
    /// The column after its last character.
    pub(super) end: usize,
}

impl Line {
    /// Returns where it stands, with its indentation.
    pub(crate) fn whole(&self) -> Span {
        Span::new(self.start, self.words().end)
    }

    /// Returns where its words stand.
    pub(crate) fn words(&self) -> Span {
        let first = self.segments.first().map_or(self.start, |one| one.span.start);
        let last = self.segments.last().map_or(self.start, |one| one.span.end);
        Span::new(first, last)
    }

    /// Returns its words.
    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        words(text, self.words())
    }

    /// Returns the words between its wide gaps.
    pub(crate) fn parts<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        self.segments.iter().map(move |one| words(text, one.span))
    }

    /// Returns where the words between its wide gaps stand.
    pub(crate) fn spans(&self) -> impl Iterator<Item = Span> {
        self.segments.iter().map(|one| one.span)
    }

    /// Says whether there is an empty line before it.
    pub(crate) fn has_gap_before(&self) -> bool {
        self.blanks > 0
    }

    /// Returns the column in which it begins.
    pub(super) fn indent(&self) -> usize {
        self.segments.first().map_or(0, |one| one.column)
    }

    /// Returns the line parted where others have columns, if each of them begins a word in this one.
    pub(super) fn parted_at(&self, text: &str, columns: &[usize]) -> Option<Vec<Segment>> {
        let mut parts: Vec<Segment> = Vec::new();
        let mut before_is_space = true;
        let (mut at_column, mut found) = (self.indent(), 0);
        let span = self.words();
        for (at, sign) in words(text, span).char_indices() {
            let at = span.start + at;
            if !sign.is_whitespace() {
                let is_known = columns.contains(&at_column);
                let is_segment = self.segments.iter().any(|one| one.span.start == at);
                let end = Span::new(at, at + sign.len_utf8()).end;
                match parts.last_mut() {
                    Some(part) if !(before_is_space && is_known || is_segment) => {
                        part.span.end = end;
                        part.end = at_column + 1;
                    }
                    _ => {
                        found += usize::from(is_known);
                        let span = Span::new(at, end);
                        parts.push(Segment { span, column: at_column, end: at_column + 1 });
                    }
                }
            }
            before_is_space = sign.is_whitespace();
            at_column = next_column(at_column, sign);
        }
        (found == columns.len()).then_some(parts)
    }
}

fn next_column(column: usize, sign: char) -> usize {
    if sign == '\t' { (column / TAB + 1) * TAB } else { column + 1 }
}

/// Returns the words that stand there.
pub(super) fn words(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// Returns the lines of a part of a text that are not empty.
pub(crate) fn lines_of(text: &str, part: Span) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut blanks) = (part.start, 0);
    for line in words(text, part).split_inclusive('\n') {
        let segments = segments_of(line, start);
        match segments.last().map(|last| last.end) {
            None => blanks += 1,
            Some(width) => {
                lines.push(Line { start, blanks, segments, width });
                blanks = 0;
            }
        }
        start += line.len();
    }
    lines
}

/// Parts a line where there are wide gaps.
fn segments_of(line: &str, start: usize) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let (mut column, mut is_tab) = (0, false);
    for (at, sign) in line.char_indices() {
        if sign.is_whitespace() {
            is_tab |= sign == '\t';
        } else {
            let end = start + at + sign.len_utf8();
            let parts = segments.last().is_none_or(|last| {
                let gap = column - last.end;
                gap >= 3 || gap > 0 && is_tab || gap == 2 && parts_at_two(line, start, last, at)
            });
            let is_many = segments.len() >= MOST_SEGMENTS;
            match segments.last_mut() {
                Some(last) if !parts || is_many => {
                    (last.span.end, last.end) = (end, column + 1);
                }
                _ => segments.push(Segment {
                    span: Span::new(start + at, end),
                    column,
                    end: column + 1,
                }),
            }
            is_tab = false;
        }
        column = next_column(column, sign);
    }
    if segments.len() >= MOST_SEGMENTS {
        let last = segments.last().copied();
        segments.truncate(1);
        if let (Some(first), Some(last)) = (segments.first_mut(), last) {
            (first.span.end, first.end) = (last.span.end, last.end);
        }
    }
    segments
}

/// Says whether two spaces part what stands there: after a label, or before one.
fn parts_at_two(line: &str, start: usize, last: &Segment, at: usize) -> bool {
    let before = line.get(last.span.start - start..last.span.end - start).unwrap_or_default();
    let after = line.get(at..).unwrap_or_default();
    let next = after.split_whitespace().next().unwrap_or_default();
    is_label(before)
        || next.len() > 2 && next.ends_with(':') && next.starts_with(char::is_uppercase)
}

/// Says whether words are a label: a few words with a colon.
pub(super) fn is_label(words: &str) -> bool {
    let Some(name) = words.strip_suffix([':', '：']) else { return false };
    is_name(name.trim_end())
}

/// Says whether words could be those of a label.
pub(super) fn is_name(name: &str) -> bool {
    let begins = |sign: char| sign.is_alphabetic() && !sign.is_lowercase() || sign == '(';
    (2..=60).contains(&name.len())
        && name.starts_with(begins)
        && name.split_whitespace().count() <= 7
        && !name.contains(['@', ';', '“', '”'])
        && !name.contains(". ")
        && !name.contains("//")
}

/// Returns the label with which words begin, with its colon, if they go on after it.
pub(super) fn label_before(words: &str) -> Option<&str> {
    let (name, rest) = words.split_once(": ")?;
    let label = words.get(..=name.len())?;
    (!rest.trim().is_empty() && is_label(label)).then_some(label)
}

/// Says whether words begin with the sign or number of an item of a list.
pub(super) fn has_marker(words: &str) -> bool {
    let Some(first) = words.split_whitespace().next() else { return false };
    let rest = words.get(first.len()..).unwrap_or_default();
    if rest.trim().is_empty() {
        return false;
    }
    if first.chars().count() <= 3 && !first.contains(char::is_alphanumeric) && first != ":" {
        return true;
    }
    if first == "o" && rest.starts_with("  ") {
        return true;
    }
    let inner = first.strip_prefix('(').unwrap_or(first);
    let number = inner.strip_suffix([')', '.']).unwrap_or(inner);
    let is_closed = number.len() < inner.len();
    let dotted = |part: &str| {
        !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
    };
    let is_numbers = number.split('.').all(dotted);
    let is_letter = number.len() <= 4
        && (number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic())
            || number.bytes().all(|b| b"ivxIVX".contains(&b)));
    is_numbers && (is_closed || number.contains('.')) || is_letter && is_closed
}
