//! Those who sign a letter side by side.

use super::letter::Letter;
use super::people::{self, Found};
use super::person_names;
use super::sheet::Line;
use crate::document::Span;

/// Returns those who sign side by side from a line on: their names in columns, and below each the role and the address.
pub(super) fn side_by_side(letter: &Letter<'_>, at: usize) -> Option<Vec<Found>> {
    const MOST: usize = 3;
    const BELOW: usize = 5;
    let lines = letter.sheet.lines.get(at..)?;
    let names = columns(letter, lines.first()?);
    let is_name = |name: &Span| {
        let words = letter.sheet.words(*name);
        person_names::is_person(words) && words.len() < 60
    };
    if !(2..=MOST).contains(&names.len()) || !names.iter().all(is_name) {
        return None;
    }
    let mut parts: Vec<Vec<Span>> = names.iter().map(|name| vec![*name]).collect();
    for line in lines.iter().skip(1).take(BELOW) {
        let below = columns(letter, line);
        if below.len() != names.len() {
            break;
        }
        parts.iter_mut().zip(below).for_each(|(column, part)| column.push(part));
    }
    let signers = parts
        .iter()
        .filter_map(|column| people::people_in(&letter.sheet, column).into_iter().next());
    let signers: Vec<Found> = signers.collect();
    (signers.len() == names.len()).then_some(signers)
}

/// Returns the names of three and more who sign on one line, if it holds nothing else: "Ana Example, Bob Sample and Cy Specimen".
pub(super) fn in_a_row(letter: &Letter<'_>, line: Span) -> Option<Vec<Found>> {
    const MOST: usize = 6;
    let names = super::items::items_of_line(&letter.sheet, line);
    let is_name = |name: &Span| {
        let words = letter.sheet.words(*name);
        person_names::is_person(words) && !words.contains(['@', ',', '('])
    };
    let are_all = (3..=MOST).contains(&names.len()) && names.iter().all(is_name);
    let each = |name: &Span| people::people_in(&letter.sheet, &[*name]).into_iter().next();
    are_all.then(|| names.iter().filter_map(each).collect())
}

/// Returns the parts of a line that stand apart from each other.
fn columns(letter: &Letter<'_>, line: &Line) -> Vec<Span> {
    let cells = line.cells.iter().flat_map(|cell| letter.sheet.parts_of(*cell));
    cells.filter(|cell| !letter.sheet.words(*cell).trim().is_empty()).collect()
}
