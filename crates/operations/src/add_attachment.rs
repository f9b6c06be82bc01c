//! Adding a file or a link to a statement that is on the record, marked as added after it was sent (BOD-2, REC-2).

use std::collections::HashSet;

use jiff::Timestamp;
use mail::{Automatic, Enclosure};
use rules::{
    Actor, Attachment, Direction, EventKind, Mailbox, Number, Statement, Verb, has_statement,
    is_their_copy, may_tell_receivers,
};
use store::{DeliveryState, MailFate, Transaction};

use crate::acting::{Loaded, doer, load, note};
use crate::attachments::{NewAttachment, kept};
use crate::give_statement::refused;
use crate::mailing::{enclosures, outgoing, queue};
use crate::telling::silent_for;
use crate::{Desk, Failure, notices};

/// Adds a file or a link to a posted statement, and tells those who got the statement if that is asked for.
///
/// # Errors
/// [`Failure::Refused`] for a link that is none, an empty or too large file, or for whoever may not; and for telling another
/// organization by whoever does not answer for every From group (OUT-2).
pub async fn add_attachment(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    new: NewAttachment,
    tell: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let body = kept(desk, new).await?;
    let mut tx = desk.store.begin("add to a statement on the record").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Add, number, None).await?;
    let may_tell = statement.direction == Direction::Incoming
        || may_tell_receivers(actor, &statement, &directory, &desk.policy);
    if tell && !may_tell {
        let fault = "Who tells another organization answers for every group that the statement is from: add it without \
                     telling them, or begin a correction."
            .to_owned();
        return Err(refused("tell", fault));
    }
    let last = statement.attachments.iter().map(|one| one.position).max().unwrap_or(0);
    let added = Attachment { position: last + 1, added_after_sending: true, ..body };
    statement.attachments.push(added.clone());
    let by = doer(desk, actor, role, &directory);
    let mut words = format!("Added after it was sent: {}.", added.title);
    if tell {
        let silent = silent_for(desk, &by, &directory);
        let told = tell_of(desk, &mut tx, &statement, &added, silent, now).await?;
        words.push_str(if told { " Those who have it were told." } else { " Nobody was told." });
    }
    note(desk, &mut tx, number, EventKind::AttachmentChanged, by, &words, now).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells those who got the statement: the other organization in its thread, and our own people apart.
async fn tell_of(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    added: &Attachment,
    mut silent: HashSet<String>,
    now: Timestamp,
) -> Result<bool, Failure> {
    let fates = desk.store.reader().mail_of(statement.number).await?;
    let theirs = reached(&fates, is_their_copy, &mut silent);
    let ours = reached(&fates, |kind| has_statement(kind) && !is_their_copy(kind), &mut silent);
    let only = Statement { attachments: vec![added.clone()], ..statement.clone() };
    let files: Vec<Enclosure> = enclosures(desk, &only).await?;
    let mut told = false;
    for (to, is_theirs) in [(theirs, true), (ours, false)] {
        if to.is_empty() {
            continue;
        }
        let words = notices::after::added(&desk.settings, statement, added);
        let mut message = outgoing(desk, words, to, "addition", now);
        message.in_reply_to = statement.message_id.clone().into_iter().collect();
        message.references.clone_from(&message.in_reply_to);
        message.enclosures.clone_from(&files);
        message.reply_to = if is_theirs {
            statement.from.liaison_contact.clone().into_iter().collect()
        } else {
            desk.policy.coordination().into_iter().collect()
        };
        message.automatic = Automatic::Generated;
        queue(desk, tx, Some(statement.number), "addition", &message, now).await?;
        told = true;
    }
    Ok(told)
}

/// Returns whom messages of these kinds reached, each once; not those from whom they came back.
fn reached(
    fates: &[MailFate],
    is_meant: impl Fn(&str) -> bool,
    silent: &mut HashSet<String>,
) -> Vec<Mailbox> {
    let meant = fates.iter().filter(|fate| is_meant(&fate.mail.kind));
    let deliveries = meant.flat_map(|fate| &fate.deliveries);
    let reached = deliveries
        .filter(|it| !matches!(it.state, DeliveryState::Failed | DeliveryState::Bounced))
        .filter_map(|it| Mailbox::new("", &it.recipient).ok());
    reached.filter(|mailbox| silent.insert(mailbox.key())).collect()
}
