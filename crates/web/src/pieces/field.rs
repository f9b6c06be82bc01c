//! A field of a form, with its label, its help and its fault beside it.

use askama::Template;
use askama::filters::HtmlSafe;

/// A field of a form, with its label, its help and its fault beside it; what was typed stays in it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/field.html")]
pub(crate) struct Field {
    /// The name under which it is sent; also its id.
    pub(crate) name: &'static str,
    /// What it is called.
    pub(crate) label: String,
    /// What to put in; empty where the label says it.
    pub(crate) hint: String,
    /// What was typed.
    pub(crate) value: String,
    /// What is wrong and what to do; empty if nothing is.
    pub(crate) fault: String,
    /// Why a person should look at what it was filled with; empty if nothing is doubtful.
    pub(crate) doubt: String,
    /// Whether it may be left empty.
    pub(crate) optional: bool,
    /// The browser's name for what goes in (`email`, `current-password`); empty for none.
    pub(crate) autocomplete: &'static str,
    /// What kind of field it is.
    pub(crate) kind: FieldKind,
}

/// What kind of field it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// One line.
    Line,
    /// One e-mail address.
    Email,
    /// A password.
    Password,
    /// A day.
    Day,
    /// Any number of files.
    Files,
    /// Several lines, of so many rows.
    Lines(u8),
    /// The words of a statement, in letters of one width.
    Text(u8),
    /// One of several, as a list to open.
    Select(Vec<Choice>),
    /// One of several, all in view.
    Radios(Vec<Choice>),
    /// Each of several, all in view; the value holds those chosen, one a line.
    Checks(Vec<Choice>),
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What it is called.
    pub(crate) label: String,
    /// What it means; empty where the label says it.
    pub(crate) hint: String,
}

impl Field {
    /// Makes a field with a label and a kind; the rest is added by the methods below.
    pub(crate) fn new(name: &'static str, label: &str, kind: FieldKind) -> Self {
        Self {
            name,
            label: label.to_owned(),
            hint: String::new(),
            value: String::new(),
            fault: String::new(),
            doubt: String::new(),
            optional: false,
            autocomplete: "",
            kind,
        }
    }

    /// Adds what to put in.
    #[must_use]
    pub(crate) fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// Adds what was typed.
    #[must_use]
    pub(crate) fn value(self, value: &str) -> Self {
        Self { value: value.to_owned(), ..self }
    }

    /// Says that it may be left empty.
    #[must_use]
    pub(crate) fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// Tells the browser what goes in.
    #[must_use]
    pub(crate) fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// Adds what is wrong with it, of all that is wrong with the form.
    #[must_use]
    pub(crate) fn faults(self, faults: &[(&'static str, String)]) -> Self {
        Self { fault: joined(self.name, faults), ..self }
    }

    /// Adds why a person should look at it, of all that is doubtful in the form.
    #[must_use]
    pub(crate) fn doubts(self, doubts: &[(&'static str, String)]) -> Self {
        Self { doubt: joined(self.name, doubts), ..self }
    }

    fn is_chosen(&self, value: &str) -> bool {
        match self.kind {
            FieldKind::Checks(_) => self.value.lines().any(|chosen| chosen == value),
            _ => self.value == value,
        }
    }

    /// Returns the ids of what describes the field.
    fn described_by(&self) -> String {
        let fault = (!self.fault.is_empty()).then(|| format!("{}-fault", self.name));
        let doubt = (!self.doubt.is_empty()).then(|| format!("{}-doubt", self.name));
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        fault.into_iter().chain(doubt).chain(hint).collect::<Vec<_>>().join(" ")
    }
}

/// Returns what is said of a field, of all that is said of the form.
pub(crate) fn joined(name: &str, said: &[(&'static str, String)]) -> String {
    let mine = said.iter().filter(|(field, _)| *field == name);
    mine.map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(" ")
}

impl Choice {
    /// Makes a choice.
    pub(crate) fn new(value: &str, label: &str, hint: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), hint: hint.to_owned() }
    }
}

impl HtmlSafe for Field {}
