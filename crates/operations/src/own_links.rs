//! The link in a mail that asks, of which each reader has their own: it signs them in and shows what they are asked about.
//!
//! The message is kept without it. It is made as a copy goes out and is in that copy alone; of its token the database holds a
//! digest.

use bytes::Bytes;
use jiff::Timestamp;
use rules::{Asking, GateKind, Number, PersonId};
use store::{ClaimedDelivery, SignInLink};

use crate::secrets::{digest, new_token};
use crate::{Desk, Failure, notices};

/// What stands in the place of the token in the message as it is kept: as long as a token, and none.
pub(crate) const PLACE: &str = "every-reader-finds-a-link-of-their-own-here";

/// What a one-time link does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLeads {
    /// Whom it signs in.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The statement about which they were asked; nothing for a link that they asked for themselves.
    pub about: Option<LinkAbout>,
}

/// The statement to which the link of a mail that asks leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAbout {
    /// Its number.
    pub number: Number,
    /// Its subject.
    pub subject: String,
    /// What they are asked for.
    pub kind: GateKind,
}

/// Returns what a one-time link does, without using it up; nothing if it does nothing any more.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn look_at_link(
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<LinkLeads>, Failure> {
    match desk.store.reader().sign_in_link(&digest(token), now).await? {
        Some(link) => leads(desk, link, now).await,
        None => Ok(None),
    }
}

/// Returns what a link that is there does; nothing if the rules end it.
pub(crate) async fn leads(
    desk: &Desk,
    link: SignInLink,
    now: Timestamp,
) -> Result<Option<LinkLeads>, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let Some(person) = directory.person(link.person) else { return Ok(None) };
    let leads = LinkLeads { person: person.id, name: person.name.clone(), about: None };
    let Some((asking, address)) = link.asked else { return Ok(Some(leads)) };
    let Some(statement) = reader.statement(asking.number).await? else { return Ok(None) };
    let to = (person, address.as_str());
    if asking.link_holds(to, &statement, &directory, &desk.policy, now).is_err() {
        return Ok(None);
    }
    let about = LinkAbout { number: asking.number, subject: statement.subject, kind: asking.kind };
    Ok(Some(LinkLeads { about: Some(about), ..leads }))
}

/// Returns the message of a delivery as its recipient gets it: with a link of their own, if it asks them for something.
pub(crate) async fn own_copy(
    desk: &Desk,
    delivery: &ClaimedDelivery,
    bytes: Bytes,
    now: Timestamp,
) -> Result<Bytes, Failure> {
    if !notices::is_asking(&delivery.kind) {
        return Ok(bytes);
    }
    let Some((asking, token)) = made(desk, delivery.delivery, now).await? else { return Ok(bytes) };
    let line = |token: &str| notices::own_link(&desk.settings, asking.number, token);
    let copy = mail::with_own_line(&bytes, &line(PLACE), &line(&token));
    Ok(copy.map_or(bytes, Bytes::from))
}

/// Returns the address of a link as one copy of a mail that asks would hold it, for a demonstration, which sends none; nothing if
/// the mail of the delivery asks for nothing.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn demonstrated_link(
    desk: &Desk,
    delivery: i64,
    now: Timestamp,
) -> Result<Option<String>, Failure> {
    let made = made(desk, delivery, now).await?;
    Ok(made.map(|(asking, token)| notices::own_link(&desk.settings, asking.number, &token)))
}

/// Makes a link for the recipient of a delivery; nothing if its mail asks for nothing, or nobody whom the directory knows.
async fn made(
    desk: &Desk,
    delivery: i64,
    now: Timestamp,
) -> Result<Option<(Asking, String)>, Failure> {
    let reader = desk.store.reader();
    let Some((asking, recipient)) = reader.asked_with(delivery).await? else { return Ok(None) };
    let person = reader.person_by_address(&recipient).await?;
    let ends_at = asking.link_ends_at(&desk.policy);
    let (Some(person), Some(ends_at)) = (person, ends_at) else { return Ok(None) };
    let token = new_token();
    let mut tx = desk.store.begin("make the link of a mail that asks").await?;
    tx.remove_expired_links(now).await?;
    tx.save_sign_in_link(&digest(&token), person, ends_at, Some(delivery)).await?;
    tx.commit().await?;
    Ok(Some((asking, token)))
}
