//! The form of a received message, filled from what was read of its letter.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use letters::reading::{Sent, SentFile};
use rules::{
    Actor, Direction, Directory, ItemState, ItemVerb, Mailbox, Way, may_handle_item,
    propose_incoming,
};
use store::{Identified, Item, ItemWay, StoredReading};

use crate::answered::{OnRecord, on_record};
use crate::desk::day_of;
use crate::draft_statement::blank;
use crate::filling::{Addresses, Filling};
use crate::proof::Proofs;
use crate::recording::markings_of;
use crate::take_correction::{Corrects, corrects};
use crate::work_at_item::{WorkAtItem, work_at};
use crate::{Desk, Failure, Question, ReadLetter, SenderEntry, StatementForm};

/// A received message with the form that makes a statement of it, and what that was filled from.
#[derive(Debug, Clone)]
pub struct ItemForm {
    /// The message.
    pub item: Item,
    /// The form, filled from the letter.
    pub form: StatementForm,
    /// How far the message is read.
    pub progress: ReadProgress,
    /// The letters that were read in it.
    pub letters: Vec<ReadLetter>,
    /// Which of them the form is filled from, counted from 0.
    pub chosen: usize,
    /// What each field was filled from.
    pub proofs: Proofs,
    /// Statements on the record that carry a number of this letter: it may be there already.
    pub same: Vec<Identified>,
    /// What it corrects, where another installation corrects what it sent.
    pub corrects: Option<Corrects>,
    /// The markings of the letter which say that it is not for everyone, as the policy words them.
    pub markings: Vec<String>,
    /// What is offered for the sender where the directory does not know it.
    pub sender: SenderEntry,
    /// The question to its sender that is offered to be filled in.
    pub question: Question,
    /// Who works at it, and what was done.
    pub work: WorkAtItem,
}

/// Says how far a received message is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadProgress {
    /// It is to be read, and nobody has come to it yet.
    BeingRead,
    /// It was read.
    Read,
    /// It could not be read, with the reason; empty if nobody tried.
    Unread(String),
}

impl ItemForm {
    /// Returns the letter that the form is filled from.
    pub fn letter(&self) -> Option<&ReadLetter> {
        self.letters.get(self.chosen)
    }

    /// Returns what the sender's installation wrote down beside the letter, where the form is filled from that.
    pub fn sent(&self) -> Option<&Sent> {
        self.letter()?.reading.sent.as_deref()
    }

    /// Says whether a statement on the record is one that the message corrects.
    pub fn is_corrected(&self, one: &Identified) -> bool {
        let here = self.corrects.iter().flat_map(|it| &it.here);
        here.into_iter().any(|it| it.number == one.number)
    }

    /// Returns the positions of the files that belong to the statement unless somebody says otherwise: not of those that
    /// only repeat what the form says, or another file.
    pub fn files(&self) -> Vec<i64> {
        let repeats = self.sent().map(|sent| sent.repeats.as_slice()).unwrap_or_default();
        let files = self.item.parts.iter().filter(|part| !repeats.contains(&part.sha256));
        files.map(|part| part.position).collect()
    }

    /// Returns the links that the sender's installation names, each with its position among what that names.
    pub fn links(&self) -> Vec<(i64, &SentFile)> {
        let named = self.sent().map(|sent| sent.files.as_slice()).unwrap_or_default();
        (1..).zip(named).filter(|(_, file)| file.is_link).collect()
    }
}

/// Returns the form of a received message, filled from one of the letters in it, counted from 0.
///
/// What the letter does not state is proposed as far as it is known (CON-2, CON-7); where nothing was read, that is all.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see the inbox, or if there is no such message.
pub async fn item_form(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    letter: usize,
    now: Timestamp,
) -> Result<ItemForm, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    may_handle_item(actor, ItemVerb::See, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("message"))?;
    let item = reader.item(id).await?.ok_or(Failure::NotFound("message"))?;
    let addresses = addresses(desk, &item).await?;
    let (progress, letters) = letters_of(&item, reader.reading(id).await?);
    let chosen = if letter < letters.len() { letter } else { 0 };
    let work = work_at(desk, &item, &directory, now).await?;
    let form = proposed_form(desk, actor, &item, &addresses, &directory);
    let to = addresses.reply_to.as_ref().or(addresses.sender.as_ref());
    let question = Question::offered(&item, to);
    let (proofs, same, corrects) = (Proofs::default(), Vec::new(), None);
    let (markings, sender) = (Vec::new(), SenderEntry::AsWritten);
    let open = ItemForm {
        item,
        form,
        progress,
        letters,
        chosen,
        proofs,
        same,
        corrects,
        markings,
        sender,
        question,
        work,
    };
    let filled = filled(desk, open, &addresses, &directory, day_of(now)).await?;
    let marked = markings_of(&filled.item, &filled.letters, &filled.form, &directory, &desk.policy);
    let markings = marked.into_iter().map(str::to_owned).collect();
    Ok(ItemForm { markings, ..filled })
}

