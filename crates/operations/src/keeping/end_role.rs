//! Ending a role that somebody holds.

use jiff::Timestamp;
use rules::{Actor, EntryVerb, PersonId, RoleKind, RoleSource, RoleTerm, may_keep};

use super::add_role::terms_of;
use super::commit;
use crate::acting::doer;
use crate::desk::day_of;
use crate::{Desk, Failure};

/// Ends a role today; imports that still name it do not begin it again.
///
/// # Errors
/// [`Failure::NotFound`] if nobody of that id holds it; [`Failure::Refused`] for whoever may not.
pub async fn end_role(
    desk: &Desk,
    actor: &Actor,
    acronym: &str,
    person: PersonId,
    kind: RoleKind,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("end a role").await?;
    let before = tx.directory().await?;
    let group = before.by_acronym(acronym).ok_or(Failure::NotFound("organization or group"))?;
    let as_role = may_keep(actor, EntryVerb::EditRoles, Some(group.id), &before, &desk.policy)?;
    let today = day_of(now);
    let is_it =
        |term: &RoleTerm| (term.kind, term.group) == (kind, group.id) && !term.is_over_on(today);
    let mut terms = terms_of(person, &before);
    if !terms.iter().any(is_it) {
        return Err(Failure::NotFound("role"));
    }
    for term in terms.iter_mut().filter(|term| is_it(term)) {
        term.until = Some(today);
        term.source = RoleSource::Here;
    }
    tx.save_terms(person, &terms, &desk.ids, now).await?;
    commit(desk, tx, &before, &doer(desk, actor, Some(as_role), &before), now).await?;
    Ok(())
}
