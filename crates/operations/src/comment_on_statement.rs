//! Remarking something in a statement's history, for everyone or for those who are involved alone.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, Event, EventKind, Number, Step, Verb};

use crate::acting::{Loaded, doer, load};
use crate::give_statement::refused;
use crate::telling::{Told, tell};
use crate::{Desk, Failure};

/// The most bytes of a comment.
const LIMIT: usize = 10_000;

/// Adds a comment to the history of a statement that is in review or on the record; everyone reads a public one once the
/// statement is public, and of others nobody hears but who is involved.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, without words, or with too many.
pub async fn comment_on_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    words: &str,
    public: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("comment on a statement").await?;
    let Loaded { statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Comment, number, None).await?;
    let words = words.replace("\r\n", "\n").replace('\0', "");
    let words = words.trim();
    if words.is_empty() {
        return Err(refused("remark", "Write what you have to say.".to_owned()));
    }
    if words.len() > LIMIT {
        return Err(refused("remark", "Say it in fewer than 10,000 characters.".to_owned()));
    }
    let by = doer(desk, actor, role, &directory);
    let event = Event {
        id: desk.ids.next(now),
        number,
        kind: EventKind::Commented,
        by: by.clone(),
        at: now,
        public,
        words: words.to_owned(),
        difference: String::new(),
    };
    tx.add_event(&event).await?;
    if public {
        let told = Told { step: Step::Commented, by: &by, words, now };
        tell(desk, &mut tx, &statement, &directory, &told, &HashSet::new()).await?;
    }
    tx.commit().await?;
    Ok(())
}
