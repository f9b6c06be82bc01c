//! Putting a document together from its parts, within limits.

use crate::page::{too_long, too_many, trimmed};
use crate::{Document, Limits, Link, Piece, PieceKind, Span};

impl Document {
    /// Returns a document of which nothing could be read.
    pub(crate) fn unread(why: &impl ToString) -> Self {
        Self { warnings: vec![why.to_string()], ..Self::default() }
    }

    /// Adds a warning, once.
    pub(crate) fn warn(&mut self, warning: &str) {
        if !self.warnings.iter().any(|one| one == warning) {
            self.warnings.push(warning.to_owned());
        }
    }

    /// Adds a part after an empty line, as far as the limits allow.
    pub(crate) fn add(&mut self, part: Self, limits: &Limits) {
        for warning in &part.warnings {
            self.warn(warning);
        }
        self.controls.extend(part.controls);
        if part.pieces.is_empty() {
            return;
        }
        if self.text.is_empty() {
            (self.text, self.pieces, self.links) = (part.text, part.pieces, part.links);
        } else {
            self.text.push('\n');
            let by = self.text.len();
            self.text.push_str(&part.text);
            let (paragraphs, tables) = self.numbers();
            self.pieces.extend(part.pieces.into_iter().map(|piece| {
                let mut piece = piece.moved(by);
                match &mut piece.kind {
                    PieceKind::Line { paragraph, .. } => *paragraph += paragraphs,
                    PieceKind::Row { table, .. } => *table += tables,
                }
                piece
            }));
            let moved = |link: Link| Link { span: link.span.moved(by), ..link };
            self.links.extend(part.links.into_iter().map(moved));
        }
        self.hold(limits);
    }

    /// Returns how many paragraphs and tables there are.
    fn numbers(&self) -> (u32, u32) {
        self.pieces.iter().fold((0, 0), |(paragraphs, tables), piece| match piece.kind {
            PieceKind::Line { paragraph, .. } => (paragraphs.max(paragraph), tables),
            PieceKind::Row { table, .. } => (paragraphs, tables.max(table)),
        })
    }

    /// Cuts off what is beyond the limits, and says so.
    pub(crate) fn hold(&mut self, limits: &Limits) {
        if self.pieces.len() > limits.pieces {
            let end = self.pieces.get(limits.pieces).map_or(0, |piece| piece.span.start);
            self.cut(end);
            self.warn(&too_many(limits));
        }
        if self.text.len() > limits.text_bytes {
            self.cut(limits.text_bytes);
            self.warn(&too_long(limits));
        }
    }

    /// Cuts off what stands after a place.
    fn cut(&mut self, end: usize) {
        let end = self.text.floor_char_boundary(end);
        self.text.truncate(end);
        let text = &self.text;
        while self.pieces.last().is_some_and(|piece| piece.span.start >= end) {
            self.pieces.pop();
        }
        if let Some(last) = self.pieces.last_mut() {
            last.span = trimmed(text, Span::new(last.span.start, last.span.end.min(end)));
            let end = last.span.end;
            if let PieceKind::Row { cells, .. } = &mut last.kind {
                for cell in cells {
                    *cell = Span::new(cell.start.min(end), cell.end.min(end));
                }
            }
        }
        self.links.retain(|link| link.span.end <= end);
    }
}

impl Piece {
    /// Returns the piece as it stands in a text that begins so many bytes earlier.
    pub(crate) fn moved(mut self, by: usize) -> Self {
        self.span = self.span.moved(by);
        if let PieceKind::Row { cells, .. } = &mut self.kind {
            for cell in cells {
                *cell = cell.moved(by);
            }
        }
        self
    }
}

impl Span {
    /// Returns the span in a text that begins so many bytes earlier.
    pub(crate) fn moved(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}
