//! Word of what was done with a statement, to those whom the policy names.

use rules::{Directory, Doer, State, Statement, Step};

use super::{Words, capitalized, deciding, head, received, some_subject};
use crate::Desk;
use crate::telling::Told;

/// Word of a step to those whom the policy names: who did what, with which words, and what is still missing (PI-18).
pub(crate) fn step_taken(
    desk: &Desk,
    statement: &Statement,
    directory: &Directory,
    told: &Told<'_>,
) -> Words {
    let who = received::who(told.by);
    let done = done(statement, told);
    let mut paragraphs = vec![format!("{who} {done}.")];
    paragraphs.extend((!told.words.is_empty()).then(|| told.words.to_owned()));
    match statement.state {
        State::InReview => {
            paragraphs.push(deciding::waits_for(statement, directory));
        }
        // What is done with it afterwards does not put it there.
        State::Posted if is_afterwards(told.step) => {}
        State::Posted if statement.version > 1 => {
            paragraphs
                .push(format!("As version {}, it is now on the public record.", statement.version));
        }
        State::Posted => paragraphs.push("It is now on the public record.".to_owned()),
        _ => {}
    }
    let address = desk.settings.statement_url(statement.number);
    paragraphs.push(if statement.state.is_public() {
        address
    } else {
        format!("{address}/preview")
    });
    let step = match told.step {
        Step::Consulted => "advice",
        Step::Commented => "comment",
        Step::Marked if statement.about_research => "about research",
        Step::Marked => "not about research",
        Step::Posted => "posted",
        Step::DeadlineAgreed => "later deadline",
        step => step.words(),
    };
    let subject = format!("{}: {}", capitalized(step), some_subject(statement));
    let text = format!("{}\n\n{}", paragraphs.join("\n\n"), head(desk, statement));
    Words { subject, text }
}

/// Returns what somebody did, after their name.
fn done(statement: &Statement, told: &Told<'_>) -> &'static str {
    match told.step {
        Step::Submitted => "submitted a statement",
        Step::Agreed => "agreed to a statement",
        Step::Approved => "approved a statement",
        Step::Consulted if *told.by == Doer::System => "waits no longer for advice on a statement",
        Step::Consulted => "gave advice on a statement",
        Step::Reviewed => "reviewed a statement",
        Step::Edited => "changed a statement that is in review",
        Step::SentBack => "sent a statement back to be changed",
        Step::Dropped => "dropped a statement before it was on the record",
        Step::Withdrawn => "withdrew a statement from the record",
        Step::Given => "gave a statement to other groups",
        Step::Marked if statement.about_research => "marked a statement as being about research",
        Step::Marked => "marked a statement as not being about research",
        Step::Relayed => "relayed a statement to research groups",
        Step::Commented => "commented on a statement",
        Step::HandedOn => "handed a statement on",
        Step::TakenOn => "sees to a statement now",
        Step::HandedBack => "handed a statement back",
        Step::Noted => "noted what is done about a statement",
        Step::Promised => "promised an answer to a statement",
        Step::AnsweredInformally => "answered a statement informally",
        Step::NoAnswer => "decided that a statement gets no answer",
        Step::Answered => "noted that a statement is answered",
        Step::Reopened => "opened a statement again: it waits for an answer",
        Step::LinksMended => "mended what a statement is to others",
        Step::Posted => "posted a statement at the time that was set",
        Step::DeadlineAgreed => "noted a later day for an answer to a statement",
        Step::Undelivered => "could not deliver mail about a statement",
    }
}

/// Says whether a step is one of what is done with a statement on the record.
fn is_afterwards(step: Step) -> bool {
    matches!(
        step,
        Step::Given
            | Step::Marked
            | Step::Relayed
            | Step::Commented
            | Step::HandedOn
            | Step::TakenOn
            | Step::HandedBack
            | Step::Noted
            | Step::Promised
            | Step::AnsweredInformally
            | Step::NoAnswer
            | Step::Answered
            | Step::Reopened
            | Step::LinksMended
            | Step::DeadlineAgreed
    )
}
