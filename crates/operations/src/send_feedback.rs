//! The note for informal feedback to the sender of a statement that was for others than it names (3.1, IN-3): drafted here,
//! changed and sent by a person, never by itself.

use jiff::Timestamp;
use rules::{Actor, Directory, EventKind, Mailbox, Number, Statement, Verb, feedback_to};

use crate::acting::{Loaded, doer, load, note};
use crate::desk::day_of;
use crate::form::one_line;
use crate::give_statement::refused;
use crate::mailing::{About, mailbox_of, send_about};
use crate::notices::{Words, received};
use crate::{Desk, Failure};

/// A note for informal feedback that nobody has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackDraft {
    /// To whom it would go: the sender's liaison manager, else those who coordinate.
    pub to: Vec<Mailbox>,
    /// The subject, to be changed at will.
    pub subject: String,
    /// The text, to be changed at will.
    pub text: String,
}

/// Drafts the note for a statement that others see to than those that it names; nothing for any other.
pub fn draft_feedback(
    desk: &Desk,
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    now: Timestamp,
) -> Option<FeedbackDraft> {
    if !statement.is_given_to_others() {
        return None;
    }
    let to = feedback_to(statement, directory, &desk.policy, day_of(now));
    let Words { subject, text } = received::feedback(desk, statement, &to, &actor.name);
    Some(FeedbackDraft { to, subject, text })
}

/// Sends the note as somebody changed it; the history says that it went, and to whom, without the address.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, for a statement that nobody gave to others, or without subject or text.
pub async fn send_feedback(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    subject: &str,
    text: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("send a note for informal feedback").await?;
    let Loaded { statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Give, number, None).await?;
    let subject = one_line(subject).map_err(|fault| refused("feedback_subject", fault))?;
    let text = text.replace("\r\n", "\n");
    if subject.is_empty() {
        return Err(refused("feedback_subject", "Give it a subject of one line.".to_owned()));
    }
    if text.trim().is_empty() || text.len() > desk.settings.text_limit {
        return Err(refused("feedback_text", "Say what the sender should hear.".to_owned()));
    }
    let Some(draft) = draft_feedback(desk, actor, &statement, &directory, now) else {
        let fault = "It is with the groups that it names: there is nothing to say.".to_owned();
        return Err(refused("feedback_text", fault));
    };
    let coordination = desk.policy.coordination();
    let is_manager =
        |mailbox: &Mailbox| coordination.as_ref().is_none_or(|other| other.key() != mailbox.key());
    let words = received::feedback_words(
        &statement,
        &directory,
        &desk.policy,
        draft.to.iter().any(is_manager),
    );
    let by = doer(desk, actor, role, &directory);
    let reply_to = actor.person.and_then(|person| directory.person(person)).and_then(mailbox_of);
    let about = About {
        kind: "feedback",
        words: Words { subject, text },
        to: draft.to,
        reply_to,
        is_whole: false,
    };
    send_about(desk, &mut tx, &statement, about, now).await?;
    note(desk, &mut tx, number, EventKind::FeedbackSent, by, &words, now).await?;
    tx.commit().await?;
    Ok(())
}
