//! A reminder to the other side, as it would go out.

use askama::Template;
use operations::AskingDraft;
use rules::Mailbox;

use super::faults::FaultList;
use crate::pieces::{Field, FieldKind};
use crate::view::View;

/// A reminder to the other side, as it would go out.
#[derive(Debug, Template)]
#[template(path = "desk/ask_again.html")]
pub(crate) struct AskAgainPage {
    view: View,
    number: i64,
    title: String,
    subject: String,
    to: Vec<String>,
    words: Field,
    faults: FaultList,
    /// What somebody decided before, in a sentence; empty while nobody did.
    decided: &'static str,
}

impl AskAgainPage {
    /// Makes the page, with what was typed and what is wrong with it.
    pub(crate) fn of(
        view: View,
        draft: AskingDraft,
        typed: Option<&str>,
        faults: &[(&'static str, String)],
    ) -> Self {
        let words = Field::new("ask_words", "What is asked", FieldKind::Text(12))
            .hint("It goes out as it stands here; answers go to the address that the statement names for them.")
            .value(typed.unwrap_or(&draft.text))
            .faults(faults);
        Self {
            view,
            number: draft.statement.number.0,
            title: draft.statement.subject.clone(),
            subject: draft.subject,
            to: draft.to.iter().map(Mailbox::to_string).collect(),
            words,
            faults: FaultList::here(faults),
            decided: match draft.decided {
                Some(true) => "It was asked already.",
                Some(false) => "Somebody decided to let it be.",
                None => "",
            },
        }
    }

    pub(crate) fn sample() -> Self {
        let number = rules::Number(70);
        let begun = jiff::Timestamp::UNIX_EPOCH;
        let mut statement = rules::Statement::blank(number, rules::Direction::Outgoing, begun);
        statement.subject = "Leap <seconds>".to_owned();
        let draft = AskingDraft {
            subject: format!("Reminder: {}", statement.subject),
            statement,
            to: Mailbox::parse("ETU <etu@example.com>").into_iter().collect(),
            text: "Dear colleagues,\n\nhow does it stand?\n".to_owned(),
            decided: None,
        };
        Self::of(View::signed_in_sample("/statements/70/ask-again"), draft, None, &[])
    }
}
