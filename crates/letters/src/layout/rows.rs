//! Lines that are rows of a table.

use crate::Span;

use super::lines::{Line, Segment, has_marker, is_label, is_name, label_before, words};
use super::wrap;

/// How wide a gap is that parts columns without a label.
const GAP: usize = 4;
/// How wide a gap is that parts columns where no other line stands in line with them.
const WIDE_GAP: usize = 8;
/// How far a value may begin from where others do if its label leaves it no room.
const OVERFLOW: usize = 8;
/// How wide a column of labels is at least whose values may have empty lines between them.
const ROOMY: usize = 8;
/// The longest line that may stand between the rows of a table, in characters.
const SHORT: usize = 60;

/// A row, and how it was told.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<Vec<Span>>,
    /// The columns in which its cells begin.
    columns: Vec<usize>,
    /// Whether its first cell is a label.
    is_labelled: bool,
    /// The column after the last character of its last line.
    width: usize,
}

impl Row {
    fn of(parts: &[Segment], is_labelled: bool) -> Self {
        Self {
            cells: parts.iter().map(|part| vec![part.span]).collect(),
            columns: parts.iter().map(|part| part.column).collect(),
            is_labelled,
            width: parts.last().map_or(0, |part| part.end),
        }
    }

    /// Returns the column in which the values begin, if there are labels.
    fn value_column(&self) -> Option<usize> {
        self.columns.get(1).copied().filter(|_| self.is_labelled)
    }

    /// Returns the cell that begins in that column.
    fn cell_at(&self, column: usize) -> Option<usize> {
        let exact = self.columns.iter().position(|one| *one == column);
        exact.or_else(|| self.columns.iter().position(|one| one.abs_diff(column) <= 1))
    }

    fn add(&mut self, cell: usize, part: Segment) {
        if let Some(cell) = self.cells.get_mut(cell) {
            cell.push(part.span);
        }
        self.width = part.end;
    }

    /// Returns whether the words of its label end it.
    fn has_whole_label(&self, text: &str) -> bool {
        let last = self.cells.first().and_then(|cell| cell.last());
        last.is_some_and(|span| words(text, *span).ends_with([':', '：']))
    }
}

/// Returns the rows of the table that begins there, and how many lines they take.
pub(super) fn find(text: &str, lines: &[Line], at: usize, margin: usize) -> (Vec<Row>, usize) {
    let view = View { text, lines, margin };
    let mut rows: Vec<Row> = Vec::new();
    let mut next = at;
    while let Some(line) = lines.get(next) {
        let goes_on = rows.last_mut().is_some_and(|row| view.goes_on(row, next, line));
        if !goes_on {
            let Some(row) = view.begins(rows.last(), next, line) else { break };
            rows.push(row);
        }
        next += 1;
    }
    (rows, next - at)
}

/// The lines among which rows are looked for.
struct View<'t> {
    text: &'t str,
    lines: &'t [Line],
    margin: usize,
}

