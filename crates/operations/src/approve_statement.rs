//! Approving a statement for a From group (4053bis §4.1, OUT-2, OUT-3).

use jiff::Timestamp;
use rules::{
    Actor, EventKind, GateKind, GroupId, HeldRole, Means, Moved, Number, Opening, Process, Refusal,
    Statement, Verb, may_approve,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::{Desk, Failure, posting};

/// Approves a statement for every From group that the person answers for; it is posted when that was the last gate.
///
/// `seen` is the revision that they read: nobody approves what they have not seen.
///
/// # Errors
/// [`Failure::Refused`] if they answer for none of its groups, or all of theirs have been approved.
pub async fn approve_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("approve a statement").await?;
    let Loaded { mut statement, directory, .. } =
        load(desk, &mut tx, actor, Verb::Approve, number, Some(seen)).await?;
    let answers_for = |group: Option<GroupId>| {
        group.and_then(|group| Some((group, may_approve(actor, group, &directory, &desk.policy)?)))
    };
    let gates: Vec<&rules::Gate> =
        statement.gates.iter().filter(|gate| gate.kind == GateKind::Approval).collect();
    let closed =
        gates.iter().filter(|gate| !gate.is_open()).filter_map(|gate| answers_for(gate.group));
    let mine: Vec<(GroupId, HeldRole)> = closed.collect();
    if mine.is_empty() {
        let by = gates
            .iter()
            .filter(|gate| answers_for(gate.group).is_some())
            .find_map(|gate| gate.opening.clone());
        let refusal =
            by.map_or(Refusal::NoSuchGate, |opening| Refusal::GateOpen { by: opening.name });
        return Err(Failure::Refused(refusal));
    }
    let mut moved = Moved::Waits;
    for (group, role) in mine {
        let opening = opening(actor, role.words(&directory), Means::Here, now)?;
        moved = open(&mut statement, GateKind::Approval, Some(group), opening)?;
        let words = directory
            .group(group)
            .map(|group| format!("For {}.", group.acronym))
            .unwrap_or_default();
        note(
            desk,
            &mut tx,
            number,
            EventKind::Approved,
            doer(actor, Some(role), &directory),
            &words,
            now,
        )
        .await?;
    }
    finish(desk, &mut tx, &mut statement, &moved, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes an approval that the authority of a From group gave by other means, with who gave it and a comment (OUT-3).
///
/// # Errors
/// [`Failure::Refused`] unless a coordinator or the secretariat does it, and says who gave it and how.
pub async fn note_approval(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    group: &str,
    authority: &str,
    comment: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note an approval").await?;
    let loaded = load(desk, &mut tx, actor, Verb::NoteApproval, number, None).await?;
    let (mut statement, directory) = (loaded.statement, loaded.directory);
    let (authority, comment) = (authority.trim(), comment.trim());
    let mut faults = Vec::new();
    if authority.is_empty() {
        faults.push(("authority", "Name who gave the approval.".to_owned()));
    }
    if comment.is_empty() {
        faults.push(("comment", "Say how and when it was given.".to_owned()));
    }
    if !faults.is_empty() {
        return Err(Failure::Refused(Refusal::Fields(faults)));
    }
    let group = directory.by_acronym(group).ok_or(Failure::Refused(Refusal::NoSuchGate))?;
    let role = loaded.role.map(|role| role.words(&directory)).unwrap_or_default();
    let means = Means::Elsewhere { authority: authority.to_owned(), comment: comment.to_owned() };
    let opening = opening(actor, role, means, now)?;
    let moved = open(&mut statement, GateKind::Approval, Some(group.id), opening)?;
    let words = format!("Given by {authority} for {}: {comment}", group.acronym);
    let by = doer(actor, loaded.role, &directory);
    note(desk, &mut tx, number, EventKind::ApprovalNoted, by, &words, now).await?;
    finish(desk, &mut tx, &mut statement, &moved, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns the opening of a gate by a person.
pub(crate) fn opening(
    actor: &Actor,
    role: String,
    means: Means,
    now: Timestamp,
) -> Result<Opening, Failure> {
    let by = actor.person.ok_or(Failure::NotFound("statement"))?;
    Ok(Opening { by, name: actor.name.clone(), role, at: now, means })
}

/// Opens a gate of a statement.
pub(crate) fn open(
    statement: &mut Statement,
    kind: GateKind,
    group: Option<GroupId>,
    opening: Opening,
) -> Result<Moved, Failure> {
    let process = Process { state: statement.state, gates: statement.gates.clone() };
    let (process, moved) = process.open(kind, group, opening)?;
    (statement.state, statement.gates) = (process.state, process.gates);
    Ok(moved)
}

/// Saves a statement after a gate opened, and posts it when that was the last.
pub(crate) async fn finish(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &mut Statement,
    moved: &Moved,
    now: Timestamp,
) -> Result<(), Failure> {
    if *moved == Moved::Posted {
        posting::post(desk, tx, statement, now).await?;
    }
    tx.save_statement(statement).await?;
    Ok(())
}
