//! People in columns: a name in one cell, office and address of its bearer in the next.

use super::addresses;
use super::bodies;
use super::label::Label;
use super::letter::Letter;
use super::people::Found;
use super::person_names::is_person;
use super::sender;
use super::sheet::{Line, Sheet};
use crate::document::Span;

/// Returns the people of rows that have a name in the first cell, and office and address of its bearer in the next.
pub(super) fn rows_of_people(letter: &Letter<'_>, value: Span) -> Option<Vec<Span>> {
    let mut rows: Vec<Span> = Vec::new();
    for line in letter.sheet.lines_of(value) {
        let cells = letter.sheet.parts_of(line);
        let words = |at: usize| cells.get(at).map_or("", |cell| letter.sheet.words(*cell));
        let begins = cells.len() == 2
            && is_person(words(0))
            && !words(0).contains([',', '@', '('])
            && (bodies::is_role(words(1)) || sender::sent_by(without_address(words(1))).is_some());
        let goes_on =
            cells.len() == 1 && (bodies::is_role(words(0)) || addresses::is_address(words(0)));
        match rows.last_mut() {
            _ if begins => rows.push(line),
            Some(last) if goes_on => last.end = line.end,
            _ => return None,
        }
    }
    (!rows.is_empty()).then_some(rows)
}

/// Returns an office without the address behind a comma.
fn without_address(words: &str) -> &str {
    words
        .rsplit_once(", ")
        .filter(|(_, last)| addresses::is_address(last))
        .map_or(words, |two| two.0)
}

/// Says whether a row of a page goes on with a list of addressees: a name, and beside it what its bearer is.
pub(super) fn is_row_of_somebody(sheet: &Sheet<'_>, label: Label, line: &Line) -> bool {
    let [name, office] = line.cells[..] else { return false };
    let is_of_a_page = sheet.document.pieces.first().is_some_and(|piece| piece.page.is_some());
    let (name, office) = (sheet.words(name), sheet.words(office));
    let first = office.lines().next().unwrap_or_default();
    matches!(label, Label::To | Label::Cc)
        && is_of_a_page
        && is_person(name)
        && !name.contains([',', '@', '(', '\n'])
        && (bodies::is_role(first) || bodies::ends_with_role(first))
}

/// Somebody whose name stands in a column of names, and whose offices and address stand in the next.
pub(super) struct Holder {
    pub(super) name: Span,
    pub(super) offices: Vec<Span>,
    pub(super) address: Span,
}

impl Holder {
    /// Returns the person.
    pub(super) fn found(&self, letter: &Letter<'_>) -> Found {
        let words = letter.sheet.words(self.address);
        let address = addresses::addresses_in(words).into_iter().next();
        Found {
            name: letter.one_line(self.name),
            email: address.map(|address| address.email).unwrap_or_default(),
            organization: letter.one_line(self.offices[0]),
            is_restored: false,
            span: self.name,
            email_span: Some(self.address),
        }
    }
}

/// Returns the people of two columns as a page has them: all names, and then for each the offices and, last, the address.
pub(super) fn holders(letter: &Letter<'_>, values: &[Span]) -> Option<Vec<Holder>> {
    let lines: Vec<Span> = values.iter().flat_map(|value| letter.sheet.lines_of(*value)).collect();
    let is_name = |line: &&Span| {
        let words = letter.sheet.words(**line);
        is_person(words) && !words.contains([',', '@', '('])
    };
    let count = lines.iter().take_while(is_name).count();
    let (names, rest) = lines.split_at(count);
    let mut groups: Vec<(Vec<Span>, Span)> = Vec::new();
    let mut offices = Vec::new();
    for line in rest {
        let words = letter.sheet.words(*line);
        if addresses::is_address(words) {
            groups.push((std::mem::take(&mut offices), *line));
        } else if bodies::is_role(words) || bodies::ends_with_role(words) {
            offices.push(*line);
        } else {
            return None;
        }
    }
    let fit = names.len() > 1
        && names.len() == groups.len()
        && offices.is_empty()
        && groups.iter().all(|(offices, _)| !offices.is_empty());
    let holder = |(name, (offices, address)): (&Span, (Vec<Span>, Span))| Holder {
        name: *name,
        offices,
        address,
    };
    fit.then(|| names.iter().zip(groups).map(holder).collect())
}

/// Says whether parts are names below each other in one column, and as many offices in the next.
pub(super) fn names_then_offices(letter: &Letter<'_>, parts: &[Span]) -> bool {
    let (names, offices) = parts.split_at(parts.len() / 2);
    let is_name = |part: &Span| {
        let words = letter.sheet.words(*part);
        is_person(words) && !words.contains([',', '@', '(', '\n'])
    };
    let is_office = |part: &Span| {
        let words = letter.sheet.words(*part);
        let holds_one = bodies::is_role(words) && bodies::stands_alone(sender::body_of_role(words));
        !words.contains('\n') && (holds_one || bodies::ends_with_role(words))
    };
    names.len() > 1
        && names.len() == offices.len()
        && names.iter().all(is_name)
        && offices.iter().all(is_office)
}

/// Joins a person, another office of the same person, and the address below both.
pub(super) fn offices_joined(letter: &Letter<'_>, items: Vec<Span>) -> Vec<Span> {
    let words = |at: usize| items.get(at).map_or("", |item| letter.sheet.words(*item));
    let holds_both = |at: usize| {
        is_person(words(at))
            && addresses::addresses_in(words(at)).is_empty()
            && bodies::is_role(words(at + 1))
            && addresses::is_address(words(at + 2))
    };
    let (mut joined, mut at) = (Vec::new(), 0);
    while let Some(item) = items.get(at) {
        let count = if holds_both(at) { 3 } else { 1 };
        joined.push(Span::new(
            item.start,
            items.get(at + count - 1).map_or(item.end, |last| last.end),
        ));
        at += count;
    }
    joined
}
