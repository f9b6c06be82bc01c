//! The private address at which somebody's calendar reads what waits for them.

use jiff::Timestamp;
use rules::{Actor, PersonId};

use crate::secrets::{digest, new_token};
use crate::{Desk, Failure};

/// Makes the token of somebody's calendar, in place of the one that they had; only they ever see it.
///
/// # Errors
/// [`Failure::NotFound`] for nobody.
pub async fn make_calendar(desk: &Desk, actor: &Actor, now: Timestamp) -> Result<String, Failure> {
    let person = actor.person.ok_or(Failure::NotFound("account"))?;
    let token = new_token();
    let mut tx = desk.store.begin("make a calendar").await?;
    tx.make_calendar(person, &digest(&token), now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Revokes somebody's calendar: at its address there is nothing any more.
///
/// # Errors
/// [`Failure::NotFound`] for nobody.
pub async fn revoke_calendar(desk: &Desk, actor: &Actor) -> Result<(), Failure> {
    let person = actor.person.ok_or(Failure::NotFound("account"))?;
    let mut tx = desk.store.begin("revoke a calendar").await?;
    tx.revoke_calendar(person).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns whose calendar a token belongs to.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none, or was revoked.
pub async fn calendar_person(desk: &Desk, token: &str) -> Result<PersonId, Failure> {
    let person = desk.store.reader().calendar(&digest(token)).await?;
    person.ok_or(Failure::NotFound("calendar"))
}
