//! Approving a statement for a From group (4053bis §4.1, OUT-2, OUT-3).

use jiff::Timestamp;
use rules::{
    Actor, EventKind, GateKind, GroupId, HeldRole, Means, Number, Refusal, Step, Verb, may_approve,
};

use crate::acting::{Loaded, doer, load, note};
use crate::gates::{approve, finish, open_for, opening};
use crate::telling::Told;
use crate::{Desk, Failure};

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
    let role = mine.first().map(|(_, role)| *role);
    let opened = (GateKind::Approval, mine.as_slice());
    let (moved, words) = open_for(desk, actor, &mut statement, &directory, opened, now)?;
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, number, EventKind::Approved, by.clone(), &words, now).await?;
    let told = Told { step: Step::Approved, by: &by, words: &words, now };
    finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
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
    let role = loaded.role.map(|role| desk.policy.held_words(role, &directory)).unwrap_or_default();
    let means = Means::Elsewhere { authority: authority.to_owned(), comment: comment.to_owned() };
    let opening = opening(actor, role, means, now)?;
    let moved = approve(&mut statement, group.id, opening)?;
    let words = format!("Given by {authority} for {}: {comment}", group.acronym);
    let by = doer(desk, actor, loaded.role, &directory);
    note(desk, &mut tx, number, EventKind::ApprovalNoted, by.clone(), &words, now).await?;
    let told = Told { step: Step::Approved, by: &by, words: &words, now };
    finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
    tx.commit().await?;
    Ok(())
}
