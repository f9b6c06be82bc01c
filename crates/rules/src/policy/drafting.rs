//! What is looked at while a statement is drafted: its deadline, its contacts, and what it can begin with.

use serde::Deserialize;

use super::{Policy, Wrong, in_a_row, wrong};
use crate::{Purpose, Why};

/// What is looked at while a statement is drafted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Drafting {
    /// A deadline nearer than so many days is doubted.
    deadline_days: u16,
    /// Contacts that are there for these reasons are not taken out.
    obligatory: Vec<Why>,
    /// Whether what few can read is refused without a file beside it that everybody can.
    readable_required: bool,
}

impl Default for Drafting {
    fn default() -> Self {
        Self { deadline_days: 14, obligatory: Vec::new(), readable_required: false }
    }
}

/// A statement to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The name used in addresses.
    pub slug: String,
    /// What such a statement is, in words.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Its subject, with places in square brackets that the writer fills.
    pub subject: String,
    /// Its text, with slots, and with such places.
    pub text: String,
}

const SLOTS: [&str; 1] = ["organization"];

impl Policy {
    /// Returns the least number of days that an answer is given without doubt (PUR-2).
    pub fn deadline_days(&self) -> u16 {
        self.drafting.deadline_days
    }

    /// Returns for which reasons contacts are there that nobody takes out (CON-2).
    pub fn obligatory(&self) -> &[Why] {
        &self.drafting.obligatory
    }

    /// Says whether a file that few can read goes only with another beside it that everybody can (BOD-3); else its lack is
    /// pointed out.
    pub fn requires_readable(&self) -> bool {
        self.drafting.readable_required
    }

    /// Returns the statements to begin with, as they are offered.
    pub fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// Returns the text of a template with its slots filled.
    pub fn begun_from(&self, template: &Template) -> String {
        let text = template.text.trim().replace("{organization}", &self.short_name);
        format!("{text}\n")
    }

    /// Tells what is looked at while a statement is drafted.
    pub(super) fn drafting_words(&self) -> Vec<String> {
        let mut words = vec![format!(
            "A deadline nearer than {} days, or on a weekend, is pointed out; one that has passed is refused.",
            self.deadline_days()
        )];
        if !self.obligatory().is_empty() {
            let who = in_a_row(self.obligatory().iter().map(ToString::to_string), "and");
            words.push(format!("Contacts of ours that nobody takes out: {who}."));
        }
        words.push(match self.requires_readable() {
            true => "A file that few can read goes only with another beside it that everybody can.",
            false => "A file that few can read, with nothing beside it that everybody can, is pointed out.",
        }.to_owned());
        if !self.templates.is_empty() {
            let names = in_a_row(self.templates.iter().map(|it| format!("“{}”", it.name)), "and");
            words.push(format!("A statement can begin with: {names}."));
        }
        words
    }
}

impl Template {
    pub(super) fn check(&self, all: &[Self]) -> Result<(), Wrong> {
        let is_slug = !self.slug.is_empty()
            && self.slug.chars().all(|it| it.is_ascii_lowercase() || it == '-');
        if !is_slug || all.iter().filter(|it| it.slug == self.slug).count() > 1 {
            return wrong(format!(
                "of a template the slug “{}”: each has one of its own, of small letters and hyphens",
                self.slug
            ))
            .at(&["slug"]);
        }
        for (key, line) in [("name", &self.name), ("subject", &self.subject)] {
            if line.trim().is_empty() || line.chars().any(char::is_control) {
                return wrong(format!("no {key} of a template that could stand on a line"))
                    .at(&[key]);
            }
        }
        if !Purpose::OFFERED.contains(&self.purpose) {
            return wrong("a template for a purpose that is retired").at(&["purpose"]);
        }
        let mut slots = self.text.split('{').skip(1).map(|piece| piece.split('}').next());
        match slots.find(|slot| slot.is_none_or(|slot| !SLOTS.contains(&slot))).flatten() {
            Some(slot) => wrong(format!(
                "a template with the slot “{{{slot}}}”, which nothing fills: there is {{organization}}"
            ))
            .at(&["text"]),
            None => Ok(()),
        }
    }
}
