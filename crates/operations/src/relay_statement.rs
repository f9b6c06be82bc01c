//! Relaying a statement on research to research groups, by whoever is asked about research (1, IN-4).

use jiff::Timestamp;
use rules::{Actor, EventKind, GroupRef, Number, Verb};

use crate::acting::{Loaded, doer, load, note};
use crate::form::our_groups_named;
use crate::give_statement::{refused, relay};
use crate::mailing::mailbox_of;
use crate::{Desk, Failure};

/// Relays a statement on the record to the research groups of these acronyms, in place of those that it was relayed to; they
/// are told, with what somebody has to say to them.
///
/// # Errors
/// [`Failure::Refused`] for whoever is not asked about research or what is not about it, for a group that is no research group,
/// or if nothing would change.
pub async fn relay_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    groups: &str,
    said: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("relay a statement to research groups").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Relay, number, None).await?;
    let by = doer(desk, actor, role, &directory);
    let said = said.trim();
    if said.len() > desk.settings.text_limit {
        return Err(refused("relay_note", "Say it in fewer words.".to_owned()));
    }
    let groups =
        our_groups_named(groups, &directory).map_err(|fault| refused("relay_to", fault))?;
    let is_other = |group: &&GroupRef| !desk.policy.is_research_group(group.id, &directory);
    if let Some(other) = groups.iter().find(is_other) {
        let fault = format!(
            "“{}” is no research group: a coordinator gives it to other groups.",
            other.acronym
        );
        return Err(refused("relay_to", fault));
    }
    let own = actor.person.and_then(|person| directory.person(person)).and_then(mailbox_of);
    let to = (groups.as_slice(), said);
    let handover = relay(desk, &mut tx, &mut statement, &directory, (&by, own), to, now).await?;
    if handover.is_empty() {
        let fault = "It is relayed to these groups already: name others.".to_owned();
        return Err(refused("relay_to", fault));
    }
    note(desk, &mut tx, number, EventKind::Relayed, by, &handover.words(), now).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}
