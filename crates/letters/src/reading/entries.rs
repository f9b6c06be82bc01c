//! Labels and what stands beside them, wherever a letter has them: in tables, before tabs, at the start of lines.

use super::label::Label;
use super::person_names;
use super::sheet::Sheet;
use crate::document::Span;

/// A label with its values.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) label: Label,
    /// The label itself; for a value that needs none, the value.
    pub(super) label_span: Span,
    /// What stands beside it, part by part; the labels of a person's address and numbers are parts too.
    pub(super) values: Vec<Span>,
    /// The lines below that have no label of their own.
    pub(super) more: Vec<More>,
    /// Whether it stands in the head, before the text begins.
    pub(super) in_head: bool,
    /// The line on which it begins.
    pub(super) line: usize,
    /// The words of a label that is broken over the lines of a page, so that they do not stand together.
    pub(super) label_words: Option<String>,
}

/// A line that may go on with a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct More {
    pub(super) span: Span,
    /// Whether it is in the paragraph in which the value began.
    pub(super) is_same_paragraph: bool,
}

/// All that is labelled in a document.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) all: Vec<Entry>,
    /// Who is addressed in a table whose columns are names, offices and bodies: what stands in each row, by column.
    pub(super) addressees: Vec<Vec<(Label, Span)>>,
    /// The first line that belongs to the text and not to the head.
    pub(super) head_end: usize,
}

impl Entries {
    /// Cuts what no field of a letter holds: a value of many pages, thousands of addressees.
    pub(super) fn keep_short(&mut self, text: &str) {
        /// At the beginning, and as many at the end.
        const MOST_ENTRIES: usize = 300;
        const MOST_VALUES: usize = 300;
        const LONGEST: usize = 5_000;
        let shorten = |span: &mut Span| {
            let end = text.floor_char_boundary(span.start.saturating_add(LONGEST));
            span.end = span.end.min(end);
        };
        if let Some(last) = self.all.len().checked_sub(MOST_ENTRIES)
            && last > MOST_ENTRIES
        {
            self.all.drain(MOST_ENTRIES..last);
        }
        for entry in self.all.iter_mut().filter(|entry| entry.label != Label::Text) {
            entry.values.truncate(MOST_VALUES);
            entry.values.iter_mut().for_each(shorten);
            entry.more.iter_mut().for_each(|more| shorten(&mut more.span));
        }
        self.addressees.truncate(MOST_VALUES);
    }

    /// Returns the entries of these labels that hold something, those of the head first.
    pub(super) fn filled<'e>(&'e self, labels: &'e [Label]) -> impl Iterator<Item = &'e Entry> {
        let is_one = move |entry: &&Entry| labels.contains(&entry.label) && !entry.is_empty();
        let head = self.all.iter().filter(is_one).filter(|entry| entry.in_head);
        head.chain(self.all.iter().filter(is_one).filter(|entry| !entry.in_head))
    }

    /// Returns the first entry of these labels in the head that holds something.
    pub(super) fn first(&self, labels: &[Label]) -> Option<&Entry> {
        self.all
            .iter()
            .find(|entry| entry.in_head && labels.contains(&entry.label) && !entry.is_empty())
    }
}

impl Entry {
    /// Says whether what a label of a person's stands before goes on with it: somebody is named, and not a number answered.
    pub(super) fn takes_people(&self, sheet: &Sheet<'_>) -> bool {
        let first = self.values.first().map_or("", |value| sheet.words(*value));
        let (name, _) = person_names::name_and_rest(first);
        self.label.names_people()
            || (self.label == Label::ReplyTo && person_names::is_person(&name))
    }

    /// Says whether nothing stands beside or below the label.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.more.is_empty()
    }

    /// Returns the value as one span, without the lines below.
    pub(super) fn beside(&self) -> Option<Span> {
        Some(Span::new(self.values.first()?.start, self.values.last()?.end))
    }

    /// Returns all parts: those beside the label, then the lines below.
    pub(super) fn parts(&self) -> Vec<Span> {
        self.values.iter().copied().chain(self.more.iter().map(|more| more.span)).collect()
    }
}
