//! What is written on: the page itself, or a box beside it.

use crate::{Piece, PieceKind, Region, Span};

use super::leaf::{Leaf, trimmed};

/// A row whose only cell with words has this many paragraphs is not read as a row: the letter itself stands in it.
const MANY_PARAGRAPHS: usize = 6;

/// A page or a box that is being written on.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) region: Region,
    pub(super) leaf: Leaf,
    /// The boxes that stand beside the paragraph being read.
    pub(super) beside: Leaf,
    /// Where the line being read begins.
    pub(super) line: usize,
    /// The paragraph being read.
    pub(super) paragraph: u32,
    /// Whether the paragraph is marked as a heading.
    pub(super) is_heading: bool,
    /// Whether some of the line is neither bold nor underlined.
    pub(super) is_weak: bool,
    /// What comes before the first words of the paragraph.
    pub(super) prefix: String,
    /// The tables that are open within each other.
    pub(super) tables: Vec<Table>,
    /// The rows that are open within each other.
    pub(super) rows: Vec<Row>,
}

/// A table that is open.
#[derive(Debug)]
pub(super) struct Table {
    id: u32,
    /// How many rows were open where it begins.
    pub(super) level: usize,
    /// How many rows it has so far.
    rows: u32,
}

/// A row that is open.
#[derive(Debug)]
pub(super) struct Row {
    table: u32,
    row: u32,
    /// Where it begins, in the text and among the pieces.
    start: usize,
    first_piece: usize,
    cells: Vec<Span>,
    /// Where the cell being read begins.
    pub(super) open_cell: Option<usize>,
    /// Whether it holds rows itself.
    holds_rows: bool,
}

impl Sheet {
    pub(super) fn new(region: Region, paragraph: u32) -> Self {
        Self {
            region,
            leaf: Leaf::default(),
            beside: Leaf::default(),
            line: 0,
            paragraph,
            is_heading: false,
            is_weak: false,
            prefix: String::new(),
            tables: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// How many bytes of text stand on it.
    pub(super) fn length(&self) -> usize {
        self.leaf.text.len() + self.beside.text.len()
    }

    /// Cuts the spaces from the end of the line, and returns where its words stand if it has any.
    pub(super) fn cut_line(&mut self) -> Option<Span> {
        let span = trimmed(&self.leaf.text, Span::new(self.line, self.leaf.text.len()));
        if span.is_empty() {
            self.leaf.cut(self.line);
            return None;
        }
        self.leaf.cut(span.end);
        Some(span)
    }

    /// Begins a new line after one that was cut; of several empty ones, one is kept.
    pub(super) fn end_line(&mut self) {
        let text = &mut self.leaf.text;
        let is_empty = text.len() == self.line;
        let cell = self.rows.last().and_then(|row| row.open_cell);
        let is_first = self.line == 0 || cell == Some(self.line);
        if !is_empty || !is_first && !text.ends_with("\n\n") {
            text.push('\n');
        }
        self.line = text.len();
    }

    /// Puts here the boxes that stand beside what was read.
    pub(super) fn put_beside(&mut self) {
        if self.beside.text.is_empty() {
            return;
        }
        if self.leaf.text.len() > self.line {
            self.leaf.text.push('\n');
        }
        let beside = std::mem::take(&mut self.beside);
        let is_row = |piece: &Piece| matches!(piece.kind, PieceKind::Row { .. });
        if let Some(row) = self.rows.last_mut() {
            row.holds_rows |= beside.pieces.iter().any(is_row);
        }
        self.leaf.append(beside);
        self.line = self.leaf.text.len();
    }

    pub(super) fn begin_table(&mut self, id: u32) {
        self.tables.push(Table { id, level: self.rows.len(), rows: 0 });
    }

    pub(super) fn begin_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        table.rows += 1;
        self.rows.push(Row {
            table: table.id,
            row: table.rows,
            start: self.leaf.text.len(),
            first_piece: self.leaf.pieces.len(),
            cells: Vec::new(),
            open_cell: None,
            holds_rows: false,
        });
    }

    pub(super) fn begin_cell(&mut self) {
        let Some(row) = self.rows.last_mut() else { return };
        if !row.cells.is_empty() || self.leaf.text.len() > row.start {
            self.leaf.text.push('\t');
        }
        row.open_cell = Some(self.leaf.text.len());
        self.line = self.leaf.text.len();
    }

    /// Ends a cell whose last line was cut.
    pub(super) fn end_cell(&mut self) {
        self.prefix.clear();
        self.is_heading = false;
        self.put_beside();
        let Some(row) = self.rows.last_mut() else { return };
        let Some(start) = row.open_cell.take() else { return };
        let span = trimmed(&self.leaf.text, Span::new(start, self.leaf.text.len()));
        row.cells.push(span);
        self.leaf.cut(span.end.max(start));
        self.line = self.leaf.text.len();
    }

    /// Ends a row whose last cell has ended; returns how many pieces became part of it.
    pub(super) fn end_row(&mut self, page: Option<u32>) -> usize {
        let Some(row) = self.rows.pop() else { return 0 };
        let span = trimmed(&self.leaf.text, Span::new(row.start, self.leaf.text.len()));
        self.leaf.cut(if span.is_empty() { row.start } else { span.end });
        while self.tables.last().is_some_and(|table| table.level > self.rows.len()) {
            self.tables.pop();
        }
        let mut freed = 0;
        let is_dissolved = row.holds_rows || self.is_letter(&row);
        if !is_dissolved {
            freed = self.leaf.pieces.len() - row.first_piece;
            self.leaf.pieces.truncate(row.first_piece);
            if !span.is_empty() {
                let within = |cell: &Span| Span {
                    start: cell.start.clamp(span.start, span.end),
                    end: cell.end.clamp(span.start, span.end),
                };
                let cells = row.cells.iter().map(within).collect();
                let kind = PieceKind::Row { table: row.table, row: row.row, cells };
                self.leaf.pieces.push(Piece { span, region: self.region, page, kind });
                freed = freed.saturating_sub(1);
            } else {
                freed += row.cells.len();
            }
        }
        if let Some(outer) = self.rows.last_mut() {
            outer.holds_rows |= !span.is_empty();
        }
        self.line = row.start;
        self.end_line();
        freed
    }

    /// Says whether a row is no row of a table but holds a whole letter.
    fn is_letter(&self, row: &Row) -> bool {
        if row.cells.iter().filter(|cell| !cell.is_empty()).count() != 1 {
            return false;
        }
        let mut paragraphs: Vec<u32> = Vec::new();
        for piece in self.leaf.pieces.get(row.first_piece..).unwrap_or_default() {
            if let PieceKind::Line { paragraph, .. } = piece.kind
                && !paragraphs.contains(&paragraph)
            {
                paragraphs.push(paragraph);
            }
            if paragraphs.len() >= MANY_PARAGRAPHS {
                return true;
            }
        }
        row.cells.len() == 1 && paragraphs.len() > 1
    }
}
