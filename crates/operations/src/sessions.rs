//! Sessions: beginning, using, listing and ending them.

use jiff::{SignedDuration, Timestamp};
use rules::{AuditKind, PersonId};
use store::Session;

use crate::failure::unless_no_room;
use crate::secrets::{digest, new_token};
use crate::{Desk, Failure, Visitor, audit};

/// How exactly it is known when a session was last used.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(10);

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// The session.
    pub session: Session,
    /// Whether it is the one that asks.
    pub is_this_one: bool,
}

/// Begins a session for a person who has shown who they are, by these means; returns its token.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn begin_session(
    desk: &Desk,
    person: PersonId,
    means: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<String, Failure> {
    let token = new_token();
    let session = Session {
        id: desk.ids.next(now),
        person,
        means: means.to_owned(),
        agent: visitor.agent.clone(),
        created_at: now,
        seen_at: now,
        expires_at: now + desk.settings.session_longest,
    };
    let mut tx = desk.store.begin("begin a session").await?;
    tx.remove_ended_sessions(now, idle_since(desk, now)).await?;
    tx.save_session(&digest(&token), &session).await?;
    audit::note(desk, &mut tx, AuditKind::SignedIn, person, means, visitor, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Returns who a session's token belongs to, and notes now and then that it was used.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn session_person(
    desk: &Desk,
    token: &str,
    now: Timestamp,
) -> Result<Option<PersonId>, Failure> {
    let sha256 = digest(token);
    let found = desk.store.reader().session(&sha256, now, idle_since(desk, now)).await?;
    let Some(session) = found else { return Ok(None) };
    let noted_every = NOTED_EVERY.min(desk.settings.session_idle / 4);
    if now.duration_since(session.seen_at) > noted_every {
        unless_no_room(note_use(desk, &sha256, now).await, ())?;
    }
    Ok(Some(session.person))
}

async fn note_use(desk: &Desk, sha256: &str, now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note a session's use").await?;
    tx.touch_session(sha256, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns the sessions of a person, the one used last first; `token` is that of the session that asks.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn own_sessions(
    desk: &Desk,
    person: PersonId,
    token: &str,
    now: Timestamp,
) -> Result<Vec<OwnSession>, Failure> {
    let (reader, idle_since) = (desk.store.reader(), idle_since(desk, now));
    let this = reader.session(&digest(token), now, idle_since).await?.map(|session| session.id);
    let sessions = reader.sessions_of(person, now, idle_since).await?;
    let own = |session: Session| OwnSession { is_this_one: Some(session.id) == this, session };
    Ok(sessions.into_iter().map(own).collect())
}

/// Ends one session of a person.
///
/// # Errors
/// [`Failure::NotFound`] if they have none of that id.
pub async fn end_session(
    desk: &Desk,
    person: PersonId,
    id: i64,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("end one session").await?;
    let agent = tx.end_session_of(person, id).await?.ok_or(Failure::NotFound("session"))?;
    let words = if agent.is_empty() { "one".to_owned() } else { format!("one: {agent}") };
    audit::note(desk, &mut tx, AuditKind::SessionsEnded, person, &words, visitor, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all sessions of a person but the one that asks; returns how many.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn end_other_sessions(
    desk: &Desk,
    person: PersonId,
    token: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<u64, Failure> {
    let mut tx = desk.store.begin("end all other sessions").await?;
    let ended = tx.end_other_sessions(person, &digest(token)).await?;
    if ended > 0 {
        let words = format!("all others: {ended}");
        audit::note(desk, &mut tx, AuditKind::SessionsEnded, person, &words, visitor, now).await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Ends the session of a token.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn sign_out(desk: &Desk, token: &str, now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("sign out").await?;
    if let Some((person, agent)) = tx.end_session(&digest(token)).await? {
        let visitor = Visitor { agent, ..Visitor::default() };
        audit::note(desk, &mut tx, AuditKind::SignedOut, person, "", &visitor, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// A session that was not used since then has ended.
pub(crate) fn idle_since(desk: &Desk, now: Timestamp) -> Timestamp {
    now - desk.settings.session_idle
}
