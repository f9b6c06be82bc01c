//! In which form an organization wants letters (BOD-4).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Policy, Wrong, wrong};
use crate::{Directory, GroupId, Statement};

/// The form of an organization that wants none.
const NONE: &str = "none";

/// The names of forms, by the acronym of the organization or group that wants them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Forms(BTreeMap<String, String>);

impl Forms {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let is_name = |form: &str| {
            !form.is_empty()
                && form.len() <= 60
                && form.starts_with(|sign: char| sign.is_ascii_alphanumeric())
                && form.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_.".contains(sign))
        };
        match self.0.iter().find(|(_, form)| !is_name(form)) {
            Some((acronym, form)) => wrong(format!(
                "of letters a form “{form}” that no file could be named: write letters, digits and hyphens"
            ))
            .at(&["letters", acronym]),
            None => Ok(()),
        }
    }
}

impl Policy {
    /// Returns the form in which a group wants letters: its own, else that of what it belongs to.
    ///
    /// Many groups stand in the directory without what they belong to; there the acronym tells it: `itu-t-sg-15`.
    pub fn letter_form(&self, group: GroupId, directory: &Directory) -> Option<&str> {
        let forms = &self.letters.0;
        let line = directory.line(group);
        let acronym = &line.first()?.acronym;
        let begins = |known: &&String| {
            acronym.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('-'))
        };
        let by_acronym = || forms.keys().filter(begins).max_by_key(|known| known.len());
        let form = line.iter().find_map(|group| forms.get(&group.acronym));
        let form = form.or_else(|| forms.get(by_acronym()?))?;
        Some(form.as_str()).filter(|form| *form != NONE)
    }

    /// Returns the forms in which the receivers of a statement want letters, each once.
    pub fn letter_forms(&self, statement: &Statement, directory: &Directory) -> Vec<&str> {
        let groups = statement.to.groups.iter();
        let mut forms: Vec<&str> = Vec::new();
        for form in groups.filter_map(|group| self.letter_form(group.id, directory)) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        forms
    }

    pub(super) fn letters_words(&self) -> Vec<String> {
        let none = |form: &str| form == NONE;
        let sentence = |(acronym, form): (&String, &String)| match none(form) {
            true => format!("{acronym} gets no letter beside the message."),
            false => format!("{acronym} gets a letter in the form “{form}” beside the message."),
        };
        self.letters.0.iter().map(sentence).collect()
    }

    /// Returns all forms that the policy names, each once.
    pub fn named_letter_forms(&self) -> Vec<&str> {
        let mut forms: Vec<&str> = self.letters.0.values().map(String::as_str).collect();
        forms.sort_unstable();
        forms.dedup();
        forms.retain(|form| *form != NONE);
        forms
    }
}
