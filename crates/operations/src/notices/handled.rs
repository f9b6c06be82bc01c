//! What is mailed while somebody sees to a received statement: handed on, put to the group, left without an answer.

use rules::{Doer, GroupRef, Statement};

use super::received::who;
use super::{Words, head};
use crate::Desk;

/// Asks somebody to see to a statement (IN-5, RSP-2).
pub(crate) fn asked_to_see_to(desk: &Desk, statement: &Statement, by: &Doer, note: &str) -> Words {
    let said = if note.is_empty() { String::new() } else { format!("\n\n{note}") };
    let due = statement.due().map(|due| format!(" by {due}")).unwrap_or_default();
    let text = format!(
        "{} asks you to see to a statement from {}.{said}\n\n\
         What is expected of you: that it gets an answer{due}, or that it is noted why not. Take it on, or hand it back with \
         a word to whom it belongs:\n{}\n\n{}",
        who(by),
        statement.from.words(),
        desk.settings.statement_url(statement.number),
        head(desk, statement)
    );
    Words { subject: format!("Will you see to “{}”?", statement.subject), text }
}

/// Word to whoever saw to a statement, or handed it on, that somebody else does now.
pub(crate) fn sees_to_it_now(desk: &Desk, statement: &Statement, by: &Doer, name: &str) -> Words {
    let is_asked = statement.handling.assignee.as_ref().is_some_and(|it| !it.accepted);
    let text = if is_asked {
        format!(
            "{} asked {name} to see to a statement that was with you. Nothing more is expected of you.\n\n{}",
            who(by),
            head(desk, statement)
        )
    } else {
        format!(
            "{name} sees to this statement from now on. Nothing more is expected of you.\n\n{}",
            head(desk, statement)
        )
    };
    Words { subject: format!("With {name} now: {}", statement.subject), text }
}

/// Word that whoever was asked to see to a statement handed it back.
pub(crate) fn handed_back(desk: &Desk, statement: &Statement, by: &Doer, words: &str) -> Words {
    let now = match &statement.handling.assignee {
        Some(_) => "It is with you again: see to it, or hand it to somebody else:",
        None => "Nobody sees to it now. Take it, or hand it to somebody:",
    };
    let text = format!(
        "{} hands back a statement from {}:\n\n{words}\n\n{now}\n{}\n\n{}",
        who(by),
        statement.from.words(),
        desk.settings.statement_url(statement.number),
        head(desk, statement)
    );
    Words { subject: format!("Handed back: {}", statement.subject), text }
}

/// Word to the groups that have a statement which of them takes the lead (RSP-2).
pub(crate) fn lead_set(desk: &Desk, statement: &Statement, by: &Doer, lead: &GroupRef) -> Words {
    let text = format!(
        "{} noted that {} takes the lead for a statement that several groups have. It puts it to its list, and drafts the \
         answer; what the others have to say, they say to it.\n\n{}",
        who(by),
        lead.name,
        head(desk, statement)
    );
    Words { subject: format!("{} takes the lead: {}", lead.name, statement.subject), text }
}

/// The draft of the mail that puts what is asked to the group (RSP-7).
pub(crate) fn put_to_group(desk: &Desk, statement: &Statement, name: &str) -> Words {
    let from = statement.from.words();
    let asked = statement.handling.asked.as_deref().and_then(|slug| desk.policy.ask(slug));
    let wants = asked.map_or_else(String::new, |ask| {
        format!("\n\nWhat is asked for: {}. {}", super::uncapitalized(&ask.name), ask.takes)
    });
    let by = statement.due().map_or_else(
        || "It names no day by which it wants an answer.".to_owned(),
        |due| format!("It wants an answer by {}.", due.strftime("%-d %B %Y")),
    );
    let text = format!(
        "Hello all,\n\n\
         {from} sent us the liaison statement “{}”. {by}{wants}\n\n\
         Please say on this list what we should answer, or that we should not: whether published documents answer it \
         already, what the group thinks of it, and whether somebody wants to work on it. That nobody says anything is no \
         consensus.\n\n\
         The statement, with everything that came with it:\n{}\n\n\
         {name}\n\n\
         --------\n\n\
         Subject: {}\n\n\
         {}",
        statement.subject,
        desk.settings.statement_url(statement.number),
        statement.subject,
        statement.text
    );
    Words { subject: format!("Liaison statement from {from}: {}", statement.subject), text }
}

/// Asks whoever keeps the relationship to let a sender know that they get no answer (RSP-5).
pub(crate) fn no_answer(desk: &Desk, statement: &Statement, by: &Doer, reason: &str) -> Words {
    let from = statement.from.words();
    let text = format!(
        "{} decided that a statement from {from} gets no answer:\n\n{reason}\n\n\
         Please let {from} know, informally: no answer is owed, but they should not wait for one. The record says what was \
         decided, and why.\n\n{}",
        who(by),
        head(desk, statement)
    );
    Words { subject: format!("For {from}: no answer to “{}”", statement.subject), text }
}

/// The draft of the mail by which somebody answers informally, from their own mailbox (RSP-4).
pub(crate) fn informal_draft(desk: &Desk, statement: &Statement, name: &str) -> Words {
    let coordination = desk.policy.coordination();
    let whom = coordination.map(|it| it.address().to_owned()).unwrap_or_default();
    let text = format!(
        "Dear colleagues,\n\n\
         thank you for your statement “{}”.\n\n\
         [Your answer.]\n\n\
         This is an informal answer, and no statement. Your statement on our record:\n{}\n\n\
         For anything about statements between us, write to {whom}.\n\n{name}\n",
        statement.subject,
        desk.settings.statement_url(statement.number),
    );
    Words { subject: format!("Re: {}", statement.subject), text }
}
