//! Changing an entry of the directory by hand; what is set here survives imports.

use jiff::Timestamp;
use rules::{
    Actor, Directory, Entry, EntryField, EntryVerb, FieldChange, GroupId, HeldRole, Policy,
    Refusal, may_keep,
};
use store::{DirectoryChange, Transaction};

use super::parts::Parts;
use super::{commit, correction, refused, version};
use crate::acting::doer;
use crate::{Desk, Failure};

/// Saves an entry as it was typed; `seen` is the version that the person saw.
///
/// Fields that differ are local corrections from now on, unless they say what the last import said.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] for whoever may not, with each fault beside its field, or if somebody else
/// changed the entry meanwhile.
pub async fn change_entry(
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
    seen: &str,
    typed: &Entry,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("change an entry of the directory").await?;
    let before = tx.directory().await?;
    let group = before.by_acronym(acronym).ok_or(Failure::NotFound("organization or group"))?;
    let role = may_keep(actor, EntryVerb::Edit, Some(group.id), &before, &desk.policy)?;
    let mut was = Entry::of(group, &before);
    was.set(EntryField::PrivateNotes, tx.private_notes(group.id).await?);
    let changes = typed.changes_since(&was);
    may_change(&changes, actor, role, &before, &desk.policy)?;
    if version(&was) != seen {
        return Err(Failure::Refused(Refusal::Outdated));
    }
    let parts = Parts::of(&group.acronym, typed, &before)
        .map_err(|faults| Failure::Refused(Refusal::Fields(faults)))?;
    save(desk, &mut tx, group.id, &parts, now).await?;
    for change in changes.iter().filter(|change| !change.field.is_public()) {
        tx.save_private_notes(group.id, &change.is).await?;
        let noted = private_change(desk, actor, role, group, change, &before, now);
        tx.add_directory_changes(&[noted]).await?;
    }
    note_corrections(&mut tx, group.id, &before).await?;
    commit(desk, tx, &before, &doer(desk, actor, Some(role), &before), now).await?;
    Ok(())
}

/// Notes which fields were set here, as they are kept and not as they were typed.
async fn note_corrections(
    tx: &mut Transaction,
    id: GroupId,
    before: &Directory,
) -> Result<(), Failure> {
    let after = tx.directory().await?;
    let corrections = tx.corrections().await?;
    if let (Some(was), Some(is)) = (before.group(id), after.group(id)) {
        for change in Entry::of(is, &after).changes_since(&Entry::of(was, before)) {
            let imported = corrections.get(&(id, change.field));
            tx.save_correction(id, change.field, correction(&change, imported)).await?;
        }
    }
    Ok(())
}

/// Saves the parts of an entry of a group that is there.
pub(super) async fn save(
    desk: &Desk,
    tx: &mut Transaction,
    group: GroupId,
    parts: &Parts,
    now: Timestamp,
) -> Result<(), Failure> {
    let saved = tx.save_groups(std::slice::from_ref(&parts.group), &desk.ids, now).await;
    saved.map_err(|fault| refused(EntryField::Parent, fault))?;
    let aliases = [(group, parts.aliases.clone())];
    tx.save_aliases(&aliases).await.map_err(|fault| refused(EntryField::Aliases, fault))?;
    tx.save_facts(group, &parts.facts).await?;
    if parts.contacts.is_empty() {
        tx.remove_contacts(group).await?;
    } else {
        tx.save_contacts(&parts.contacts, &desk.ids, now).await?;
    }
    Ok(())
}

/// A liaison manager may not take an entry out of the organization that they look after, nor make one of ours of it.
fn may_change(
    changes: &[FieldChange],
    actor: &Actor,
    role: HeldRole,
    directory: &Directory,
    policy: &Policy,
) -> Result<(), Failure> {
    let moves = [EntryField::Kind, EntryField::Parent];
    if changes.iter().any(|change| moves.contains(&change.field))
        && may_keep(actor, EntryVerb::Make, None, directory, policy).is_err()
    {
        let fault = format!(
            "As {} you cannot change this: ask a coordinator.",
            policy.held_words(role, directory)
        );
        let at = changes.iter().find(|change| moves.contains(&change.field));
        let field = at.map_or("parent", |change| change.field.slug());
        return Err(Failure::Refused(Refusal::Fields(vec![(field, fault)])));
    }
    Ok(())
}

fn private_change(
    desk: &Desk,
    actor: &Actor,
    role: HeldRole,
    group: &rules::Group,
    change: &FieldChange,
    directory: &Directory,
    now: Timestamp,
) -> DirectoryChange {
    DirectoryChange {
        id: desk.ids.next(now),
        group: Some(group.id),
        subject: group.acronym.clone(),
        what: change.field.slug().to_owned(),
        was: change.was.clone(),
        is: change.is.clone(),
        public: false,
        by: doer(desk, actor, Some(role), directory),
        at: now,
    }
}
