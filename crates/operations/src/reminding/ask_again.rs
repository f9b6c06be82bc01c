//! Asking the other side again for an answer that is late: drafted by the tool, sent by a person alone.

use jiff::Timestamp;
use rules::{
    Actor, AwaitedWords, Contact, EventKind, Mailbox, Number, PersonId, Refusal, Statement, Verb,
};

use crate::acting::{doer, load, note, see};
use crate::mailing::{outgoing, queue, statement_id};
use crate::notices::Words;
use crate::{Desk, Failure};

/// A reminder to the other side, as it would go out.
#[derive(Debug, Clone)]
pub struct AskingDraft {
    /// The statement that waits for its answer.
    pub statement: Statement,
    /// To whom.
    pub to: Vec<Mailbox>,
    /// Its subject.
    pub subject: String,
    /// Its words, to be changed.
    pub text: String,
    /// Whether somebody decided before: that it was asked, or that it is let be.
    pub decided: Option<bool>,
}

/// Returns what would be sent.
///
/// # Errors
/// [`Failure::NotFound`] for what somebody may not see; [`Failure::Refused`] for whoever may not ask.
pub async fn draft_asking(
    desk: &Desk,
    actor: &Actor,
    number: Number,
) -> Result<AskingDraft, Failure> {
    let statement = see(desk, actor, number).await?;
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    rules::may(actor, Verb::AskAgain, &statement, &directory, &desk.policy)?;
    let decided = reader.asked_again(number).await?;
    let text = desk.policy.ask_again_with(&words_of(desk, &statement));
    let subject = format!("Reminder: {}", statement.subject);
    // However it travelled, an answer is theirs to whom it went (CON-5).
    let to = match &statement.to.liaison_contact {
        Some(contact) => vec![contact.clone()],
        None => statement.to.contacts.iter().filter_map(Contact::mailbox).collect(),
    };
    Ok(AskingDraft { statement, to, subject, text, decided })
}

/// Sends the reminder with these words, once.
///
/// # Errors
/// [`Failure::Refused`] without words, if nobody is known to send it to, if somebody decided before, or for whoever may not.
pub async fn ask_again(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let draft = draft_asking(desk, actor, number).await?;
    let fault =
        |words: &str| Failure::Refused(Refusal::Fields(vec![("ask_words", words.to_owned())]));
    if words.trim().is_empty() {
        return Err(fault("Write what is asked, or let it be."));
    }
    if draft.to.is_empty() {
        return Err(fault("The statement names nobody on the other side to whom this could go."));
    }
    let mut tx = desk.store.begin("ask again for an answer").await?;
    let loaded = load(desk, &mut tx, actor, Verb::AskAgain, number, None).await?;
    let person = actor.person.ok_or(Failure::NotFound("statement"))?;
    if !tx.decide_asking_again(number, true, person, now).await? {
        return Err(fault("Somebody asked already, or let it be."));
    }
    let text = format!("{}\n", words.trim_end());
    let to = draft.to.clone();
    let mut message =
        outgoing(desk, Words { subject: draft.subject, text }, to, "asked-again", now);
    message.in_reply_to =
        vec![draft.statement.message_id.unwrap_or_else(|| statement_id(desk, number))];
    message.references.clone_from(&message.in_reply_to);
    message.reply_to = loaded.statement.from.liaison_contact.into_iter().collect();
    message.automatic = mail::Automatic::No;
    message.check().map_err(crate::mailing::unsendable)?;
    queue(desk, &mut tx, Some(number), "asked-again", &message, now).await?;
    let by = doer(desk, actor, loaded.role, &loaded.directory);
    let addresses: Vec<&str> = draft.to.iter().map(Mailbox::address).collect();
    let said = format!("By mail to {}.", addresses.join(", "));
    note(desk, &mut tx, number, EventKind::AskedAgain, by, &said, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets it be: nobody is told again that the answer is late.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not.
pub async fn let_be(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("let an answer be").await?;
    load(desk, &mut tx, actor, Verb::AskAgain, number, None).await?;
    let person: PersonId = actor.person.ok_or(Failure::NotFound("statement"))?;
    tx.decide_asking_again(number, false, person, now).await?;
    tx.commit().await?;
    Ok(())
}

fn words_of(desk: &Desk, statement: &Statement) -> AwaitedWords {
    let words = |day: jiff::civil::Date| day.strftime("%-d %B %Y").to_string();
    AwaitedWords {
        subject: statement.subject.clone(),
        to: statement.to.words(),
        sent: words(statement.day()),
        deadline: statement
            .deadline()
            .map_or_else(|| "no day in particular".to_owned(), |deadline| words(deadline.date)),
        record: desk.settings.statement_url(statement.number),
    }
}
