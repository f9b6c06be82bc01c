//! Whether a statement goes to several organizations, and what goes to each where one letter becomes several (CON-9).

use crate::{Directory, GroupId, GroupRef, Mailbox, Refusal, Side, State, Statement};

/// The groups in To that belong to one organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The organization.
    pub organization: GroupId,
    /// Its groups, in the order in which they were named.
    pub groups: Vec<GroupRef>,
}

/// Returns the organizations of a side, each with its groups, in the order in which they are named first.
///
/// Bodies that the directory does not know belong to none of them.
pub fn organizations_of(side: &Side, directory: &Directory) -> Vec<Addressed> {
    let mut found: Vec<Addressed> = Vec::new();
    for group in &side.groups {
        let organization = directory.organization(group.id).map_or(group.id, |it| it.id);
        match found.iter_mut().find(|it| it.organization == organization) {
            Some(known) => known.groups.push(group.clone()),
            None => found.push(Addressed { organization, groups: vec![group.clone()] }),
        }
    }
    found
}

/// Returns what goes to each organization where a draft is split into one letter for each (CON-9).
///
/// # Errors
/// [`Refusal::WrongState`] unless it is a draft; [`Refusal::Fields`] if it goes to one organization alone, or is a
/// correction, which goes where the statement went.
pub fn split(statement: &Statement, directory: &Directory) -> Result<Vec<Addressed>, Refusal> {
    let state = statement.state;
    if state != State::Draft {
        let next = "only a draft is: send it back first.";
        return Err(Refusal::WrongState { state, verb: "split", next });
    }
    let parts = organizations_of(&statement.to, directory);
    let fault = if statement.correction.is_some() {
        "A correction goes where the statement went: it is not split."
    } else if parts.len() < 2 {
        "It goes to one organization: there is nothing to split."
    } else {
        return Ok(parts);
    };
    Err(Refusal::Fields(vec![("to_groups", fault.to_owned())]))
}

/// Returns the Send-Reply-To of what is answered, where that came from the organization of a part (CON-6).
///
/// A letter to another organization is not mailed there.
pub fn replies_to<'a>(
    part: &Addressed,
    answered: &'a [Statement],
    directory: &Directory,
) -> Option<&'a Mailbox> {
    let is_theirs = |answered: &&Statement| {
        let senders = organizations_of(&answered.from, directory);
        senders.iter().any(|sender| sender.organization == part.organization)
    };
    answered.iter().filter(is_theirs).find_map(|answered| answered.from.liaison_contact.as_ref())
}
