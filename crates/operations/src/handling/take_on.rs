//! Taking on what was handed to one, or taking it oneself (IN-5).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, Assignee, EventKind, Number, Step, Verb};

use super::Case;
use crate::give_statement::refused;
use crate::mailing::mailbox_of;
use crate::notices::handled;
use crate::{Desk, Failure};

/// Sees to a statement from now on: taken on by whoever was asked, or taken from whoever had it, who is told.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, or has it already.
pub async fn take_on(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Assign, number, now).await?;
    let Some(person) = actor.person else {
        return Err(refused("handling", "Sign in first.".to_owned()));
    };
    let before = case.statement.handling.assignee.take();
    let was_asked = before.as_ref().is_some_and(|it| it.person == person);
    if before.as_ref().is_some_and(|it| it.person == person && it.accepted) {
        return Err(refused("handling", "You see to it already.".to_owned()));
    }
    case.statement.handling.assignee = Some(Assignee {
        person,
        name: actor.name.clone(),
        since: now,
        accepted: true,
        handed_by: None,
    });
    let (kind, words, parted) = match before {
        Some(before) if was_asked => (EventKind::Accepted, String::new(), before.handed_by),
        Some(before) => (EventKind::Taken, format!("From {}.", before.name), Some(before.person)),
        None => (EventKind::Taken, String::new(), None),
    };
    case.note(kind, &words).await?;
    let directory = case.directory.clone();
    let to = parted.and_then(|person| mailbox_of(directory.person(person)?));
    let parting = handled::sees_to_it_now(desk, &case.statement, &case.by, &actor.name);
    let mut told = HashSet::new();
    case.mail("taken-on", parting, to.into_iter().collect(), &mut told).await?;
    case.close(Step::TakenOn, &words, &told).await
}
