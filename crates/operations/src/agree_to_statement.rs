//! Agreeing, for a From group, to what somebody else drafted for it (4053bis §4, OUT-12).

use jiff::Timestamp;
use rules::{
    Actor, EventKind, GateKind, GroupId, HeldRole, Number, Refusal, Step, Verb, may_agree,
};

use crate::acting::{Loaded, doer, load, note};
use crate::gates::{finish, open_for};
use crate::telling::Told;
use crate::{Desk, Failure};

/// Agrees to a statement for every From group that waits for it and that the person decides for.
///
/// `seen` is the revision that they read.
///
/// # Errors
/// [`Failure::Refused`] if they decide for none of its groups, or nothing of theirs waits for it any more.
pub async fn agree_to_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("agree to a statement").await?;
    let Loaded { mut statement, directory, .. } =
        load(desk, &mut tx, actor, Verb::Agree, number, Some(seen)).await?;
    let decides = |group: Option<GroupId>| {
        group.and_then(|group| Some((group, may_agree(actor, group, &directory, &desk.policy)?)))
    };
    let gates = statement.gates.iter();
    let waiting = gates.filter(|gate| gate.kind == GateKind::Agreement && !gate.is_open());
    let mine: Vec<(GroupId, HeldRole)> = waiting.filter_map(|gate| decides(gate.group)).collect();
    let Some((_, role)) = mine.first().copied() else {
        return Err(Failure::Refused(Refusal::NoSuchGate));
    };
    let opened = (GateKind::Agreement, mine.as_slice());
    let (moved, words) = open_for(desk, actor, &mut statement, &directory, opened, now)?;
    let by = doer(desk, actor, Some(role), &directory);
    note(desk, &mut tx, number, EventKind::Agreed, by.clone(), &words, now).await?;
    let told = Told { step: Step::Agreed, by: &by, words: &words, now };
    finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
    tx.commit().await?;
    Ok(())
}
