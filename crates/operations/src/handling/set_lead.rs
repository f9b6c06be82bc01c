//! Which of several groups takes the lead (RSP-2).

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Actor, EventKind, Number, Verb, addresses_of_groups};

use super::Case;
use crate::desk::day_of;
use crate::give_statement::refused;
use crate::notices::handled;
use crate::{Desk, Failure};

/// Says which of the groups that have a statement takes the lead; all of them are told.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, or for a group that does not have it.
pub async fn set_lead(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    acronym: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Assign, number, now).await?;
    let holders: Vec<_> = case.statement.holders().into_iter().cloned().collect();
    let Some(lead) = holders.iter().find(|group| group.acronym == acronym.trim()) else {
        let fault = "Choose one of the groups that have it.".to_owned();
        return Err(refused("lead", fault));
    };
    if case.statement.handling.lead.as_ref() == Some(lead) {
        return Ok(());
    }
    case.statement.handling.lead = Some(lead.clone());
    let words = format!("{} ({}) takes the lead.", lead.name, lead.acronym);
    case.note(EventKind::LeadSet, &words).await?;
    let to = addresses_of_groups(&holders, &case.directory, &desk.policy, day_of(now));
    let told = handled::lead_set(desk, &case.statement, &case.by, lead);
    case.mail("lead-set", told, to, &mut HashSet::new()).await?;
    case.tx.save_statement(&case.statement).await?;
    case.tx.commit().await?;
    Ok(())
}
