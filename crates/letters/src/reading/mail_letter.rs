//! What shows that the text of a message is a letter, and no talk: how it greets, how it is signed, what it says of itself.

use super::bodies;
use super::marks::is_greeting;
use super::result::{Field, Reading};
use super::signature::is_farewell;
use super::subject_marks::bare_subject;
use crate::document::Document;

/// Says whether a message greets somebody and is signed by who holds an office, or takes leave; talk about something does not.
pub(super) fn is_signed(subject: &str, document: &Document, reading: &Reading) -> bool {
    const LAST: usize = 14;
    let text = document.text.as_str();
    let subject = bare_subject(subject).to_lowercase();
    let greets = text.lines().any(|line| is_greeting(line) && is_formal(line));
    let last = text.lines().rev().filter(|line| !line.trim().is_empty()).take(LAST);
    let holds_office = last.clone().any(|line| {
        let line = line.trim();
        line.len() < 80
            && !line.ends_with('.')
            && (bodies::is_role(line) || bodies::ends_with_role(line))
    });
    let signs_for = last.clone().any(|line| reading.from.iter().any(|one| line.trim() == one));
    let takes_leave = last.clone().any(|line| is_farewell(line.trim()));
    greets && !talks(&subject) && (holds_office || (signs_for && takes_leave))
}

/// Says whether a line greets in the way of a letter.
pub(super) fn is_formal(line: &str) -> bool {
    const FORMAL: [&str; 6] = ["dear ", "to whom", "sehr geehrte", "cher ", "chers ", "madam"];
    let line = line.trim().to_lowercase();
    FORMAL.iter().any(|start| line.starts_with(start))
}

/// Says whether a subject, in lower case, is that of talk among people who work on something.
pub(super) fn talks(subject: &str) -> bool {
    const TALK: [&str; 17] = [
        "motion",
        "ballot",
        "replying",
        "draft",
        "proposed",
        "comment",
        "discussion",
        "question",
        "agenda",
        "minutes",
        "review",
        "reminder",
        "call for",
        "update on",
        "feedback",
        "fyi",
        "meeting",
    ];
    TALK.iter().any(|word| subject.contains(word))
}

/// Says whether a text has labels for both who writes and who is addressed, each beside a body.
pub(super) fn names_sides(document: &Document, reading: &Reading) -> bool {
    const MOST: usize = 40;
    let is_labelled = |field: Field, label: &str| {
        let evidence = reading.evidence_of(field);
        let is_plain = !evidence.is_empty() && evidence.iter().all(|one| one.doubt.is_none());
        let mut lines = document.text.lines().take(MOST);
        is_plain && lines.any(|line| line.trim().starts_with(label))
    };
    is_labelled(Field::From, "From:") && is_labelled(Field::To, "To:")
}

/// Says whether a text calls itself a liaison: "This liaison has the reference …", "by this liaison statement".
pub(super) fn speaks_of_itself(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    const SAYS: [&str; 9] = [
        "this is a liaison ",
        "this liaison has ",
        "this liaison is ",
        "this liaison statement is ",
        "this liaison statement has ",
        "this liaison was approved",
        "this liaison statement was approved",
        "this letter is a liaison",
        "the present liaison",
    ];
    SAYS.iter().any(|says| words.contains(says)) && !words.contains("please find attached")
}
