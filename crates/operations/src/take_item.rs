//! Recording a received statement: from a message of the inbox, or entered by whoever received it (IN-1).

use bytes::Bytes;
use jiff::Timestamp;
use rules::{
    Actor, Attachment, AttachmentBody, AttachmentSource, Direction, Directory, EventKind, GateKind,
    GroupId, HeldRole, ItemState, ItemVerb, Means, Moved, Number, Process, Statement, Verb,
    complete, may, may_enter_incoming, may_handle_item, needed_gates, propose_our_contacts,
};
use store::Transaction;

use crate::acting::{doer, note};
use crate::desk::day_of;
use crate::draft_statement::{blank, check_answered};
use crate::gates::{open, opening};
use crate::{Desk, Failure, StatementForm, mailing, posting};

/// Makes a statement from a received message; `keep` are the positions of its files that belong to it.
///
/// Whoever may review it does so by the same click, and it is posted; else it waits for review (IN-1, OUT-10).
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] with the fields that are missing or wrong; [`Failure::Unacceptable`] if
/// a statement was made from it already.
pub async fn take_item(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    form: &StatementForm,
    keep: &[i64],
    now: Timestamp,
) -> Result<Number, Failure> {
    let directory = desk.store.reader().directory().await?;
    let role = may_handle_item(actor, ItemVerb::Take, &directory, &desk.policy)
        .and_then(|()| may_enter_incoming(actor));
    let role = role.map_err(|_| Failure::NotFound("message"))?;
    let mut tx = desk.store.begin("record a received message").await?;
    let item = tx.item(id).await?.ok_or(Failure::NotFound("message"))?;
    if let Some(number) = item.statement {
        return Err(Failure::Unacceptable(format!(
            "Statement {number} was made from this message already."
        )));
    }
    let mut statement = blank(Direction::Incoming, actor, now);
    statement.message_id.clone_from(&item.message_id);
    statement.attachments =
        item.parts.iter().filter(|part| keep.contains(&part.position)).map(attachment).collect();
    let number = record(desk, &mut tx, actor, role, statement, form, now).await?;
    tx.set_item_state(id, ItemState::Taken, "", Some(number)).await?;
    tx.commit().await?;
    Ok(number)
}

/// Enters a received statement that came another way, by whoever received it (IN-1, REC-7).
///
/// # Errors
/// [`Failure::Refused`] for whoever holds no role, or with the fields that are missing or wrong.
pub async fn enter_statement(
    desk: &Desk,
    actor: &Actor,
    form: &StatementForm,
    files: Vec<(String, Bytes)>,
    now: Timestamp,
) -> Result<Number, Failure> {
    let role = may_enter_incoming(actor)?;
    let mut statement = blank(Direction::Incoming, actor, now);
    for (name, bytes) in files {
        let position = i64::try_from(statement.attachments.len() + 1).unwrap_or(i64::MAX);
        statement
            .attachments
            .push(crate::attachments::keep_file(desk, position, &name, "", bytes).await?);
    }
    let mut tx = desk.store.begin("enter a received statement").await?;
    let number = record(desk, &mut tx, actor, role, statement, form, now).await?;
    tx.commit().await?;
    Ok(number)
}

async fn record(
    desk: &Desk,
    tx: &mut Transaction,
    actor: &Actor,
    role: HeldRole,
    mut statement: Statement,
    form: &StatementForm,
    now: Timestamp,
) -> Result<Number, Failure> {
    let directory = desk.store.reader().directory().await?;
    form.fill(&mut statement, "the sender", day_of(now), &directory, desk.settings.text_limit)?;
    let by = doer(desk, actor, Some(role), &directory);
    form.hand(&mut statement, &directory, &by, now)?;
    statement.about_research &= desk.policy.has_research();
    if statement.to.contacts.is_empty() {
        let ours: Vec<GroupId> = statement.holders().iter().map(|group| group.id).collect();
        let theirs = statement.from.group_ids();
        statement.to.contacts = propose_our_contacts(&ours, &theirs, &directory, &desk.policy);
    }
    check_answered(desk, actor, &statement).await?;
    complete(&statement)?;
    let gates = needed_gates(&statement, actor, &directory, &desk.policy, day_of(now))?;
    let (process, mut moved) = Process::draft().submit(gates)?;
    (statement.state, statement.gates) = (process.state, process.gates);
    statement.number = tx.next_number().await?;
    statement.created_as = desk.policy.held_words(role, &directory);
    note(desk, tx, statement.number, EventKind::Drafted, by, "Entered as received.", now).await?;
    if moved == Moved::Waits {
        moved = review_own(desk, tx, actor, &mut statement, &directory, now).await?;
    }
    match moved {
        Moved::Waits => {
            mailing::ask_for_gates(desk, tx, &mut statement, &directory, now).await?;
        }
        Moved::Posted => posting::post(desk, tx, &mut statement, now).await?,
    }
    tx.save_statement(&statement).await?;
    Ok(statement.number)
}

/// Reviews what somebody entered themselves by the same click, where they may (IN-1).
async fn review_own(
    desk: &Desk,
    tx: &mut Transaction,
    actor: &Actor,
    statement: &mut Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<Moved, Failure> {
    let Ok(role) = may(actor, Verb::Review, statement, directory, &desk.policy) else {
        return Ok(Moved::Waits);
    };
    let words = role.map(|role| desk.policy.held_words(role, directory)).unwrap_or_default();
    let moved = open(statement, GateKind::Review, None, opening(actor, words, Means::Here, now)?)?;
    note(
        desk,
        tx,
        statement.number,
        EventKind::Reviewed,
        doer(desk, actor, role, directory),
        "",
        now,
    )
    .await?;
    Ok(moved)
}

fn attachment(part: &store::ItemPart) -> Attachment {
    Attachment {
        position: part.position,
        title: part.name.clone(),
        body: AttachmentBody::File {
            name: part.name.clone(),
            media_type: part.media_type.clone(),
            sha256: Some(part.sha256.clone()),
            size: part.size,
            legacy_name: None,
            renditions: Vec::new(),
        },
        source: AttachmentSource::Received,
        added_after_sending: false,
        hidden: None,
    }
}
