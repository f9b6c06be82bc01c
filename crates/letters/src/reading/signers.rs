//! Several who sign a letter beside each other, in columns or on one line.

use super::addresses;
use super::bodies;
use super::items;
use super::letter::{Letter, one_line};
use super::people::{self, Found};
use super::person_names::{is_couple, is_person, without_title};
use super::sheet::Line;
use crate::document::Span;

/// Somebody in a column, and the lines of it.
pub(super) type InColumn = (Found, Vec<Span>);

/// Returns those whose names stand beside each other on a line, each with the office and the address below.
pub(super) fn side_by_side(letter: &Letter<'_>, at: usize) -> Option<Vec<InColumn>> {
    const MOST: usize = 4;
    const BELOW: usize = 4;
    let lines = &letter.sheet.lines;
    let mut columns = cells(letter, lines.get(at)?);
    let is_name = |cell: &Vec<Span>| {
        cell.first().is_some_and(|name| {
            let words = letter.sheet.words(*name);
            is_person(words) && !words.contains([',', '@']) && words.len() < 60
        })
    };
    if !(2..=MOST).contains(&columns.len()) || !columns.iter().all(is_name) {
        return None;
    }
    for next in lines.iter().skip(at + 1).take(BELOW).take_while(|next| !next.after_gap) {
        let below = cells(letter, next);
        if below.len() != columns.len() {
            break;
        }
        columns.iter_mut().zip(below).for_each(|(column, cell)| column.extend(cell));
    }
    columns.into_iter().map(|column| one(letter, column)).collect()
}

/// Returns who is named in a column: the name, below it the office, and an address.
fn one(letter: &Letter<'_>, column: Vec<Span>) -> Option<InColumn> {
    let (name, rest) = column.split_first()?;
    let address = rest.iter().find_map(|line| {
        let found = addresses::addresses_in(letter.sheet.words(*line)).into_iter().next()?;
        Some((found, *line))
    });
    let is_office = |line: &&Span| {
        let words = letter.sheet.words(**line);
        bodies::is_role(words) || bodies::ends_with_role(words)
    };
    // An employer may stand above it.
    let office = rest
        .iter()
        .find(is_office)
        .or(rest.first())
        .filter(|line| !letter.sheet.words(**line).contains('@'));
    let found = Found {
        name: one_line(without_title(letter.sheet.words(*name))),
        organization: office.map(|line| letter.one_line(*line)).unwrap_or_default(),
        is_restored: address.as_ref().is_some_and(|(found, _)| found.is_restored),
        email_span: address.as_ref().map(|(_, line)| *line),
        email: address.map(|(found, _)| found.email).unwrap_or_default(),
        span: *name,
    };
    Some((found, column))
}

/// Returns the names of three and more who sign on one line, if it holds nothing else: "Ana Example, Bob Sample and Cy Specimen".
pub(super) fn in_a_row(letter: &Letter<'_>, line: Span) -> Option<Vec<InColumn>> {
    const MOST: usize = 6;
    let names = items::items_of_line(&letter.sheet, line);
    // The last two are joined by a word.
    let halves = |name: Span| {
        let words = letter.sheet.words(name);
        let joint =
            [" and ", " & "].iter().find_map(|joint| Some((words.find(joint)?, joint.len())));
        match joint.filter(|_| is_couple(words)) {
            Some((at, length)) => vec![
                Span::new(name.start, name.start + at),
                Span::new(name.start + at + length, name.end),
            ],
            None => vec![name],
        }
    };
    let names: Vec<Span> = names.into_iter().flat_map(halves).collect();
    let is_name = |name: &Span| {
        let words = letter.sheet.words(*name);
        is_person(words) && !words.contains(['@', ',', '('])
    };
    if !(3..=MOST).contains(&names.len()) || !names.iter().all(is_name) {
        return None;
    }
    let each = |name: &Span| {
        Some((people::people_in(&letter.sheet, &[*name]).into_iter().next()?, vec![*name]))
    };
    Some(names.iter().filter_map(each).collect())
}

/// Returns the parts of a line that stand apart from each other, each with its lines.
fn cells(letter: &Letter<'_>, line: &Line) -> Vec<Vec<Span>> {
    let parts = |cell: &Span| {
        if line.table == 0 { letter.sheet.parts_of(*cell) } else { vec![*cell] }
    };
    let parts = line.cells.iter().flat_map(parts);
    parts
        .filter(|part| !letter.sheet.words(*part).trim().is_empty())
        .map(|part| letter.sheet.lines_of(part))
        .collect()
}
