//! Entering a role that somebody holds.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Actor, Directory, EntryVerb, Mailbox, PersonId, Refusal, RoleKind, RoleSource, RoleTerm,
    may_keep,
};
use store::PersonEntry;

use super::commit;
use crate::acting::doer;
use crate::desk::day_of;
use crate::{Desk, Failure};

/// A role as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewRole {
    /// The role's slug.
    pub role: String,
    /// Who: an address, with the name before it for somebody whom the directory does not know.
    pub person: String,
    /// The first day; empty for today.
    pub from: String,
    /// The first day on which it is no longer held; empty if that is open.
    pub until: String,
}

/// Enters a role; imports leave it as it is.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] for whoever may not, and with each fault beside its field.
pub async fn add_role(
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
    new: &NewRole,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("enter a role").await?;
    let before = tx.directory().await?;
    let group = before.by_acronym(acronym).ok_or(Failure::NotFound("organization or group"))?;
    let as_role = may_keep(actor, EntryVerb::EditRoles, Some(group.id), &before, &desk.policy)?;
    let (kind, mailbox, from, until) = read(new, now)?;
    let person = match tx.person_by_address(mailbox.address()).await? {
        Some(person) => person,
        None if mailbox.name().is_empty() => return Err(refused("person", no_name(&mailbox))),
        None => {
            let entry = PersonEntry {
                name: mailbox.name().to_owned(),
                addresses: vec![mailbox.address().to_owned()],
                roles: Vec::new(),
                datatracker_id: None,
            };
            tx.save_people(&[entry], &desk.ids, now).await?;
            let made = tx.person_by_address(mailbox.address()).await?;
            made.ok_or(Failure::NotFound("person"))?
        }
    };
    let mut terms = terms_of(person, &before);
    let term = RoleTerm {
        person,
        kind,
        group: group.id,
        from: Some(from),
        until,
        source: RoleSource::Here,
    };
    let overlaps = |other: &RoleTerm| {
        (other.kind, other.group) == (kind, group.id)
            && (!other.is_over_on(from)
                && until.is_none_or(|until| other.from.is_none_or(|from| from < until)))
    };
    if terms.iter().any(overlaps) {
        let fault = format!(
            "They are {} of {acronym} then already: end that role first.",
            desk.policy.role_words(kind)
        );
        return Err(refused("person", fault));
    }
    terms.push(term);
    tx.save_terms(person, &terms, &desk.ids, now).await?;
    commit(desk, tx, &before, &doer(desk, actor, Some(as_role), &before), now).await?;
    Ok(())
}

/// Returns all roles of a person.
pub(super) fn terms_of(person: PersonId, directory: &Directory) -> Vec<RoleTerm> {
    directory.terms().iter().filter(|term| term.person == person).cloned().collect()
}

fn read(new: &NewRole, now: Timestamp) -> Result<(RoleKind, Mailbox, Date, Option<Date>), Failure> {
    let mut faults = Vec::new();
    let kind = RoleKind::from_slug(new.role.trim());
    if kind.is_none() {
        faults.push(("held_role", "Choose the role.".to_owned()));
    }
    let mailbox = Mailbox::parse(&new.person);
    if let Err(wrong) = &mailbox {
        faults.push(("person", format!("{wrong}.")));
    }
    let mut day = |field, text: &str| match text.trim() {
        "" => None,
        text => text.parse::<Date>().map(Some).unwrap_or_else(|_| {
            faults.push((field, format!("“{text}” is not a day: write it as 2027-01-31.")));
            None
        }),
    };
    let (from, until) = (day("from", &new.from), day("until", &new.until));
    let from = from.unwrap_or_else(|| day_of(now));
    if until.is_some_and(|until| until <= from) {
        faults.push(("until", "A role ends after it began: choose a later day.".to_owned()));
    }
    match (kind, mailbox) {
        (Some(kind), Ok(mailbox)) if faults.is_empty() => Ok((kind, mailbox, from, until)),
        _ => Err(Failure::Refused(Refusal::Fields(faults))),
    }
}

fn refused(field: &'static str, fault: String) -> Failure {
    Failure::Refused(Refusal::Fields(vec![(field, fault)]))
}

fn no_name(mailbox: &Mailbox) -> String {
    format!(
        "The directory knows nobody at {}: write the name before the address, as Name <name@example.org>.",
        mailbox.address()
    )
}
