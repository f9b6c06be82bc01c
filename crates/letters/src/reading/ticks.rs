//! Boxes that are ticked, and lines that have a cross: which purpose of several a letter chooses (PUR-1).

use std::sync::LazyLock;

use regex::Regex;

use super::entries::Entry;
use super::letter::{Letter, one_line};
use super::purpose::{Wanted, wanted_in};
use crate::document::Span;

/// Returns what stands beside the first box that is ticked.
pub(super) fn ticked(words: &str) -> Option<(usize, usize)> {
    all_ticked(words).into_iter().next()
}

/// Returns what stands beside each box that is ticked, whether the boxes are drawn or written as `[X]` and `( )`.
fn all_ticked(words: &str) -> Vec<(usize, usize)> {
    static BOX: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[☐☒☑]|\[\s*[Xx✓✔]?\s*\]|\(\s*[Xx✓✔]?\s*\)").ok());
    let Some(pattern) = BOX.as_ref() else { return Vec::new() };
    let boxes: Vec<_> = pattern.find_iter(words).map(|one| one.range()).collect();
    let is_ticked = |one: &std::ops::Range<usize>| {
        words.get(one.clone()).is_some_and(|it| it.contains(['☒', '☑', 'X', 'x', '✓', '✔']))
    };
    if !boxes.iter().any(is_ticked) {
        return crossed_box(words).into_iter().collect();
    }
    // The boxes of a row stand all before their words, or all behind them.
    let is_blank =
        |range: std::ops::Range<usize>| words.get(range).unwrap_or_default().trim().is_empty();
    let are_behind = boxes
        .first()
        .zip(boxes.last())
        .is_some_and(|(first, last)| !is_blank(0..first.start) && is_blank(last.end..words.len()));
    let beside = |at: usize| {
        if are_behind {
            let before = at.checked_sub(1).and_then(|before| boxes.get(before));
            (before.map_or(0, |one| one.end), boxes[at].start)
        } else {
            (boxes[at].end, boxes.get(at + 1).map_or(words.len(), |next| next.start))
        }
    };
    (0..boxes.len()).filter(|at| is_ticked(&boxes[*at])).map(beside).collect()
}

/// Returns the words beside the boxes, where several are ticked, and the strongest of what they want.
pub(super) fn several_ticked(letter: &Letter<'_>, span: Span) -> Option<(String, Wanted)> {
    let words = letter.sheet.words(span);
    let ticked = all_ticked(words);
    let beside: Vec<&str> = ticked
        .iter()
        .filter_map(|(start, end)| words.get(*start..*end))
        .map(|one| one.trim().trim_end_matches([',', ';', '/']))
        .collect();
    let strongest = beside.iter().filter_map(|one| wanted_in(one)).max()?;
    (beside.len() > 1).then(|| (one_line(&beside.join(", ")), strongest))
}

/// Returns what stands beside the lone X that ticks one of the boxes that are drawn.
fn crossed_box(words: &str) -> Option<(usize, usize)> {
    if !words.contains('☐') {
        return None;
    }
    let mut crosses = words.match_indices(['X', 'x']);
    let (at, _) = crosses.find(|(at, _)| {
        let before = words.get(..*at).is_none_or(|before| {
            before.trim_end().is_empty() || before.ends_with([' ', '\n', '\t', '\u{a0}'])
        });
        let after =
            words.get(at + 1..).is_some_and(|after| after.starts_with([' ', '\t', '\u{a0}']));
        before && after
    })?;
    let rest = words.get(at + 1..)?;
    Some((at + 1, at + 1 + rest.find('☐').unwrap_or(rest.len())))
}

/// Returns the line of a list that has a cross behind it, where the others have none.
pub(super) fn crossed(letter: &Letter<'_>, span: Span) -> Option<Span> {
    const CROSSES: [char; 6] = ['X', 'x', '✓', '✔', '✗', '√'];
    let lines = letter.sheet.lines_of(span);
    let bare = |line: &Span| {
        let words = letter.sheet.words(*line);
        let rest = words.strip_suffix(CROSSES)?;
        let is_apart = rest.ends_with(['\t', ' ', '\u{a0}']) && !rest.trim().is_empty();
        is_apart.then(|| letter.sheet.trimmed(Span::new(line.start, line.start + rest.len())))
    };
    let mut found = lines.iter().filter_map(bare);
    let only = found.next().filter(|_| lines.len() > 1)?;
    found.next().is_none().then_some(only)
}

/// Returns the line with a cross of a list that stands below its label.
pub(super) fn crossed_below(letter: &Letter<'_>, entry: &Entry) -> Option<Span> {
    let (first, last) = (entry.more.first()?, entry.more.last()?);
    crossed(letter, Span::new(first.span.start, last.span.end))
}
