//! What was changed in an entry of the directory.

use askama::Template;
use rules::{EntryField, Group, GroupState};
use store::DirectoryChange;

use crate::pages::group::path;
use crate::pieces::Instant;
use crate::view::View;
use crate::words;

/// What was changed in an entry, the newest first.
#[derive(Debug, Template)]
#[template(path = "entry_history.html")]
pub(crate) struct EntryHistoryPage {
    view: View,
    name: String,
    to: String,
    feed: String,
    changes: Vec<ChangeLine>,
}

/// One change, in words.
#[derive(Debug)]
pub(crate) struct ChangeLine {
    pub(crate) at: Instant,
    /// The entry: what it is called, and where it is.
    pub(crate) subject: String,
    pub(crate) to: String,
    pub(crate) what: String,
    pub(crate) was: String,
    pub(crate) is: String,
    pub(crate) who: String,
    pub(crate) role: String,
    pub(crate) is_private: bool,
}

impl EntryHistoryPage {
    pub(crate) fn of(view: View, group: &Group, changes: &[DirectoryChange]) -> Self {
        Self {
            view,
            name: group.name.clone(),
            to: path(group),
            feed: format!("/groups/{}/history.atom", crate::asked::part(&group.acronym)),
            changes: changes.iter().map(ChangeLine::of).collect(),
        }
    }

    pub(crate) fn sample() -> Self {
        let directory = super::group::sample_directory();
        let group = directory.by_acronym("itu-x").cloned();
        let group = group.unwrap_or_else(|| unreachable!("the sample holds it"));
        Self::of(View::sample("/groups/itu-x/history"), &group, &[sample_change()])
    }
}

/// A change for samples.
pub(crate) fn sample_change() -> DirectoryChange {
    DirectoryChange {
        id: 1,
        group: Some(rules::GroupId(1)),
        subject: "itu-x".to_owned(),
        what: "send_to".to_owned(),
        was: String::new(),
        is: "Lee & Co <lee@example.com>".to_owned(),
        public: true,
        by: rules::Doer::System,
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

impl ChangeLine {
    pub(crate) fn of(change: &DirectoryChange) -> Self {
        let shown = |text: &str| match change.what.as_str() {
            "state" => state(text),
            _ => words::obscured(&text.replace('\n', ", ")),
        };
        let to = change.group.map(|_| format!("/groups/{}", crate::asked::part(&change.subject)));
        Self {
            at: Instant(change.at),
            subject: change.subject.clone(),
            to: to.unwrap_or_default(),
            what: what(change),
            was: shown(&change.was),
            is: shown(&change.is),
            who: change.by.name().to_owned(),
            role: change.by.role().to_owned(),
            is_private: !change.public,
        }
    }
}

fn what(change: &DirectoryChange) -> String {
    match change.what.as_str() {
        "made" => "Entry made".to_owned(),
        "joined" => "Another entry joined into this one".to_owned(),
        "confirmed" => "Contacts confirmed".to_owned(),
        "person" => "Person".to_owned(),
        "role" if change.is.is_empty() => "Role ended".to_owned(),
        "role" => "Role begun".to_owned(),
        field => EntryField::from_slug(field).map_or("Entry", EntryField::words).to_owned(),
    }
}

fn state(slug: &str) -> String {
    if slug.is_empty() { String::new() } else { GroupState::from_slug(slug).slug().to_owned() }
}
