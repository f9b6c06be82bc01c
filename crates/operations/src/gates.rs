//! Opening gates, whichever verb does it, and what follows: the next are asked, or the statement is posted.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{
    Actor, Directory, Gate, GateKind, GroupId, HeldRole, Means, Moved, Opening, Process, Statement,
};
use store::Transaction;

use crate::asking::ask_for_gates;
use crate::make_readable::none_being_made;
use crate::telling::{Told, tell};
use crate::{Desk, Failure, correcting, posting};

/// Returns the opening of a gate by a person.
pub(crate) fn opening(
    actor: &Actor,
    role: String,
    means: Means,
    now: Timestamp,
) -> Result<Opening, Failure> {
    let by = Some(actor.person.ok_or(Failure::NotFound("statement"))?);
    Ok(Opening { by, name: actor.name.clone(), role, at: now, means })
}

/// Opens a gate of a statement.
pub(crate) fn open(
    statement: &mut Statement,
    kind: GateKind,
    group: Option<GroupId>,
    opening: Opening,
) -> Result<Moved, Failure> {
    let process = Process::of(statement);
    let (process, moved) = process.open(kind, group, opening)?;
    (statement.state, statement.gates) = (process.state, process.gates);
    Ok(moved)
}

/// Opens the approval of a From group, and with it the agreement if that is waited for: whoever answers for a group
/// agrees by approving (OUT-12).
pub(crate) fn approve(
    statement: &mut Statement,
    group: GroupId,
    opening: Opening,
) -> Result<Moved, Failure> {
    let waits = |gate: &Gate| gate.kind == GateKind::Agreement && gate.group == Some(group);
    if statement.gates.iter().any(|gate| waits(gate) && !gate.is_open()) {
        open(statement, GateKind::Agreement, Some(group), opening.clone())?;
    }
    open(statement, GateKind::Approval, Some(group), opening)
}

/// Opens gates of a kind for several From groups by one act, each in the role that lets the person; returns what that
/// moved, and the words for the history: "For tsync, clock."
pub(crate) fn open_for(
    desk: &Desk,
    actor: &Actor,
    statement: &mut Statement,
    directory: &Directory,
    (kind, groups): (GateKind, &[(GroupId, HeldRole)]),
    now: Timestamp,
) -> Result<(Moved, String), Failure> {
    let (mut moved, mut acronyms) = (Moved::Waits, Vec::new());
    for (group, role) in groups {
        let role = desk.policy.held_words(*role, directory);
        let opening = opening(actor, role, Means::Here, now)?;
        moved = match kind {
            GateKind::Approval => approve(statement, *group, opening)?,
            kind => open(statement, kind, Some(*group), opening)?,
        };
        acronyms.extend(directory.group(*group).map(|group| group.acronym.clone()));
    }
    Ok((moved, format!("For {}.", acronyms.join(", "))))
}

/// Saves a statement after gates opened: those whose turn it is now are asked, or it is posted; and whoever the policy
/// names hears of the step.
pub(crate) async fn finish(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &mut Statement,
    directory: &Directory,
    moved: &Moved,
    told: Told<'_>,
) -> Result<(), Failure> {
    if *moved == Moved::Posted {
        none_being_made(tx, statement).await?;
    }
    let asked = match moved {
        Moved::Posted if statement.correction.is_some() => {
            let now = told.now;
            let corrected = correcting::take_place(desk, tx, statement, directory, now).await?;
            tell(desk, tx, &corrected, directory, &told, &HashSet::new()).await?;
            tx.save_statement(statement).await?;
            return Ok(());
        }
        Moved::Posted => {
            posting::post(desk, tx, statement, told.now).await?;
            HashSet::new()
        }
        Moved::Waits => ask_for_gates(desk, tx, statement, directory, told.now).await?,
    };
    tell(desk, tx, statement, directory, &told, &asked).await?;
    tx.save_statement(statement).await?;
    Ok(())
}
