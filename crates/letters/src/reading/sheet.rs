//! A document as a reader of its head sees it: lines, each of them cells.

use crate::document::{Document, PieceKind, Region, Span};

/// Lines beyond this are not looked at; the head of a letter is at its beginning, and what follows it is its text.
const MOST_LINES: usize = 5_000;

/// The lines of a document, in their order.
pub(super) struct Sheet<'d> {
    pub(super) document: &'d Document,
    pub(super) lines: Vec<Line>,
}

/// One line, or one row of a table.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The whole of it.
    pub(super) span: Span,
    /// What stands between tabs, wide gaps and the borders of cells; none of them is empty.
    pub(super) cells: Vec<Span>,
    /// The table that it belongs to; 0 if it is no row.
    pub(super) table: u32,
    /// The paragraph that it belongs to; 0 if it is a row.
    pub(super) paragraph: u32,
    /// Whether it begins with an empty cell or a tab, as what goes on with a value does.
    pub(super) is_indented: bool,
    /// Whether it stands apart from the line before.
    pub(super) after_gap: bool,
    pub(super) is_heading: bool,
    pub(super) region: Region,
}

impl<'d> Sheet<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let mut lines = Vec::new();
        let mut before = 0;
        for piece in document.pieces.iter().take(MOST_LINES) {
            let gap = document.text.get(before..piece.span.start).unwrap_or_default();
            let after_gap = before > 0 && gap.matches('\n').count() > 1;
            let line = match &piece.kind {
                PieceKind::Line { paragraph, is_heading } => Line {
                    span: piece.span,
                    cells: parts(document, piece.span),
                    table: 0,
                    paragraph: *paragraph,
                    is_indented: gap
                        .rsplit('\n')
                        .next()
                        .is_some_and(|indent| indent.contains('\t') || indent.chars().count() >= 4),
                    after_gap,
                    is_heading: *is_heading,
                    region: piece.region,
                },
                PieceKind::Row { table, cells, .. } => Line {
                    span: piece.span,
                    cells: cells
                        .iter()
                        .copied()
                        .filter(|cell| !is_blank(document, *cell))
                        .collect(),
                    table: *table,
                    paragraph: 0,
                    is_indented: cells.first().is_some_and(|cell| is_blank(document, *cell)),
                    after_gap,
                    is_heading: false,
                    region: piece.region,
                },
            };
            before = piece.span.end;
            lines.push(line);
        }
        Self { document, lines }
    }

    /// Returns the words that stand there.
    pub(super) fn words(&self, span: Span) -> &'d str {
        self.document.words(span)
    }

    /// Says whether the document was laid out on pages, where words are broken over lines.
    pub(super) fn is_of_pages(&self) -> bool {
        self.document.pieces.first().is_some_and(|piece| piece.page.is_some())
    }

    /// Returns the words of a line.
    pub(super) fn line(&self, at: usize) -> &'d str {
        self.lines.get(at).map_or("", |line| self.words(line.span))
    }

    /// Returns the lines of a cell, each without the spaces around it, empty ones left out.
    pub(super) fn lines_of(&self, cell: Span) -> Vec<Span> {
        let (mut lines, mut start) = (Vec::new(), cell.start);
        for line in self.words(cell).split_inclusive('\n') {
            let span = trimmed(self.document, Span::new(start, start + line.len()));
            if !span.is_empty() {
                lines.push(span);
            }
            start += line.len();
        }
        lines
    }

    /// Returns the parts of a line between tabs and wide gaps.
    pub(super) fn parts_of(&self, line: Span) -> Vec<Span> {
        parts(self.document, line)
    }

    /// Returns a span without the spaces at its ends.
    pub(super) fn trimmed(&self, span: Span) -> Span {
        trimmed(self.document, span)
    }
}

fn is_blank(document: &Document, cell: Span) -> bool {
    document.words(cell).trim().is_empty()
}

fn trimmed(document: &Document, span: Span) -> Span {
    let words = document.words(span);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// Cuts a line at its tabs, and at gaps of three spaces and more.
fn parts(document: &Document, span: Span) -> Vec<Span> {
    let words = document.words(span);
    let (mut parts, mut start, mut spaces) = (Vec::new(), 0, 0);
    let mut cut = |start: usize, end: usize| {
        let part = trimmed(document, Span::new(span.start + start, span.start + end));
        if !part.is_empty() {
            parts.push(part);
        }
    };
    for (at, sign) in words.char_indices() {
        match sign {
            '\t' => {
                cut(start, at);
                (start, spaces) = (at + 1, 0);
            }
            ' ' | '\u{a0}' => spaces += 1,
            _ => {
                if spaces >= 3 {
                    cut(start, at);
                    start = at;
                }
                spaces = 0;
            }
        }
    }
    cut(start, words.len());
    parts
}
