//! Keeping the directory: entries, roles, contacts. One file a verb, each change in the history.

mod add_role;
mod ask_for_contacts;
mod change_entry;
mod confirm_contacts;
mod end_role;
mod join_entries;
mod make_entry;
mod noting;
mod parts;

use data_encoding::HEXLOWER;
use rules::{Actor, Entry, EntryField, EntryVerb, FieldChange, Group, GroupId, may_keep};
use sha2::{Digest, Sha256};
use store::Fault;

use crate::{Desk, Failure};

pub use add_role::{NewRole, add_role};
pub use ask_for_contacts::ask_for_contacts;
pub use change_entry::change_entry;
pub use confirm_contacts::{KeptContacts, confirm_contacts, contacts_to_confirm};
pub use end_role::end_role;
pub use join_entries::join_entries;
pub use make_entry::make_entry;
pub(crate) use make_entry::make_entry_in;
pub(crate) use noting::{commit, note_difference, note_since};
pub(crate) use parts::{Parts, contacts_of};

/// An entry as whoever keeps it sees it.
#[derive(Debug, Clone)]
pub struct KeptEntry {
    /// The group.
    pub group: Group,
    /// What the directory says, the private notes included.
    pub entry: Entry,
    /// The fields that were set here: what the last import says of each.
    pub corrections: Vec<(EntryField, String)>,
    /// What tells this version from another.
    pub version: String,
}

/// Returns an entry for whoever may change it.
///
/// # Errors
/// [`Failure::NotFound`] if there is none; [`Failure::Refused`] for whoever may not.
pub async fn entry_to_keep(
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
) -> Result<KeptEntry, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let group = directory.by_acronym(acronym).ok_or(Failure::NotFound("organization or group"))?;
    may_keep(actor, EntryVerb::Edit, Some(group.id), &directory, &desk.policy)?;
    let mut entry = Entry::of(group, &directory);
    entry.set(EntryField::PrivateNotes, reader.private_notes(group.id).await?);
    let mut corrections: Vec<_> = reader.corrections_of(group.id).await?.into_iter().collect();
    corrections.sort();
    let version = version(&entry);
    Ok(KeptEntry { group: group.clone(), entry, corrections, version })
}

/// Returns the private notes on a group; empty for whoever may not read them.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn private_notes(desk: &Desk, actor: &Actor, group: GroupId) -> Result<String, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    match may_keep(actor, EntryVerb::SeePrivate, Some(group), &directory, &desk.policy) {
        Ok(_) => Ok(reader.private_notes(group).await?),
        Err(_) => Ok(String::new()),
    }
}

/// Returns what tells a version of an entry from others.
fn version(entry: &Entry) -> String {
    let text: Vec<&str> = EntryField::ALL.into_iter().map(|field| entry.get(field)).collect();
    HEXLOWER.encode(&Sha256::digest(text.join("\0").as_bytes()))
}

/// Returns the correction that a change leaves: what imports say, or nothing if that is what it is now.
fn correction<'a>(change: &'a FieldChange, imported: Option<&'a String>) -> Option<&'a str> {
    let imported = imported.map_or(change.was.as_str(), String::as_str);
    (imported != change.is).then_some(imported)
}

/// Makes the refusal of a field of what the store finds contradictory.
fn refused(field: EntryField, fault: Fault) -> Failure {
    refused_at(field.slug(), fault)
}

fn refused_at(field: &'static str, fault: Fault) -> Failure {
    match fault {
        Fault::Contradiction { what } => {
            let mut sentence = what;
            if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
                sentence.replace_range(..1, &first);
            }
            let fault = format!("{sentence}.");
            Failure::Refused(rules::Refusal::Fields(vec![(field, fault)]))
        }
        fault => fault.into(),
    }
}
