//! Who works at a received message, what was done with it, and what else has its files.

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{Directory, GroupId, Holder, Number, Policy, assigned};
use store::{Item, ItemEvent};

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
pub(crate) fn assigned_words(
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
