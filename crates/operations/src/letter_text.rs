//! The text that a letter was read from, with its lines and tables, so that what was read can be shown where it stands.

use letters::reading::{Evidence, Reading};
use letters::{Document, Piece, PieceKind, Region, Span};
use serde::{Deserialize, Serialize};

/// The text that a letter was read from; its lines point into it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterText {
    /// The text; the cells of a row are parted by tabs, rows by line ends.
    pub text: String,
    /// The lines and rows, in their order; empty lines are left out.
    pub lines: Vec<LetterLine>,
}

/// A line of a letter, or a row of one of its tables; all places are in bytes of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterLine {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it is a heading.
    #[serde(skip_serializing_if = "is_false")]
    pub is_heading: bool,
    /// Whether it is repeated at the top or the bottom of each page.
    #[serde(skip_serializing_if = "is_false")]
    pub is_repeated: bool,
    /// The table that it is a row of, counted from 1; 0 if it is none.
    #[serde(skip_serializing_if = "is_zero")]
    pub table: u32,
    /// The cells of a row: where each begins and ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<(usize, usize)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_false(is_so: &bool) -> bool {
    !is_so
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl LetterText {
    /// Returns the text of a document.
    pub(crate) fn of(document: Document) -> Self {
        Self { lines: document.pieces.into_iter().map(line_of).collect(), text: document.text }
    }

    /// Returns a text without any structure but its lines.
    pub(crate) fn of_lines(text: String) -> Self {
        Self::of(Document::of_lines(text))
    }

    /// Sees to it that evidence points to where its words stand in this text.
    ///
    /// What a message says is read from a part of its text: without the marks of quotation, without what lists add.
    /// There the place of words that stand but once tells how far the others have moved.
    pub(crate) fn settle(&self, reading: &mut Reading) {
        let mut moved: Option<(usize, usize)> = None;
        let all = || reading.evidence.values().flatten().filter_map(|one| Some((one, one.at?)));
        for (evidence, (start, _)) in all() {
            let mut found = self.text.match_indices(&evidence.text);
            if let (Some((at, words)), None) = (found.next(), found.next())
                && moved.is_none_or(|(longest, ..)| words.len() > longest)
            {
                moved = Some((words.len(), at.wrapping_sub(start)));
            }
        }
        let moved = moved.map_or(0, |(_, by)| by);
        for evidence in reading.evidence.values_mut().flatten() {
            self.settle_one(evidence, moved);
        }
    }

    fn settle_one(&self, evidence: &mut Evidence, moved: usize) {
        let Some((start, end)) = evidence.at else { return };
        if self.text.get(start..end) == Some(evidence.text.as_str()) {
            return;
        }
        let expected = start.wrapping_add(moved);
        let all = self.text.match_indices(&evidence.text).take(1_000).map(|(at, _)| at);
        let nearest = all.min_by_key(|at| at.abs_diff(expected));
        evidence.at = nearest.map(|at| (at, at + evidence.text.len()));
        if let Some(at) = nearest.filter(|_| evidence.place.starts_with("line ")) {
            let before = self.text.get(..at).unwrap_or_default();
            evidence.place = format!("line {}", before.matches('\n').count() + 1);
        }
    }
}

fn line_of(piece: Piece) -> LetterLine {
    let Span { start, end } = piece.span;
    let is_repeated = matches!(piece.region, Region::Header | Region::Footer);
    let line = LetterLine { start, end, is_repeated, ..LetterLine::default() };
    match piece.kind {
        PieceKind::Line { is_heading, .. } => LetterLine { is_heading, ..line },
        PieceKind::Row { table, cells, .. } => {
            let cells = cells.into_iter().map(|cell| (cell.start, cell.end)).collect();
            LetterLine { table, cells, ..line }
        }
    }
}
