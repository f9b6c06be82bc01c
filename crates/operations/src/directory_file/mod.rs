//! Bringing groups, people, roles and contacts into the directory from a file.

mod entries;
mod groups_json;

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;
use rules::{Directory, Group, GroupId};
use store::{Changes, GroupEntry};

use crate::{Desk, ImportFault, Unplaced, audit_roles};
use entries::Entries;

/// What an import of the directory did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectorySummary {
    /// Groups.
    pub groups: Changes,
    /// People, with their roles.
    pub people: Changes,
    /// Addresses listed for groups.
    pub contacts: Changes,
    /// What could not be placed.
    pub unplaced: Vec<Unplaced>,
}

/// Brings a file of the directory in: our own (TOML, docs/directory-file.md), or a list of groups (JSON).
///
/// Can be repeated: changes only what changed.
///
/// # Errors
/// [`ImportFault::Input`] with file, line and column, or the entry that contradicts another; nothing is then imported.
pub async fn import_directory(
    desk: &Desk,
    path: &Path,
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    let place = path.display().to_string();
    let text = tokio::fs::read_to_string(path)
        .await
        .map_err(|error| ImportFault::input(&place, format!("it cannot be read: {error}")))?;
    save(desk, Entries::read(&text, &place)?, &place, now).await
}

/// Reads the groups of a file of the directory, and stores nothing.
///
/// # Errors
/// [`ImportFault::Input`] as [`import_directory`].
pub fn directory_of_file(path: &Path) -> Result<Directory, ImportFault> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ImportFault::input(&place, format!("it cannot be read: {error}")))?;
    let nothing = Directory::default();
    let groups = Entries::read(&text, &place)?.groups.into_iter();
    let groups: Vec<GroupEntry> = groups.map(|group| group.completed(&nothing)).collect();
    let id = |at: usize| GroupId(i64::try_from(at).unwrap_or(i64::MAX));
    let places: HashMap<String, usize> =
        groups.iter().enumerate().map(|(at, group)| (group.acronym.to_lowercase(), at)).collect();
    Ok(Directory::new(groups.into_iter().enumerate().map(|(at, group)| {
        let parent = group.parent.and_then(|parent| places.get(&parent.to_lowercase()));
        Group {
            id: id(at),
            acronym: group.acronym,
            name: group.name,
            kind: group.kind,
            state: group.state,
            parent: parent.map(|at| id(*at)),
            list_address: group.list_address,
        }
    })))
}

/// Brings a file of the directory in that is part of the program.
pub(crate) async fn import_built_in(
    desk: &Desk,
    text: &str,
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    let place = "the built-in directory";
    save(desk, Entries::read(text, place)?, place, now).await
}

async fn save(
    desk: &Desk,
    entries: Entries,
    place: &str,
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    let mut summary =
        DirectorySummary { unplaced: entries.unplaced, ..DirectorySummary::default() };
    let mut tx = desk.store.begin("import the directory").await?;
    let at = |fault: store::Fault| match fault {
        store::Fault::Contradiction { what } => ImportFault::input(place, what),
        fault => fault.into(),
    };
    if !entries.groups.is_empty() {
        let known = tx.directory().await?;
        let groups: Vec<GroupEntry> =
            entries.groups.into_iter().map(|group| group.completed(&known)).collect();
        summary.groups = tx.save_groups(&groups, &desk.ids, now).await.map_err(at)?;
    }
    if !entries.people.is_empty() {
        let before = tx.directory().await?;
        summary.people = tx.save_people(&entries.people, &desk.ids, now).await.map_err(at)?;
        audit_roles(desk, &mut tx, &before, now).await?;
    }
    if !entries.contacts.is_empty() {
        summary.contacts = tx.save_contacts(&entries.contacts, &desk.ids, now).await.map_err(at)?;
    }
    tx.commit().await?;
    Ok(summary)
}
