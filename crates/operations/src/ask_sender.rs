//! Asking the sender of a received message something: mailed from here, and the answer joins the message.

use jiff::Timestamp;
use mail::Automatic;
use rules::{Actor, ItemEventKind, ItemVerb, Mailbox, Refusal, may_handle_item};
use store::{Item, Transaction};

use crate::mailing::{outgoing, queue};
use crate::notices::Words;
use crate::open_item::{not_before_others, note_item};
use crate::{Desk, Failure};

/// The longest question, in bytes.
const LONGEST: usize = 20_000;

/// A question to the sender of a message, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// To whom: the sender, or whoever they want answers to go to.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The words.
    pub text: String,
}

impl Question {
    /// Returns the question that is offered to be filled in.
    pub(crate) fn offered(item: &Item, to: Option<&Mailbox>) -> Self {
        let subject = item.subject.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_answer = subject.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
        let subject = if is_answer { subject } else { format!("Re: {subject}") };
        let to = to.map(ToString::to_string).unwrap_or_default();
        Self { to, subject, text: String::new() }
    }
}

/// Mails a question to the sender of a message; what they answer joins it.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see the inbox; [`Failure::Refused`] with the fields that are missing or wrong,
/// or if somebody else has the message before them.
pub async fn ask_sender(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    question: &Question,
    now: Timestamp,
) -> Result<(), Failure> {
    let directory = desk.store.reader().directory().await?;
    may_handle_item(actor, ItemVerb::Ask, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("message"))?;
    let mut tx = desk.store.begin("ask a sender").await?;
    let item = tx.item(id).await?.ok_or(Failure::NotFound("message"))?;
    not_before_others(&mut tx, actor, id, now).await?;
    let (to, words) = checked(question)?;
    let mut outgoing = outgoing(desk, words, vec![to], "question", now);
    // A person wrote it, and wants an answer: it is not what machines may leave unanswered.
    outgoing.automatic = Automatic::No;
    outgoing.in_reply_to = item.message_id.clone().into_iter().collect();
    outgoing.references.clone_from(&outgoing.in_reply_to);
    outgoing.reply_to = vec![desk.settings.inbox().clone()];
    outgoing.check().map_err(|why| {
        Failure::Refused(Refusal::Fields(vec![(
            "question",
            format!("It cannot be mailed: {why}."),
        )]))
    })?;
    tx.ask_about_item(id, &outgoing.message_id).await?;
    queue(desk, &mut tx, None, "question", &outgoing, now).await?;
    note_item(desk, &mut tx, id, ItemEventKind::Asked, actor, question.text.trim(), now).await?;
    tx.commit().await?;
    Ok(())
}

fn checked(question: &Question) -> Result<(Mailbox, Words), Failure> {
    let mut faults = Vec::new();
    let to = Mailbox::parse(question.to.trim());
    if let Err(fault) = &to {
        faults.push(("question_to", crate::form::sentence(fault)));
    }
    let subject = question.subject.trim();
    if subject.is_empty() || subject.chars().any(char::is_control) || subject.len() > 500 {
        let fault = "Give it a subject of one line, not longer than 500 characters.".to_owned();
        faults.push(("question_subject", fault));
    }
    if question.text.trim().is_empty() {
        faults.push(("question", "Write what you want to know.".to_owned()));
    } else if question.text.len() > LONGEST || question.text.contains('\0') {
        let fault =
            "This is too long for a question, or holds a NUL character: shorten it.".to_owned();
        faults.push(("question", fault));
    }
    match to {
        Ok(to) if faults.is_empty() => {
            let text = question.text.replace("\r\n", "\n");
            let text = format!("{}\n", text.trim_end());
            Ok((to, Words { subject: subject.to_owned(), text }))
        }
        _ => Err(Failure::Refused(Refusal::Fields(faults))),
    }
}

/// Joins a message to the one about which its sender was asked, if it answers that question.
///
/// It is closed with it, since it is no letter of its own; where the other was closed, that waits again. What was made
/// into a statement meanwhile stays so, and the answer waits on its own.
pub(crate) async fn join_answer(
    desk: &Desk,
    tx: &mut Transaction,
    item: &Item,
    answered: &[String],
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(about) = tx.item_asked_about(answered).await?.filter(|about| *about != item.id) else {
        return Ok(());
    };
    tx.join_item(item.id, about).await?;
    let sender = Actor { name: item.from.clone(), ..Actor::reader() };
    note_item(desk, tx, about, ItemEventKind::Answered, &sender, "", now).await?;
    let Some(first) = tx.item(about).await? else { return Ok(()) };
    if first.statement.is_some() || item.state != rules::ItemState::Waiting {
        return Ok(());
    }
    let reason = "It answers what its sender was asked about another message.";
    tx.set_item_state(item.id, rules::ItemState::Closed, reason, None).await?;
    if first.state == rules::ItemState::Closed {
        tx.set_item_state(about, rules::ItemState::Waiting, "", None).await?;
    }
    Ok(())
}