impl View<'_> {
    fn words(&self, segment: &Segment) -> &str {
        words(self.text, segment.span)
    }

    /// Returns the row that begins with a line; `before` is the row before it in the table.
    fn begins(&self, before: Option<&Row>, at: usize, line: &Line) -> Option<Row> {
        if before.is_some() && line.blanks > 1 {
            return None;
        }
        if line.segments.len() > 1 {
            let row = self.labelled(line).or_else(|| self.half_labelled(before, at, line));
            return row.or_else(|| self.unlabelled(before, at, line));
        }
        let within = before.filter(|row| {
            row.is_labelled
                && row.columns.first().is_some_and(|column| column.abs_diff(line.indent()) <= 1)
        });
        match (within, before) {
            (Some(row), _) => self.narrow(row, at, line).or_else(|| self.between(row, at, line)),
            (None, Some(row)) => self.between(row, at, line),
            (None, None) => self.lone_label(at, line).or_else(|| self.hanging(at, line)),
        }
    }

    /// Returns the row of a line that begins with a label before a gap.
    fn labelled(&self, line: &Line) -> Option<Row> {
        let (first, second) = (line.segments.first()?, line.segments.get(1)?);
        let label = self.words(first);
        if is_label(label) || is_name(label) && self.words(second) == ":" {
            return Some(Row::of(&line.segments, true));
        }
        // The label and its value may stand close, and something else far from them.
        let label = label_before(label).filter(|label| label.split_whitespace().count() <= 3)?;
        let mut parts = split(self.text, first, label.len())?.to_vec();
        parts.extend(line.segments.iter().skip(1));
        Some(Row::of(&parts, true))
    }

    /// Returns the row of a line that begins with a label which goes on below.
    fn half_labelled(&self, before: Option<&Row>, at: usize, line: &Line) -> Option<Row> {
        let (first, second) = (line.segments.first()?, line.segments.get(1)?);
        let is_in_line = match before.filter(|row| row.is_labelled) {
            Some(row) => row.value_column()?.abs_diff(second.column) <= 1,
            None => before.is_none() && self.labelled(self.lines.get(at + 2)?).is_some(),
        };
        (is_in_line && is_name(self.words(first)) && self.label_ends_below(at, line, second.column))
            .then(|| Row::of(&line.segments, true))
    }

    /// Says whether the label that begins a line ends in the column of labels one or two lines below.
    fn label_ends_below(&self, at: usize, line: &Line, column: usize) -> bool {
        let ends = |below: &Line| {
            let first = below.segments.first();
            below.blanks == 0
                && below.indent().abs_diff(line.indent()) <= 1
                && first
                    .is_some_and(|one| one.end < column && self.words(one).ends_with([':', '：']))
        };
        let next = self.lines.get(at + 1);
        let is_part = next.is_some_and(|next| {
            next.blanks == 0
                && next
                    .segments
                    .first()
                    .is_some_and(|one| one.end < column && !is_label(self.words(one)))
        });
        next.is_some_and(ends) || is_part && self.lines.get(at + 2).is_some_and(ends)
    }

    /// Returns the row of a line without a label that stands in line with others, or has a wide gap.
    fn unlabelled(&self, before: Option<&Row>, at: usize, line: &Line) -> Option<Row> {
        let (first, second) = (line.segments.first()?, line.segments.get(1)?);
        let is_number = self.words(first).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if has_marker(line.text(self.text)) || is_number && line.segments.len() == 2 {
            return None;
        }
        if let Some(row) = before.filter(|row| !row.is_labelled && line.blanks <= 1) {
            if row.columns.len() > line.segments.len()
                && let Some(parts) = line.parted_at(self.text, &row.columns)
            {
                return Some(Row::of(&parts, false));
            }
            if line.segments.iter().all(|part| row.cell_at(part.column).is_some()) {
                return Some(in_columns(row, line));
            }
        }
        let gap = line.segments.windows(2).map(|two| two[1].column - two[0].end).max()?;
        let next = self.lines.get(at + 1);
        let in_line = next.is_some_and(|next| {
            next.blanks <= 1
                && next.segments.get(1).is_some_and(|one| one.column.abs_diff(second.column) <= 1)
                && !next.segments.first().is_some_and(|one| has_marker(self.words(one)))
        });
        let is_wide =
            self.words(first).split_whitespace().count() > 8 && line.width * 10 >= self.margin * 9;
        let above = at.checked_sub(1).and_then(|above| self.lines.get(above));
        let is_running = above.is_some_and(|above| {
            line.blanks == 0
                && above.segments.len() == 1
                && above.indent().abs_diff(line.indent()) <= 1
                && wrap::is_full(self.text, above, line, self.margin)
        });
        let stands_out = gap >= WIDE_GAP && !is_running;
        (stands_out || in_line && gap >= GAP && !is_wide && !is_running)
            .then(|| Row::of(&line.segments, false))
    }

    /// Returns the row of a line whose label leaves no gap before the value, or that has no value.
    fn narrow(&self, row: &Row, at: usize, line: &Line) -> Option<Row> {
        let column = row.value_column()?;
        let segment = line.segments.first()?;
        let whole = self.words(segment);
        if is_label(whole) {
            return Some(self.without_value(*segment, column));
        }
        if line.blanks > 1 {
            return None;
        }
        if let Some(label) = label_before(whole)
            && let Some(parts) = split(self.text, segment, label.len())
            && parts[1].column.abs_diff(column) <= OVERFLOW
        {
            return Some(Row::of(&parts, true));
        }
        let parts = line.parted_at(self.text, &[column])?;
        let label = parts.first().filter(|_| parts.len() == 2)?;
        let is_whole = is_label(self.words(label));
        let ends = || self.label_ends_below(at, line, column);
        (is_whole || is_name(self.words(label)) && ends()).then(|| Row::of(&parts, true))
    }

    /// Returns the row of a label that has no value.
    fn without_value(&self, label: Segment, column: usize) -> Row {
        let mut row = Row::of(&[label], true);
        row.cells.push(Vec::new());
        row.columns.push(column);
        row
    }

    /// Returns the row of a short line between two rows, such as a heading.
    fn between(&self, row: &Row, at: usize, line: &Line) -> Option<Row> {
        let next = self.lines.get(at + 1)?;
        let segment = line.segments.first()?;
        let is_short = segment.end - segment.column <= SHORT;
        let below = self.labelled(next)?;
        let same = below.columns.first()?.abs_diff(*row.columns.first()?) <= 1;
        (row.is_labelled && line.blanks == 0 && next.blanks == 0 && is_short && same)
            .then(|| Row { columns: row.columns.clone(), ..Row::of(&[*segment], true) })
    }

    /// Returns the row of a label without a value before a row that has one.
    fn lone_label(&self, at: usize, line: &Line) -> Option<Row> {
        let next = self.lines.get(at + 1).filter(|next| next.blanks == 0)?;
        let label = line.segments.first().filter(|one| is_label(self.words(one)))?;
        let below = self.labelled(next)?;
        let same = below.columns.first()?.abs_diff(label.column) <= 1;
        same.then(|| self.without_value(*label, below.columns.get(1).copied().unwrap_or(0)))
    }

    /// Returns the row of a line with a label whose value goes on under it.
    fn hanging(&self, at: usize, line: &Line) -> Option<Row> {
        let next = self.lines.get(at + 1).filter(|next| next.blanks == 0)?;
        let segment = line.segments.first()?;
        let label = label_before(self.words(segment))?;
        let parts = split(self.text, segment, label.len())?;
        (parts[1].column == next.indent()).then(|| Row::of(&parts, true))
    }

    /// Adds a line to the row that it goes on, if it does.
    fn goes_on(&self, row: &mut Row, at: usize, line: &Line) -> bool {
        // A heading between rows goes on nowhere.
        if line.blanks > 1 || row.cells.len() < row.columns.len() {
            return false;
        }
        let Some(first) = line.segments.first() else { return false };
        match row.cell_at(first.column) {
            Some(0) => self.goes_on_label(row, at, line) || self.goes_on_left(row, line),
            Some(cell) => {
                let is_roomy = row.value_column().is_some_and(|column| {
                    column >= row.columns.first().copied().unwrap_or(0) + ROOMY
                        && column == first.column
                });
                if line.blanks > 0 && !(is_roomy && line.segments.len() == 1) {
                    return false;
                }
                self.put(row, cell, line);
                true
            }
            None => self.goes_on_right(row, line) || self.goes_on_left(row, line),
        }
    }

    /// Takes a line that goes on a last cell whose lines end in the same column.
    fn goes_on_right(&self, row: &mut Row, line: &Line) -> bool {
        let [segment] = line.segments.as_slice() else { return false };
        let goes_on = line.blanks == 0
            && row.columns.len() > 1
            && segment.end.abs_diff(row.width) <= 1
            && row.columns.last().is_some_and(|column| segment.column > *column);
        if goes_on {
            row.add(row.cells.len() - 1, *segment);
        }
        goes_on
    }

    /// Puts the words of a line into the cells in whose columns they stand.
    fn put(&self, row: &mut Row, first: usize, line: &Line) {
        let mut cell = first;
        let known: Vec<_> = row.columns.iter().skip(first).copied().collect();
        let parted = line.parted_at(self.text, &known);
        let first_end = line.segments.first().map_or(0, |one| one.end);
        for part in parted.as_deref().unwrap_or(&line.segments) {
            // A column may begin with the second line of a row.
            let is_new = row.is_labelled
                && row.columns.last().is_some_and(|last| part.column > last + 1)
                && part.column > row.width
                && self
                    .words(part)
                    .split_whitespace()
                    .next()
                    .is_some_and(|word| word.ends_with(':'));
            if is_new && cell > 0 && *part != line.segments[0] {
                row.cells.push(Vec::new());
                row.columns.push(part.column);
            }
            if let Some(own) = row.cell_at(part.column).filter(|own| *own >= cell) {
                cell = own;
            } else if cell == 0 && row.is_labelled && part.column > first_end {
                cell = 1;
            }
            row.add(cell, *part);
        }
    }

    /// Takes a line that goes on the label of a row.
    fn goes_on_label(&self, row: &mut Row, at: usize, line: &Line) -> bool {
        let (Some(first), Some(column)) = (line.segments.first(), row.value_column()) else {
            return false;
        };
        let has_sign = row.cells.get(1).and_then(|cell| cell.first());
        let has_sign = has_sign.is_some_and(|span| words(self.text, *span) == ":");
        if line.blanks > 0 || first.end >= column || row.has_whole_label(self.text) {
            return false;
        }
        let ends = |line: &Line| {
            line.segments.first().is_some_and(|one| self.words(one).ends_with([':', '：']))
        };
        let next = self.lines.get(at + 1).filter(|next| next.blanks == 0);
        let goes_on = has_sign && line.segments.len() == 1 || ends(line) || next.is_some_and(ends);
        if goes_on {
            self.put(row, 0, line);
        }
        goes_on
    }

    /// Takes a line that goes on a value though it begins under the label.
    fn goes_on_left(&self, row: &mut Row, line: &Line) -> bool {
        let goes_on = row.is_labelled
            && line.blanks == 0
            && line.segments.len() == 1
            && self.margin > 0
            && row.width * 10 >= self.margin * 9
            && row.columns.first().is_some_and(|column| column.abs_diff(line.indent()) <= 1)
            && line.text(self.text).starts_with(char::is_lowercase);
        if goes_on {
            let last = row.cells.len() - 1;
            if let Some(segment) = line.segments.first() {
                row.add(last, *segment);
            }
        }
        goes_on
    }
}

/// Returns the row whose cells stand in the columns of the one before it; some may be empty.
fn in_columns(before: &Row, line: &Line) -> Row {
    let mut row = Row {
        cells: vec![Vec::new(); before.columns.len()],
        columns: before.columns.clone(),
        is_labelled: false,
        width: line.width,
    };
    for part in &line.segments {
        if let Some(cell) = before.cell_at(part.column) {
            row.add(cell, *part);
        }
    }
    row
}

/// Parts a stretch of words after so many bytes.
fn split(text: &str, segment: &Segment, at: usize) -> Option<[Segment; 2]> {
    let whole = words(text, segment.span);
    let (left, right) = (whole.get(..at)?, whole.get(at..)?);
    let skipped = right.len() - right.trim_start().len();
    let start = segment.span.start + at + skipped;
    let width = left.chars().count();
    let column = segment.column + width + right.get(..skipped)?.chars().count();
    Some([
        Segment {
            span: Span::new(segment.span.start, segment.span.start + at),
            column: segment.column,
            end: segment.column + width,
        },
        Segment { span: Span::new(start, segment.span.end), column, end: segment.end },
    ])
}
