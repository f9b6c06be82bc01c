//! Consulting the liaison manager before a statement goes to their organization, and on research whoever is asked about
//! that (4053bis §1, OUT-4, IN-4); no veto.

use jiff::{SignedDuration, Timestamp};
use rules::{
    Actor, Directory, Doer, EventKind, Gate, GateKind, Means, Number, Opening, Process, Refusal,
    Statement, Step, Verb, may_advise,
};
use store::Transaction;

use crate::acting::{doer, load, note};
use crate::gates::{finish, open, opening};
use crate::telling::Told;
use crate::{Desk, Failure};

/// Answers the consultation on a statement for an organization or for research, named by its acronym: whoever is asked with
/// or without a comment, a coordinator in their place with one.
///
/// # Errors
/// [`Failure::Refused`] for whoever is neither, without the comment that a coordinator owes, or if the statement does
/// not wait for it.
pub async fn answer_consultation(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    organization: &str,
    comment: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("answer a consultation").await?;
    let loaded = load(desk, &mut tx, actor, Verb::Advise, number, None).await?;
    let (mut statement, directory) = (loaded.statement, loaded.directory);
    let nothing = || Failure::Refused(Refusal::NoSuchGate);
    let group = directory.by_acronym(organization).ok_or_else(nothing)?;
    let role = may_advise(actor, group.id, &directory, &desk.policy).ok_or_else(nothing)?;
    let comment = comment.trim();
    let asked = desk.policy.consulted_role(group.id, &directory);
    let means = if role == asked {
        Means::Here
    } else if comment.is_empty() {
        let who = desk.policy.role_words(asked.kind);
        let fault = format!("Say why the {who} is not waited for, or what they said.");
        return Err(Failure::Refused(Refusal::Fields(vec![("comment", fault)])));
    } else {
        let authority = format!("for the {} of {}", desk.policy.role_words(asked.kind), group.name);
        Means::Elsewhere { authority, comment: comment.to_owned() }
    };
    let opening = opening(actor, desk.policy.held_words(role, &directory), means, now)?;
    let moved = open(&mut statement, GateKind::Consultation, Some(group.id), opening)?;
    let words = if comment.is_empty() { "Nothing to add.".to_owned() } else { comment.to_owned() };
    let by = doer(desk, actor, Some(role), &directory);
    note(desk, &mut tx, number, EventKind::Consulted, by.clone(), &words, now).await?;
    let told = Told { step: Step::Consulted, by: &by, words: &words, now };
    finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens the consultations that nobody answered within the policy's days; returns how many (OUT-4).
///
/// # Errors
/// [`Failure::Fault`]; what was opened before stays open.
pub async fn lapse_consultations(desk: &Desk, now: Timestamp) -> Result<usize, Failure> {
    let Some(days) = desk.policy.gates.consultation_days else { return Ok(0) };
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let before = now - SignedDuration::from_hours(24 * i64::from(days));
    let mut lapsed = 0;
    for waiting in reader.unposted().await? {
        if waiting.gates.iter().any(|gate| has_lapsed(gate, &waiting, before)) {
            let mut tx = desk.store.begin("let consultations lapse").await?;
            match lapse(desk, &mut tx, waiting.number, &directory, before, now).await {
                Ok(opened) => {
                    lapsed += opened;
                    tx.commit().await?;
                }
                // A correction of what was withdrawn meanwhile waits to be dropped, and holds up no other.
                Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
    }
    Ok(lapsed)
}

async fn lapse(
    desk: &Desk,
    tx: &mut Transaction,
    number: Number,
    directory: &Directory,
    before: Timestamp,
    now: Timestamp,
) -> Result<usize, Failure> {
    let Some(mut statement) = tx.statement(number).await? else { return Ok(0) };
    let gates = statement.gates.iter().filter(|gate| has_lapsed(gate, &statement, before));
    let groups: Vec<_> = gates.filter_map(|gate| gate.group).collect();
    for group in &groups {
        let (name, role) = (Doer::System.name().to_owned(), String::new());
        let opening = Opening { by: None, name, role, at: now, means: Means::Lapsed };
        let moved = open(&mut statement, GateKind::Consultation, Some(*group), opening)?;
        let of = directory.group(*group).map(|group| group.name.clone()).unwrap_or_default();
        let asked = desk.policy.consulted_role(*group, directory);
        let manager = desk.policy.role_words(asked.kind);
        let words = format!("The {manager} for {of} did not answer in time.");
        note(desk, tx, number, EventKind::Consulted, Doer::System, &words, now).await?;
        let told = Told { step: Step::Consulted, by: &Doer::System, words: &words, now };
        finish(desk, tx, &mut statement, directory, &moved, told).await?;
    }
    Ok(groups.len())
}

fn has_lapsed(gate: &Gate, statement: &Statement, before: Timestamp) -> bool {
    let process = Process::of(statement);
    gate.kind == GateKind::Consultation
        && process.is_due(gate)
        && gate.asked_at.is_some_and(|asked| asked <= before)
}
