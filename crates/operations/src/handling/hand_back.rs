//! Handing back what one was asked to see to, with words (RSP-2).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, Assignee, EventKind, Number, Step, Verb};

use super::{Case, said};
use crate::desk::day_of;
use crate::give_statement::refused;
use crate::mailing::mailbox_of;
use crate::notices::handled;
use crate::{Desk, Failure};

/// Hands a statement back to whoever handed it on; where they hold no role any more, nobody sees to it, and those who
/// coordinate are told.
///
/// # Errors
/// [`Failure::Refused`] for whoever was not asked to see to it, or without words.
pub async fn hand_back(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Assign, number, now).await?;
    let words = said("hand_back_words", words, "Say why: who could see to it instead?")?;
    let own = case.statement.handling.assignee.take().filter(|it| Some(it.person) == actor.person);
    let Some(assignee) = own else {
        let fault = "It was not handed to you: take it, or hand it on.".to_owned();
        return Err(refused("hand_back_words", fault));
    };
    let directory = case.directory.clone();
    let holds_role = |person: &rules::PersonId| !directory.has_left(*person, day_of(now));
    let giver = assignee.handed_by.filter(holds_role).and_then(|person| directory.person(person));
    case.statement.handling.assignee = giver.map(|person| Assignee {
        person: person.id,
        name: person.name.clone(),
        since: now,
        accepted: true,
        handed_by: None,
    });
    let to_whom = giver.map_or("To nobody.".to_owned(), |person| format!("To {}.", person.name));
    let noted = format!("{to_whom} {words}");
    case.note(EventKind::HandedBack, &noted).await?;
    let to = match giver.and_then(mailbox_of) {
        Some(mailbox) => vec![mailbox],
        None => desk.policy.coordination().into_iter().collect(),
    };
    let back = handled::handed_back(desk, &case.statement, &case.by, &words);
    let mut told = HashSet::new();
    case.mail("handed-back", back, to, &mut told).await?;
    case.close(Step::HandedBack, &noted, &told).await
}
