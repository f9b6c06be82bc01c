//! Who must agree before a group speaks (4053bis §4.1, OUT-1 to OUT-3).

use jiff::civil::Date;

use crate::{
    Actor, Direction, Directory, Gate, GateKind, GroupId, HeldRole, Person, Policy, Refusal,
};

/// Returns the gates that a statement needs, all closed: the policy's, with one approval for each From group (OUT-3).
///
/// # Errors
/// [`Refusal::NoLevel`] for a From group that never sends statements (OUT-1); [`Refusal::Fields`] for a statement of
/// ours that is from none, since nobody could approve it.
pub fn needed_gates(
    direction: Direction,
    from: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> Result<Vec<Gate>, Refusal> {
    let mut senders: Vec<GroupId> = Vec::new();
    for group in from.iter().filter(|_| direction == Direction::Outgoing) {
        level_of(*group, directory, policy)?;
        // Named twice, it would wait for an approval that nobody can give any more.
        if !senders.contains(group) {
            senders.push(*group);
        }
    }
    if direction == Direction::Outgoing && senders.is_empty() {
        let fault = "Name at least one group of ours that it is from.".to_owned();
        return Err(Refusal::Fields(vec![("from_groups", fault)]));
    }
    let gates = policy.gates(direction).iter().flat_map(|kind| match kind {
        GateKind::Approval => {
            senders.iter().map(|group| Gate::closed(GateKind::Approval, Some(*group))).collect()
        }
        GateKind::Review => vec![Gate::closed(GateKind::Review, None)],
    });
    Ok(gates.collect())
}

/// Returns the people who may approve for a group today (OUT-2).
pub fn authorities<'a>(
    group: GroupId,
    directory: &'a Directory,
    policy: &Policy,
    today: Date,
) -> Vec<&'a Person> {
    match level_of(group, directory, policy) {
        Ok(level) => level.authority_holders(group, directory, today),
        Err(_) => Vec::new(),
    }
}

/// Returns the role in which somebody approves for a group, if they answer for it (OUT-3).
pub fn may_approve(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let level = level_of(group, directory, policy).ok()?;
    let (role, groups) = level.authority_groups(group, directory);
    groups
        .into_iter()
        .find(|group| actor.holds(role, *group))
        .map(|group| HeldRole { kind: role, group })
}

/// Returns the level of a group.
///
/// # Errors
/// [`Refusal::NoLevel`] if it has none.
pub(crate) fn level_of<'p>(
    group: GroupId,
    directory: &Directory,
    policy: &'p Policy,
) -> Result<&'p crate::Level, Refusal> {
    let group = directory.group(group);
    group.and_then(|group| policy.level(group)).ok_or_else(|| Refusal::NoLevel {
        group: group.map_or_else(|| "this group".to_owned(), |group| group.acronym.clone()),
        levels: policy.levels_in_words(),
    })
}
