//! Deciding to send no answer: recorded with its reason, and told to whoever lets the sender know (RSP-5).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, EventKind, Number, Outcome, OutcomeKind, Step, Verb, feedback_to};

use super::{Case, said};
use crate::desk::day_of;
use crate::notices::handled;
use crate::{Desk, Failure};

/// Decides that a statement gets no answer; the liaison manager for its sender, else those who coordinate, are asked to let
/// the sender know.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without a reason, or once something came of it.
pub async fn decide_no_answer(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    case.must_be_open().await?;
    let words = said("no_answer_reason", reason, "Say why: everyone reads it.")?;
    case.statement.handling.outcome = Some(Outcome {
        kind: OutcomeKind::NoAnswer,
        at: now,
        by: case.by.name().to_owned(),
        role: case.by.role().to_owned(),
        words: words.clone(),
        link: String::new(),
        message: None,
    });
    case.note(EventKind::NoAnswer, &words).await?;
    let to = feedback_to(&case.statement, &case.directory, &desk.policy, day_of(now));
    let notice = handled::no_answer(desk, &case.statement, &case.by, &words);
    let mut told = HashSet::new();
    case.mail("no-answer", notice, to, &mut told).await?;
    case.close(Step::NoAnswer, &words, &told).await
}
