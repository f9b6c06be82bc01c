//! Small parts of verbs, for the tests of each alone.
//!
//! The library is built once, for its users and for its tests: built twice, the tests would take minutes longer.

use letters::reading::Reading;

use crate::{LetterText, answered, webhooks};

/// Returns the numbers of letters that stand in what a letter says of what it answers.
pub fn numbers_named(words: &str) -> Vec<String> {
    answered::names_in(words)
}

/// Returns the signature of what a webhook is told.
pub fn webhook_signature(secret: &str, said: &str) -> String {
    webhooks::signature(secret, said)
}

/// Returns a text in lines.
pub fn text_of_lines(text: &str) -> LetterText {
    LetterText::of_lines(text.to_owned())
}

/// Makes what was read from a part of a text point into the whole.
pub fn settle(text: &LetterText, reading: &mut Reading) {
    text.settle(reading);
}
