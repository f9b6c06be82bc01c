//! Sender and receiver side by side: two columns, each with a body and its people.

use super::finder::Finder;
use super::label::{Label, before_colon};
use super::person_names::is_person;
use super::sheet::Line;
use crate::document::Span;

/// Two columns that are read line by line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    table: u32,
    /// The places of the entries: the bodies of each side, and its people once there are some.
    bodies: [usize; 2],
    people: [Option<usize>; 2],
    is_sender: [bool; 2],
}

impl Finder<'_, '_> {
    /// Reads a line of two columns of which one is headed as the sender and the other as the receiver.
    pub(super) fn in_sides(&mut self, line: &Line, at: usize) -> bool {
        if self.opens_sides(line, at) {
            return true;
        }
        let Some(mut sides) = self.sides else { return false };
        let goes_on = line.table == sides.table && (line.table != 0 || !line.after_gap);
        let Some(parts) = self.parts_of_sides(line).filter(|_| goes_on) else {
            self.sides = None;
            return false;
        };
        for (side, pieces) in parts.into_iter().enumerate() {
            pieces.into_iter().for_each(|piece| self.beside(&mut sides, side, piece, at));
        }
        self.sides = Some(sides);
        self.is_open = false;
        true
    }

    /// Begins two columns where a line has the two labels beside each other, and nothing else but what stands below them.
    fn opens_sides(&mut self, line: &Line, at: usize) -> bool {
        let ([left, right], true) = (&line.cells[..], self.in_head) else { return false };
        let first = |cell: Span| self.sheet.lines_of(cell).first().copied().unwrap_or_default();
        let heads = [first(*left), first(*right)];
        let labels = heads.map(|head| self.layouts.label(self.layout, self.sheet.words(head)));
        let is_sender = match labels {
            [Some(Label::From), Some(Label::To)] => [true, false],
            [Some(Label::To), Some(Label::From)] => [false, true],
            _ => return false,
        };
        let mut bodies = [0; 2];
        for (side, head) in heads.into_iter().enumerate() {
            let label = if is_sender[side] { Label::From } else { Label::To };
            self.labelled(label, head, at);
            bodies[side] = self.found.all.len() - 1;
        }
        let mut sides = Sides { table: line.table, bodies, people: [None; 2], is_sender };
        for (side, cell) in [*left, *right].into_iter().enumerate() {
            let below: Vec<Span> = self.sheet.lines_of(cell).into_iter().skip(1).collect();
            below.into_iter().for_each(|piece| self.beside(&mut sides, side, piece, at));
        }
        self.sides = Some(sides);
        self.is_open = false;
        true
    }

    /// Returns what stands in each of the two columns; nothing for a line that is no row of them.
    fn parts_of_sides(&self, line: &Line) -> Option<[Vec<Span>; 2]> {
        let mut groups: Vec<Span> = Vec::new();
        let mut is_open = false;
        for cell in &line.cells {
            match groups.last_mut().filter(|_| is_open) {
                Some(last) => last.end = cell.end,
                None => groups.push(*cell),
            }
            is_open = self.sheet.words(*cell).trim_end().ends_with(':');
        }
        let [left, right] = groups[..] else { return None };
        let is_field = |cell: Span| {
            let label = self.layouts.label(self.layout, self.sheet.words(cell));
            label.is_some_and(|label| !label.is_of_a_person())
        };
        (!is_field(left) && !is_open).then(|| [left, right].map(|side| self.sheet.lines_of(side)))
    }

    /// Gives a line of one column to its bodies or to its people.
    fn beside(&mut self, sides: &mut Sides, side: usize, piece: Span, at: usize) {
        let words = self.sheet.words(piece);
        let labelled = before_colon(words);
        let known = labelled.and_then(|(colon, _)| {
            self.layouts.label(self.layout, words.get(..colon).unwrap_or_default())
        });
        let value = match labelled {
            Some((_, value)) if !known.is_some_and(Label::is_of_a_person) => {
                self.sheet.trimmed(Span::new(piece.start + value, piece.end))
            }
            _ => piece,
        };
        if labelled.is_none() && !words.contains('@') && !is_person(words) {
            return self.found.all[sides.bodies[side]].values.push(piece);
        }
        let people = match sides.people[side] {
            Some(people) => people,
            None => {
                let label = if sides.is_sender[side] { Label::Contact } else { Label::ToContact };
                self.labelled(label, piece, at);
                self.found.all.len() - 1
            }
        };
        sides.people[side] = Some(people);
        self.found.all[people].values.push(value);
    }
}
