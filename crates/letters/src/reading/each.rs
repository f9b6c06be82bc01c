//! A purpose for each addressee: "CT4: comments; SA2: for information" (PUR-1, PUR-5).

use super::addressee;
use super::bodies;
use super::label::{Label, folded};
use super::letter::{Letter, one_line};
use super::parties;
use super::purpose::{Wanted, names_us, wanted_in};
use super::result::{Addressee, Field, Reading};
use crate::document::Span;

/// Reads a purpose that stands beside the names of addressees: the strongest of our own, else the strongest.
pub(super) fn beside_names(letter: &Letter<'_>, reading: &mut Reading) -> Option<Wanted> {
    let entries =
        letter.entries.all.iter().filter(|entry| entry.in_head && entry.label == Label::To);
    let items = entries.flat_map(|entry| parties::entry_items(letter, entry));
    let stated: Vec<(bool, Wanted, Span)> = items
        .filter_map(|item| {
            let (name, purpose) = addressee::without_purpose(letter, item);
            let wanted = wanted_in(purpose?)?;
            let words = letter.sheet.words(Span::new(name.end, item.end));
            let signs = |sign: char| sign.is_whitespace() || "(:–-".contains(sign);
            let start = item.end - words.trim_start_matches(signs).len();
            let end = item.end - (words.len() - words.trim_end_matches([')', ' ', '.']).len());
            Some((names_us(letter.sheet.words(name)), wanted, Span::new(start, end)))
        })
        .collect();
    let (_, wanted, span) =
        *stated.iter().max_by_key(|(is_ours, wanted, _)| (*is_ours, *wanted))?;
    reading.purpose_as_written = letter.one_line(span);
    letter.note(reading, Field::Purpose, span, None);
    Some(wanted)
}

/// Returns what is wanted of us where addressees are named one by one, "others" among them.
pub(super) fn ours_among(reading: &Reading) -> Option<Wanted> {
    let named = reading.addressees.iter().filter(|one| names_us(&one.name)).map(wanted_of).max();
    let is_addressed = reading.to.iter().any(|name| names_us(name));
    let others =
        reading.addressees.iter().find(|one| folded(&one.name).starts_with("other")).map(wanted_of);
    named.or(others.filter(|_| is_addressed))
}

/// Returns what is wanted of an addressee.
pub(super) fn wanted_of(addressee: &Addressee) -> Wanted {
    match addressee.purpose.as_str() {
        "action" => Wanted::Action,
        "comment" => Wanted::Comment,
        _ => Wanted::Information,
    }
}

/// Reads what is wanted of whom: "ITU-R WP 5A for action; others for information", "CT4: comments; SA2: for information",
/// "Action: CT4, CT1; Information: SA2".
pub(super) fn addressees(letter: &Letter<'_>, span: Span) -> Vec<(Addressee, Span)> {
    let mut named: Vec<(Addressee, Span)> = Vec::new();
    let mut at = span.start;
    for group in letter.sheet.words(span).split_inclusive([';', '\n']) {
        // Several may share what is wanted of them, before or behind their names.
        let (mut before, mut waiting): (Option<&str>, Vec<(&str, Span)>) = (None, Vec::new());
        for part in group.split_inclusive([',', ';', '\n']) {
            let here = letter.sheet.trimmed(Span::new(at, at + part.len()));
            at += part.len();
            let words = part.trim().trim_end_matches([',', ';']).trim();
            let here = Span::new(here.start, here.start + words.len());
            let (name, purpose) = match wanted_beside(words) {
                Some((name, purpose, is_before)) => {
                    before = if is_before { Some(purpose) } else { before };
                    (name, Some(purpose))
                }
                None => (words, before),
            };
            if !bodies::stands_alone(name) && !folded(name).starts_with("other") {
                continue;
            }
            let Some(purpose) = purpose else {
                waiting.push((name, here));
                continue;
            };
            for (name, here) in waiting.drain(..).chain([(name, here)]) {
                let one = Addressee { name: one_line(name), purpose: purpose.to_owned() };
                named.push((one, here));
            }
        }
    }
    named
}

/// Parts a name from what is wanted of its bearer, and says whether that stands before the name.
fn wanted_beside(words: &str) -> Option<(&str, &'static str, bool)> {
    let purpose = |wanted: &str| match wanted_in(wanted)? {
        Wanted::Action => Some("action"),
        Wanted::Comment => Some("comment"),
        Wanted::Information => Some("information"),
        Wanted::Response => None,
    };
    // "WP 5A for action", "Action (WP 5A)".
    if let Some((name, wanted)) = words.rsplit_once(" for ")
        && let Some(purpose) = purpose(wanted)
    {
        return Some((name.trim_end_matches([':', '-', '–', ' ']), purpose, false));
    }
    let bracketed = words.strip_suffix(')').and_then(|rest| rest.split_once(" ("));
    if let Some((wanted, name)) = bracketed
        && let Some(purpose) = purpose(wanted)
    {
        return Some((name, purpose, false));
    }
    // "CT4: comments", "Action: CT4".
    let (first, second) =
        [": ", " - ", " – "].iter().find_map(|border| words.split_once(border))?;
    if !bodies::stands_alone(first)
        && let Some(purpose) = purpose(first)
    {
        return Some((second.trim(), purpose, true));
    }
    let is_bare = second.split_whitespace().count() < 4;
    Some((first.trim(), purpose(second).filter(|_| is_bare)?, false))
}
