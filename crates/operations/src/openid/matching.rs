//! Finding the person of the directory whom the provider means.

use jiff::Timestamp;
use rules::{AuditKind, PersonId};

use super::OpenIdFailure;
use super::exchange::Known;
use super::refused::NotLetIn;
use crate::{Desk, Visitor, audit};

/// Finds the person whom the provider means: the one whom it meant before, else the one who has the verified address.
///
/// A subject that came before stays who it was, whatever its address is now, unless that has become somebody else's.
pub(super) async fn find(
    desk: &Desk,
    issuer: &str,
    known: &Known,
    visitor: &Visitor,
    now: Timestamp,
) -> Result<Result<PersonId, NotLetIn>, OpenIdFailure> {
    let mut tx = desk.store.begin("find whom the provider means").await?;
    let before = tx.person_of_subject(issuer, &known.subject).await?;
    let owner = match &known.address {
        Some(address) => tx.person_by_address(address).await?,
        None => None,
    };
    let address = || known.address.clone().unwrap_or_default();
    let person = match (before, owner) {
        (Some(person), None) => {
            tx.subject_came(issuer, &known.subject, now).await?;
            person
        }
        (Some(person), Some(owner)) if person == owner => {
            tx.subject_came(issuer, &known.subject, now).await?;
            person
        }
        (Some(person), Some(_)) => return Ok(Err(NotLetIn::BoundToAnother(person, address()))),
        (None, None) if known.address.is_none() => return Ok(Err(NotLetIn::NoAddress)),
        (None, None) => return Ok(Err(NotLetIn::Unknown(address()))),
        (None, Some(owner)) => {
            if tx.subject_of_person(issuer, owner).await?.is_some() {
                return Ok(Err(NotLetIn::SecondAccount(owner, address())));
            }
            tx.bind_subject(issuer, &known.subject, owner, now).await?;
            let kind = AuditKind::ProviderBound;
            audit::note(desk, &mut tx, kind, owner, issuer, visitor, now).await?;
            owner
        }
    };
    tx.commit().await?;
    Ok(Ok(person))
}
