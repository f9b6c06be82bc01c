//! What people did with the directory of the demonstration: a correction, a confirmation, an import that is held.

use jiff::{SignedDuration, Timestamp};
use rules::{Actor, EntryField};

use super::data::{DIRECTORY, wrong};
use crate::directory_file::import_built_in;
use crate::{
    Desk, Failure, act, change_entry, confirm_contacts, contacts_to_confirm, entry_to_keep,
};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Keeps the directory as people would have.
pub(super) async fn keep(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    let cy = person(desk, "cy.novak@example.org", now).await?;
    let di = person(desk, "di.marchetti@example.org", now).await?;
    let kept = entry_to_keep(desk, &cy, "baa").await?;
    let mut typed = kept.entry.clone();
    typed.set(EntryField::Name, "Broadband Access Alliance (BAA)".to_owned());
    typed.set(
        EntryField::PrivateNotes,
        "Their office changes in spring: ask again then.".to_owned(),
    );
    change_entry(desk, &cy, "baa", &kept.version, &typed, now - DAY * 20).await?;
    for contacts in contacts_to_confirm(desk, &di).await?.into_iter().take(1) {
        let (acronym, seen) = (&contacts.group.acronym, &contacts.version);
        confirm_contacts(desk, &di, acronym, seen, now - DAY * 40).await?;
    }
    hold(desk, now).await
}

/// Holds an import that would end most of the liaison managers.
async fn hold(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    let lines = DIRECTORY.lines().filter(|line| !line.contains("role = \"liaiman\""));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let held = import_built_in(desk, &text, "https://datatracker.example.org", now - DAY)
        .await
        .map_err(super::unusable)?;
    held.held.map(|_| ()).ok_or_else(|| wrong("the import of the directory was not held"))
}

async fn person(desk: &Desk, address: &str, now: Timestamp) -> Result<Actor, Failure> {
    let person = desk.store.reader().person_by_address(address).await?;
    let person = person.ok_or_else(|| wrong(format!("nobody has the address {address}")))?;
    act(desk, Some(person), now).await
}
