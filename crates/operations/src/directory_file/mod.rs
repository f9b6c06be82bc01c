//! Bringing groups, people, roles and contacts into the directory: from a file, or from the datatracker's answers.
//!
//! An import is tried whole, in one transaction, and compared with what was there. A difference that is too large to be
//! taken unseen is thrown away again and held, with what was read, until a coordinator decides.

mod applying;
mod decide;
mod entries;
mod groups_json;
mod scheduled;

use std::collections::HashMap;
use std::path::Path;

use bytes::Bytes;
use jiff::Timestamp;
use rules::{Difference, Directory, Doer, EntryField, Group, GroupId, GroupKind, GroupState};
use store::{Changes, DirectoryImport, ImportState, Transaction};

use crate::desk::day_of;
use crate::keeping::note_difference;
use crate::{Desk, Failure, ImportFault, Unplaced, audit_roles, mailing, notices};
use applying::{Counts, apply};

pub use decide::{SeenImport, confirm_import, drop_import, see_import};
pub(crate) use entries::{Entries, StatedGroup, StatedPerson};
pub use scheduled::{claim_duty, finish_duty, note_failed_import};

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
    /// If nothing was changed because a coordinator has to look at it first: the import, and why.
    pub held: Option<(i64, Vec<String>)>,
}

/// Brings a file of the directory in: our own (TOML, docs/directory-file.md), or a list of groups (JSON).
///
/// Can be repeated: changes only what changed. What was set here stays. One that would end too much is held.
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
    take(desk, Entries::read(&text, &place)?, &place, now).await
}

/// Reads the groups of a file of the directory, and stores nothing.
///
/// # Errors
/// [`ImportFault::Input`] as [`import_directory`].
pub fn directory_of_file(path: &Path) -> Result<Directory, ImportFault> {
    let place = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ImportFault::input(&place, format!("it cannot be read: {error}")))?;
    let groups = Entries::read(&text, &place)?.groups;
    let id = |at: usize| GroupId(i64::try_from(at).unwrap_or(i64::MAX));
    let places: HashMap<String, usize> =
        groups.iter().enumerate().map(|(at, group)| (group.acronym.to_lowercase(), at)).collect();
    let stated = |group: &StatedGroup, field| group.stated.get(&field).cloned();
    let mut directory = Directory::new(groups.iter().enumerate().map(|(at, group)| {
        let parent = stated(group, EntryField::Parent);
        let kind = stated(group, EntryField::Kind).unwrap_or_default();
        let state = stated(group, EntryField::State);
        Group {
            id: id(at),
            acronym: group.acronym.clone(),
            name: stated(group, EntryField::Name).unwrap_or_else(|| group.acronym.to_uppercase()),
            kind: GroupKind::from_slug(&kind),
            state: state.map_or(group.otherwise, |state| GroupState::from_slug(&state)),
            parent: parent.and_then(|parent| places.get(&parent)).map(|at| id(*at)),
            list_address: stated(group, EntryField::List),
        }
    }));
    for (at, group) in groups.iter().enumerate() {
        for (field, is_former) in [(EntryField::Aliases, false), (EntryField::FormerNames, true)] {
            let names = stated(group, field).unwrap_or_default();
            for words in names.lines().map(str::to_owned) {
                directory.add_alias(id(at), rules::Alias { words, is_former });
            }
        }
    }
    Ok(directory)
}

/// Brings a file of the directory in that is part of the program.
pub(crate) async fn import_built_in(
    desk: &Desk,
    text: &str,
    place: &str,
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    take(desk, Entries::read(text, place)?, place, now).await
}

/// Tries what an import says, and keeps it, or holds it.
pub(crate) async fn take(
    desk: &Desk,
    entries: Entries,
    place: &str,
    now: Timestamp,
) -> Result<DirectorySummary, ImportFault> {
    let tried = try_it(desk, &entries, place, now).await?;
    let reasons =
        tried.difference.too_large(&tried.before, day_of(now), desk.policy.hold_percent());
    let mut summary = tried.summary();
    summary.unplaced = entries.unplaced.clone();
    if !reasons.is_empty() {
        let difference = tried.difference;
        // What was tried is thrown away before the import is held.
        drop(tried.tx);
        let id = hold(desk, &entries, &difference, &reasons, place, now).await?;
        summary.held = Some((id, reasons));
        return Ok(summary);
    }
    let import = DirectoryImport {
        id: desk.ids.next(now),
        at: now,
        source: place.to_owned(),
        state: ImportState::Applied,
        entries_sha256: String::new(),
        difference: written(&tried.difference)?,
        reason: String::new(),
        decided: None,
    };
    let mut tx = tried.tx;
    if !tried.difference.is_empty() {
        let after = tx.directory().await?;
        audit_roles(desk, &mut tx, &tried.before, now).await?;
        note_difference(desk, &mut tx, &tried.difference, &after, &Doer::System, now).await?;
        tx.add_directory_import(&import).await?;
    }
    tx.commit().await?;
    Ok(summary)
}

/// What an import did in a transaction that is not kept yet.
struct Tried {
    tx: Transaction,
    before: Directory,
    difference: Difference,
    counts: Counts,
}

async fn try_it(
    desk: &Desk,
    entries: &Entries,
    place: &str,
    now: Timestamp,
) -> Result<Tried, ImportFault> {
    let mut tx = desk.store.begin("import the directory").await?;
    let before = tx.directory().await?;
    let counts = apply(desk, &mut tx, entries, &before, place, now).await?;
    let after = tx.directory().await?;
    let difference = Difference::between(&before, &after, day_of(now));
    Ok(Tried { tx, before, difference, counts })
}

impl Tried {
    fn summary(&self) -> DirectorySummary {
        let Counts { groups, people, contacts } = self.counts;
        DirectorySummary { groups, people, contacts, ..DirectorySummary::default() }
    }
}

/// Holds an import, and tells the coordinators; the same again is the one that is held already.
async fn hold(
    desk: &Desk,
    entries: &Entries,
    difference: &Difference,
    reasons: &[String],
    place: &str,
    now: Timestamp,
) -> Result<i64, ImportFault> {
    let bytes = serde_json::to_vec(entries).map_err(|error| unwritable(&error))?;
    let sha256 = desk.store.files().put(Bytes::from(bytes)).await?;
    let mut tx = desk.store.begin("hold an import").await?;
    let (difference, reason) = (written(difference)?, reasons.join("\n"));
    if let Some(id) = tx.held_import(&sha256, place).await? {
        tx.save_difference(id, &difference, &reason).await?;
        tx.commit().await?;
        return Ok(id);
    }
    let import = DirectoryImport {
        id: desk.ids.next(now),
        at: now,
        source: place.to_owned(),
        state: ImportState::Held,
        entries_sha256: sha256,
        difference,
        reason,
        decided: None,
    };
    tx.add_directory_import(&import).await?;
    if let Some(to) = desk.policy.coordination() {
        let words = notices::import_held(&desk.settings, place, import.id, reasons);
        mailing::send_words(desk, &mut tx, "import-held", words, to, now).await?;
    }
    tx.commit().await?;
    Ok(import.id)
}

fn written(difference: &Difference) -> Result<String, ImportFault> {
    serde_json::to_string(difference).map_err(|error| unwritable(&error))
}

fn unwritable(error: &serde_json::Error) -> ImportFault {
    ImportFault::Failure(Failure::Unacceptable(format!("The import cannot be kept: {error}.")))
}
