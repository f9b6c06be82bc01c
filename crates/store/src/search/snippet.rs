//! Shows where in a text the words were found.

use std::collections::VecDeque;
use std::ops::{ControlFlow, Range};

use super::query::{Query, Term};
use super::words::each_word;

/// Stands before each word that was found.
pub(crate) const FOUND: char = '\u{E000}';

/// Stands after each word that was found.
pub(crate) const END: char = '\u{E001}';

/// The most characters of a snippet, marks not counted.
const MAX_SNIPPET: usize = 200;

/// The most characters of it that stand before the first word found.
const MAX_BEFORE: usize = 60;

/// Returns the piece of a text around the first place where one of the wanted words or phrases stands, on one line,
/// each between [`FOUND`] and [`END`]; `None` if there is no such place.
pub(crate) fn snippet(text: &str, query: &Query) -> Option<String> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut window = 0..text.len();
    let longest = query.wanted.iter().map(|term| term.words.len()).max()?;
    let mut last_words = VecDeque::with_capacity(longest);
    let skipped = skipped(text, query)?;
    let _ = each_word(&text[skipped..], |word, place| {
        let place = place.start + skipped..place.end + skipped;
        if place.start >= window.end {
            return ControlFlow::Break(());
        }
        remember(&mut last_words, longest, word, place.clone());
        let starts = query.wanted.iter().filter_map(|term| start_of(term, &last_words));
        if let Some(start) = starts.min() {
            if found.is_empty() {
                window = window_around(text, start);
            }
            add(&mut found, start..place.end);
        }
        ControlFlow::Continue(())
    });
    (!found.is_empty()).then(|| marked(text, window, &found))
}

/// Returns how much of the beginning of a text, up to the beginning of a word, surely holds none of the terms; `None` if no part of
/// the text holds one.
///
/// That is known of ASCII alone, where a folded word stands as it is but for its case; it is found without splitting the text.
fn skipped(text: &str, query: &Query) -> Option<usize> {
    if !text.is_ascii() {
        return Some(0);
    }
    let lower = text.to_ascii_lowercase();
    let first_words = query.wanted.iter().filter_map(|term| term.words.first());
    let first = first_words.filter_map(|word| lower.find(word.as_str())).min()?;
    let before = text.as_bytes().get(..first).unwrap_or_default();
    Some(before.iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |at| at + 1))
}

/// Adds a word to the last ones, of which so many are kept.
fn remember(
    last_words: &mut VecDeque<(String, Range<usize>)>,
    kept: usize,
    word: &str,
    place: Range<usize>,
) {
    let full = last_words.len() == kept;
    // The string is used again: a long text is looked through for each row of a page.
    let mut text = full.then(|| last_words.pop_front()).flatten().unwrap_or_default().0;
    text.clear();
    text.push_str(word);
    last_words.push_back((text, place));
}

/// Returns where a term starts that ends with the last word.
fn start_of(term: &Term, last_words: &VecDeque<(String, Range<usize>)>) -> Option<usize> {
    let first = last_words.len().checked_sub(term.words.len())?;
    let stands = term.words.iter().rev().eq(last_words
        .iter()
        .rev()
        .map(|(word, _)| word)
        .take(term.words.len()));
    stands.then(|| last_words.get(first).map(|(_, place)| place.start)).flatten()
}

/// Adds a place that ends behind all others, joined to those that it overlaps.
fn add(found: &mut Vec<Range<usize>>, mut place: Range<usize>) {
    while let Some(last) = found.pop_if(|last| last.end > place.start) {
        place.start = place.start.min(last.start);
    }
    found.push(place);
}

/// Returns the part of the text to show, given where the first find starts; words are not cut where that can be helped.
fn window_around(text: &str, start: usize) -> Range<usize> {
    let before = text[..start].char_indices().rev().take(MAX_BEFORE);
    let mut from = start;
    let mut at_word = start;
    for (at, c) in before {
        if c.is_whitespace() {
            at_word = from;
        }
        from = at;
    }
    if from > 0 && at_word < start {
        from = at_word;
    }
    let mut to = from;
    let mut word_end = from;
    for (at, c) in text[from..].char_indices().take(MAX_SNIPPET) {
        if c.is_whitespace() {
            word_end = from + at;
        }
        to = from + at + c.len_utf8();
    }
    if to < text.len() && word_end > start {
        to = word_end;
    }
    from..to
}

