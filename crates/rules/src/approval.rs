//! Who must agree before a group speaks (4053bis §4.1, OUT-1 to OUT-3).

use jiff::civil::Date;

use crate::{
    Actor, Direction, Directory, Gate, GateKind, GroupId, HeldRole, Person, Policy, Refusal,
};

/// Returns the gates that a statement needs, all closed: the policy's, with one approval for each From group (OUT-3).
///
/// # Errors
/// [`Refusal::NoLevel`] for a From group that never sends statements (OUT-1).
pub fn needed_gates(
    direction: Direction,
    from: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> Result<Vec<Gate>, Refusal> {
    let mut gates = Vec::new();
    for kind in policy.gates(direction) {
        match kind {
            GateKind::Approval => {
                for group in from {
                    level_of(*group, directory, policy)?;
                    gates.push(Gate::closed(GateKind::Approval, Some(*group)));
                }
            }
            GateKind::Review => gates.push(Gate::closed(GateKind::Review, None)),
        }
    }
    Ok(gates)
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
