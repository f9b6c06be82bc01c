//! Noting what is done about a statement, with where it can be read (REC-9).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, DiscussionKind, Event, EventKind, Number, Step, Verb};

use super::{Case, link, said, with_link};
use crate::give_statement::refused;
use crate::{Desk, Failure};

/// What is done about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotedAction<'a> {
    /// Its sender knows that it arrived, or it is under discussion.
    pub kind: DiscussionKind,
    /// In words; may be empty where there is a link.
    pub words: &'a str,
    /// A message of a list's archive, an issue of a tracker; may be empty where there are words.
    pub link: &'a str,
    /// Whether everyone reads it; else those who are involved.
    pub public: bool,
}

/// Notes what is done about a statement: for everyone, or in the history of those who are involved alone.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without words and link, or for a link that is no address.
pub async fn note_action(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    action: NotedAction<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    let (words, link) =
        (said("action_words", action.words, "")?, link("action_link", action.link)?);
    let kind = match action.kind {
        DiscussionKind::Acknowledged => EventKind::Acknowledged,
        _ => EventKind::Discussed,
    };
    if words.is_empty() && link.is_empty() && kind == EventKind::Discussed {
        let fault = "Say where, by a link into the list’s archive or a tracker, or in words.";
        return Err(refused("action_link", fault.to_owned()));
    }
    let noted = with_link(&words, &link);
    if !action.public {
        let event = Event {
            id: desk.ids.next(now),
            number,
            kind,
            by: case.by.clone(),
            at: now,
            public: false,
            words: noted,
            difference: String::new(),
        };
        case.tx.add_event(&event).await?;
        case.tx.commit().await?;
        return Ok(());
    }
    let kept = match action.kind {
        DiscussionKind::Acknowledged => DiscussionKind::Acknowledged,
        _ => DiscussionKind::Discussed,
    };
    case.add(kept, &words, &link);
    case.note(kind, &noted).await?;
    case.close(Step::Noted, &noted, &HashSet::new()).await
}
