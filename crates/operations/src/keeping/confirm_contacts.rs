//! Saying that the contacts of a group are right, by one click.

use jiff::Timestamp;
use rules::{Actor, Directory, EntryVerb, Group, GroupId, PersonId, Refusal, RoleKind, may_keep};
use store::{Confirmation, DirectoryChange};

use super::contacts_of;
use crate::acting::doer;
use crate::{Desk, Failure};

/// The contacts of a group on which somebody holds a role.
#[derive(Debug, Clone)]
pub struct KeptContacts {
    /// The group.
    pub group: Group,
    /// In which roles, in words.
    pub roles: Vec<String>,
    /// What is listed for the group, one a line.
    pub listed: Vec<String>,
    /// The person's own addresses.
    pub own: Vec<String>,
    /// Who last said that they are right, and when.
    pub confirmed: Option<Confirmation>,
    /// What tells these contacts from others.
    pub version: String,
}

/// Returns the contacts of every group on which somebody holds a role, in a constant number of questions to the store.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn contacts_to_confirm(desk: &Desk, actor: &Actor) -> Result<Vec<KeptContacts>, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let mut confirmations = reader.confirmations().await?;
    let mut kept: Vec<KeptContacts> = Vec::new();
    for role in &actor.roles {
        let Some(group) = directory.group(role.group) else { continue };
        let words = desk.policy.held_words(*role, &directory);
        if let Some(known) = kept.iter_mut().find(|known| known.group.id == group.id) {
            known.roles.push(words);
            continue;
        }
        let own = actor.person.and_then(|person| directory.person(person));
        let own = own.map(|person| person.addresses.clone()).unwrap_or_default();
        let listed = listed(group, &directory);
        let version = listed.join("\n");
        let confirmed = confirmations.remove(&group.id);
        let (group, roles) = (group.clone(), vec![words]);
        kept.push(KeptContacts { group, roles, listed, own, confirmed, version });
    }
    // The organizations that somebody looks after come first.
    let manages = |kept: &KeptContacts| actor.holds(RoleKind::LiaisonManager, kept.group.id);
    kept.sort_by(|a, b| {
        manages(b).cmp(&manages(a)).then_with(|| a.group.acronym.cmp(&b.group.acronym))
    });
    Ok(kept)
}

/// Notes that somebody who may says that the contacts of a group are right; `seen` is the version that they saw.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] for whoever may not, or if the contacts changed meanwhile.
pub async fn confirm_contacts(
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
    seen: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("confirm contacts").await?;
    let directory = tx.directory().await?;
    let group = directory.by_acronym(acronym).ok_or(Failure::NotFound("organization or group"))?;
    let role = may_keep(actor, EntryVerb::Confirm, Some(group.id), &directory, &desk.policy)?;
    let person: PersonId = actor.person.ok_or(Failure::NotFound("person"))?;
    if listed(group, &directory).join("\n") != seen.trim() {
        return Err(Failure::Refused(Refusal::Outdated));
    }
    let by = Confirmation {
        person,
        name: actor.name.clone(),
        role: desk.policy.held_words(role, &directory),
        at: now,
    };
    tx.add_confirmation(desk.ids.next(now), group.id, &by).await?;
    let noted = DirectoryChange {
        id: desk.ids.next(now),
        group: Some(group.id),
        subject: group.acronym.clone(),
        what: "confirmed".to_owned(),
        was: String::new(),
        is: String::new(),
        public: true,
        by: doer(desk, actor, Some(role), &directory),
        at: now,
    };
    tx.add_directory_changes(&[noted]).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns what is listed for a group, one a line.
pub(super) fn listed(group: &Group, directory: &Directory) -> Vec<String> {
    let list = group.list_address.iter().map(|list| format!("Mailing list: {list}"));
    list.chain(contacts_of(directory.contacts(group.id))).collect()
}

/// Returns a group's line of contacts by its id.
pub(super) fn listed_of(group: GroupId, directory: &Directory) -> Vec<String> {
    directory.group(group).map(|group| listed(group, directory)).unwrap_or_default()
}
