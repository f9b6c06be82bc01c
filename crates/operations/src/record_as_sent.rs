//! Recording a statement that was already sent by other means (REC-7, OUT-5).

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Actor, Direction, EventKind, Gate, GateKind, Number, Process, Refusal, State, Travelled, Verb,
    complete, needed_gates,
};

use crate::acting::{doer, load, note};
use crate::desk::day_of;
use crate::{Desk, Failure, posting};

/// Records an outgoing statement that somebody sent already, with the day and the way it went.
///
/// Approvals that were not given are shown as missing; nothing is mailed to the other organization (CON-8).
///
/// # Errors
/// [`Failure::Refused`] if how or when it went is not said, or lies ahead, or for whoever may not.
pub async fn record_as_sent(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    sent_on: Date,
    how: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("record a statement as sent").await?;
    let loaded = load(desk, &mut tx, actor, Verb::RecordAsSent, number, None).await?;
    let (mut statement, directory) = (loaded.statement, loaded.directory);
    let how = how.trim();
    let mut faults = Vec::new();
    if how.is_empty() {
        faults.push((
            "travelled",
            "Say how it was sent: a form of theirs, a letter, a mail of one's own.".to_owned(),
        ));
    }
    if sent_on > day_of(now) {
        faults
            .push(("sent_on", "This day lies ahead: it is recorded once it was sent.".to_owned()));
    }
    if !faults.is_empty() {
        return Err(Failure::Refused(Refusal::Fields(faults)));
    }
    statement.travelled = Travelled::Otherwise(how.to_owned());
    statement.sent_on = Some(sent_on);
    complete(&statement)?;
    let needed =
        needed_gates(Direction::Outgoing, &statement.from.group_ids(), &directory, &desk.policy)?;
    let process = Process { state: statement.state, gates: statement.gates.clone() }
        .record_as_sent(needed)?;
    statement.gates = process.gates;
    statement.approval_missing = statement
        .gates
        .iter()
        .any(|gate: &Gate| gate.kind == GateKind::Approval && !gate.is_open());
    statement.state = State::Posted;
    let kind = if statement.approval_missing {
        EventKind::RecordedUnapproved
    } else {
        EventKind::Commented
    };
    note(desk, &mut tx, number, kind, doer(actor, loaded.role, &directory), how, now).await?;
    posting::post(desk, &mut tx, &mut statement, now).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}
