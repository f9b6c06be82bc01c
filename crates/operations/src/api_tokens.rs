//! Tokens with which programs act for people: shown once, kept as a digest, and never more than their person may.

use jiff::{SignedDuration, Timestamp};
use rules::{Actor, AuditKind, PersonId, Scope, TokenReach};
use store::ApiToken;

use crate::failure::unless_no_room;
use crate::secrets::{digest, new_token};
use crate::{Desk, Failure, Visitor, act, audit};

/// How a token begins, so that it is known where it should not be.
const BEGIN: &str = "liaison_";
const LONGEST_NAME: usize = 60;
const LONGEST_DAYS: i64 = 366;
/// Nobody keeps more in mind.
const MOST: usize = 20;
/// How exactly it is known when a token was last used.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it lets a program do.
    pub scopes: Vec<Scope>,
    /// For how many days, a year at most.
    pub days: i64,
}

/// Makes a token for a person, and returns it; it is never to be had again.
///
/// # Errors
/// [`Failure::Refused`] with each field that is wrong: `name`, `scopes`, `days`.
pub async fn make_token(
    desk: &Desk,
    person: PersonId,
    new: &NewToken,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<String, Failure> {
    let name = new.name.trim().to_owned();
    let mut faults = Vec::new();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        let fault = format!("Give it a name of at most {LONGEST_NAME} characters: what is it for?");
        faults.push(("token_name", fault));
    }
    if new.scopes.is_empty() {
        faults.push(("scopes", "Choose at least one thing that it lets a program do.".to_owned()));
    }
    if !(1..=LONGEST_DAYS).contains(&new.days) {
        let fault = format!("It lasts from 1 to {LONGEST_DAYS} days.");
        faults.push(("days", fault));
    }
    let there = desk.store.reader().api_tokens_of(person).await?;
    if there.iter().filter(|token| token.expires_at > now).count() >= MOST {
        let fault = format!("You have {MOST} tokens already: revoke those that nobody uses.");
        faults.push(("token_name", fault));
    }
    if !faults.is_empty() {
        return Err(Failure::Refused(rules::Refusal::Fields(faults)));
    }
    let mut scopes = new.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    let token = format!("{BEGIN}{}", new_token());
    let expires_at = now + SignedDuration::from_hours(24 * new.days);
    let id = desk.ids.next(now);
    let words = format!("“{name}”: {} for {} days", in_words(&scopes), new.days);
    let kept = ApiToken { id, person, name, scopes, created_at: now, expires_at, used_at: None };
    let mut tx = desk.store.begin("make a token").await?;
    tx.save_api_token(&digest(&token), &kept).await?;
    audit::note(desk, &mut tx, AuditKind::TokenMade, person, &words, visitor, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Returns the tokens of a person, expired ones included, the newest first.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn own_tokens(desk: &Desk, person: PersonId) -> Result<Vec<ApiToken>, Failure> {
    Ok(desk.store.reader().api_tokens_of(person).await?)
}

/// Revokes a token; `owner` is whose it must be, absent for the operator.
///
/// # Errors
/// [`Failure::NotFound`] if there is none of that id, or it is another's.
pub async fn revoke_token(
    desk: &Desk,
    owner: Option<PersonId>,
    id: i64,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("revoke a token").await?;
    let revoked = tx.revoke_api_token(id).await?;
    let (person, name) = revoked
        .filter(|(person, _)| owner.is_none_or(|owner| owner == *person))
        .ok_or(Failure::NotFound("token"))?;
    let words = format!("“{name}”");
    audit::note(desk, &mut tx, AuditKind::TokenRevoked, person, &words, visitor, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns whom a program acts for, with the roles that they hold now and no further reach than the token's.
///
/// # Errors
/// [`Failure::BadToken`] for a token that is unknown, has expired or was revoked.
pub async fn token_actor(desk: &Desk, token: &str, now: Timestamp) -> Result<Actor, Failure> {
    let found = desk.store.reader().api_token(&digest(token), now).await?;
    let token = found.ok_or(Failure::BadToken)?;
    if token.used_at.is_none_or(|used_at| now.duration_since(used_at) > NOTED_EVERY) {
        unless_no_room(note_use(desk, token.id, now).await, ())?;
    }
    let actor = act(desk, Some(token.person), now).await?;
    Ok(Actor { reach: TokenReach::Only(token.scopes), ..actor })
}

async fn note_use(desk: &Desk, token: i64, now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note a token's use").await?;
    tx.api_token_used(token, now).await?;
    tx.commit().await?;
    Ok(())
}

fn in_words(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.slug()).collect::<Vec<_>>().join(", ")
}
