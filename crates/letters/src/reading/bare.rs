//! Labels that stand without a colon: before a person with an address, or at the head of the columns of a table.

use super::addresses;
use super::finder::{Finder, PROSE, Part};
use super::label::{Label, before_colon, folded};
use super::person_names;
use super::sheet::Line;
use crate::document::Span;

impl Finder<'_, '_> {
    /// Says whether the head is that of a page of a tool, copied as text: each label before its value, and no colon.
    pub(super) fn has_bare_labels(&self) -> bool {
        const MOST: usize = 40;
        const LEAST: usize = 4;
        let lines = self.sheet.lines.iter().take(MOST).filter(|line| line.table == 0);
        let mut found: Vec<&str> =
            lines.filter_map(|line| self.layout.bare_label(self.sheet.words(line.span))).collect();
        found.sort_unstable();
        found.dedup();
        found.len() >= LEAST
    }

    /// Reads "From Group ITU-T-SG-15", as it stands on the copied page of a tool.
    pub(super) fn before_a_space(&self, span: Span) -> Option<Part> {
        let words = self.sheet.words(span);
        let label_words =
            self.layout.bare_label(words).filter(|_| self.are_bare && self.in_head)?;
        let label = self.layouts.label(self.layout, label_words)?;
        let at = span.start + label_words.len();
        let label_span = Span::new(span.start, at);
        let value = self.sheet.trimmed(Span::new(at, span.end));
        Some(if value.is_empty() {
            Part::Label(label, label_span)
        } else {
            Part::Both(label, label_span, value)
        })
    }

    /// Reads "To Ana Example <ana@example.org>", where the label has no colon, and an address shows what it is.
    pub(super) fn without_a_colon(&self, span: Span) -> Option<Part> {
        let words = self.sheet.words(span);
        let (first, value) = words.split_once([' ', '\u{a0}'])?;
        if !self.in_head {
            return self.copies_below(span, first, value);
        }
        let label = match first {
            "To" | "TO" => Label::To,
            "From" | "FROM" => Label::From,
            "Cc" | "CC" => Label::Cc,
            _ => return None,
        };
        let address = addresses::addresses_in(value).into_iter().next()?;
        let before = value.get(..address.start).unwrap_or_default();
        let name = before.trim_end_matches(['<', '(', ' ', ',']).trim();
        let is_one = self.in_head
            && words.len() < PROSE
            && before_colon(words).is_none()
            && (name.is_empty() || person_names::is_person(name));
        let at = span.start + first.len();
        let value = self.sheet.trimmed(Span::new(at, span.end));
        is_one.then_some(Part::Both(label, Span::new(span.start, at), value))
    }

    /// Reads "cc IETF, ITU-T SG 15" below the text, where all that follows are names of bodies.
    fn copies_below(&self, span: Span, first: &str, value: &str) -> Option<Part> {
        const MOST: usize = 200;
        if matches!(first, "Encl." | "Encls." | "Enc." | "Att.") && value.len() < MOST {
            let at = span.start + first.len();
            let value = self.sheet.trimmed(Span::new(at, span.end));
            return Some(Part::Both(Label::Attachments, Span::new(span.start, at), value));
        }
        let is_one = matches!(first, "cc" | "Cc" | "CC" | "cc." | "Cc." | "c.c.")
            && value.len() < MOST
            && !value.ends_with('.')
            && value.split([',', ';']).all(|body| super::bodies::stands_alone(body.trim()));
        let at = span.start + first.len();
        let value = self.sheet.trimmed(Span::new(at, span.end));
        is_one.then_some(Part::Both(Label::Cc, Span::new(span.start, at), value))
    }

    /// Says whether a line stands right below that of an author, whose number and address are no contact's.
    pub(super) fn is_below_author(&self, at: usize) -> bool {
        const NEAR: usize = 5;
        let mut near = self.found.all.iter().rev().take_while(|entry| at <= entry.line + NEAR);
        near.any(|entry| {
            let label = folded(self.sheet.words(entry.label_span));
            entry.label == Label::Other
                && matches!(label.as_str(), "author" | "authors" | "author s")
        })
    }

    /// Says whether a line of the text says where replies are to go, and ends before it says it: "Replies should be sent to".
    pub(super) fn ends_without_colon(&self, words: &str) -> bool {
        let lower = words.to_lowercase();
        let is_one = ["to", "to:"].iter().any(|end| lower.ends_with(&format!(" {end}")))
            && words.starts_with(char::is_uppercase);
        is_one
            && words.split_whitespace().count() > 2
            && self.layouts.label(self.layout, words.trim_end_matches(':'))
                == Some(Label::SendReplyTo)
    }

    /// Says whether a cell is the label for what is enclosed, below the signature and before a tab alone.
    pub(super) fn names_enclosed(&self, line: &Line, cell: Span) -> bool {
        let is_first = line.cells.first().is_some_and(|first| first.start == cell.start);
        let is_place = !self.in_head && line.table == 0 && is_first && line.cells.len() == 2;
        is_place
            && self.layouts.label(self.layout, self.sheet.words(cell)) == Some(Label::Attachments)
    }

    /// Says whether the head has its labels on lines of their own, each above its value.
    pub(super) fn has_stacked_labels(&self) -> bool {
        const MOST: usize = 40;
        const LEAST: usize = 3;
        const FIELDS: [Label; 7] = [
            Label::Subject,
            Label::From,
            Label::To,
            Label::Cc,
            Label::Date,
            Label::Deadline,
            Label::Contact,
        ];
        let label = |line: &Line| {
            let words = self.sheet.words(line.span);
            let is_bare = line.table == 0 && line.cells.len() == 1 && words.len() < 40;
            // One of them may have a colon all the same.
            let words = words.strip_suffix(':').unwrap_or(words);
            let found = self.layouts.label(self.layout, words);
            found.filter(|label| is_bare && !words.contains([':', '：']) && FIELDS.contains(label))
        };
        let lines = self.sheet.lines.get(..self.sheet.lines.len().min(MOST)).unwrap_or_default();
        let mut found: Vec<Label> = lines
            .windows(2)
            .filter(|two| label(&two[1]).is_none())
            .filter_map(|two| label(&two[0]))
            .collect();
        let has_bare = lines.iter().any(|line| {
            label(line) == Some(Label::To) && !self.sheet.words(line.span).ends_with(':')
        });
        found.sort_unstable();
        found.dedup();
        found.len() >= LEAST && found.contains(&Label::To) && has_bare
    }

    /// Says whether a row names the columns of a table, and no field of the letter: two labels without values in a row.
    pub(super) fn names_columns(&self, line: &Line) -> bool {
        let is_bare = |cell: &Span| {
            let words = self.sheet.words(*cell);
            !words.contains([':', '：']) && self.layouts.label(self.layout, words).is_some()
        };
        // "Comment" beside "For" is its value.
        let is_purpose = |two: &[Span]| {
            let label = self.layouts.label(self.layout, self.sheet.words(two[0]));
            label == Some(Label::Purpose)
                && super::purpose::wanted_in(self.sheet.words(two[1])).is_some()
        };
        let names_two = |two: &[Span]| two.iter().all(is_bare) && !is_purpose(two);
        line.table != 0 && line.cells.windows(2).any(names_two)
    }
}
