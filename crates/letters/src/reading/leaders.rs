//! A body that is addressed with those who lead it behind a colon, on a line of its own.

use super::bodies;
use super::items;
use super::label::before_colon;
use super::letter::Letter;
use super::lists::{add, add_person};
use super::people;
use super::person_names::{is_person, without_title};
use super::result::{Field, Reading};
use super::sender;
use crate::document::Span;

/// Why an addressee is doubted who stands with those who lead it, without a label.
pub(super) const WITH_LEADERS: &str = "It stands above the text, with those who lead it.";

/// Reads "IETF, Example Area Directors: Ana Example (ana@example.org), Bob Sample" at the top of a letter.
pub(super) fn addressed(letter: &Letter<'_>, reading: &mut Reading) {
    const MOST: usize = 15;
    let lines = letter.sheet.lines.iter().take(MOST).filter(|line| line.table == 0);
    for line in lines {
        take(letter, reading, line.span, false);
    }
}

/// A line with those who lead a body: the body, unless it stands above, and who they are.
struct Led {
    body: Option<Span>,
    people: Vec<Span>,
}

/// Says whether a line names those who lead a body, or lead what stands above: "Directors: Ana Example, Bob Sample".
pub(super) fn stand_on(letter: &Letter<'_>, line: Span) -> bool {
    line_of(letter, line).is_some()
}

/// Takes the body of a line and those who lead it; where a line has no body, those who lead the one above, if there is one.
pub(super) fn take(letter: &Letter<'_>, reading: &mut Reading, line: Span, is_below_body: bool) {
    let led = line_of(letter, line).filter(|led| led.body.is_some() || is_below_body);
    let Some(led) = led else { return };
    if let Some(body) = led.body {
        add(&mut reading.to, letter.sheet.words(body));
        letter.note(reading, Field::To, body, Some(WITH_LEADERS));
    }
    for item in led.people {
        people::people_in(&letter.sheet, &[item])
            .iter()
            .for_each(|one| add_person(&mut reading.to_contacts, one));
        letter.note(reading, Field::ToContacts, item, Some(WITH_LEADERS));
    }
}

fn line_of(letter: &Letter<'_>, line: Span) -> Option<Led> {
    const LONGEST: usize = 300;
    let words = letter.sheet.words(line);
    let (colon, value) = before_colon(words).filter(|_| words.len() < LONGEST)?;
    let office = words.get(..colon).unwrap_or_default();
    let body = sender::without_last_role(office);
    // On old pages a gap may be lost: "Example AreaDirectors".
    let glued = || ["Directors", "Chairs"].iter().find_map(|role| office.strip_suffix(role));
    let body = if body.len() < office.len() { body } else { glued().unwrap_or(body) };
    let body = body.trim_end_matches([',', ' ']);
    let at = letter.sheet.trimmed(Span::new(line.start + value, line.end));
    let people = items::items_of_line(&letter.sheet, at);
    let is_somebody = |item: &Span| {
        let words = letter.sheet.words(*item);
        let first = words.split(['(', '<', ',']).next().unwrap_or_default();
        is_person(without_title(first.trim()))
    };
    if people.is_empty() || !people.iter().all(is_somebody) {
        return None;
    }
    let is_body = body.len() < office.len() && bodies::stands_alone(body) && !bodies::is_role(body);
    let body = is_body.then(|| Span::new(line.start, line.start + body.len()));
    let is_office = bodies::is_role(office.trim_end_matches('s')) || office == "Secretariat";
    (body.is_some() || is_office).then_some(Led { body, people })
}