/// Writes a part of the text on one line, with what was found between its marks.
fn marked(text: &str, window: Range<usize>, found: &[Range<usize>]) -> String {
    let mut line = Line::default();
    if window.start > 0 {
        line.written.push('…');
    }
    let mut at = window.start;
    for place in found {
        let place = place.start.max(at)..place.end.min(window.end);
        if place.is_empty() {
            continue;
        }
        line.push(&text[at..place.start]);
        line.mark(FOUND);
        line.push(&text[place.clone()]);
        line.mark(END);
        at = place.end;
    }
    line.push(&text[at..window.end]);
    line.space = false;
    if window.end < text.trim_end().len() {
        line.written.push('…');
    }
    line.written
}

/// A text on one line.
#[derive(Default)]
struct Line {
    written: String,
    space: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                self.space = !self.written.is_empty();
            } else if c != FOUND && c != END {
                self.give_space();
                self.written.push(c);
            }
        }
    }

    fn mark(&mut self, mark: char) {
        if mark == FOUND {
            self.give_space();
        }
        self.written.push(mark);
    }

    fn give_space(&mut self) {
        if std::mem::take(&mut self.space) {
            self.written.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the snippet with its marks written as brackets.
    fn shown(text: &str, typed: &str) -> Option<String> {
        let snippet = snippet(text, &Query::parse(typed))?;
        Some(snippet.replace(FOUND, "[").replace(END, "]"))
    }

    #[test]
    fn every_word_found_is_marked_as_it_stands_in_the_text() {
        let text = "The clock of the\r\n  Zürich node drifts; a Clock in Basel does not.";
        assert_eq!(
            shown(text, "clock zurich").as_deref(),
            Some("The [clock] of the [Zürich] node drifts; a [Clock] in Basel does not.")
        );
        assert_eq!(shown(text, "geneva"), None);
        assert_eq!(shown(text, "-clock"), None);
    }

    #[test]
    fn a_phrase_is_marked_as_one_and_its_words_alone_are_not() {
        let text = "time, and time synchronization: see S2-2403861 and 2403861";
        assert_eq!(
            shown(text, "\"time synchronization\" S2-2403861").as_deref(),
            Some("time, and [time synchronization]: see [S2-2403861] and 2403861")
        );
        assert_eq!(shown("a b c", "\"a b\" \"b c\"").as_deref(), Some("[a b c]"));
        assert_eq!(shown("第15研究組", "研究").as_deref(), Some("第15[研究]組"));
    }

    #[test]
    fn of_a_long_text_the_part_around_the_first_find_is_shown() {
        let text = format!("{}needle {}", "some hay ".repeat(50), "more hay ".repeat(50));
        insta::assert_snapshot!(shown(&text, "needle").expect("found"), @"…hay some hay some hay some hay some hay some hay some hay [needle] more hay more hay more hay more hay more hay more hay more hay more hay more hay more hay more hay more hay more hay more hay more hay…");
        let unspaced = format!("{}研究組{}", "第".repeat(500), "第".repeat(500));
        let snippet = shown(&unspaced, "研究組").expect("found");
        assert_eq!(snippet.chars().count(), MAX_SNIPPET + 4);
        assert!(snippet.contains("第[研究組]第"));
    }

    #[test]
    fn marks_that_stand_in_the_text_itself_are_left_out() {
        assert_eq!(shown("a \u{E000}b\u{E001} c", "b").as_deref(), Some("a [b] c"));
    }

    proptest! {
        #[test]
        fn marks_come_in_pairs_and_the_snippet_is_short(text in "[a-c é½研\u{E000}\n.-]{0,600}", typed in "[a-c \"½研-]{0,12}") {
            let Some(snippet) = snippet(&text, &Query::parse(&typed)) else { return Ok(()) };
            let marks: String = snippet.chars().filter(|c| [FOUND, END].contains(c)).collect();
            prop_assert!(!marks.is_empty());
            prop_assert_eq!(marks.replace("\u{E000}\u{E001}", ""), "");
            let plain = snippet.chars().filter(|c| ![FOUND, END].contains(c)).count();
            prop_assert!(plain <= MAX_SNIPPET + 2);
        }

        #[test]
        fn what_is_skipped_holds_no_term_and_ends_before_a_word(text in "[a-cA-C .-]{0,300}(b{60,130})?[a-c ]{0,9}", typed in "[a-c \"-]{1,12}") {
            let query = Query::parse(&typed);
            let first = |word: &str| query.wanted.iter().any(|term| term.words[0] == word);
            let words = crate::search::words::words;
            match skipped(&text, &query) {
                Some(at) => {
                    let (before, after) = text.split_at(at);
                    prop_assert!(!words(before).iter().any(|word| first(word)), "{before:?}");
                    prop_assert_eq!([words(before), words(after)].concat(), words(&text));
                }
                None => prop_assert!(!words(&text).iter().any(|word| first(word))),
            }
        }
    }
}
