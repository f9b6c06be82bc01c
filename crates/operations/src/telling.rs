//! Telling of a step those whom the policy names (PI-18): never twice, and nobody of what they did themselves.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Audience, Contact, Directory, Doer, Mailbox, Person, Statement, Step, authorities};
use store::Transaction;

use crate::desk::day_of;
use crate::{Desk, Failure, mailing, notices};

/// A step that was taken, by whom, and with which words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) step: Step,
    pub(crate) by: &'a Doer,
    pub(crate) words: &'a str,
    pub(crate) now: Timestamp,
}

/// Queues one message to whoever hears of a step; `asked` are the addresses that the step asked to act already.
pub(crate) async fn tell(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    directory: &Directory,
    told: &Told<'_>,
    asked: &HashSet<String>,
) -> Result<(), Failure> {
    let mut silent = silent_for(desk, told.by, directory);
    silent.extend(asked.iter().cloned());
    let to = listeners(desk, statement, directory, told.step, &mut silent, told.now);
    if to.is_empty() {
        return Ok(());
    }
    let words = notices::steps::step_taken(desk, statement, directory, told);
    let outgoing = mailing::outgoing(desk, words, to, "step", told.now);
    mailing::queue(desk, tx, Some(statement.number), "step", &outgoing, told.now).await
}

/// Returns who hears of a step by the policy, each once, and nobody who is silent; they are silent from then on.
pub(crate) fn listeners(
    desk: &Desk,
    statement: &Statement,
    directory: &Directory,
    step: Step,
    silent: &mut HashSet<String>,
    now: Timestamp,
) -> Vec<Mailbox> {
    let audiences = desk.policy.told(step).iter();
    let all = audiences.flat_map(|it| hearing(desk, statement, directory, *it, now));
    all.filter(|mailbox| silent.insert(mailbox.key())).collect()
}

/// Returns the addresses to which nothing goes that somebody did: their own, and the one from which the tool writes.
pub(crate) fn silent_for(desk: &Desk, by: &Doer, directory: &Directory) -> HashSet<String> {
    let mut silent = HashSet::from([desk.settings.mail_from.key()]);
    if let Doer::Person { id: Some(person), .. } = by {
        let addresses = directory.person(*person).map(|it| it.addresses.clone());
        silent.extend(addresses.unwrap_or_default().iter().map(|it| it.to_lowercase()));
    }
    silent
}

fn hearing(
    desk: &Desk,
    statement: &Statement,
    directory: &Directory,
    audience: Audience,
    now: Timestamp,
) -> Vec<Mailbox> {
    let today = day_of(now);
    let of = |people: Vec<&Person>| people.into_iter().filter_map(mailing::mailbox_of).collect();
    match audience {
        Audience::Author => {
            of(statement.created_by.and_then(|it| directory.person(it)).into_iter().collect())
        }
        Audience::Assignee => {
            let assignee = statement.handling.assignee.as_ref();
            of(assignee.and_then(|it| directory.person(it.person)).into_iter().collect())
        }
        Audience::Authorities => {
            let groups = statement.from.group_ids().into_iter();
            of(groups.flat_map(|it| authorities(it, directory, &desk.policy, today)).collect())
        }
        Audience::LiaisonManagers => {
            let groups = statement.other_side().group_ids().into_iter();
            of(groups.flat_map(|it| directory.liaison_managers(it, today)).collect())
        }
        Audience::OurContacts => {
            let ours = statement.our_side();
            let contacts = ours.contacts.iter().filter_map(Contact::mailbox);
            contacts.chain(ours.liaison_contact.clone()).collect()
        }
        Audience::Coordination => desk.policy.coordination().into_iter().collect(),
    }
}
