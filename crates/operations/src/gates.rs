//! Opening gates, whichever verb does it, and what follows: the next are asked, or the statement is posted.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, Directory, GateKind, GroupId, Means, Moved, Opening, Process, Statement};
use store::Transaction;

use crate::telling::{Told, tell};
use crate::{Desk, Failure, mailing, posting};

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

/// Says whether a statement waits for a gate, now or when its turn comes.
pub(crate) fn waits(statement: &Statement, kind: GateKind, group: GroupId) -> bool {
    let mut gates = statement.gates.iter();
    gates.any(|gate| gate.kind == kind && gate.group == Some(group) && !gate.is_open())
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
    let asked = match moved {
        Moved::Posted => {
            posting::post(desk, tx, statement, told.now).await?;
            HashSet::new()
        }
        Moved::Waits => mailing::ask_for_gates(desk, tx, statement, directory, told.now).await?,
    };
    tell(desk, tx, statement, directory, &told, &asked).await?;
    tx.save_statement(statement).await?;
    Ok(())
}
