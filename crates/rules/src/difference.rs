//! How two directories differ, and whether the difference is too large to be taken unseen.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Directory, Entry, FieldChange, Group, PersonId, RoleKind};

/// Fewer roles or groups than this that end are never too many.
const FEW: usize = 2;

/// How two directories differ, on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The groups that are new, changed or gone, by acronym.
    pub entries: Vec<EntryDifference>,
    /// The roles that begin or end, by group.
    pub roles: Vec<RoleDifference>,
    /// The people who are new or changed, by name.
    pub people: Vec<PersonDifference>,
}

/// A group that is new, changed or gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDifference {
    /// Its acronym.
    pub acronym: String,
    /// Its name, the new one if it changes.
    pub name: String,
    /// What happens to it.
    pub fate: Fate,
    /// What changes; of a new one, all that is said of it.
    pub changes: Vec<FieldChange>,
}

/// What happens to a group or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is new.
    New,
    /// It changes.
    Changed,
    /// It is gone: it became part of another.
    Gone,
}

/// A role that begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoleDifference {
    /// The group's acronym.
    pub acronym: String,
    /// The role.
    pub kind: RoleKind,
    /// The person's name.
    pub person: String,
    /// Whether it begins; else it ends.
    pub begins: bool,
}

/// A person who is new or whose name or addresses change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDifference {
    /// The name, the new one if it changes.
    pub name: String,
    /// What happens.
    pub fate: Fate,
    /// Name and addresses as they were.
    pub was: String,
    /// Name and addresses as they are.
    pub is: String,
}

impl Difference {
    /// Compares two directories on a day.
    pub fn between(before: &Directory, after: &Directory, today: Date) -> Self {
        Self {
            entries: entries(before, after),
            roles: roles(before, after, today),
            people: people(before, after),
        }
    }

    /// Says whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.roles.is_empty() && self.people.is_empty()
    }

    /// Returns why a coordinator should look at it before it is taken: each role of which `percent` of the holders
    /// would lose it, and groups of which as many would end. One that ends alone is never too much.
    pub fn too_large(&self, before: &Directory, today: Date, percent: u8) -> Vec<String> {
        let mut reasons = Vec::new();
        for kind in RoleKind::ALL {
            let ended = self.roles.iter().filter(|role| role.kind == kind && !role.begins).count();
            let held = held(before, today).filter(|(held, ..)| *held == kind).count();
            if is_too_much(ended, held, percent) {
                reasons.push(format!("{ended} of {held} would no longer be {kind}"));
            }
        }
        let at_work = before.groups().iter().filter(|group| group.state.is_at_work()).count();
        let ended = self.entries.iter().filter(|entry| entry.ends()).count();
        if is_too_much(ended, at_work, percent) {
            reasons.push(format!("{ended} of {at_work} groups would no longer be at work"));
        }
        reasons
    }
}

impl EntryDifference {
    /// Says whether a group that was at work no longer is.
    fn ends(&self) -> bool {
        let at_work = |slug: &str| crate::GroupState::from_slug(slug).is_at_work();
        self.fate == Fate::Gone
            || self.changes.iter().any(|change| {
                change.field == crate::EntryField::State
                    && self.fate == Fate::Changed
                    && at_work(&change.was)
                    && !at_work(&change.is)
            })
    }
}

fn is_too_much(ended: usize, of: usize, percent: u8) -> bool {
    ended >= FEW && ended * 100 >= of * usize::from(percent)
}

fn entries(before: &Directory, after: &Directory) -> Vec<EntryDifference> {
    let mut all: Vec<&Group> = after.groups();
    all.extend(before.groups().into_iter().filter(|group| after.group(group.id).is_none()));
    all.sort_by(|a, b| a.acronym.cmp(&b.acronym));
    all.into_iter().filter_map(|group| entry(group, before, after)).collect()
}

fn entry(group: &Group, before: &Directory, after: &Directory) -> Option<EntryDifference> {
    let of =
        |directory: &Directory| directory.group(group.id).map(|group| Entry::of(group, directory));
    let (was, is) = (of(before), of(after));
    let fate = match (&was, &is) {
        (None, _) => Fate::New,
        (_, None) => Fate::Gone,
        _ => Fate::Changed,
    };
    let changes = is.unwrap_or_default().changes_since(&was.unwrap_or_default());
    let (acronym, name) = (group.acronym.clone(), group.name.clone());
    (!changes.is_empty()).then_some(EntryDifference { acronym, name, fate, changes })
}

/// Who holds which role on which group on a day.
fn held(directory: &Directory, today: Date) -> impl Iterator<Item = (RoleKind, String, PersonId)> {
    let mut held: Vec<_> = directory
        .terms()
        .iter()
        .filter(|term| term.holds_on(today))
        .filter_map(|term| {
            Some((term.kind, directory.group(term.group)?.acronym.clone(), term.person))
        })
        .collect();
    held.sort();
    held.dedup();
    held.into_iter()
}

fn roles(before: &Directory, after: &Directory, today: Date) -> Vec<RoleDifference> {
    let (was, is): (Vec<_>, Vec<_>) = (held(before, today).collect(), held(after, today).collect());
    let mut roles = Vec::new();
    for (all, others, directory, begins) in [(&is, &was, after, true), (&was, &is, before, false)] {
        for role in all.iter().filter(|role| others.binary_search(role).is_err()) {
            let (kind, acronym, person) = role.clone();
            let person = directory.person(person).map(|person| person.name.clone());
            let person = person.unwrap_or_default();
            roles.push(RoleDifference { acronym, kind, person, begins });
        }
    }
    roles.sort();
    roles
}

fn people(before: &Directory, after: &Directory) -> Vec<PersonDifference> {
    let words =
        |person: &crate::Person| format!("{}, {}", person.name, person.addresses.join(", "));
    let mut people: Vec<PersonDifference> = after
        .people()
        .into_iter()
        .filter_map(|person| {
            let was = before.person(person.id).map(words);
            let is = words(person);
            let fate = if was.is_none() { Fate::New } else { Fate::Changed };
            let was = was.unwrap_or_default();
            (was != is).then(|| PersonDifference { name: person.name.clone(), fate, was, is })
        })
        .collect();
    people.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.is.cmp(&b.is)));
    people
}
