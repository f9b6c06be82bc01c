//! Where the head of a letter ends and its text begins.

use super::finder::{Finder, PROSE, Part, SENTENCE};
use super::label::Label;
use super::marks;
use super::sheet::Line;
use crate::document::Region;

impl Finder<'_, '_> {
    /// Says whether the text begins with this line.
    pub(super) fn begins_text(&self, line: &Line) -> bool {
        if line.table != 0 || line.region != Region::Body {
            return false;
        }
        let words = self.sheet.words(line.span);
        if marks::is_greeting(words) || (self.core.is_empty() && marks::names_reader(words)) {
            return true;
        }
        let is_head = self.core.len() > 1 || self.has_other_labels();
        if self.core.is_empty() {
            return false;
        }
        let first = self.parts(line).into_iter().next().map(|(_, part)| part);
        if matches!(first, Some(Part::Label(Label::Text, _) | Part::Both(Label::Text, ..))) {
            return true;
        }
        let is_labelled = first.is_some_and(|part| !matches!(part, Part::Value(_)));
        // A paragraph that was broken into lines is as long as all of them.
        let next = self.sheet.lines.iter().find(|next| next.span.start > line.span.end);
        let goes_on = next.is_some_and(|next| {
            next.paragraph == line.paragraph
                && !next.after_gap
                && (words.len() > 90
                    || (words.len() > SENTENCE && marks::reads_like_a_sentence(words)))
        });
        // Many people, each with an address, are no sentence.
        let is_of_people = || self.is_open && words.matches('@').count() > 2;
        let is_listed_there = (self.are_bare && words.ends_with('>')) || is_of_people();
        let is_long =
            (words.len() > PROSE || goes_on && !self.is_above_greeting(line)) && !is_listed_there;
        if !is_head && !is_long {
            return false;
        }
        let is_prose = is_long
            || (words.len() > SENTENCE && words.ends_with(['.', ':', '?']))
            || (marks::thanks(words) && words.ends_with('.'));
        // "Discussion" may be one of the purposes that a form lists below its label.
        let is_listed = self.is_open
            && !line.after_gap
            && self.found.all.last().is_some_and(|entry| entry.label == Label::Purpose);
        (is_prose && !is_labelled && !self.may_go_on(line))
            || (marks::is_section(words) && !is_listed)
    }

    /// Says whether a line is of the short paragraph right above the greeting, as what a letter is about.
    fn is_above_greeting(&self, line: &Line) -> bool {
        const MOST: usize = 3;
        let below = self.sheet.lines.iter().skip_while(|next| next.span.start < line.span.start);
        let mut next = below.skip_while(|next| next.paragraph == line.paragraph).take(1);
        let lines = self.sheet.lines.iter().filter(|next| next.paragraph == line.paragraph);
        lines.take(MOST + 1).count() <= MOST
            && next.any(|next| marks::is_greeting(self.sheet.words(next.span)))
    }

    /// Says whether a line begins a paragraph with a sentence, and does not go on with the field on the line before.
    pub(super) fn begins_a_sentence(&self, line: &Line) -> bool {
        let words = self.sheet.words(line.span);
        let before = self.found.all.last().and_then(|entry| self.sheet.lines.get(entry.line));
        before.is_some_and(|before| before.paragraph != line.paragraph)
            && line.table == 0
            && words.len() > SENTENCE
            && marks::reads_like_a_sentence(words)
    }

    /// Says whether the head is one though it names one side alone, or none: it has other fields of a letter.
    fn has_other_labels(&self) -> bool {
        const FIELDS: [Label; 5] =
            [Label::Date, Label::Purpose, Label::Contact, Label::Deadline, Label::Cc];
        let has = |label: &&Label| self.found.all.iter().any(|entry| entry.label == **label);
        !self.core.is_empty() && FIELDS.iter().filter(has).count() > 1
    }

    /// Says whether a line may still belong to a value: one in a list of addressees, or the rest of a long title.
    fn may_go_on(&self, line: &Line) -> bool {
        let words = self.sheet.words(line.span);
        let Some(entry) = self.found.all.last().filter(|_| self.is_open && !line.after_gap) else {
            return false;
        };
        let is_list = words.matches([',', ';']).count() > 1 && !words.ends_with('.');
        (is_list && !entry.values.is_empty()) || entry.is_empty()
    }

    /// Says whether a head follows on a greeting, as where a message greets and then brings the letter.
    pub(super) fn has_head_below(&self, at: usize, within: usize) -> bool {
        let below = self.sheet.lines.iter().skip(at + 1).take(within);
        let labels = below.filter_map(|line| match self.parts(line).into_iter().next() {
            Some((_, Part::Label(label, _) | Part::Both(label, ..))) if label.is_of_a_head() => {
                Some(label)
            }
            _ => None,
        });
        labels.collect::<std::collections::HashSet<_>>().len() > 1
    }
}
