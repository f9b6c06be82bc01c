//! Receiving messages: stored durably and byte for byte (REC-5), read as far as they go, never refused for what they say.

use bytes::Bytes;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rules::{ItemState, Mailbox, Way};
use sha2::{Digest, Sha256};
use store::{Client, HandedIn, Item, ItemPart, ItemWay, KeptItem, Transaction};

use crate::ask_sender::join_answer;
use crate::bounce_address::is_for_bounces;
use crate::bounces::{CameBack, Returned, came_back, note_came_back, reason_of};
use crate::forwarded::{Forwarded, forwarded};
use crate::read_letters::file_name_of;
use crate::receipts::{OnTheirRecord, Receipted, on_their_record};
use crate::{Desk, Failure};

/// The header fields in which servers keep the envelope's recipient.
const COME_TO: [&str; 3] = ["Delivered-To", "X-Original-To", "Envelope-To"];

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
    /// When it was put where it was taken from; none if it comes just now.
    pub filed_at: Option<Timestamp>,
    /// The message, byte for byte.
    pub bytes: Bytes,
}

/// The item that a message makes, and the files that are to be kept before it.
pub(crate) struct Made {
    pub(crate) item: Item,
    pub(crate) files: Vec<Bytes>,
    /// The messages that it answers.
    pub(crate) answered: Vec<String>,
    /// What it says of mail of ours that was not delivered.
    pub(crate) returned: Returned,
    /// Where it says that a statement of ours is on another record.
    pub(crate) receipted: Option<Receipted>,
}

/// Stores a message and puts it in the inbox; returns its id once it is durable.
///
/// What waits is queued to be read in the same transaction. What cannot be read, is a mail loop, or was written by a program
/// that answers or reports, is set aside with the reason, its bytes kept; what the policy takes for spam waits apart. The same
/// message by another way is the same item, with that way noted and its bytes kept (IN-2). Of what somebody forwards, the item
/// is the message within, and they handed it in.
///
/// # Errors
/// [`Failure::Unacceptable`] if it is larger than the limit, [`Failure::Fault`] if it cannot be stored: the mail
/// server then keeps it.
pub async fn receive_message(
    desk: &Desk,
    arrival: &Arrival,
    now: Timestamp,
) -> Result<i64, Failure> {
    Ok(receive_one(desk, arrival, now).await?.id)
}

/// Stores a message as [`receive_message`] does, and says whether it was there.
pub(crate) async fn receive_one(
    desk: &Desk,
    arrival: &Arrival,
    now: Timestamp,
) -> Result<KeptItem, Failure> {
    let made = kept_files(desk, arrival, now).await?;
    let mut tx = desk.store.begin("receive a message").await?;
    let kept = save(desk, &mut tx, &made, now).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Does the same in a transaction that does more.
pub(crate) async fn receive_within(
    desk: &Desk,
    tx: &mut Transaction,
    arrival: &Arrival,
    now: Timestamp,
) -> Result<KeptItem, Failure> {
    let made = kept_files(desk, arrival, now).await?;
    save(desk, tx, &made, now).await
}

/// Reads a message, and keeps its files.
async fn kept_files(desk: &Desk, arrival: &Arrival, now: Timestamp) -> Result<Made, Failure> {
    let mut made = made(desk, arrival, now)?;
    for bytes in std::mem::take(&mut made.files) {
        desk.store.files().put(bytes).await?;
    }
    know_who_handed_in(desk, &mut made.item).await?;
    Ok(made)
}

async fn save(
    desk: &Desk,
    tx: &mut Transaction,
    made: &Made,
    now: Timestamp,
) -> Result<KeptItem, Failure> {
    let told = Told::of(desk, tx, &made.returned, made.receipted.as_ref()).await?;
    let item = told.explained(&made.item);
    let kept = tx.save_item(&item).await?;
    if kept.is_new {
        join_answer(desk, tx, &item, &made.answered, now).await?;
        told.note(desk, tx, &item, now).await?;
    }
    Ok(kept)
}

/// What a message tells that only programs write: what came back, what is on another record.
pub(crate) struct Told {
    came_back: Vec<CameBack>,
    on_their_record: Option<OnTheirRecord>,
}

impl Told {
    pub(crate) async fn of(
        desk: &Desk,
        tx: &mut Transaction,
        returned: &Returned,
        receipted: Option<&Receipted>,
    ) -> Result<Self, Failure> {
        let came_back = came_back(desk, tx, returned).await?;
        Ok(Self { came_back, on_their_record: on_their_record(tx, receipted).await? })
    }

    /// Returns the message with what it is about, where that is known.
    pub(crate) fn explained(&self, item: &Item) -> Item {
        if let Some(reason) = reason_of(&self.came_back) {
            return Item { reason, state: ItemState::SetAside, ..item.clone() };
        }
        match &self.on_their_record {
            Some(it) => Item { reason: it.reason(), ..item.clone() },
            None => item.clone(),
        }
    }

    /// Notes it where it belongs, when the message is stored.
    pub(crate) async fn note(
        &self,
        desk: &Desk,
        tx: &mut Transaction,
        item: &Item,
        now: Timestamp,
    ) -> Result<(), Failure> {
        note_came_back(desk, tx, item, &self.came_back, now).await?;
        match &self.on_their_record {
            Some(on_their_record) => on_their_record.note(desk, tx, item, now).await,
            None => Ok(()),
        }
    }
}

/// Reads a message and returns the item that it makes, with the files that belong to it.
pub(crate) fn made(desk: &Desk, arrival: &Arrival, now: Timestamp) -> Result<Made, Failure> {
    let limit = desk.settings.message_limit;
    let size = arrival.bytes.len();
    if size > limit {
        return Err(Failure::Unacceptable(format!(
            "The message has {size} bytes, and at most {limit} are taken: send its attachments as links."
        )));
    }
    let mut made = Made {
        item: blank(desk.ids.next(now), arrival, now),
        files: vec![arrival.bytes.clone()],
        answered: Vec::new(),
        returned: Returned::default(),
        receipted: None,
    };
    let limits = mail::Limits {
        bytes: limit,
        loop_mark: desk.settings.mail_domain().to_owned(),
        ..mail::Limits::default()
    };
    match mail::read(&arrival.bytes, &limits) {
        Ok(message) => {
            made.read(arrival, &message, &limits, now);
            made.returned = returned(arrival, &message, &limits);
            made.receipted = Receipted::of(&arrival.bytes, &message, &desk.settings.base_url);
            sort(desk, &mut made.item, &message, &arrival.bytes);
        }
        Err(refusal) => set_aside(&mut made.item, &arrival.bytes, &refusal),
    }
    Ok(made)
}

/// Returns what a message says of mail of ours that was not delivered.
fn returned(arrival: &Arrival, message: &mail::Message, limits: &mail::Limits) -> Returned {
    let fields = COME_TO.iter().flat_map(|field| mail::header_values(&arrival.bytes, field));
    let addresses = [arrival.envelope_to.clone()].into_iter().chain(fields);
    let to = message.to.iter().map(|mailbox| mailbox.address().to_owned());
    let addresses = addresses.chain(to).filter(|it| is_for_bounces(it)).collect();
    let is_report = message.writer == mail::Writer::Server;
    Returned {
        report: is_report.then(|| mail::report_of(message, limits)).flatten(),
        words: mail::failure_in_words(message),
        addresses,
    }
}

/// Returns the item of a message of which nothing is known but how it came.
fn blank(id: i64, arrival: &Arrival, now: Timestamp) -> Item {
    let sha256 = digest(&arrival.bytes);
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
        size: i64::try_from(arrival.bytes.len()).unwrap_or(i64::MAX),
    };
    Item {
        id,
        state: ItemState::Waiting,
        reason: String::new(),
        received_at: arrival.filed_at.filter(|at| *at < now).unwrap_or(now),
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
    }
}

