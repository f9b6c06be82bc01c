//! Handing an approval to somebody else who may give it (OUT-2): they are asked, and both still may.

use jiff::Timestamp;
use rules::{
    Actor, Event, EventKind, GateKind, Number, Person, Process, Refusal, Statement, Verb,
    co_authorities, may_approve,
};

use crate::acting::{Loaded, doer, load, note};
use crate::asking::{ask, asking_of};
use crate::desk::day_of;
use crate::form::one_line;
use crate::{Desk, Failure, mailing, notices};

/// Asks another who may approve a statement for the same group, with a note; whoever hands it over may still approve it.
///
/// `to` is the address of the other.
///
/// # Errors
/// [`Failure::Refused`] for whoever answers for none of the groups that it waits for, to somebody who does not answer for the
/// same one, and without a note.
pub async fn hand_approval(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    to: &str,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("hand an approval on").await?;
    let Loaded { statement, directory, .. } =
        load(desk, &mut tx, actor, Verb::Approve, number, None).await?;
    let words = one_line(words).map_err(|fault| refused("asked_words", fault))?;
    if words.is_empty() {
        return Err(refused("asked_words", "Say why, or what they should know.".to_owned()));
    }
    let process = Process::of(&statement);
    let due = statement.gates.iter();
    let due = due.filter(|gate| gate.kind == GateKind::Approval && process.is_due(gate));
    let mine = due.filter_map(|gate| {
        let group = gate.group?;
        Some((gate, group, may_approve(actor, group, &directory, &desk.policy)?))
    });
    let today = day_of(now);
    let is_asked = |person: &&Person| {
        person.addresses.first().is_some_and(|it| it.eq_ignore_ascii_case(to.trim()))
    };
    let found = mine.into_iter().find_map(|(gate, group, role)| {
        let others = co_authorities(actor, group, &directory, &desk.policy, today);
        Some((gate, group, role, others.into_iter().find(is_asked)?))
    });
    let Some((gate, group, role, other)) = found else {
        let fault = "Nobody of this address approves it beside you: choose one of the list.";
        return Err(refused("asked_other", fault.to_owned()));
    };
    let by = doer(desk, actor, Some(role), &directory);
    let name = directory.group(group).map(|it| it.acronym.clone()).unwrap_or_default();
    let handed = format!("For {name}, to {}: {words}", other.name);
    if let Some(mailbox) = mailing::mailbox_of(other) {
        let asking = asking_of(desk, &statement, gate);
        let asked =
            notices::deciding::approval_handed(desk, &statement, &by, &words, asking.as_ref());
        let kind = (notices::HANDED, asking);
        ask(desk, &mut tx, &statement, kind, asked, vec![mailbox], now).await?;
    }
    note(desk, &mut tx, number, EventKind::HandedOn, by, &handed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns the people to whom somebody can hand the approvals that a statement waits for: name and address.
pub fn hands_to(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &rules::Directory,
    now: Timestamp,
) -> Vec<(String, String)> {
    let process = Process::of(statement);
    let due = statement.gates.iter();
    let due = due.filter(|gate| gate.kind == GateKind::Approval && process.is_due(gate));
    let groups = due.filter_map(|gate| gate.group);
    let mine = groups.filter(|it| may_approve(actor, *it, directory, &desk.policy).is_some());
    let others =
        mine.flat_map(|it| co_authorities(actor, it, directory, &desk.policy, day_of(now)));
    let mut found: Vec<(String, String)> = others
        .filter_map(|person| Some((person.name.clone(), person.addresses.first()?.clone())))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Says to whom approvals were handed since the statement was last sent round, a sentence each.
pub fn handed_in_words(history: &[Event]) -> Vec<String> {
    let asks_anew = |event: &Event| matches!(event.kind, EventKind::Submitted | EventKind::Edited);
    let since = history.iter().rposition(asks_anew).map_or(0, |at| at + 1);
    let handed = history.iter().skip(since).filter(|event| event.kind == EventKind::HandedOn);
    handed
        .map(|event| format!("{} handed the approval on. {}", event.by.name(), event.words))
        .collect()
}

fn refused(field: &'static str, fault: String) -> Failure {
    Failure::Refused(Refusal::Fields(vec![(field, fault)]))
}
