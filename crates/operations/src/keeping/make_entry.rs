//! Making an entry for an organization or group that the directory does not know yet (REC-3).

use jiff::Timestamp;
use rules::{Actor, Directory, Entry, EntryField, EntryVerb, HeldRole, Refusal, may_keep};
use store::Transaction;

use super::change_entry::save;
use super::parts::Parts;
use super::{commit, refused};
use crate::acting::doer;
use crate::{Desk, Failure};

/// Makes an entry; what is typed stays as it is when an import names the same group.
///
/// A name as statements write it goes into its other names, so that what is received later is read as this group.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, and with each fault beside its field.
pub async fn make_entry(
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
    typed: &Entry,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("make an entry of the directory").await?;
    let before = tx.directory().await?;
    let role = make_entry_in(desk, &mut tx, actor, acronym, typed, &before, now).await?;
    commit(desk, tx, &before, &doer(desk, actor, Some(role), &before), now).await?;
    Ok(())
}

/// Makes an entry within a transaction; whoever began it notes how the directory differs.
pub(crate) async fn make_entry_in(
    desk: &Desk,
    tx: &mut Transaction,
    actor: &Actor,
    acronym: &str,
    typed: &Entry,
    before: &Directory,
    now: Timestamp,
) -> Result<HeldRole, Failure> {
    let role = may_keep(actor, EntryVerb::Make, None, before, &desk.policy)?;
    let acronym = acronym.trim().to_lowercase();
    let mut faults = Vec::new();
    if let Some(fault) = wrong_acronym(&acronym, before) {
        faults.push(("acronym", fault));
    }
    let parts = match Parts::of(&acronym, typed, before) {
        Ok(parts) if faults.is_empty() => parts,
        parts => {
            faults.extend(parts.err().unwrap_or_default());
            return Err(Failure::Refused(Refusal::Fields(faults)));
        }
    };
    let saved = tx.save_groups(std::slice::from_ref(&parts.group), &desk.ids, now).await;
    saved.map_err(|fault| refused(EntryField::Parent, fault))?;
    let group = tx.directory().await?.by_acronym(&acronym).map(|group| group.id);
    let group = group.ok_or(Failure::NotFound("organization or group"))?;
    save(desk, tx, group, &parts, now).await?;
    for change in typed.changes_since(&Entry::default()) {
        if change.field.is_public() {
            tx.save_correction(group, change.field, Some("")).await?;
        } else {
            tx.save_private_notes(group, &change.is).await?;
        }
    }
    Ok(role)
}

fn wrong_acronym(acronym: &str, directory: &rules::Directory) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if acronym.is_empty() {
        return Some("Give it a short name, such as etu-sg15.".to_owned());
    }
    if !acronym.chars().all(is_plain) || acronym.len() > 64 || acronym.starts_with('-') {
        return Some(
            "A short name has at most 64 small letters, digits and hyphens, such as etu-sg15."
                .to_owned(),
        );
    }
    if directory.by_acronym(acronym).is_some() {
        return Some(format!(
            "“{acronym}” is in the directory already: change that entry, or choose another."
        ));
    }
    let other = directory.by_alias(acronym)?;
    Some(format!("“{acronym}” is another name of “{}”: choose another.", other.acronym))
}
