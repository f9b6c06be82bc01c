//! What is decided besides the form of a received message: who may read it, and whether its sender gets an entry.

use operations::{Corrects, ItemForm, Recording, SenderEntry, Shown};
use rules::{EntryVerb, Number, may_keep};

use super::faults::label;
use crate::pieces::{Choice, Field, FieldKind};
use crate::view::View;

/// What is to be decided besides the form, in sections: title, words, and fields.
#[derive(Debug, Clone, Default)]
pub(crate) struct Decisions {
    pub(crate) sections: Vec<Decision>,
}

/// Something to be decided.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) words: String,
    pub(crate) fields: Vec<Field>,
}

impl Decisions {
    pub(crate) fn of(
        open: &ItemForm,
        recording: &Recording,
        view: &View,
        directory: &rules::Directory,
        faults: &[(&'static str, String)],
    ) -> Self {
        let mut sections = Vec::new();
        if let Some(corrects) = open.corrects.as_ref().filter(|it| !it.here.is_empty()) {
            sections.push(what_it_becomes(corrects, recording.corrects, faults));
        }
        if !open.markings.is_empty() {
            sections.push(who_may_read(&open.markings, recording.shown, faults));
        }
        let may_make =
            may_keep(&view.actor, EntryVerb::Make, None, directory, &view.policy).is_ok();
        if open.sender != SenderEntry::AsWritten && may_make {
            sections.push(entry_of_sender(&open.sender, &recording.sender, faults));
        }
        Self { sections }
    }
}

impl Decisions {
    /// Says whether nothing is left to be decided: what corrects the record is taken for that unless somebody says otherwise.
    pub(crate) fn are_made(&self) -> bool {
        self.sections.iter().all(|section| section.id == CORRECTION)
    }
}

/// The section in which a correction is recorded as one.
const CORRECTION: &str = "correction";

fn what_it_becomes(
    corrects: &Corrects,
    chosen: Option<Number>,
    faults: &[(&'static str, String)],
) -> Decision {
    let here = corrects.here.iter().map(|it| {
        let words = format!("A correction of statement {}", it.number);
        let hint = format!(
            "{}. The record says from now on what the form says; what it said before stays readable, and those who have it are told.",
            it.subject
        );
        Choice::new(&it.number.to_string(), &words, &hint)
    });
    let own = Choice::new("", "A statement of its own", "Beside the one that it corrects.");
    let choices: Vec<Choice> = here.chain([own]).collect();
    let field = Field::new("corrects", label("corrects"), FieldKind::Radios(choices));
    let chosen = chosen.map(|number| number.to_string()).unwrap_or_default();
    Decision {
        id: CORRECTION,
        title: "It corrects what is on the record",
        words: "Its sender’s installation says so, and names the permanent address of the same statement.".to_owned(),
        fields: vec![field.value(&chosen).faults(faults)],
    }
}

fn who_may_read(
    markings: &[String],
    chosen: Option<Shown>,
    faults: &[(&'static str, String)],
) -> Decision {
    let marked: Vec<String> = markings.iter().map(|words| format!("“{words}”")).collect();
    let choices = vec![
        Choice::new(
            Shown::WithoutFiles.slug(),
            "What the form says, without the files",
            "The files are kept, and only those who record statements can open them.",
        ),
        Choice::new(
            Shown::Everyone.slug(),
            "Everything",
            "The sender agreed, or the words are about something else.",
        ),
    ];
    let field = Field::new("shown", label("shown"), FieldKind::Radios(choices));
    let field = field.value(chosen.map(Shown::slug).unwrap_or_default()).faults(faults);
    Decision {
        id: "marked",
        title: "It may not be for everyone",
        words: format!(
            "The letter says {}. What is posted here is public for good.",
            marked.join(", ")
        ),
        fields: vec![field],
    }
}

fn entry_of_sender(
    offered: &SenderEntry,
    typed: &SenderEntry,
    faults: &[(&'static str, String)],
) -> Decision {
    let choices = vec![
        Choice::new("as-written", "Leave it as it is written", ""),
        Choice::new("new", "Make an entry of it", "Its next letters are read as from it."),
        Choice::new("other-name", "It is another name of an entry that is there", ""),
    ];
    let (acronym, name) = match (typed, offered) {
        (SenderEntry::New { acronym, name }, _) | (_, SenderEntry::New { acronym, name }) => {
            (acronym.as_str(), name.as_str())
        }
        _ => ("", ""),
    };
    let of = match typed {
        SenderEntry::OtherName { of } => of.as_str(),
        _ => "",
    };
    let chosen = match typed {
        SenderEntry::AsWritten => "as-written",
        SenderEntry::New { .. } => "new",
        SenderEntry::OtherName { .. } => "other-name",
    };
    let line = |name: &'static str, value: &str| {
        Field::new(name, label(name), FieldKind::Line).value(value).faults(faults).optional()
    };
    let entry = Field::new("sender_entry", label("sender_entry"), FieldKind::Radios(choices));
    Decision {
        id: "unknown-sender",
        title: "The directory does not know the sender",
        words: "Its name as written is enough for the record.".to_owned(),
        fields: vec![
            entry.value(chosen),
            line("sender_acronym", acronym).hint("For a new entry."),
            line("sender_name", name).hint("For a new entry."),
            line("sender_of", of).hint("The acronym of the entry whose other name it is."),
        ],
    }
}
