//! The values of an entry, with what a cell or a page breaks off.

use super::bodies;
use super::entries::{Entry, More};
use super::letter::Letter;
use super::person_names::is_person;
use crate::document::Span;

/// Returns the values of an entry and the lines below; a bracket that a value leaves open is closed on the lines below.
pub(super) fn closed<'e>(letter: &Letter<'_>, entry: &'e Entry) -> (Vec<Span>, &'e [More]) {
    const MOST: usize = 3;
    let mut values = entry.values.clone();
    let mut more = entry.more.as_slice();
    let is_open = |span: &Span| {
        let words = letter.sheet.words(*span);
        words.matches('(').count() > words.matches(')').count()
    };
    let Some(last) = values.last_mut().filter(|last| is_open(last)) else { return (values, more) };
    let ends =
        more.iter().take(MOST).position(|line| !is_open(&Span::new(last.start, line.span.end)));
    if let Some(at) = ends {
        last.end = more.get(at).map_or(last.end, |line| line.span.end);
        more = more.get(at + 1..).unwrap_or_default();
    }
    (values, more)
}

/// Joins the parts that stand below each other in one cell, so that a name that is broken over two lines is whole.
pub(super) fn joined(letter: &Letter<'_>, values: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for value in values {
        let goes_on = joined.last().is_some_and(|last| {
            let gap = letter.sheet.document.text.get(last.end..value.start).unwrap_or("\t");
            let is_below = gap.contains('\n') && gap.trim_matches([' ', '\n']).is_empty();
            let is_role_of = gap.trim().is_empty()
                && is_person(letter.sheet.words(*last).rsplit('\n').next().unwrap_or_default())
                && bodies::is_role(letter.sheet.words(*value));
            is_below || is_role_of
        });
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = value.end,
            None => joined.push(*value),
        }
    }
    joined
}
