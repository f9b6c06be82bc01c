//! Who is addressed in the block of an address on paper: a person, an office, the body below.

use super::block::attn_before;
use super::bodies;
use super::dates::dates_in;
use super::label::{Label, before_colon};
use super::letter::Letter;
use super::marks::is_greeting;
use super::person_names::{is_person, without_title};
use super::sender;
use crate::document::{Region, Span};

/// A block with somebody's name, below it at most an office, and the body that the office is in.
pub(super) struct Postal {
    /// Those who are named, each with what stands on the line.
    pub(super) people: Vec<Span>,
    /// The body, without the office before it.
    pub(super) body: Option<Span>,
    /// All of its lines, down to the greeting.
    pub(super) lines: Vec<Span>,
}

/// Returns the block above the greeting of a letter that begins with somebody's name.
pub(super) fn block(letter: &Letter<'_>) -> Option<Postal> {
    /// Lines of an address, and lines that may stand between it and the greeting.
    const MOST: usize = 16;
    const FARTHEST: usize = 80;
    let lines = &letter.sheet.lines;
    let words = |at: usize| lines.get(at).map_or("", |line| letter.sheet.words(line.span));
    let greeting = (0..lines.len().min(FARTHEST)).find(|at| is_greeting(words(*at)))?;
    // The address of a cover is that of its secretariat.
    if (0..greeting).any(|at| words(at).starts_with("Secretariat ")) {
        return None;
    }
    let is_plain = |at: &usize| {
        lines.get(*at).is_some_and(|line| line.table == 0 && line.region == Region::Body)
    };
    let above = (greeting.saturating_sub(MOST)..greeting).filter(is_plain);
    // Another field ends it.
    let is_field = |at: usize| {
        lines.get(at).is_some_and(|line| {
            letter.entries.all.iter().any(|entry| {
                entry.label != Label::To
                    && (line.span.start..line.span.end).contains(&entry.label_span.start)
            })
        })
    };
    let goes_on = |at: &usize| is_plain(at) && !is_field(*at);
    let below = |at: usize| (at + 1..(at + 4).min(greeting)).take_while(goes_on);
    // Who writes may stand above who is addressed.
    let begins = |at: &usize| {
        names_somebody(words(*at))
            && !is_field(*at)
            && below(*at).any(|at| body(words(at)).is_some())
    };
    let mut first = above.into_iter().rev().find(begins)?;
    while first > 0 && is_plain(&(first - 1)) && names_somebody(words(first - 1)) {
        first -= 1;
    }
    let mut postal = Postal { people: Vec::new(), body: None, lines: Vec::new() };
    for at in (first..greeting).take_while(goes_on) {
        let Some(line) = lines.get(at) else { break };
        postal.lines.push(line.span);
        let words = letter.sheet.words(line.span);
        // An association with its initials is what those above it are parts of.
        let is_whole = bodies::has_initials(words) && postal.body.is_some();
        if postal.body.is_some() && !is_whole {
            continue;
        }
        if names_somebody(words) {
            postal.people.push(line.span);
        } else if let Some(found) = body(words) {
            postal.body =
                Some(Span::new(line.span.start + found.start, line.span.start + found.end));
        }
    }
    postal.body.is_some().then_some(postal)
}

/// Returns the block of an address that stands in one cell, beside the fields of a letterhead.
pub(super) fn in_cell(letter: &Letter<'_>, senders: &[String]) -> Option<Postal> {
    const ROWS: usize = 30;
    const LEAST: usize = 3;
    let rows = letter.head().iter().take(ROWS).filter(|line| line.table != 0);
    // What stands right beside a label is its value.
    let is_labelled = |cell: &Span| {
        let mut entries = letter.entries.all.iter();
        entries.any(|entry| entry.values.first().is_some_and(|value| value.start == cell.start))
    };
    let cells = rows.flat_map(|row| row.cells.iter().copied());
    cells.filter(|cell| !is_labelled(cell)).find_map(|cell| {
        let lines = letter.sheet.lines_of(cell);
        let names =
            |at: usize| lines.get(at).is_some_and(|line| names_somebody(letter.sheet.words(*line)));
        let named = (0..lines.len()).take_while(|at| names(*at)).count();
        if named == 0 || lines.len() < LEAST {
            return None;
        }
        let people = lines.get(..named)?.to_vec();
        let below = lines.iter().skip(named).take(LEAST);
        let body = below.into_iter().find_map(|line| {
            let found = body(letter.sheet.words(*line))?;
            Some(Span::new(line.start + found.start, line.start + found.end))
        })?;
        let is_sender = senders.iter().any(|one| one == letter.sheet.words(body));
        (!is_sender).then_some(Postal { people, body: Some(body), lines })
    })
}

/// Says whether a line names somebody, with a title or as the first of an address: "Dr. Ana Example, Director, and".
fn names_somebody(words: &str) -> bool {
    const TITLES: [&str; 9] =
        ["Mr", "Mrs", "Ms", "Dr", "Prof", "Professor", "Sir", "Messrs", "Madam"];
    let words = words.trim_start_matches("To:").trim_start_matches("TO:").trim();
    let words = words.get(attn_before(words)..).unwrap_or_default();
    let first = words.split([' ', '.']).next().unwrap_or_default();
    let name = words.split(',').next().unwrap_or(words).trim();
    let is_titled = TITLES.contains(&first) && without_title(name).len() < name.len();
    // "Secretary General" looks like a name.
    let is_somebody = is_titled || (is_person(name) && !bodies::is_role(name));
    words.len() < 90 && before_colon(words).is_none() && is_somebody
}

/// Returns where a line of an address names a body, behind the office in it: "Chairman, Example Technical Committee".
fn body(words: &str) -> Option<std::ops::Range<usize>> {
    const OFFICES: [&str; 5] =
        ["Secretariat, ", "Secretariat of ", "Office of the ", "Secretary to ", "Attn: "];
    let is_other = words.len() > 90
        || words.contains(['@', ':', ';'])
        || words.ends_with('.')
        || words.starts_with(|sign: char| sign.is_ascii_digit())
        || !dates_in(words).is_empty();
    if is_other {
        return None;
    }
    let office = OFFICES.iter().find_map(|office| words.strip_prefix(office));
    let held = office.unwrap_or_else(|| sender::body_of_role(words));
    let held = sender::whole_of(held);
    // "Chair of the Board" is the one of what stands below.
    if matches!(held, "Board" | "Council" | "Board of Directors" | "Secretariat" | "Committee") {
        return None;
    }
    // A street has a number, a town its code.
    let is_place = held
        .split(' ')
        .any(|word| word.len() > 3 && word.chars().all(|sign| sign.is_ascii_digit()));
    let at = words.find(held)?;
    (bodies::stands_alone(held) && !is_place).then(|| at..at + held.len())
}
