//! Handing a received statement on to somebody, who takes it on or hands it back (IN-5, RSP-2).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{
    Actor, Assignee, Directory, Doer, EventKind, GroupId, Number, Person, Policy, RoleKind,
    Statement, Step, Verb,
};

use super::{Case, said};
use crate::desk::day_of;
use crate::give_statement::refused;
use crate::mailing::mailbox_of;
use crate::notices::handled;
use crate::{Desk, Failure};

/// Hands a statement on to whoever has this address in the directory, with a note; they are asked to take it on.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, for an address that nobody in the directory has who holds a role, or for whoever
/// has it already.
pub async fn hand_on(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    (address, note): (&str, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Assign, number, now).await?;
    case.must_be_open().await?;
    let note = said("hand_note", note, "")?;
    let directory = case.directory.clone();
    let person = person_of(address, &directory, now)?;
    let before = case.statement.handling.assignee.take();
    if before.as_ref().is_some_and(|before| before.person == person.id) {
        return Err(refused("hand_to", format!("{} has it already.", person.name)));
    }
    let by_person = match &case.by {
        Doer::Person { id, .. } => *id,
        Doer::System => None,
    };
    let is_own = by_person == Some(person.id);
    case.statement.handling.assignee = Some(Assignee {
        person: person.id,
        name: person.name.clone(),
        since: now,
        accepted: is_own,
        handed_by: by_person.filter(|_| !is_own),
    });
    let words = format!("To {}. {note}", person.name);
    case.note(EventKind::Assigned, words.trim()).await?;
    let mut told = HashSet::new();
    let asked = handled::asked_to_see_to(desk, &case.statement, &case.by, &note);
    case.mail("handed-on", asked, mailbox_of(person).into_iter().collect(), &mut told).await?;
    let parted = before.and_then(|it| mailbox_of(directory.person(it.person)?));
    let parting = handled::sees_to_it_now(desk, &case.statement, &case.by, &person.name);
    case.mail("handed-away", parting, parted.into_iter().collect(), &mut told).await?;
    case.close(Step::HandedOn, words.trim(), &told).await
}

/// Returns whom a statement is usually handed on to, each once, with why: those who lead the groups that have it, those who
/// keep the relationship, those who coordinate.
pub fn handed_to<'d>(
    statement: &Statement,
    directory: &'d Directory,
    policy: &Policy,
    now: Timestamp,
) -> Vec<(&'d Person, String)> {
    let today = day_of(now);
    let mut found: Vec<(&Person, String)> = Vec::new();
    let mut add = |people: Vec<&'d Person>, why: String| {
        for person in people {
            if !found.iter().any(|(other, _)| other.id == person.id) {
                found.push((person, why.clone()));
            }
        }
    };
    for group in statement.holders() {
        for kind in [RoleKind::Chair, RoleKind::Secretary, RoleKind::Delegate] {
            let why = format!("{}, {}", policy.role_words(kind), group.acronym);
            add(directory.holders(kind, group.id, today), why);
        }
        let line: Vec<GroupId> = directory.line(group.id).iter().map(|it| it.id).collect();
        for over in line {
            let acronym = directory.group(over).map(|it| it.acronym.clone()).unwrap_or_default();
            let why = format!("{}, {acronym}", policy.role_words(RoleKind::AreaDirector));
            add(directory.holders(RoleKind::AreaDirector, over, today), why);
        }
    }
    for group in statement.from.group_ids() {
        let why = policy.role_words(RoleKind::LiaisonManager);
        add(directory.liaison_managers(group, today), why);
    }
    let why = policy.role_words(RoleKind::Coordinator);
    add(directory.holders_anywhere(RoleKind::Coordinator, today), why);
    found
}

fn person_of<'d>(
    address: &str,
    directory: &'d Directory,
    now: Timestamp,
) -> Result<&'d Person, Failure> {
    let typed = address.trim().to_lowercase();
    if typed.is_empty() {
        return Err(refused("hand_to", "Say who is to see to it.".to_owned()));
    }
    let is_theirs = |person: &&Person| {
        person.addresses.iter().any(|it| it.to_lowercase() == typed)
            || person.name.to_lowercase() == typed
    };
    let people = directory.people();
    let mut found = people.into_iter().filter(is_theirs);
    let person = match (found.next(), found.next()) {
        (Some(person), None) => person,
        (None, _) => {
            let fault = "The directory knows nobody by that address: enter them there first.";
            return Err(refused("hand_to", fault.to_owned()));
        }
        _ => {
            return Err(refused("hand_to", "Several have that name: give the address.".to_owned()));
        }
    };
    if directory.actor(person.id, day_of(now)).roles.is_empty() {
        let fault = format!("{} holds no role any more, and could not see to it.", person.name);
        return Err(refused("hand_to", fault));
    }
    Ok(person)
}
