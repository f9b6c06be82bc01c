//! The groups that statements name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use rules::{Directory, Group, GroupId, GroupKind, GroupRef, GroupState};
use store::{Changes, Fault, GroupEntry, Transaction};

use super::ImportSummary;
use super::answers::{AnsweredGroup, Answers};
use crate::Desk;

/// The directory after the import, and which of its groups the present tool means by which id.
#[derive(Debug)]
pub(super) struct Groups {
    directory: Directory,
    by_id: HashMap<i64, GroupId>,
}

impl Groups {
    /// Brings groups that the directory does not know into it; those that it knows stay as they are.
    pub(super) async fn bring(
        desk: &Desk,
        tx: &mut Transaction,
        answers: &Answers,
        summary: &mut ImportSummary,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let reader = desk.store.reader();
        let known = reader.directory().await?;
        let is_empty = known.groups().is_empty();
        let mut by_id = HashMap::new();
        let mut new: BTreeMap<&str, (i64, &AnsweredGroup)> = BTreeMap::new();
        for id in wanted(answers) {
            let answered = answers.groups.get(&id);
            let by_acronym = answered.and_then(|group| known.by_acronym(&group.acronym));
            let found = match by_acronym {
                Some(group) => Some(group.id),
                // Nothing is found in an empty directory, and asking for a thousand groups takes its time.
                None if is_empty => None,
                None => reader.group_by_datatracker_id(id).await?,
            };
            match (found, answered) {
                (Some(group), _) => drop(by_id.insert(id, group)),
                (None, Some(group)) => drop(new.insert(&group.acronym, (id, group))),
                (None, None) => {}
            }
        }
        let entries: Vec<GroupEntry> = new
            .values()
            .map(|(id, group)| {
                entry(*id, group, answers, |it| {
                    new.contains_key(it) || known.by_acronym(it).is_some()
                })
            })
            .collect();
        if !entries.is_empty() {
            summary.groups = tx.save_groups(&entries, &desk.ids, now).await?;
        } else {
            summary.groups = Changes::default();
        }
        let directory = tx.directory().await?;
        for (acronym, (id, _)) in &new {
            by_id.extend(directory.by_acronym(acronym).map(|group| (*id, group.id)));
        }
        Ok(Self { directory, by_id })
    }

    /// Returns what the present tool says of each group that is known here: its id, and which it is.
    pub(super) fn known(&self) -> impl Iterator<Item = (i64, &Group)> {
        let known = self.by_id.iter();
        known.filter_map(|(id, group)| Some((*id, self.directory.group(*group)?)))
    }

    /// Returns the group that the last part of an address means: its id, or its acronym.
    pub(super) fn find(&self, part: &str) -> Option<GroupRef> {
        let id = match part.parse::<i64>() {
            Ok(id) => *self.by_id.get(&id)?,
            Err(_) => self.directory.by_acronym(part)?.id,
        };
        self.directory.reference(id)
    }

    /// Says whether a group is one of ours.
    pub(super) fn is_ours(&self, group: &GroupRef) -> bool {
        self.directory.group(group.id).is_some_and(|group| group.kind != GroupKind::Sdo)
    }
}

/// Returns the ids of the groups to have: those that statements name, all that can send or receive statements, and
/// what these belong to.
fn wanted(answers: &Answers) -> BTreeSet<i64> {
    let named = answers.statements.values();
    let named =
        named.flat_map(|statement| statement.from_groups.iter().chain(&statement.to_groups));
    let mut wanted: BTreeSet<i64> = named.filter_map(|part| part.parse().ok()).collect();
    let at_work = answers.groups.iter().filter(|(_, group)| kind(&group.kind) != GroupKind::Other);
    wanted.extend(at_work.map(|(id, _)| *id));
    let mut next: Vec<i64> = wanted.iter().copied().collect();
    while let Some(id) = next.pop() {
        let parent = answers.groups.get(&id).and_then(|group| group.parent);
        next.extend(parent.filter(|parent| wanted.insert(*parent)));
    }
    wanted
}

fn entry(
    id: i64,
    group: &AnsweredGroup,
    answers: &Answers,
    is_there: impl Fn(&str) -> bool,
) -> GroupEntry {
    let parent = group.parent.and_then(|parent| answers.groups.get(&parent));
    let name = if group.name.trim().is_empty() {
        group.acronym.to_uppercase()
    } else {
        group.name.clone()
    };
    GroupEntry {
        acronym: group.acronym.clone(),
        name,
        kind: kind(&group.kind),
        state: GroupState::from_slug(&group.state),
        parent: parent.map(|parent| parent.acronym.clone()).filter(|parent| is_there(parent)),
        list_address: group.list_address.clone(),
        datatracker_id: Some(id),
    }
}

/// Returns what a group of this type is; the present tool has types of their own for our leading bodies.
pub(super) fn kind(slug: &str) -> GroupKind {
    match slug {
        "iab" | "iesg" => GroupKind::Ietf,
        slug => GroupKind::from_slug(slug),
    }
}