/// Fills a form from the chosen letter; where there is none, it stays as it is.
async fn filled(
    desk: &Desk,
    open: ItemForm,
    addresses: &Addresses,
    directory: &Arc<Directory>,
    today: Date,
) -> Result<ItemForm, Failure> {
    let reader = desk.store.reader();
    let Some(read) = open.letters.get(open.chosen) else { return Ok(open) };
    let on_record: OnRecord = on_record(desk, &reader, &read.reading).await?;
    let filling = Filling {
        reading: &read.reading,
        whole: &read.text.text,
        on_record: &on_record,
        addresses,
        directory,
        names: &desk.names.of(directory),
        policy: &desk.policy,
        today,
        base_url: &desk.settings.base_url,
        form: open.form.clone(),
        proofs: Proofs::default(),
    };
    let (mut form, mut proofs) = filling.fill();
    let corrects = match &read.reading.sent {
        Some(sent) => {
            let into = (&mut form, &**directory, today);
            corrects(desk, &reader, sent, &on_record.same, into).await?
        }
        None => None,
    };
    for other in corrects.iter().flat_map(|it| &it.here).filter(|it| it.is_from_others) {
        let number = other.number;
        let doubt = format!("Statement {number} is from another organization: ask who sent this.");
        proofs.doubt("from_groups", doubt);
    }
    let unknown = form.from_groups.is_empty().then(|| read.reading.from.first()).flatten();
    let sender = unknown.map(|written| SenderEntry::offered(written)).unwrap_or_default();
    Ok(ItemForm { form, proofs, same: on_record.same, corrects, sender, ..open })
}

/// Returns how far a message is read, and the letters in it.
pub(crate) fn letters_of(
    item: &Item,
    stored: Option<StoredReading>,
) -> (ReadProgress, Vec<ReadLetter>) {
    let Some(stored) = stored else { return (ReadProgress::Unread(String::new()), Vec::new()) };
    if !stored.is_done {
        let progress = match item.state {
            ItemState::Waiting => ReadProgress::BeingRead,
            _ => ReadProgress::Unread(String::new()),
        };
        return (progress, Vec::new());
    }
    match serde_json::from_str::<Vec<ReadLetter>>(&stored.letters) {
        Ok(letters) if stored.warning.is_empty() => (ReadProgress::Read, letters),
        Ok(letters) => (ReadProgress::Unread(stored.warning), letters),
        Err(_) => {
            let why = "another version of this service read it, and wrote it down otherwise";
            (ReadProgress::Unread(why.to_owned()), Vec::new())
        }
    }
}

/// Returns what is known of a message without its letter.
fn proposed_form(
    desk: &Desk,
    actor: &Actor,
    item: &Item,
    addresses: &Addresses,
    directory: &rules::Directory,
) -> StatementForm {
    let Addresses { sender, reply_to, arrived_at } = addresses;
    let (sender, reply_to, arrived_at) = (sender.as_ref(), reply_to.as_ref(), arrived_at.as_ref());
    let proposed = propose_incoming(&[], sender, reply_to, arrived_at, directory, &desk.policy);
    let mut statement = blank(Direction::Incoming, actor, item.received_at);
    statement.subject = item.subject.split_whitespace().collect::<Vec<_>>().join(" ");
    statement.text.clone_from(&item.text);
    statement.received_on = Some(day_of(item.received_at));
    statement.from.contacts = proposed.from;
    statement.from.liaison_contact = proposed.from_liaison;
    statement.to.liaison_contact = proposed.to_liaison;
    StatementForm::of(&statement)
}

/// Returns the sender, the stated reply address and the role address where a message arrived.
async fn addresses(desk: &Desk, item: &Item) -> Result<Addresses, Failure> {
    let arrived_at = Mailbox::parse(item.arrived_at()).ok();
    // What somebody forwarded in their own words is in a message of theirs, but from somebody else.
    let is_within = |way: &ItemWay| way.way == Way::Forwarded && way.sha256 == item.sha256;
    if item.ways.iter().any(is_within) {
        let sender = Mailbox::parse(&item.from).ok();
        return Ok(Addresses { sender, reply_to: None, arrived_at });
    }
    let bytes = desk.store.files().get(&item.sha256).await?.unwrap_or_default();
    let limits = mail::Limits { bytes: desk.settings.message_limit, ..mail::Limits::default() };
    let message = mail::read(&bytes, &limits).ok();
    let reply_to = message.as_ref().and_then(|message| message.reply_to.first().cloned());
    let sender = message.and_then(|message| message.from);
    Ok(Addresses { sender, reply_to, arrived_at })
}
