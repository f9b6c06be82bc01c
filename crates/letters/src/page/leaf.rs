//! A piece of paper: a text, and what stands where in it.

use std::collections::HashMap;

use crate::{Document, Link, Piece, PieceKind, Region, Span};

/// How many addresses of a document are kept.
const MOST_LINKS: usize = 10_000;
/// How many addresses may be open within each other.
const DEEPEST_LINK: usize = 16;
/// The longest address that is kept, in bytes.
const LONGEST_TARGET: usize = 2_000;

/// A text, its pieces and links.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    links: Vec<Link>,
    /// The links whose words have begun: where, and the address if it is kept.
    open: Vec<(usize, Option<String>)>,
}

impl Leaf {
    pub(super) fn begin_link(&mut self, target: &str) {
        let is_kept = self.links.len() < MOST_LINKS && target.len() <= LONGEST_TARGET;
        if self.open.len() < DEEPEST_LINK {
            self.open.push((self.text.len(), is_kept.then(|| target.replace('\0', ""))));
        }
    }

    pub(super) fn end_link(&mut self) {
        let Some((start, Some(target))) = self.open.pop() else { return };
        let span = trimmed(&self.text, Span::new(start, self.text.len()));
        if !span.is_empty() && !target.is_empty() {
            self.links.push(Link { span, target });
        }
    }

    /// Takes away what stands after a place.
    pub(super) fn cut(&mut self, end: usize) {
        self.text.truncate(end);
        for (start, _) in &mut self.open {
            *start = (*start).min(end);
        }
        while self.links.last().is_some_and(|link| link.span.end > end) {
            self.links.pop();
        }
    }

    /// Takes away the empty lines at the end.
    pub(super) fn close(&mut self) {
        let end = self.text.trim_end().len();
        self.cut(end);
        if end > 0 {
            self.text.push('\n');
        }
    }

    /// Puts another leaf after this one.
    pub(super) fn append(&mut self, other: Self) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.into_iter().map(|piece| piece.moved(by)));
        self.links
            .extend(other.links.into_iter().map(|link| Link { span: link.span.moved(by), ..link }));
    }

    /// Returns the document that stands here.
    pub(super) fn into_document(mut self, warning: Option<String>) -> Document {
        number(&mut self.pieces);
        self.links.sort_by_key(|link| link.span);
        Document {
            text: self.text,
            pieces: self.pieces,
            links: self.links,
            warnings: warning.into_iter().collect(),
            ..Document::default()
        }
    }
}

/// Numbers paragraphs and tables from 1 in the order in which they stand.
fn number(pieces: &mut [Piece]) {
    let mut paragraphs = 0;
    // A paragraph of the body may go on after a footer and a header.
    let mut begun = [None; 2];
    let mut tables = HashMap::new();
    for piece in pieces {
        match &mut piece.kind {
            PieceKind::Line { paragraph, .. } => {
                let slot = &mut begun[usize::from(piece.region == Region::Body)];
                match slot {
                    Some((mark, number)) if *mark == *paragraph => *paragraph = *number,
                    _ => {
                        paragraphs += 1;
                        *slot = Some((*paragraph, paragraphs));
                        *paragraph = paragraphs;
                    }
                }
            }
            PieceKind::Row { table, .. } => {
                let next = u32::try_from(tables.len() + 1).unwrap_or(u32::MAX);
                *table = *tables.entry(*table).or_insert(next);
            }
        }
    }
}

/// Returns a span without the spaces at its ends.
pub(crate) fn trimmed(text: &str, span: Span) -> Span {
    let words = text.get(span.start..span.end).unwrap_or_default();
    let end = span.start + words.trim_end().len();
    let start = end - words.trim().len();
    Span { start, end: end.max(start) }
}
