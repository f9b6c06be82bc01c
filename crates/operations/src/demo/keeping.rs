//! What people did with the directory of the demonstration: a correction, a confirmation, an import that is held.

use jiff::{SignedDuration, Timestamp};
use rules::{Actor, EntryField};

use super::data::{Made, wrong};
use crate::directory_file::import_built_in;
use crate::{
    Desk, Failure, act, change_entry, confirm_contacts, contacts_to_confirm, entry_to_keep,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Keeps the directory as people would have.
pub(super) async fn keep(desk: &Desk, made: &Made, now: Timestamp) -> Result<(), Failure> {
    let coordinator = person(desk, made.kept.coordinator, now).await?;
    let manager = person(desk, made.kept.manager, now).await?;
    let (acronym, name, note) = made.kept.corrected;
    let kept = entry_to_keep(desk, &coordinator, acronym).await?;
    let mut typed = kept.entry.clone();
    typed.set(EntryField::Name, name.to_owned());
    typed.set(EntryField::PrivateNotes, note.to_owned());
    change_entry(desk, &coordinator, acronym, &kept.version, &typed, now - DAY * 20).await?;
    for contacts in contacts_to_confirm(desk, &manager).await?.into_iter().take(1) {
        let (acronym, seen) = (&contacts.group.acronym, &contacts.version);
        confirm_contacts(desk, &manager, acronym, seen, now - DAY * 40).await?;
    }
    if made.kept.without.is_empty() { Ok(()) } else { hold(desk, made, now).await }
}

/// Holds an import that would end most of the roles of a kind.
async fn hold(desk: &Desk, made: &Made, now: Timestamp) -> Result<(), Failure> {
    let lines = made.directory.lines().filter(|line| !line.contains(made.kept.without));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let place = "https://datatracker.example.org";
    let held = import_built_in(desk, &text, place, now - DAY).await.map_err(super::unusable)?;
    held.held.map(|_| ()).ok_or_else(|| wrong("the import of the directory was not held"))
}

async fn person(desk: &Desk, address: &str, now: Timestamp) -> Result<Actor, Failure> {
    let person = desk.store.reader().person_by_address(address).await?;
    let person = person.ok_or_else(|| wrong(format!("nobody has the address {address}")))?;
    act(desk, Some(person), now).await
}
