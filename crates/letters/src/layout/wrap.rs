//! Which lines go on the paragraph of the line before them.

use super::lines::{Line, has_marker, is_label, label_before};

/// Returns how wide the running text is: nine of ten of its lines are not wider.
pub(super) fn margin(lines: &[Line]) -> usize {
    let running = |line: &&Line| line.segments.len() == 1 && line.width - line.indent() >= 30;
    let mut widths: Vec<_> = lines.iter().filter(running).map(|line| line.width).collect();
    let at = widths.len() * 9 / 10;
    if at >= widths.len() {
        return 0;
    }
    *widths.select_nth_unstable(at).1
}

/// Says whether a line goes on the paragraph of the one before it, which may have begun with a label.
pub(super) fn goes_on(
    text: &str,
    before: &Line,
    line: &Line,
    margin: usize,
    has_label: bool,
) -> bool {
    if line.blanks > 0 || margin == 0 {
        return false;
    }
    let (above, words) = (before.text(text), line.text(text));
    if has_marker(words) || is_label(words) {
        return false;
    }
    if !is_aligned(before, line, has_marker(above)) {
        return false;
    }
    // A word before a colon may stand at the beginning of any line of running text.
    if is_full(text, before, line, margin) {
        return !has_label || label_before(words).is_none();
    }
    if label_before(words).is_some() {
        return false;
    }
    let is_open = !above.ends_with(['.', ':', ';', '!', '?']);
    is_open && words.starts_with(char::is_lowercase) && before.width * 2 >= margin
}

/// Says whether a line begins where those of the paragraph do: under the first, a bit left of it, or under the words
/// after the sign of a list.
fn is_aligned(before: &Line, line: &Line, is_item: bool) -> bool {
    let (above, below) = (before.indent(), line.indent());
    if is_item {
        return below <= above + 14;
    }
    below.abs_diff(above) <= 1 || below < above && above - below <= 8
}

/// Says whether the first word of a line had no more room on the line before it.
pub(super) fn is_full(text: &str, before: &Line, line: &Line, margin: usize) -> bool {
    let words = line.text(text);
    let first = words.split_whitespace().next().unwrap_or_default().chars().count();
    // A line that was broken behind a hyphen may have had room for a part of the word.
    let above = before.text(text);
    let is_broken = above.ends_with('-')
        && above.trim_end_matches('-').ends_with(|sign: char| sign.is_alphanumeric());
    if is_broken && before.width > margin * 3 / 4 {
        return true;
    }
    // Letters are not equally wide, so the margin is only about where it is.
    before.width + 1 + first > margin * 93 / 100
}
