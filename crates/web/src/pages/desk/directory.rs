//! The directory for those who keep it: what may be changed, imports, what nobody confirmed.

use askama::Template;
use rules::{Directory, Group};
use store::{DirectoryImport, ImportState};

use crate::pages::entry_history::{ChangeLine, sample_change};
use crate::pages::group::path;
use crate::pieces::Instant;
use crate::view::View;
use crate::words;

/// The directory for those who keep it.
#[derive(Debug, Template)]
#[template(path = "desk/directory.html")]
pub(crate) struct DirectoryPage {
    pub(crate) view: View,
    /// Whether the person keeps everything, and makes entries.
    pub(crate) keeps_all: bool,
    /// The entries that the person may change, if those are few: name, its page, its form.
    pub(crate) own: Vec<(String, String, String)>,
    pub(crate) imports: Vec<ImportLine>,
    /// Organizations with a relationship whose contacts nobody confirmed within a year: name, page, when last.
    pub(crate) unconfirmed: Vec<(String, String, String)>,
    pub(crate) changes: Vec<ChangeLine>,
}

/// An import in a list.
#[derive(Debug)]
pub(crate) struct ImportLine {
    to: String,
    at: Instant,
    source: String,
    state: &'static str,
    is_held: bool,
    reason: String,
}

impl ImportLine {
    pub(crate) fn of(import: &DirectoryImport) -> Self {
        Self {
            to: format!("/directory/imports/{}", import.id),
            at: Instant(import.at),
            source: import.source.clone(),
            state: state_words(import.state),
            is_held: import.state == ImportState::Held,
            reason: import.reason.clone(),
        }
    }
}

impl DirectoryPage {
    /// Returns a group as a line of a list.
    pub(crate) fn line(group: &Group) -> (String, String, String) {
        let form = format!("/directory/entries/{}", crate::asked::part(&group.acronym));
        (group.name.clone(), path(group), form)
    }

    pub(crate) fn sample() -> Self {
        let directory: Directory = crate::pages::group::sample_directory();
        let groups = directory.groups();
        Self {
            view: View::signed_in_sample("/directory"),
            keeps_all: true,
            own: groups.iter().map(|group| Self::line(group)).collect(),
            imports: vec![ImportLine::of(&sample_import())],
            unconfirmed: vec![(
                "ITU-X".to_owned(),
                "/organizations/itu-x".to_owned(),
                words::day(jiff::civil::date(2024, 2, 3)),
            )],
            changes: vec![ChangeLine::of(&sample_change())],
        }
    }
}

/// Returns where an import stands, in words.
pub(crate) fn state_words(state: ImportState) -> &'static str {
    match state {
        ImportState::Applied => "taken",
        ImportState::Held => "held",
        ImportState::Confirmed => "held, then taken",
        ImportState::Dropped => "thrown away",
        ImportState::Failed => "failed",
    }
}

/// An import for samples.
pub(crate) fn sample_import() -> DirectoryImport {
    DirectoryImport {
        id: 5,
        at: jiff::Timestamp::UNIX_EPOCH,
        source: "https://datatracker.example.org".to_owned(),
        state: ImportState::Held,
        entries_sha256: String::new(),
        difference: "{}".to_owned(),
        reason: "3 of 4 would no longer be chair".to_owned(),
        decided: None,
    }
}
