//! The full name of a body that a letter calls by its initials where it says from whom it is.

use super::bodies;
use super::letter::{Letter, one_line};
use super::result::{Field, Reading};
use super::sender;
use crate::document::{Region, Span};

/// How many lines at the top, and how many at the end, may have the full name: the letterhead and the signature.
const TOP: usize = 6;
const END: usize = 10;

/// Takes the full name of the sender from the letterhead or the signature, where it was only found by its initials.
///
/// "On behalf of the EXAC" above "Example Advisory Council, Chair" is from the Example Advisory Council. A name that is labelled
/// stays as it is written.
pub(super) fn of_the_sender(letter: &Letter<'_>, reading: &mut Reading) {
    let is_doubted = reading.evidence_of(Field::From).iter().all(|one| one.doubt.is_some());
    let [initials] = &reading.from[..] else { return };
    // An organization that everybody knows by its initials is called so.
    if !is_doubted || !are_initials(initials) || bodies::is_known(initials) {
        return;
    }
    let lines = &letter.sheet.lines;
    let last = lines.len().saturating_sub(END).max(TOP);
    let near = lines.iter().take(TOP).chain(lines.iter().skip(last));
    let cells = near
        .filter(|line| line.region != Region::Footer)
        .flat_map(|line| line.cells.iter().flat_map(|cell| letter.sheet.lines_of(*cell)));
    let found = cells.into_iter().find_map(|cell| spelled_out(letter, cell, initials));
    if let Some(span) = found {
        reading.from = vec![one_line(letter.sheet.words(span))];
        let doubt =
            "It stands at the head of the letter or in its signature, not in a line of its own.";
        reading.evidence.remove(Field::From.name());
        letter.note(reading, Field::From, span, Some(doubt));
    }
}

fn are_initials(words: &str) -> bool {
    (3..9).contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Returns the name of a body on a line whose initials are these, or end with them: "IEEE Example Committee" is the EC.
fn spelled_out(letter: &Letter<'_>, line: Span, initials: &str) -> Option<Span> {
    let words = letter.sheet.words(line);
    let body = sender::body_of_role(words);
    let named: String = body
        .split([' ', '-', '/'])
        .filter_map(|word| word.chars().next())
        .filter(|sign| sign.is_uppercase())
        .collect();
    let is_it = named.ends_with(initials)
        && body.len() < 100
        && !body.ends_with('.')
        && body.split_whitespace().count() < 12
        && bodies::stands_alone(body);
    let at = words.find(body).filter(|_| is_it)?;
    Some(Span::new(line.start + at, line.start + at + body.len()))
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::reading::{Hints, read_letter};

    fn from(text: &str) -> Vec<String> {
        read_letter(&Document::of_lines(text.to_owned()), &Hints::default()).from
    }

    #[test]
    fn a_sender_known_by_initials_has_the_name_that_spells_them_out() {
        let letter = |head: &str, signed: &str| {
            format!(
                "{head}\n\n3 May 2024\n\nTo: IETF NTP Working Group\n\nSubject: Liaison on clocks\n\nDear colleagues,\n\n\
                 Clocks differ, as we told you in our last letter.\n\nKind regards,\n\nAna Example\n{signed}\n"
            )
        };
        let head = "Example Standards Association, Clock Advisory Committee";
        assert_eq!(from(&letter(head, "CAC Chair")), [head]);
        let signed = "Chair, Example Time and Frequency Board";
        assert_eq!(from(&letter("TFB", signed)), ["Example Time and Frequency Board"]);
        // What has other initials is another body.
        assert_eq!(from(&letter("Clocks for Everybody", "CAC Chair")), ["CAC"]);
    }
}
