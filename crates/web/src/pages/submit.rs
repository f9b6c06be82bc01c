//! Handing in a statement from another organization.

use askama::Template;
use operations::Submitted;
use store::Submission;

use crate::pages::desk::faults::FaultList;
use crate::pieces::{Field, FieldKind, Instant};
use crate::view::View;
use crate::words;

/// The form with which people of other organizations hand in statements.
#[derive(Debug, Template)]
#[template(path = "submit.html")]
pub(crate) struct SubmitPage {
    view: View,
    stamp: String,
    faults: FaultList,
    /// What is wrong with no field of its own; empty if nothing is.
    trouble: String,
    /// Whether files were chosen that have to be chosen again.
    choose_again: bool,
    organization: Field,
    name: Field,
    address: Field,
    to: Field,
    subject: Field,
    text: Field,
    files: Field,
}

/// What follows when something was handed in.
#[derive(Debug, Template)]
#[template(path = "submit_sent.html")]
pub(crate) struct SubmitSentPage {
    pub(crate) view: View,
}

/// What a link confirms, that it was confirmed, or why it was not.
#[derive(Debug, Template)]
#[template(path = "submit_link.html")]
pub(crate) struct SubmitLinkPage {
    view: View,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    ToConfirm { token: String, facts: Vec<(&'static str, String)>, handed_in: Instant },
    Arrived { organization: String },
    Spent { why: String },
}

impl SubmitPage {
    /// Makes the form as it was typed; `largest` is the size of all files together in MB.
    pub(crate) fn new(view: View, typed: &Submitted, stamp: String, largest: usize) -> Self {
        let line = |name, label| Field::new(name, label, FieldKind::Line);
        let ours = view.organization.clone();
        Self {
            stamp,
            faults: FaultList::default(),
            trouble: String::new(),
            choose_again: false,
            organization: line("organization", "Your organization or group")
                .hint("As the letter names it, such as ITU-T Study Group 15.")
                .autocomplete("organization")
                .value(&typed.organization),
            name: line("name", "Your name").autocomplete("name").value(&typed.name),
            address: Field::new("address", "Your mail address", FieldKind::Email)
                .hint("A link to confirm is mailed to it, and the receipt later.")
                .autocomplete("email")
                .value(&typed.address),
            to: line("to", "For whom")
                .hint(&format!("The group of the {ours}, if you know it."))
                .optional()
                .value(&typed.to),
            subject: line("subject", "Subject").value(&typed.subject),
            text: Field::new("text", "Text of the letter", FieldKind::Text(14))
                .hint("Paste the letter here, or choose its file below.")
                .optional()
                .value(&typed.text),
            files: Field::new("files", "Files", FieldKind::Files)
                .hint(&format!(
                    "The letter and what belongs to it, at most {largest} MB together. Word, PDF and plain text are read best."
                ))
                .optional(),
            view,
        }
    }

    /// Adds what is wrong.
    pub(crate) fn faults(self, faults: &[(&'static str, String)], had_files: bool) -> Self {
        let fields = [
            &self.organization,
            &self.name,
            &self.address,
            &self.to,
            &self.subject,
            &self.text,
            &self.files,
        ];
        let named = fields.iter().flat_map(|field| {
            let mine = faults.iter().filter(|(name, _)| *name == field.name);
            mine.map(|(name, words)| (*name, field.label.clone(), words.clone()))
        });
        let list = FaultList { page: String::new(), faults: named.collect() };
        let trouble = faults.iter().find(|(name, _)| name.is_empty());
        Self {
            faults: list,
            trouble: trouble.map(|(_, words)| words.clone()).unwrap_or_default(),
            choose_again: had_files,
            organization: self.organization.faults(faults),
            name: self.name.faults(faults),
            address: self.address.faults(faults),
            to: self.to.faults(faults),
            subject: self.subject.faults(faults),
            text: self.text.faults(faults),
            files: self.files.faults(faults),
            ..self
        }
    }

    pub(crate) fn sample() -> Self {
        let typed = Submitted {
            organization: "Study Group <1>".to_owned(),
            name: "Del Egate".to_owned(),
            address: "del".to_owned(),
            subject: "On <clocks>".to_owned(),
            text: "What time is it?".to_owned(),
            ..Submitted::default()
        };
        let faults = [("address", "This is no mail address: it has no @.".to_owned())];
        Self::new(View::sample("/submit"), &typed, "1.ab".to_owned(), 37).faults(&faults, true)
    }
}

impl SubmitSentPage {
    pub(crate) fn sample() -> Self {
        Self { view: View::sample("/submit/sent") }
    }
}

impl SubmitLinkPage {
    /// Shows what the link confirms.
    pub(crate) fn to_confirm(view: View, token: String, submission: &Submission) -> Self {
        let facts = vec![
            ("From", submission.organization.clone()),
            ("Handed in by", submission.name.clone()),
            ("Size", words::size(submission.size)),
        ];
        let handed_in = Instant(submission.created_at);
        Self { view, stage: Stage::ToConfirm { token, facts, handed_in } }
    }

    /// Says that it arrived.
    pub(crate) fn arrived(view: View, submission: &Submission) -> Self {
        Self { view, stage: Stage::Arrived { organization: submission.organization.clone() } }
    }

    /// Says why the link confirms nothing.
    pub(crate) fn spent(view: View, why: String) -> Self {
        Self { view, stage: Stage::Spent { why } }
    }

    pub(crate) fn sample() -> Self {
        let facts = vec![("From", "Study Group <1>".to_owned()), ("Size", "12 KB".to_owned())];
        let handed_in = Instant(jiff::Timestamp::UNIX_EPOCH);
        let stage = Stage::ToConfirm { token: "c2VjcmV0".to_owned(), facts, handed_in };
        Self { view: View::sample("/submit/c2VjcmV0"), stage }
    }
}
