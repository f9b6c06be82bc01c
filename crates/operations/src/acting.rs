//! Who acts, and on what: every verb begins here.

use std::sync::Arc;

use jiff::Timestamp;
use rules::{Actor, Directory, Doer, Event, EventKind, HeldRole, Number, Statement, Verb, may};
use store::Transaction;

use crate::desk::day_of;
use crate::{Desk, Failure};

/// Returns a person with the roles that they hold now; no person gives a reader.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn act(
    desk: &Desk,
    person: Option<rules::PersonId>,
    now: Timestamp,
) -> Result<Actor, Failure> {
    let Some(person) = person else { return Ok(Actor::reader()) };
    Ok(desk.store.reader().directory().await?.actor(person, day_of(now)))
}

/// Returns a statement that somebody may see, for a page.
///
/// # Errors
/// [`Failure::NotFound`] if there is none, or they may not see it.
pub async fn see(desk: &Desk, actor: &Actor, number: Number) -> Result<Statement, Failure> {
    let reader = desk.store.reader();
    let statement = reader.statement(number).await?.ok_or(Failure::NotFound("statement"))?;
    if statement.state.is_public() {
        return Ok(statement);
    }
    let directory = reader.directory().await?;
    may(actor, Verb::See, &statement, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("statement"))?;
    Ok(statement)
}

/// A statement loaded for a verb, with the role in which the person does it.
pub(crate) struct Loaded {
    pub(crate) statement: Statement,
    pub(crate) directory: Arc<Directory>,
    pub(crate) role: Option<HeldRole>,
}

/// Loads a statement within the transaction, and asks whether the person may do this with it.
///
/// `seen` is the revision that they saw, where what they do depends on it.
pub(crate) async fn load(
    desk: &Desk,
    tx: &mut Transaction,
    actor: &Actor,
    verb: Verb,
    number: Number,
    seen: Option<i64>,
) -> Result<Loaded, Failure> {
    let directory = desk.store.reader().directory().await?;
    let statement = tx.statement(number).await?.ok_or(Failure::NotFound("statement"))?;
    may(actor, Verb::See, &statement, &directory, &desk.policy)
        .map_err(|_| Failure::NotFound("statement"))?;
    let role = may(actor, verb, &statement, &directory, &desk.policy)?;
    if seen.is_some_and(|seen| seen != statement.revision) {
        return Err(Failure::Refused(rules::Refusal::Outdated));
    }
    Ok(Loaded { statement, directory, role })
}

/// Returns the doer of an event: the person, in the role in which they act (OUT-9).
pub(crate) fn doer(
    desk: &Desk,
    actor: &Actor,
    role: Option<HeldRole>,
    directory: &Directory,
) -> Doer {
    Doer::Person {
        id: actor.person,
        name: actor.name.clone(),
        role: role.map(|role| desk.policy.held_words(role, directory)).unwrap_or_default(),
    }
}

/// Appends an event to a statement's history.
pub(crate) async fn note(
    desk: &Desk,
    tx: &mut Transaction,
    number: Number,
    kind: EventKind,
    by: Doer,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let id = desk.ids.next(now);
    let (words, difference) = (words.to_owned(), String::new());
    tx.add_event(&Event { id, number, kind, by, at: now, public: true, words, difference }).await?;
    Ok(())
}
