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

#[cfg(test)]
mod tests {
    use letters::reading::Field;

    use super::*;

    fn read(words: &str, at: Option<(usize, usize)>) -> Evidence {
        Evidence { text: words.to_owned(), place: "line 1".to_owned(), at, doubt: None }
    }

    #[test]
    fn evidence_from_a_part_of_a_message_points_into_the_whole() {
        let text = "Hello,\nplease see below.\n\n> Title: Clocks\n> For: Action\n> Action!\n";
        let text = LetterText::of_lines(text.to_owned());
        // Read from the text without the marks of quotation.
        let mut reading = Reading::default();
        let all = vec![
            read("Title: Clocks", Some((0, 13))),
            read("Action", Some((19, 25))),
            read("lee@example.com", None),
            read("not there", Some((3, 12))),
        ];
        reading.evidence.insert(Field::Subject.name().to_owned(), all);
        text.settle(&mut reading);
        let found: Vec<_> = reading.evidence_of(Field::Subject).iter().collect();
        let words = |at: Option<(usize, usize)>| at.and_then(|(from, to)| text.text.get(from..to));
        assert_eq!(words(found[0].at), Some("Title: Clocks"));
        assert_eq!((found[0].place.as_str(), found[1].place.as_str()), ("line 4", "line 5"));
        assert_eq!(words(found[1].at), Some("Action"));
        assert_eq!((found[2].at, found[3].at), (None, None));
        let places: Vec<_> = found.iter().map(|one| one.at).collect();
        text.settle(&mut reading);
        let again: Vec<_> = reading.evidence_of(Field::Subject).iter().map(|one| one.at).collect();
        assert_eq!(again, places, "what points to its words stays");
    }

    #[test]
    fn words_that_stand_twice_are_sought_where_the_others_have_moved_to() {
        let text = "Action is needed, it seems.\nSo:\nFor:   Action\nTitle: On clocks and days\n";
        let text = LetterText::of_lines(text.to_owned());
        let mut reading = Reading::default();
        // Read from the text from the third line on.
        let all = vec![read("Action", Some((7, 13))), read("On clocks and days", Some((21, 39)))];
        reading.evidence.insert(Field::Purpose.name().to_owned(), all);
        text.settle(&mut reading);
        assert_eq!(reading.evidence_of(Field::Purpose)[0].at, Some((39, 45)));
    }
}
