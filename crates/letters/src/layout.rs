//! Text that was laid out with spaces: which of its lines are rows of a table, and which go on a paragraph.
//!
//! Running text must never be torn into a table, so a line is a row only if it has a label, or stands in line with
//! others.

mod columns;
mod lines;
mod rows;
mod ruled;
mod wrap;

use crate::Span;

pub(crate) use lines::{Line, lines_of};

/// What stands in a text that was laid out.
#[derive(Debug)]
pub(crate) enum Item {
    /// An empty line, or several.
    Gap,
    /// A line with its indentation, and whether it goes on the paragraph of the line before it.
    Line { span: Span, goes_on: bool },
    /// A row of a table, and whether it is the first; each cell has the stretches of text of its lines.
    Row { cells: Vec<Vec<Span>>, is_first: bool },
}

/// Returns what stands in some lines of a text.
///
/// Where `may_move` is set, columns of running text beside each other come one after the other.
pub(crate) fn items(text: &str, lines: &[Line], may_move: bool) -> Vec<Item> {
    let margin = wrap::margin(lines);
    let mut items = Vec::with_capacity(lines.len());
    let (mut at, mut no_columns_before, mut has_label) = (0, 0, false);
    while let Some(line) = lines.get(at) {
        if line.blanks > 0 {
            items.push(Item::Gap);
        }
        let columns = if may_move && at >= no_columns_before {
            columns::find(text, lines, at)
        } else {
            Err(0)
        };
        if let Err(looked_at) = columns {
            no_columns_before = no_columns_before.max(at + looked_at);
        }
        if let Ok(columns) = columns {
            at += columns.count;
            for (left, column) in [columns.left, columns.right].iter().enumerate() {
                if left > 0 {
                    items.push(Item::Gap);
                }
                plain(text, column, wrap::margin(column), &mut items);
            }
            continue;
        }
        let (rows, count) = ruled::find(text, lines, at);
        if count > 0 {
            items.extend(
                rows.into_iter()
                    .enumerate()
                    .map(|(at, cells)| Item::Row { cells, is_first: at == 0 }),
            );
            at += count;
            continue;
        }
        let (rows, count) = rows::find(text, lines, at, margin);
        if count > 0 {
            let mut is_first = true;
            for row in rows {
                items.push(Item::Row { cells: row.cells, is_first });
                is_first = false;
            }
            at += count;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| lines.get(before));
        let goes_on = matches!(items.last(), Some(Item::Line { .. }))
            && before.is_some_and(|before| wrap::goes_on(text, before, line, margin, has_label));
        if !goes_on {
            has_label = lines::label_before(line.text(text)).is_some();
        }
        items.push(Item::Line { span: line.whole(), goes_on });
        at += 1;
    }
    items
}

/// Returns lines that are no rows.
fn plain(text: &str, lines: &[Line], margin: usize, items: &mut Vec<Item>) {
    let mut before: Option<&Line> = None;
    for line in lines {
        let goes_on = before.is_some_and(|before| wrap::goes_on(text, before, line, margin, false));
        items.push(Item::Line { span: line.words(), goes_on });
        before = Some(line);
    }
}

/// Says whether a line goes on the paragraph of another, over the end of a page.
pub(crate) fn goes_on_over_page(text: &str, before: &Line, line: &Line, margin: usize) -> bool {
    let ended = before.text(text).ends_with(['.', ':', '!', '?', ';']);
    let indented = line.indent() > before.indent() + 1;
    let small = line.text(text).starts_with(char::is_lowercase);
    !lines::has_marker(line.text(text))
        && (small && !ended || !ended && !indented && wrap::is_full(text, before, line, margin))
}

/// Returns how wide the running text among these lines is.
pub(crate) fn margin(lines: &[Line]) -> usize {
    wrap::margin(lines)
}
