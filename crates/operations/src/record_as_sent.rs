//! Recording a statement that was already sent by other means (REC-7, OUT-5).

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Actor, AttachmentSource, Direction, EventKind, Gate, Number, Process, Refusal, Statement,
    Travelled, Verb, complete, may, needed_gates,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::attachments::keep_file;
use crate::desk::day_of;
use crate::draft_statement::{blank, carry_research, check_linked, propose};
use crate::{Desk, Failure, StatementForm, posting};

/// How and when a statement went that this tool did not mail.
#[derive(Debug, Clone, Copy)]
pub struct SentOtherwise<'a> {
    /// The day on which it was sent.
    pub on: Date,
    /// How: a form of theirs, a letter, a mail of one's own.
    pub how: &'a str,
}

/// Records an outgoing statement in review that somebody sent already, with the day and the way it went.
///
/// Approvals that were not given are shown as missing; nothing is mailed to the other organization (CON-8).
///
/// # Errors
/// [`Failure::Refused`] if how or when it went is not said, or lies ahead, or for whoever may not.
pub async fn record_as_sent(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    sent: SentOtherwise<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("record a statement as sent").await?;
    let loaded = load(desk, &mut tx, actor, Verb::RecordAsSent, number, None).await?;
    record(desk, &mut tx, actor, loaded, sent, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Enters an outgoing statement that was sent without this tool, straight into the record.
///
/// # Errors
/// As [`record_as_sent`], and [`Failure::Refused`] with the fields that are missing or wrong.
pub async fn enter_sent_statement(
    desk: &Desk,
    actor: &Actor,
    form: &StatementForm,
    files: Vec<(String, Bytes)>,
    sent: SentOtherwise<'_>,
    now: Timestamp,
) -> Result<Number, Failure> {
    let directory = desk.store.reader().directory().await?;
    let mut statement = blank(Direction::Outgoing, actor, now);
    form.fill(&mut statement, &actor.name, day_of(now), &directory, desk.settings.text_limit)?;
    let role = may(actor, Verb::RecordAsSent, &statement, &directory, &desk.policy)?;
    check_linked(desk, actor, &statement, &[]).await?;
    carry_research(desk, &mut statement).await?;
    propose(desk, &mut statement, &directory).await?;
    for (name, bytes) in files {
        let position = i64::try_from(statement.attachments.len() + 1).unwrap_or(i64::MAX);
        statement.attachments.push(keep_file(desk, position, &name, "", bytes).await?);
    }
    let mut tx = desk.store.begin("enter a statement that was sent").await?;
    statement.number = tx.next_number().await?;
    statement.created_as =
        role.map(|role| desk.policy.held_words(role, &directory)).unwrap_or_default();
    let (number, by) = (statement.number, doer(desk, actor, role, &directory));
    note(desk, &mut tx, number, EventKind::Drafted, by, "Entered as sent.", now).await?;
    record(desk, &mut tx, actor, Loaded { statement, directory, role }, sent, now).await?;
    tx.commit().await?;
    Ok(number)
}

/// Notes how and when somebody sent a statement that goes by other means, once everything that it needs is given: it is on the
/// record then (REC-7).
///
/// # Errors
/// [`Failure::Refused`] while it waits for a gate, if how or when it went is not said, or lies ahead, or for whoever may not
/// change it.
pub async fn note_sending(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    sent: SentOtherwise<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note how a statement was sent").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Edit, number, None).await?;
    statement.state = Process::of(&statement).note_sent()?.state;
    let how = checked(sent, day_of(now))?;
    statement.travelled = Travelled::Otherwise(how.clone());
    statement.sent_on = Some(sent.on);
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, number, EventKind::Commented, by, &format!("Sent: {how}"), now).await?;
    posting::post(desk, &mut tx, &mut statement, now).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(
    desk: &Desk,
    tx: &mut Transaction,
    actor: &Actor,
    loaded: Loaded,
    sent: SentOtherwise<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let Loaded { mut statement, directory, role } = loaded;
    let how = checked(sent, day_of(now))?;
    // The letter that the tool made is not what was sent, unless it was made for that.
    if statement.goes_by_other_means().is_none() {
        statement.attachments.retain(|attachment| attachment.source != AttachmentSource::Made);
    }
    statement.travelled = Travelled::Otherwise(how.clone());
    statement.sent_on = Some(sent.on);
    complete(&statement, &desk.policy)?;
    let needed = needed_gates(&statement, actor, &directory, &desk.policy, day_of(now))?;
    move_to_record(&mut statement, needed)?;
    let kind = if statement.approval_missing {
        EventKind::RecordedUnapproved
    } else {
        EventKind::Commented
    };
    note(desk, tx, statement.number, kind, doer(desk, actor, role, &directory), &how, now).await?;
    posting::post(desk, tx, &mut statement, now).await?;
    tx.save_statement(&statement).await?;
    Ok(())
}

fn checked(sent: SentOtherwise<'_>, today: Date) -> Result<String, Refusal> {
    let how = sent.how.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut faults = Vec::new();
    if how.is_empty() {
        faults.push((
            "travelled",
            "Say how it was sent: a form of theirs, a letter, a mail of one's own.".to_owned(),
        ));
    }
    if how.len() > 500 {
        faults.push(("travelled", "Say it in fewer than 500 characters.".to_owned()));
    }
    if sent.on > today {
        faults
            .push(("sent_on", "This day lies ahead: it is recorded once it was sent.".to_owned()));
    }
    if faults.is_empty() { Ok(how) } else { Err(Refusal::Fields(faults)) }
}

fn move_to_record(statement: &mut Statement, needed: Vec<Gate>) -> Result<(), Refusal> {
    let process = Process::of(statement);
    let process = process.record_as_sent(needed)?;
    statement.approval_missing = process.approval_missing();
    (statement.state, statement.gates) = (process.state, process.gates);
    Ok(())
}
