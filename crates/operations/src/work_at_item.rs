//! Who works at a received message, what was done with it, and what else has its files.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Directory, GroupId, Holder, ItemState, Number, Policy, assigned};
use store::{Item, ItemEvent, ItemWork};

use crate::desk::day_of;
use crate::{Desk, Failure};

/// Who works at a received message, and what was done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkAtItem {
    /// Whose it is before anybody took it up, in words; empty if it is nobody's.
    pub assigned: String,
    /// Who has it before them, or had it last.
    pub holder: Option<Holder>,
    /// What was done, oldest first.
    pub events: Vec<ItemEvent>,
    /// What its sender answered when they were asked.
    pub answers: Vec<Item>,
    /// Other messages with a file of this one's: their ids, subjects, and the statements made from them.
    pub same_files: Vec<(i64, String, Option<Number>)>,
    /// The message about which its sender was asked what this one answers.
    pub about: Option<i64>,
}

/// A file of fewer bytes is a logo or a signature more often than a letter.
const SMALLEST_LETTER: i64 = 2_000;

/// Returns who works at a message, and what was done with it, in a constant number of queries.
pub(crate) async fn work_at(
    desk: &Desk,
    item: &Item,
    directory: &Directory,
    now: Timestamp,
) -> Result<WorkAtItem, Failure> {
    let reader = desk.store.reader();
    let work = reader.item_work(&[item.id]).await?.pop().unwrap_or_default();
    Ok(WorkAtItem {
        assigned: assigned_words(work.organization, directory, &desk.policy, day_of(now)),
        holder: work.holder,
        events: reader.item_events(item.id).await?,
        answers: reader.item_answers(item.id).await?,
        same_files: reader.items_with_same_files(item.id, SMALLEST_LETTER).await?,
        about: work.answers,
    })
}

/// Returns whose a message is before anybody took it up, in words.
fn assigned_words(
    organization: Option<GroupId>,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> String {
    let assigned = assigned(organization, directory, policy, today);
    let names: Vec<&str> = assigned.people.iter().map(|person| person.name.as_str()).collect();
    match (assigned.role, names.as_slice()) {
        (None, _) | (_, []) => String::new(),
        (Some(role), [name]) => format!("{name}, {}", policy.role_words(role)),
        (Some(role), _) => format!("whoever is {}", policy.a_role(role)),
    }
}

/// Whose a message in a list is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemOwner {
    /// Whose it is before anybody took it up, in words; empty if it is nobody's.
    pub assigned: String,
    /// Who has it before them now; empty if nobody does.
    pub held_by: String,
}

/// Returns whose messages that wait are, by the message's id; one query for all.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn item_owners(
    desk: &Desk,
    items: &[Item],
    now: Timestamp,
) -> Result<HashMap<i64, ItemOwner>, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let waiting = items.iter().filter(|item| item.state == ItemState::Waiting);
    let ids: Vec<i64> = waiting.map(|item| item.id).collect();
    let mut work: HashMap<i64, ItemWork> = HashMap::with_capacity(ids.len());
    work.extend(reader.item_work(&ids).await?.into_iter().map(|one| (one.item, one)));
    let mut owners = HashMap::with_capacity(ids.len());
    for id in ids {
        let work = work.remove(&id).unwrap_or_default();
        let assigned = assigned_words(work.organization, &directory, &desk.policy, day_of(now));
        let holder = work.holder.filter(|holder| holder.holds(now));
        let held_by = holder.map(|holder| holder.name).unwrap_or_default();
        owners.insert(id, ItemOwner { assigned, held_by });
    }
    Ok(owners)
}
