//! Whether words that look like the name of a person are those of a body: by what the letter says of them.

use std::sync::LazyLock;

use regex::Regex;

use super::addresses;
use super::label::before_colon;
use super::letter::Letter;
use crate::document::Span;

/// Says whether a letter speaks of these words as of a body: "the Example Makers", "Example Makers asks …", or as its head.
pub(super) fn is_of_a_body(letter: &Letter<'_>, item: Span) -> bool {
    static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b(?:the|behalf of|members of|within|at|joined|secretariat of|board of)\s+$",
        )
        .ok()
    });
    static BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(?:\s+\(\p{Lu}[\p{Lu}\d-]{1,9}\))?\s+(?:has|have|asks|requests|thanks|invites|kindly|wishes|develops|maintains|publishes|appreciates|welcomes|recommends|believes|considers|agreed|decided|started|began|members)\b").ok()
    });
    let name = letter.sheet.words(item);
    if name.contains(['\n', ',', '(', '<']) || !addresses::addresses_in(name).is_empty() {
        return false;
    }
    let (Some(before), Some(behind)) = (BEFORE.as_ref(), BEHIND.as_ref()) else { return false };
    let text = letter.sheet.document.text.as_str();
    let text = text.get(..text.floor_char_boundary(20_000)).unwrap_or_default();
    let mut places = text.match_indices(name).filter(|(at, _)| *at != item.start);
    let is_spoken_of = places.any(|(at, _)| {
        let from = text.floor_char_boundary(at.saturating_sub(30));
        before.is_match(text.get(from..at).unwrap_or_default())
            || behind.is_match(text.get(at + name.len()..).unwrap_or_default())
    });
    is_spoken_of || is_head(letter, item)
}

/// Says whether words stand alone on one of the first lines, as the head of a letter does.
fn is_head(letter: &Letter<'_>, item: Span) -> bool {
    const FIRST: usize = 3;
    let name = letter.sheet.words(item);
    letter.sheet.lines.iter().take(FIRST).any(|line| {
        let words = letter.sheet.words(line.span);
        before_colon(words).is_none()
            && line
                .cells
                .iter()
                .any(|cell| cell.start != item.start && letter.sheet.words(*cell) == name)
    })
}
