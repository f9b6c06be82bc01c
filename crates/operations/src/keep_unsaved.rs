//! Keeping what somebody types into the form of a statement while they write it.
//!
//! It is theirs alone, no version, and changes nothing: only saving does. So what is half typed needs not be right, asks nobody
//! again, and stands in nobody's way.

use jiff::{SignedDuration, Timestamp};
use rules::{Actor, Number, PersonId, Refusal, Verb, may};
use store::UnsavedForm;

use crate::{Desk, Failure, StatementForm, see};

/// How long what was never saved is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The most that is kept of a form besides its text, in bytes.
const BESIDES_TEXT: usize = 256 * 1024;

/// Which form of a statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// That of a new one, by the name of its kind.
    New(&'static str),
    /// That of one that there is.
    Change(Number),
}

/// What somebody typed and did not save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// What they typed.
    pub form: StatementForm,
    /// The revision that they began to change; 0 for a new statement.
    pub revision: i64,
    /// When they last typed.
    pub at: Timestamp,
}

/// Keeps what somebody typed, in place of what was kept of this form before.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not see the statement; [`Failure::Refused`] for whoever may not change it, and for more
/// than a statement may hold.
pub async fn keep_unsaved(
    desk: &Desk,
    actor: &Actor,
    writing: Writing,
    unsaved: &Unsaved,
) -> Result<(), Failure> {
    let person = person(desk, actor, writing).await?;
    let typed = serde_json::to_string(&unsaved.form)
        .map_err(|error| Failure::Unacceptable(format!("It cannot be kept: {error}.")))?;
    if typed.len() > desk.settings.text_limit.saturating_mul(2).saturating_add(BESIDES_TEXT) {
        let fault = "This is more than a statement may hold: attach it as a file.".to_owned();
        return Err(Failure::Refused(Refusal::Field { field: "text", fault }));
    }
    let Unsaved { revision, at, .. } = *unsaved;
    let mut tx = desk.store.begin("keep what was typed").await?;
    tx.keep_unsaved(person, &writing.name(), &UnsavedForm { revision, typed, at }).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns what somebody typed into a form and did not save.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn unsaved(
    desk: &Desk,
    actor: &Actor,
    writing: Writing,
) -> Result<Option<Unsaved>, Failure> {
    let Some(person) = actor.person else { return Ok(None) };
    let kept = desk.store.reader().unsaved_form(person, &writing.name()).await?;
    Ok(kept.and_then(|UnsavedForm { revision, typed, at }| {
        let form = serde_json::from_str(&typed).ok()?;
        Some(Unsaved { form, revision, at })
    }))
}

/// Forgets what somebody typed into a form: it is saved, or they throw it away.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn forget_unsaved(desk: &Desk, actor: &Actor, writing: Writing) -> Result<(), Failure> {
    let Some(person) = actor.person else { return Ok(()) };
    let mut tx = desk.store.begin("forget what was typed").await?;
    tx.forget_unsaved(person, &writing.name()).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets what was typed long ago and never saved.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn forget_old_unsaved(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("forget what was never saved").await?;
    tx.forget_unsaved_before(now - KEPT).await?;
    tx.commit().await?;
    Ok(())
}

impl Writing {
    fn name(self) -> String {
        match self {
            Self::New(kind) => kind.to_owned(),
            Self::Change(number) => number.to_string(),
        }
    }
}

/// Returns who types, if they may change what they type into.
async fn person(desk: &Desk, actor: &Actor, writing: Writing) -> Result<PersonId, Failure> {
    if let Writing::Change(number) = writing {
        let statement = see(desk, actor, number).await?;
        let directory = desk.store.reader().directory().await?;
        may(actor, Verb::Edit, &statement, &directory, &desk.policy)?;
    }
    actor.person.ok_or(Failure::NotFound("form"))
}
