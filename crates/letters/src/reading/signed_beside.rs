//! Several who sign a letter beside each other, in columns.

use super::addresses;
use super::letter::{Letter, one_line};
use super::people::Found;
use super::person_names::{is_person, without_title};
use crate::document::Span;

/// Returns those whose names stand beside each other on a line, each with the office and the address below.
pub(super) fn signers(letter: &Letter<'_>, at: usize) -> Option<Vec<(Found, Vec<Span>)>> {
    const MOST: usize = 4;
    const BELOW: usize = 4;
    let lines = &letter.sheet.lines;
    let line = lines.get(at)?;
    let cells: Vec<Vec<Span>> =
        line.cells.iter().take(MOST + 1).map(|cell| letter.sheet.lines_of(*cell)).collect();
    let is_name = |cell: &Vec<Span>| {
        cell.first().is_some_and(|name| {
            let words = letter.sheet.words(*name);
            is_person(words) && !words.contains([',', '@']) && words.len() < 60
        })
    };
    if !(2..=MOST).contains(&cells.len()) || !cells.iter().all(is_name) {
        return None;
    }
    let mut columns = cells;
    let count = columns.len();
    let below = lines.iter().skip(at + 1).take(BELOW);
    for next in below.take_while(|next| !next.after_gap && next.cells.len() == count) {
        for (column, cell) in columns.iter_mut().zip(&next.cells) {
            column.extend(letter.sheet.lines_of(*cell));
        }
    }
    let one = |column: Vec<Span>| {
        let (name, rest) = column.split_first()?;
        let address = rest.iter().find_map(|line| {
            let found = addresses::addresses_in(letter.sheet.words(*line)).into_iter().next()?;
            Some((found, *line))
        });
        let office = rest.first().filter(|line| !letter.sheet.words(**line).contains('@'));
        let found = Found {
            name: one_line(without_title(letter.sheet.words(*name))),
            organization: office.map(|line| letter.one_line(*line)).unwrap_or_default(),
            is_restored: address.as_ref().is_some_and(|(found, _)| found.is_restored),
            email_span: address.as_ref().map(|(_, line)| *line),
            email: address.map(|(found, _)| found.email).unwrap_or_default(),
            span: *name,
        };
        Some((found, column))
    };
    columns.into_iter().map(one).collect()
}