/// Returns the digest of bytes by which files are named.
pub(crate) fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Returns a digest of what does not change in a message on its way, by which it is known again.
fn identity_of(message: &mail::Message) -> Option<String> {
    let mut digest = Sha256::new();
    mail::lasting(message, |piece| digest.update(piece))
        .then(|| HEXLOWER.encode(&digest.finalize()))
}

impl Made {
    /// Fills the item from the message; from the one within, where a person forwards it.
    fn read(
        &mut self,
        arrival: &Arrival,
        message: &mail::Message,
        limits: &mail::Limits,
        now: Timestamp,
    ) {
        self.answered = [message.in_reply_to.as_slice(), &message.references].concat();
        let can_be_forwarded =
            matches!(arrival.way, Way::Pipe | Way::Lmtp | Way::Imap | Way::Maildir);
        let within = can_be_forwarded.then(|| forwarded(message, limits)).flatten();
        if within.is_some() {
            for way in &mut self.item.ways {
                way.way = Way::Forwarded;
                way.handed_in.name =
                    message.from.as_ref().map(ToString::to_string).unwrap_or_default();
            }
        }
        match within {
            Some(Forwarded::Attached { message: inner, bytes }) => {
                self.item.sha256 = digest(&bytes);
                self.item.identity = Some(self.item.sha256.clone());
                self.item.size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
                self.files.push(bytes);
                self.fill(&inner);
            }
            Some(Forwarded::InWords { from, subject }) => {
                self.fill(message);
                self.item.from = from;
                self.item.subject = subject;
            }
            None => self.fill(message),
        }
        // Old messages count from when they were sent.
        if arrival.way == Way::Mbox {
            let dated = message.date.filter(|date| *date <= now);
            self.item.received_at = dated.unwrap_or(self.item.received_at);
        }
    }

    fn fill(&mut self, message: &mail::Message) {
        let item = &mut self.item;
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
            item.parts.push(ItemPart {
                position: i64::try_from(item.parts.len() + 1).unwrap_or(i64::MAX),
                media_type: letters::kind_of(&bytes, &name).media_type().to_owned(),
                name,
                sha256: digest(&bytes),
                size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            });
            self.files.push(bytes);
        }
    }
}

/// Finds whoever handed a message in among the people of the directory.
pub(crate) async fn know_who_handed_in(desk: &Desk, item: &mut Item) -> Result<(), Failure> {
    for way in item.ways.iter_mut().filter(|way| way.handed_in.by.is_none()) {
        if let Ok(mailbox) = Mailbox::parse(&way.handed_in.name) {
            way.handed_in.by = desk.store.reader().person_by_address(&mailbox.key()).await?;
        }
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
