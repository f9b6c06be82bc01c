//! Receiving a message: stored durably, read as far as it goes, never refused for what it says.

use bytes::Bytes;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rules::{ItemState, Way};
use sha2::{Digest, Sha256};
use store::{Client, HandedIn, Item, ItemPart, ItemWay, KeptItem, Transaction};

use crate::read_letters::file_name_of;
use crate::{Desk, Failure};

/// A message as it comes in.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// The way by which it comes.
    pub way: Way,
    /// The envelope's sender, empty if unknown.
    pub envelope_from: String,
    /// The envelope's recipient, empty if unknown.
    pub envelope_to: String,
    /// Who handed it to our mail server.
    pub client: Client,
    /// Who handed it in, where a person did.
    pub handed_in: HandedIn,
    /// Where it was taken from, such as a mailbox with its UIDVALIDITY and the UID; empty if it was brought.
    pub source: String,
    /// The message, byte for byte.
    pub bytes: Bytes,
}

/// Stores a message and puts it in the inbox; returns its id once it is durable.
///
/// What waits is queued to be read in the same transaction. What cannot be read, is a mail loop, or was written by a program
/// that answers or reports, is set aside with the reason, its bytes kept; what the policy takes for spam waits apart. The same
/// message by another way is the same item, with that way noted and its bytes kept (IN-2).
///
/// # Errors
/// [`Failure::Unacceptable`] if it is larger than the limit, [`Failure::Fault`] if it cannot be stored: the mail
/// server then keeps it.
pub async fn receive_message(
    desk: &Desk,
    arrival: &Arrival,
    now: Timestamp,
) -> Result<i64, Failure> {
    let item = item_of(desk, arrival, now).await?;
    let mut tx = desk.store.begin("receive a message").await?;
    let kept = tx.save_item(&item).await?;
    tx.commit().await?;
    Ok(kept.id)
}

/// Does the same in a transaction that does more.
pub(crate) async fn receive_within(
    desk: &Desk,
    tx: &mut Transaction,
    arrival: &Arrival,
    now: Timestamp,
) -> Result<KeptItem, Failure> {
    let item = item_of(desk, arrival, now).await?;
    Ok(tx.save_item(&item).await?)
}

/// Keeps the bytes of a message and what is in it, and returns the item that it makes.
async fn item_of(desk: &Desk, arrival: &Arrival, now: Timestamp) -> Result<Item, Failure> {
    let limit = desk.settings.message_limit;
    let size = arrival.bytes.len();
    if size > limit {
        return Err(Failure::Unacceptable(format!(
            "The message has {size} bytes, and at most {limit} are taken: send its attachments as links."
        )));
    }
    let sha256 = desk.store.files().put(arrival.bytes.clone()).await?;
    let id = desk.ids.next(now);
    let way = ItemWay {
        id,
        way: arrival.way,
        at: now,
        envelope_from: arrival.envelope_from.clone(),
        envelope_to: arrival.envelope_to.clone(),
        client: arrival.client.clone(),
        handed_in: arrival.handed_in.clone(),
        source: arrival.source.clone(),
        sha256: sha256.clone(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
    };
    let mut item = Item {
        id,
        state: ItemState::Waiting,
        reason: String::new(),
        received_at: now,
        from: String::new(),
        subject: String::new(),
        message_id: None,
        text: String::new(),
        identity: Some(sha256.clone()),
        sha256,
        size: way.size,
        parts: Vec::new(),
        ways: vec![way],
        statement: None,
    };
    let limits = mail::Limits {
        bytes: limit,
        loop_mark: desk.settings.mail_domain().to_owned(),
        ..mail::Limits::default()
    };
    match mail::read(&arrival.bytes, &limits) {
        Ok(message) => {
            fill(desk, &mut item, &message).await?;
            sort(desk, &mut item, &message, &arrival.bytes);
        }
        Err(refusal) => set_aside(&mut item, &arrival.bytes, &refusal),
    }
    Ok(item)
}

/// Returns a digest of what does not change in a message on its way, by which it is known again.
fn identity_of(message: &mail::Message) -> Option<String> {
    let mut digest = Sha256::new();
    mail::lasting(message, |piece| digest.update(piece))
        .then(|| HEXLOWER.encode(&digest.finalize()))
}

async fn fill(desk: &Desk, item: &mut Item, message: &mail::Message) -> Result<(), Failure> {
    if let Some(identity) = identity_of(message) {
        item.identity = Some(identity);
    }
    item.from = message.from.as_ref().map(ToString::to_string).unwrap_or_default();
    item.subject.clone_from(&message.subject);
    item.message_id.clone_from(&message.message_id);
    item.text.clone_from(&message.text);
    for part in message.parts.iter().filter(|part| part.is_attachment) {
        let bytes = Bytes::from(part.bytes.clone());
        let name = file_name_of(part, item.parts.len() + 1);
        let position = i64::try_from(item.parts.len() + 1).unwrap_or(i64::MAX);
        let kind = letters::kind_of(&bytes, &name);
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let sha256 = desk.store.files().put(bytes).await?;
        item.parts.push(ItemPart {
            position,
            name,
            media_type: kind.media_type().to_owned(),
            sha256,
            size,
        });
    }
    Ok(())
}

/// Sets aside what only a program wrote about another message, and keeps apart what looks like spam.
fn sort(desk: &Desk, item: &mut Item, message: &mail::Message, bytes: &[u8]) {
    let aside = match message.writer {
        mail::Writer::Responder => {
            "an automatic reply (RFC 3834): a program answered a message of ours, or one of somebody else. If a statement \
             is in it, put it back"
        }
        mail::Writer::Server => {
            "a report of a mail server on what became of a message (RFC 3464), or sent with an empty return path as such \
             reports are. If mail of ours did not arrive, the statement’s mail page says so too"
        }
        mail::Writer::Person | mail::Writer::Program => "",
    };
    if !aside.is_empty() {
        item.state = ItemState::SetAside;
        aside.clone_into(&mut item.reason);
        return;
    }
    let spam = desk.policy.spam_reasons(|field| mail::header_values(bytes, field));
    if !spam.is_empty() {
        item.state = ItemState::Quarantined;
        item.reason = spam.join(" ");
    }
}

fn set_aside(item: &mut Item, bytes: &[u8], refusal: &mail::Refusal) {
    let header = mail::header_of(bytes);
    item.state = ItemState::SetAside;
    item.reason = refusal.to_string();
    item.from = header.from;
    item.subject = header.subject;
    item.message_id = header.message_id;
}
