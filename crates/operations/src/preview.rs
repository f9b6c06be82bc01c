//! Showing what will be mailed, and to whom, before it is (OUT-11).

use jiff::Timestamp;
use rules::{
    Actor, Direction, Mailbox, NoticeKind, Number, Refusal, Statement, complete, deadline_ahead,
};

use crate::desk::day_of;
use crate::mailing::prepare;
use crate::make_readable::being_made;
use crate::{Desk, Failure, Making, ReadableForms, readable_forms, see};

/// What posting a statement would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The statement as it stands.
    pub statement: Statement,
    /// What is still missing before it can be submitted: fields with what is wrong.
    pub missing: Vec<(&'static str, String)>,
    /// The messages, the statement itself first.
    pub mails: Vec<PreviewedMail>,
    /// How everybody can read its files (BOD-3).
    pub readable: ReadableForms,
}

/// A message that posting would mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewedMail {
    /// What it is.
    pub kind: NoticeKind,
    /// Who writes.
    pub from: Mailbox,
    /// To whom; each gets their own delivery.
    pub to: Vec<Mailbox>,
    /// Who else gets it, of those whom the sender of a received statement copied.
    pub cc: Vec<Mailbox>,
    /// Where answers go.
    pub reply_to: Vec<Mailbox>,
    /// The message that it answers.
    pub in_reply_to: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The text, to the letter.
    pub text: String,
    /// The files: name, type, size in bytes.
    pub enclosures: Vec<(String, String, usize)>,
}

/// Returns the messages that posting a statement would cause now, word for word.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see it; [`Failure::Unacceptable`] if it cannot be mailed as it is.
pub async fn preview_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    now: Timestamp,
) -> Result<Preview, Failure> {
    let statement = see(desk, actor, number).await?;
    let mut missing = match complete(&statement, &desk.policy) {
        Ok(()) => Vec::new(),
        Err(Refusal::Fields(fields)) => fields,
        Err(refusal) => return Err(Failure::Refused(refusal)),
    };
    let is_to_go = !statement.state.is_public() && statement.correction.is_none();
    let deadline = statement.deadline().map(|it| it.date);
    if statement.direction == Direction::Outgoing
        && is_to_go
        && let Err(Refusal::Fields(fields)) = deadline_ahead(deadline, day_of(now))
    {
        missing.extend(fields);
    }
    let readable = readable_forms(&desk.store.reader(), &statement).await?;
    let now_made = readable.lacking.iter().filter(|it| it.making == Making::Now);
    missing.extend(being_made(now_made.map(|it| it.file.clone())));
    let prepared = prepare(desk, &statement, now).await?;
    let mails = prepared.into_iter().map(|prepared| {
        let outgoing = prepared.outgoing;
        let file = |file: mail::Enclosure| (file.name, file.media_type, file.bytes.len());
        PreviewedMail {
            kind: prepared.kind,
            from: outgoing.from,
            to: outgoing.to,
            cc: outgoing.cc,
            reply_to: outgoing.reply_to,
            in_reply_to: outgoing.in_reply_to,
            subject: outgoing.subject,
            text: outgoing.text,
            enclosures: outgoing.enclosures.into_iter().map(file).collect(),
        }
    });
    Ok(Preview { mails: mails.collect(), statement, missing, readable })
}
