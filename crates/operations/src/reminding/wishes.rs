//! What people set of reminders for themselves.

use jiff::Timestamp;
use rules::Actor;
use store::ReminderWishes;

use super::REMINDERS;
use crate::mailing::mailbox_of;
use crate::secrets::digest;
use crate::{Desk, Failure};

/// Keeps whether somebody gets the daily message, and whether they are reminded of answers to what their groups sent. Whoever wants
/// it gets it again, if it stopped because it came back.
///
/// # Errors
/// [`Failure::NotFound`] for nobody.
pub async fn set_wishes(
    desk: &Desk,
    actor: &Actor,
    digests: bool,
    awaited: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    let person = actor.person.ok_or(Failure::NotFound("account"))?;
    let directory = desk.store.reader().directory().await?;
    let to = directory.person(person).and_then(mailbox_of).filter(|_| digests);
    let mut tx = desk.store.begin("set what is reminded of").await?;
    tx.set_reminder_wishes(ReminderWishes { person, digests, awaited }).await?;
    if let Some(to) = to {
        tx.resume_mail(to.address(), REMINDERS, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Ends somebody's daily message by the token of one that they got (RFC 8058); says whose it was, by name.
///
/// # Errors
/// [`Failure::NotFound`] for a token that is none of ours.
pub async fn unsubscribe(desk: &Desk, token: &str, does_it: bool) -> Result<String, Failure> {
    let reader = desk.store.reader();
    let person = reader.unsubscribing(&digest(token)).await?.ok_or(Failure::NotFound("page"))?;
    if does_it {
        let wishes = reader.reminder_wishes_of(person).await?;
        let mut tx = desk.store.begin("unsubscribe").await?;
        tx.set_reminder_wishes(ReminderWishes { digests: false, ..wishes }).await?;
        tx.commit().await?;
    }
    let directory = reader.directory().await?;
    Ok(directory.person(person).map(|person| person.name.clone()).unwrap_or_default())
}
