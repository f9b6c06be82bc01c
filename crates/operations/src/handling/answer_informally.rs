//! Answering by mail, which is then noted on the record and kept byte for byte (RSP-4).

use std::collections::HashSet;

use bytes::Bytes;
use jiff::Timestamp;
use rules::{
    Actor, Directory, EventKind, ItemVerb, KeptMessage, Mailbox, Number, Outcome, OutcomeKind,
    Statement, Step, Verb, may, may_handle_item,
};

use super::{Case, link, said, with_link};
use crate::desk::day_of;
use crate::give_statement::refused;
use crate::notices::{Words, handled};
use crate::{Desk, Failure, see};

/// An answer that went by mail.
#[derive(Debug, Clone, Default)]
pub struct InformalAnswer {
    /// What was answered, for everyone.
    pub words: String,
    /// Where the answer can be read; may be empty.
    pub link: String,
    /// The mail as it was pasted; may be empty.
    pub pasted: String,
    /// The mail as a file, if one was handed in.
    pub file: Option<Bytes>,
    /// The message of the inbox that it is, if it was forwarded in.
    pub item: Option<i64>,
}

/// Notes that a statement was answered by mail, and keeps that mail as it was handed in: everyone reads the words and the
/// link, and those who are involved the mail.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without words, without the mail and a link to it, or once something came of it.
pub async fn answer_informally(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    answer: InformalAnswer,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    case.must_be_open().await?;
    let words = said("informal_words", &answer.words, "Say what was answered: everyone reads it.")?;
    let address = link("informal_link", &answer.link)?;
    let message = kept(desk, actor, &case.directory, &answer).await?;
    if message.is_none() && address.is_empty() {
        let fault = "Paste the mail, choose it as a file, or give a link to where it can be read.";
        return Err(refused("informal_pasted", fault.to_owned()));
    }
    case.statement.handling.outcome = Some(Outcome {
        kind: OutcomeKind::AnsweredInformally,
        at: now,
        by: case.by.name().to_owned(),
        role: case.by.role().to_owned(),
        words: words.clone(),
        link: address.clone(),
        message,
    });
    let noted = with_link(&words, &address);
    case.note(EventKind::AnsweredInformally, &noted).await?;
    case.close(Step::AnsweredInformally, &noted, &HashSet::new()).await
}

/// Returns the digest of the mail by which a statement was answered, for those who are involved.
///
/// # Errors
/// [`Failure::NotFound`] if there is none, or they may not see it.
pub async fn informal_answer(
    desk: &Desk,
    actor: &Actor,
    number: Number,
) -> Result<String, Failure> {
    let statement = see(desk, actor, number).await?;
    let directory = desk.store.reader().directory().await?;
    let missing = || Failure::NotFound("message");
    may(actor, Verb::SeePrivate, &statement, &directory, &desk.policy).map_err(|_| missing())?;
    let kept = statement.handling.outcome.and_then(|outcome| outcome.message);
    kept.map(|message| message.sha256).ok_or_else(missing)
}

/// A mail that answers informally, to be sent from one's own mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformalDraft {
    /// To the sender.
    pub to: Vec<Mailbox>,
    /// The liaison manager, else those who coordinate, whose address belongs into such a mail (RSP-4).
    pub cc: Vec<Mailbox>,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Drafts the mail by which somebody answers informally from their own mailbox.
pub fn draft_informal_answer(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    now: Timestamp,
) -> InformalDraft {
    let asked = statement.from.liaison_contact.clone();
    let contacts = statement.from.contacts.iter().filter_map(rules::Contact::mailbox);
    let to = asked.map_or_else(|| contacts.collect(), |asked| vec![asked]);
    let cc = rules::feedback_to(statement, directory, &desk.policy, day_of(now));
    let Words { subject, text } = handled::informal_draft(desk, statement, &actor.name);
    InformalDraft { to, cc, subject, text }
}

/// Keeps the mail byte for byte: the message of the inbox, else the file, else what was pasted.
async fn kept(
    desk: &Desk,
    actor: &Actor,
    directory: &Directory,
    answer: &InformalAnswer,
) -> Result<Option<KeptMessage>, Failure> {
    if let Some(id) = answer.item {
        let missing =
            || refused("informal_item", format!("There is no message {id} in the inbox."));
        may_handle_item(actor, ItemVerb::See, directory, &desk.policy).map_err(|_| missing())?;
        let item = desk.store.reader().item(id).await?.ok_or_else(missing)?;
        let bytes = desk.store.files().get(&item.sha256).await?.ok_or_else(missing)?;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        return Ok(Some(KeptMessage { sha256: item.sha256, size }));
    }
    let pasted = (!answer.pasted.trim().is_empty()).then(|| Bytes::from(answer.pasted.clone()));
    let Some(bytes) = answer.file.clone().or(pasted) else { return Ok(None) };
    if bytes.len() > desk.settings.message_limit {
        return Err(refused("informal_file", "This is larger than a message may be.".to_owned()));
    }
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let sha256 = desk.store.files().put(bytes).await?;
    Ok(Some(KeptMessage { sha256, size }))
}
