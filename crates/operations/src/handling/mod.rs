//! Seeing to a received statement: who has it, what is done, and what comes of it (REC-9, RSP-1 to RSP-8).

mod answer_informally;
mod class_asked;
mod decide_no_answer;
mod hand_back;
mod hand_on;
mod hear_group;
mod links;
mod mend_links;
mod note_action;
mod promise_answer;
mod put_to_group;
mod reopen_statement;
mod set_lead;
mod take_on;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rules::{
    Actor, Directory, Discussion, DiscussionKind, Doer, EventKind, Mailbox, Number, Refusal,
    Statement, Step, Verb,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::form::one_line;
use crate::give_statement::refused;
use crate::mailing::{About, send_about};
use crate::notices::Words;
use crate::telling::{Told, silent_for, tell};
use crate::{Desk, Failure};

pub use answer_informally::{
    InformalAnswer, InformalDraft, answer_informally, draft_informal_answer, informal_answer,
};
pub use class_asked::class_asked;
pub use decide_no_answer::decide_no_answer;
pub use hand_back::hand_back;
pub use hand_on::{hand_on, handed_to};
pub use hear_group::hear_group;
pub(crate) use links::{answered_by_posting, unanswered_by_withdrawing};
pub use mend_links::{MendedLinks, mend_links};
pub use note_action::{NotedAction, note_action};
pub use promise_answer::promise_answer;
pub use put_to_group::{PuttingDraft, draft_putting, put_to_group};
pub use reopen_statement::reopen_statement;
pub use set_lead::set_lead;
pub use take_on::take_on;

/// The most bytes of what is said of a step.
const LIMIT: usize = 10_000;

/// A statement that somebody sees to, within a transaction.
struct Case<'a> {
    desk: &'a Desk,
    tx: Transaction,
    statement: Statement,
    directory: Arc<Directory>,
    by: Doer,
    now: Timestamp,
}

impl<'a> Case<'a> {
    /// Loads a statement, if the person may do this with it.
    async fn open(
        desk: &'a Desk,
        actor: &Actor,
        verb: Verb,
        number: Number,
        now: Timestamp,
    ) -> Result<Self, Failure> {
        let mut tx = desk.store.begin("see to a received statement").await?;
        let Loaded { statement, directory, role } =
            load(desk, &mut tx, actor, verb, number, None).await?;
        let by = doer(desk, actor, role, &directory);
        Ok(Self { desk, tx, statement, directory, by, now })
    }

    /// Refuses what cannot be done once something came of the statement.
    async fn must_be_open(&mut self) -> Result<(), Failure> {
        let answers = self.tx.settled_by(self.statement.number).await?;
        let next = match (answers.first(), &self.statement.handling.outcome) {
            (Some(answer), _) => format!("Statement {answer} answers it already."),
            (None, Some(outcome)) => format!("{} noted already what came of it.", outcome.by),
            (None, None) => return Ok(()),
        };
        Err(Failure::Refused(Refusal::Fields(vec![(
            "handling",
            format!("{next} Open it again first, if more is to be done."),
        )])))
    }

    /// Notes it in the history, for everyone.
    async fn note(&mut self, kind: EventKind, words: &str) -> Result<(), Failure> {
        let number = self.statement.number;
        note(self.desk, &mut self.tx, number, kind, self.by.clone(), words, self.now).await
    }

    /// Adds it to what was done.
    fn add(&mut self, kind: DiscussionKind, words: &str, link: &str) {
        self.statement.handling.discussions.push(Discussion {
            kind,
            link: link.to_owned(),
            words: words.to_owned(),
            by: self.by.name().to_owned(),
            at: self.now,
        });
    }

    /// Mails word of it to these, but to whoever does it and to those who were told already; returns all that were told.
    async fn mail(
        &mut self,
        kind: &'static str,
        words: Words,
        mut to: Vec<Mailbox>,
        told: &mut HashSet<String>,
    ) -> Result<(), Failure> {
        told.extend(silent_for(self.desk, &self.by, &self.directory));
        to.retain(|mailbox| told.insert(mailbox.key()));
        let about = About { kind, words, to, reply_to: None, is_whole: false };
        send_about(self.desk, &mut self.tx, &self.statement, about, self.now).await
    }

    /// Tells those whom the policy names, but those who were told already; saves it, and commits.
    async fn close(
        mut self,
        step: Step,
        words: &str,
        told: &HashSet<String>,
    ) -> Result<(), Failure> {
        let what = Told { step, by: &self.by, words, now: self.now };
        tell(self.desk, &mut self.tx, &self.statement, &self.directory, &what, told).await?;
        self.tx.save_statement(&self.statement).await?;
        self.tx.commit().await?;
        Ok(())
    }
}

/// Returns what was said of a step.
fn said(field: &'static str, typed: &str, missing: &str) -> Result<String, Failure> {
    let words = typed.replace("\r\n", "\n").replace('\0', "").trim().to_owned();
    if words.is_empty() && !missing.is_empty() {
        return Err(refused(field, missing.to_owned()));
    }
    if words.len() > LIMIT {
        return Err(refused(field, "Say it in fewer than 10,000 characters.".to_owned()));
    }
    Ok(words)
}

/// Returns an address on the web, or nothing.
fn link(field: &'static str, typed: &str) -> Result<String, Failure> {
    let link = one_line(typed).map_err(|fault| refused(field, fault))?;
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    if !link.is_empty() && (!is_web || link.contains(char::is_whitespace)) {
        let fault = "Give its whole address, as in https://lists.example.org/msg/1.".to_owned();
        return Err(refused(field, fault));
    }
    Ok(link)
}

/// Puts words and a link in a row for the history.
fn with_link(words: &str, link: &str) -> String {
    match (words.is_empty(), link.is_empty()) {
        (_, true) => words.to_owned(),
        (true, false) => link.to_owned(),
        (false, false) => format!("{words} {link}"),
    }
}
