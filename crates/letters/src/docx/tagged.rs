//! Content controls that are tagged as fields of a letter, as our own letters have them.

use crate::document::Control;

/// What the tags of such controls begin with.
pub(crate) const CONTROLS: &str = "liaison.";
/// How many are read.
const MOST: usize = 2_000;

/// Collects what stands in tagged controls, as it is written.
#[derive(Default)]
pub(super) struct Tagged {
    /// The open controls; those without such a tag are `None`. Words belong to the innermost that has one.
    open: Vec<Option<Control>>,
    done: Vec<Control>,
}

impl Tagged {
    /// A control begins.
    pub(super) fn open(&mut self) {
        self.open.push(None);
    }

    /// The control that began last has a tag.
    pub(super) fn tag(&mut self, tag: &str) {
        let field = tag.strip_prefix(CONTROLS).filter(|_| self.done.len() < MOST);
        if let (Some(last), Some(field)) = (self.open.last_mut(), field) {
            *last = Some(Control { field: field.to_owned(), text: String::new() });
        }
    }

    /// There are words, in whatever control.
    pub(super) fn words(&mut self, words: &str) {
        if let Some(control) = self.open.iter_mut().rev().flatten().next() {
            control.text.push_str(words);
        }
    }

    /// The control that began last ends.
    pub(super) fn close(&mut self) {
        self.done.extend(self.open.pop().flatten());
    }

    pub(super) fn finish(self) -> Vec<Control> {
        self.done
    }
}
