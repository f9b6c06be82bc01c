//! Running text in two columns, as in a newspaper.

use super::lines::{Line, Segment, is_label};

/// With fewer lines than this it may be a table.
const FEWEST: usize = 5;
/// How far the right column may move within a block.
const SLACK: usize = 4;

/// Two columns of running text.
pub(super) struct Columns {
    pub(super) left: Vec<Line>,
    pub(super) right: Vec<Line>,
    /// How many lines they take together.
    pub(super) count: usize,
}

/// Returns the columns that begin there.
///
/// # Errors
/// How many lines were looked at in vain.
pub(super) fn find(text: &str, lines: &[Line], at: usize) -> Result<Columns, usize> {
    let Some(first) = lines.get(at).filter(|first| first.segments.len() == 2) else {
        return Err(1);
    };
    let Some(gutter) = first.segments.get(1).map(|right| right.column) else { return Err(1) };
    let mut columns = Columns { left: Vec::new(), right: Vec::new(), count: 0 };
    let mut column = gutter;
    for line in lines.get(at..).unwrap_or_default() {
        if columns.count > 0 && line.blanks > 1 {
            break;
        }
        let Some((left, right)) = halves(text, line, column) else { break };
        if let Some(right) = right {
            column = right.column;
            columns.right.push(half(line, right));
        }
        if let Some(left) = left {
            columns.left.push(half(line, left));
        }
        columns.count += 1;
    }
    let is_running = |lines: &[Line], room: usize| {
        let wide = |line: &&Line| (line.width - line.indent()) * 10 >= room * 6;
        lines.len() >= FEWEST && lines.iter().filter(wide).count() * 10 >= lines.len() * 6
    };
    let room = gutter.saturating_sub(first.indent());
    let width = columns.right.iter().map(|line| line.width - line.indent()).max().unwrap_or(0);
    let is_found = room >= 25
        && width >= 25
        && is_running(&columns.left, room)
        && is_running(&columns.right, width);
    if is_found { Ok(columns) } else { Err(columns.count.max(1)) }
}

/// Parts a line at the gutter.
fn halves(text: &str, line: &Line, column: usize) -> Option<(Option<Segment>, Option<Segment>)> {
    match line.segments.as_slice() {
        [left, right] if right.column.abs_diff(column) <= SLACK => {
            let words = super::lines::words(text, left.span);
            (!is_label(words)).then_some((Some(*left), Some(*right)))
        }
        [right] if right.column.abs_diff(column) <= 1 => Some((None, Some(*right))),
        [left] if left.end < column => Some((Some(*left), None)),
        [_] => match line.parted_at(text, &[column])?.as_slice() {
            [left, right] => Some((Some(*left), Some(*right))),
            _ => None,
        },
        _ => None,
    }
}

fn half(line: &Line, segment: Segment) -> Line {
    Line {
        start: segment.span.start,
        blanks: line.blanks,
        segments: vec![segment],
        width: segment.end,
    }
}
