//! Noting sign-ins, failures, tokens and changes of roles, and reading what was noted.

use jiff::Timestamp;
use rules::{
    Actor, AuditEvent, AuditKind, Directory, PersonId, RoleChange, may_read_audit, role_changes,
};
use store::Transaction;

use crate::{Desk, Failure, Visitor, secrets};

/// How many of their own events somebody is shown.
const OWN: i64 = 20;

/// Notes what happened to a person's ways in.
pub(crate) async fn note(
    desk: &Desk,
    tx: &mut Transaction,
    kind: AuditKind,
    person: PersonId,
    words: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let event = AuditEvent {
        id: desk.ids.next(now),
        at: now,
        kind,
        person: Some(person),
        words: words.to_owned(),
        address_digest: String::new(),
        agent: visitor.agent.clone(),
    };
    tx.add_audit(&[event]).await?;
    Ok(())
}

/// Notes that somebody was refused; of an address that nobody has, a keyed digest alone.
pub(crate) async fn note_failure(
    desk: &Desk,
    person: Option<PersonId>,
    address: &str,
    words: &str,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("note a failed sign-in").await?;
    let address_digest = match person {
        None if !address.trim().is_empty() => secrets::keyed_digest(&mut tx, address).await?,
        _ => String::new(),
    };
    let event = AuditEvent {
        id: desk.ids.next(now),
        at: now,
        kind: AuditKind::SignInFailed,
        person,
        words: words.to_owned(),
        address_digest,
        agent: visitor.agent.clone(),
    };
    tx.add_audit(&[event]).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes whose roles a change of the directory gave or took, and returns how many people that concerns.
///
/// Whatever brings people into the directory calls it in its own transaction, with the directory as it was.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn audit_roles(
    desk: &Desk,
    tx: &mut Transaction,
    before: &Directory,
    now: Timestamp,
) -> Result<usize, store::Fault> {
    let changes = role_changes(before, &tx.directory().await?, &desk.policy);
    let event = |change: &RoleChange| AuditEvent {
        id: desk.ids.next(now),
        at: now,
        kind: AuditKind::RolesChanged,
        person: Some(change.person),
        words: change.words(),
        address_digest: String::new(),
        agent: String::new(),
    };
    let events: Vec<AuditEvent> = changes.iter().map(event).collect();
    tx.add_audit(&events).await?;
    Ok(events.len())
}

/// Returns a page of what is noted of everybody, newest first, and how much there is.
///
/// # Errors
/// [`Failure::NotFound`] for whoever may not read it.
pub async fn audit(
    desk: &Desk,
    actor: &Actor,
    page: i64,
    per_page: i64,
) -> Result<(Vec<AuditEvent>, i64), Failure> {
    let reader = desk.store.reader();
    may_read_audit(actor, &*reader.directory().await?, &desk.policy)
        .map_err(|_| Failure::NotFound("page"))?;
    Ok(reader.audit(page, per_page).await?)
}

/// Returns the newest of what is noted of somebody, for themselves.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn own_audit(desk: &Desk, person: PersonId) -> Result<Vec<AuditEvent>, Failure> {
    Ok(desk.store.reader().audit_of(person, OWN).await?)
}
