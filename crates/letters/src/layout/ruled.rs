//! Rows whose cells are parted by bars, as programs turn tables into text: "To: | Example WG |".

use crate::Span;

use super::lines::{Line, words};

/// The most lines that a cell may have whose bar does not close it on its own line.
const MOST_OPEN: usize = 30;

/// Returns the rows of the table that begins with a line, each with the stretches of text of its cells, and how many lines they
/// take; none where bars part only one line, which may be anything.
pub(super) fn find(text: &str, lines: &[Line], at: usize) -> (Vec<Vec<Vec<Span>>>, usize) {
    let mut rows: Vec<Vec<Vec<Span>>> = Vec::new();
    let (mut next, mut ruled) = (at, 0);
    while let Some(line) = lines.get(next).filter(|line| next == at || line.blanks <= 1) {
        if is_rule(line.text(text)) {
            next += 1;
            continue;
        }
        let Some(cells) = cells_of(text, line) else { break };
        ruled += 1;
        next += 1;
        let mut cells: Vec<Vec<Span>> =
            cells.into_iter().map(|cell| cell.into_iter().collect()).collect();
        if cells.len() == 1
            && let Some((cell, count)) = open_cell(text, lines, next)
        {
            cells.push(cell);
            next += count;
        }
        match rows.last_mut() {
            // What has no label goes on above.
            Some(row) if cells.len() > 1 && cells.len() == row.len() && cells[0].is_empty() => {
                row.iter_mut().zip(cells).for_each(|(cell, more)| cell.extend(more));
            }
            _ => rows.push(cells),
        }
    }
    let is_table =
        ruled > 1 && rows.iter().any(|row| row.iter().filter(|cell| !cell.is_empty()).count() > 1);
    if is_table { (rows, next - at) } else { (Vec::new(), 0) }
}

/// Returns the words of the cells of a line that begins or ends with a bar, or none.
fn cells_of(text: &str, line: &Line) -> Option<Vec<Option<Span>>> {
    let span = line.words();
    let all = words(text, span);
    let (begins, ends) = (all.starts_with('|'), all.ends_with('|'));
    if !begins && !ends || all.len() < 2 {
        return None;
    }
    let inner = Span::new(span.start + usize::from(begins), span.end - usize::from(ends));
    let mut cells = Vec::new();
    let mut start = inner.start;
    for cell in words(text, inner).split('|') {
        cells.push(trimmed(text, Span::new(start, start + cell.len())));
        start += cell.len() + 1;
    }
    Some(cells)
}

/// Returns the lines of a cell whose label alone has a bar: those down to the one that a bar closes, and how many they are.
fn open_cell(text: &str, lines: &[Line], at: usize) -> Option<(Vec<Span>, usize)> {
    let rest = lines.get(at..)?.iter().take(MOST_OPEN);
    let count = 1 + rest.clone().position(|line| line.text(text).contains('|'))?;
    let mut cell: Vec<Span> = rest.take(count).map(Line::words).collect();
    let last = cell.last_mut()?;
    let closed = words(text, *last).strip_suffix('|').filter(|before| !before.contains('|'))?;
    last.end = last.start + closed.len();
    cell = cell.into_iter().filter_map(|span| trimmed(text, span)).collect();
    Some((cell, count))
}

/// Says whether a line only parts rows: "---|---" or "+----+----+".
fn is_rule(words: &str) -> bool {
    let is_sign = |sign: char| matches!(sign, '-' | '=' | '+' | '|' | ':' | ' ');
    words.chars().all(is_sign) && words.contains(['|', '+']) && words.contains(['-', '='])
}

/// Returns what is left without the spaces around, if anything is.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let words = words(text, span);
    let start = span.start + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    (start < end).then(|| Span::new(start, end))
}
