//! Recording a received statement: from a message of the inbox, or entered by whoever received it (IN-1).

use bytes::Bytes;
use jiff::Timestamp;
use letters::reading::{Sent, SentFile};
use rules::{
    Actor, Attachment, AttachmentBody, AttachmentSource, Direction, Directory, EventKind, GateKind,
    GroupId, HeldRole, ItemEventKind, ItemState, ItemVerb, Means, Moved, Number, Process,
    Statement, Verb, complete, may, may_enter_incoming, may_handle_item, needed_gates,
    propose_our_contacts,
};
use store::{Identified, Transaction};

use crate::acting::{doer, note};
use crate::answered::on_record;
use crate::asking::ask_for_gates;
use crate::desk::day_of;
use crate::draft_statement::{blank, check_linked};
use crate::gates::{open, opening};
use crate::item_form::letters_of;
use crate::keeping::note_since;
use crate::open_item::{not_before_others, note_item};
use crate::recording::{decided, markings_of};
use crate::take_correction::{Taking, take_correction};
use crate::{Desk, Failure, Recording, Shown, StatementForm, posting};

/// Makes a statement from a received message.
///
/// Whoever may review it does so by the same click, and it is posted; else it waits for review (IN-1, OUT-10). A sender
/// that the directory does not know may be entered there in the same transaction (REC-3). What another installation corrects
/// becomes a new version of what it corrects, where that is wanted (REC-2).
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Refused`] with the fields that are missing or wrong, if somebody else has the message
/// before them, or if it is marked as not for everyone and nobody decided who may read it; [`Failure::Unacceptable`] if
/// a statement was made from it already.
pub async fn take_item(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    form: &StatementForm,
    recording: &Recording,
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
    not_before_others(&mut tx, actor, id, now).await?;
    let mut form = form.clone();
    let directory = enter_sender(desk, &mut tx, actor, &mut form, recording, now).await?;
    let decision = decide(desk, &item, &form, recording, &directory).await?;
    let mut statement = blank(Direction::Incoming, actor, now);
    statement.message_id.clone_from(&item.message_id);
    statement.attachments = files(desk, &item, recording, hides(&decision, recording)).await?;
    let sent = sent_with(desk, &item).await?;
    if let Some(sent) = &sent {
        as_sent(&mut statement.attachments, sent, recording, &hides(&decision, recording));
    }
    let how = sent.as_ref().map(|_| "Its form was filled from the statement.json of its sender.");
    let noted = format!("{decision} {}", how.unwrap_or_default());
    let noted = noted.trim();
    let (number, words) = match recording.corrects {
        Some(of) => {
            let same = same_as(desk, &item).await?;
            let (sent, files) = (sent.as_ref(), statement.attachments);
            let taking = Taking { actor, form: &form, of, sent, same: &same, files, noted };
            take_correction(desk, &mut tx, taking, now).await?;
            (of, format!("As a correction of statement {of}."))
        }
        None => {
            let entering = Entering { actor, role, form: &form, directory: &directory, noted };
            let number = record(desk, &mut tx, &entering, statement, now).await?;
            (number, format!("As statement {number}."))
        }
    };
    tx.set_item_state(id, ItemState::Taken, "", Some(number)).await?;
    note_item(desk, &mut tx, id, ItemEventKind::Recorded, actor, &words, now).await?;
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
    let directory = desk.store.reader().directory().await?;
    let mut tx = desk.store.begin("enter a received statement").await?;
    let entering = Entering { actor, role, form, directory: &directory, noted: "" };
    let number = record(desk, &mut tx, &entering, statement, now).await?;
    tx.commit().await?;
    Ok(number)
}

/// Who enters what.
struct Entering<'a> {
    actor: &'a Actor,
    role: HeldRole,
    form: &'a StatementForm,
    directory: &'a Directory,
    /// What the history says of it besides.
    noted: &'a str,
}

/// Enters the sender in the directory where that is wanted; returns the directory as it is then.
async fn enter_sender(
    desk: &Desk,
    tx: &mut Transaction,
    actor: &Actor,
    form: &mut StatementForm,
    recording: &Recording,
    now: Timestamp,
) -> Result<Directory, Failure> {
    let before = tx.directory().await?;
    let Some(role) = recording.sender.enter(desk, tx, actor, form, now).await? else {
        return Ok(before);
    };
    note_since(desk, tx, &before, &doer(desk, actor, Some(role), &before), now).await?;
    Ok(tx.directory().await?)
}

/// Returns what was decided of a letter that is marked as not for everyone; empty of any other.
async fn decide(
    desk: &Desk,
    item: &store::Item,
    form: &StatementForm,
    recording: &Recording,
    directory: &Directory,
) -> Result<String, Failure> {
    let (_, letters) = letters_of(item, desk.store.reader().reading(item.id).await?);
    let markings = markings_of(item, &letters, form, directory, &desk.policy);
    Ok(decided(&markings, recording.shown, form, directory, &desk.policy)?)
}

/// Returns what the sender's installation wrote down beside the letter of a message, if it did.
async fn sent_with(desk: &Desk, item: &store::Item) -> Result<Option<Sent>, Failure> {
    let (_, letters) = letters_of(item, desk.store.reader().reading(item.id).await?);
    Ok(letters.into_iter().find_map(|letter| letter.reading.sent).map(|sent| *sent))
}

/// Returns the statements on the record that carry a number or the address of what a message says.
async fn same_as(desk: &Desk, item: &store::Item) -> Result<Vec<Identified>, Failure> {
    let reader = desk.store.reader();
    let (_, letters) = letters_of(item, reader.reading(item.id).await?);
    let Some(letter) = letters.into_iter().find(|letter| letter.reading.sent.is_some()) else {
        return Ok(Vec::new());
    };
    Ok(on_record(desk, &reader, &letter.reading).await?.same)
}

/// Calls files as the sender's installation does, and adds the links that it names and that belong to the statement.
fn as_sent(
    attachments: &mut Vec<Attachment>,
    sent: &Sent,
    recording: &Recording,
    hidden: &Option<String>,
) {
    for attachment in attachments.iter_mut() {
        let AttachmentBody::File { sha256, .. } = &attachment.body else { continue };
        let same = |file: &&SentFile| !file.title.is_empty() && file.sha256 == *sha256;
        if let Some(file) = sent.files.iter().find(same) {
            attachment.title.clone_from(&file.title);
        }
    }
    for (at, file) in (1..).zip(&sent.files) {
        let Some(url) = file.url.clone().filter(|_| file.is_link) else { continue };
        if recording.keep_links.contains(&at) {
            attachments.push(Attachment {
                position: i64::try_from(attachments.len() + 1).unwrap_or(i64::MAX),
                title: file.name.clone(),
                body: AttachmentBody::Link { url },
                source: AttachmentSource::Received,
                added_after_sending: false,
                hidden: hidden.clone(),
                made_of: None,
            });
        }
    }
}

/// Returns why the files are kept from view, if they are.
fn hides(decision: &str, recording: &Recording) -> Option<String> {
    let hides = !decision.is_empty() && recording.shown == Some(Shown::WithoutFiles);
    hides.then(|| "Its sender marked it as not for everyone.".to_owned())
}

async fn record(
    desk: &Desk,
    tx: &mut Transaction,
    entering: &Entering<'_>,
    mut statement: Statement,
    now: Timestamp,
) -> Result<Number, Failure> {
    let &Entering { actor, role, form, directory, noted } = entering;
    form.fill(&mut statement, "the sender", day_of(now), directory, desk.settings.text_limit)?;
    let by = doer(desk, actor, Some(role), directory);
    form.hand(&mut statement, directory, &by, now)?;
    statement.about_research &= desk.policy.has_research();
    if statement.to.contacts.is_empty() {
        let ours: Vec<GroupId> = statement.holders().iter().map(|group| group.id).collect();
        let theirs = statement.from.group_ids();
        statement.to.contacts = propose_our_contacts(&ours, &theirs, directory, &desk.policy);
    }
    check_linked(desk, actor, &statement, &[]).await?;
    complete(&statement, &desk.policy)?;
    let gates = needed_gates(&statement, actor, directory, &desk.policy, day_of(now))?;
    let (process, mut moved) = Process::draft().submit(gates, now)?;
    (statement.state, statement.gates) = (process.state, process.gates);
    statement.number = tx.next_number().await?;
    statement.created_as = desk.policy.held_words(role, directory);
    statement.handling.assign_to_recorder(&by, now);
    let words = format!("Entered as received. {noted}");
    note(desk, tx, statement.number, EventKind::Drafted, by, words.trim_end(), now).await?;
    if moved == Moved::Waits {
        moved = review_own(desk, tx, actor, &mut statement, directory, now).await?;
    }
    match moved {
        Moved::Waits => {
            ask_for_gates(desk, tx, &mut statement, directory, now).await?;
        }
        Moved::Posted => posting::post(desk, tx, &mut statement, now).await?,
    }
    tx.save_statement(&statement).await?;
    Ok(statement.number)
}

/// Reviews what somebody entered themselves by the same click, where they may (IN-1).
pub(crate) async fn review_own(
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

/// Returns the files that belong to it: of the message, then of what its sender answered.
async fn files(
    desk: &Desk,
    item: &store::Item,
    recording: &Recording,
    hidden: Option<String>,
) -> Result<Vec<Attachment>, Failure> {
    let own = item.parts.iter().filter(|part| recording.keep.contains(&part.position));
    let mut files: Vec<Attachment> = own.map(attachment).collect();
    for answer in desk.store.reader().item_answers(item.id).await? {
        let of_it = |part: &&store::ItemPart| {
            recording.keep_of_answers.contains(&(answer.id, part.position))
        };
        files.extend(answer.parts.iter().filter(of_it).map(attachment));
    }
    for (at, file) in files.iter_mut().enumerate() {
        file.position = i64::try_from(at + 1).unwrap_or(i64::MAX);
        file.hidden.clone_from(&hidden);
    }
    Ok(files)
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
        made_of: None,
    }
}
