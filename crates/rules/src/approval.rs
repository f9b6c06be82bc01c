//! Who must agree before a group speaks (4053bis §4.1, OUT-1 to OUT-3).

use jiff::civil::Date;

use crate::{
    Actor, Direction, Directory, Gate, GateKind, GroupId, HeldRole, Level, Person, Policy, Refusal,
    RoleKind, Statement,
};

/// Returns the gates that a statement needs, all closed, as the policy has them.
///
/// One approval for each From group (OUT-3); one agreement for each From group to which whoever submits it, `by`,
/// could not agree (OUT-12); one consultation for each organization in To that has a liaison manager who is
/// not `by` (OUT-4), and on research one of whoever is asked about it (IN-4); one review.
///
/// # Errors
/// [`Refusal::NoLevel`] for a From group that never sends statements (OUT-1); [`Refusal::Fields`] for a statement of
/// ours that is from none, since nobody could approve it.
pub fn needed_gates(
    statement: &Statement,
    by: &Actor,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> Result<Vec<Gate>, Refusal> {
    let direction = statement.direction;
    let mut senders: Vec<(GroupId, &Level)> = Vec::new();
    for group in statement.from.group_ids() {
        if direction == Direction::Outgoing {
            let level = level_of(group, directory, policy)?;
            // Named twice, it would wait for an approval that nobody can give any more.
            if !senders.iter().any(|(sender, _)| *sender == group) {
                senders.push((group, level));
            }
        }
    }
    if direction == Direction::Outgoing && senders.is_empty() {
        let fault = "Name at least one group of ours that it is from.".to_owned();
        return Err(Refusal::Fields(vec![("from_groups", fault)]));
    }
    let in_order = policy.gates.are_in_order(direction);
    let mut gates = Vec::new();
    for (at, kind) in policy.gates.of(direction).iter().enumerate() {
        let stage = if in_order { u8::try_from(at).unwrap_or(u8::MAX) } else { 0 };
        let needing = senders.iter().filter(|(_, level)| !level.without.contains(kind));
        let needing: Vec<GroupId> = needing.map(|(group, _)| *group).collect();
        let groups: Vec<Option<GroupId>> = match kind {
            GateKind::Approval => needing.into_iter().map(Some).collect(),
            GateKind::Agreement => {
                let asked = senders.iter().filter(|(_, level)| !level.agrees.is_empty());
                let asked = asked.filter(|(group, _)| needing.contains(group));
                let others =
                    asked.filter(|(group, _)| may_agree(by, *group, directory, policy).is_none());
                others.map(|(group, _)| Some(*group)).collect()
            }
            GateKind::Consultation if needing.is_empty() => Vec::new(),
            GateKind::Consultation => {
                consulted(statement, by, directory, policy, today).into_iter().map(Some).collect()
            }
            GateKind::Review => vec![None; usize::from(senders.is_empty() || !needing.is_empty())],
        };
        gates.extend(groups.into_iter().map(|group| Gate { stage, ..Gate::closed(*kind, group) }));
    }
    Ok(gates)
}

/// Returns the organizations in To, or the groups inside them, whose liaison manager is somebody else (OUT-4), and on
/// research the group that it belongs to (IN-4).
fn consulted(
    statement: &Statement,
    by: &Actor,
    directory: &Directory,
    policy: &Policy,
    today: Date,
) -> Vec<GroupId> {
    let mut consulted = Vec::new();
    for group in statement.to.group_ids() {
        let managed = directory
            .line(group)
            .into_iter()
            .find(|group| !directory.holders(RoleKind::LiaisonManager, group.id, today).is_empty());
        let unmanaged = || directory.organization(group).filter(|_| policy.gates.consult_always);
        let Some(managed) = managed.or_else(unmanaged).map(|group| group.id) else { continue };
        if !by.holds(RoleKind::LiaisonManager, managed) && !consulted.contains(&managed) {
            consulted.push(managed);
        }
    }
    let research = policy.research_role(directory).filter(|_| statement.about_research);
    consulted
        .extend(research.filter(|role| !by.holds(role.kind, role.group)).map(|role| role.group));
    consulted
}

/// Returns the role in which somebody agrees, for a From group, to what others drafted: one of its chairs, or
/// whoever answers for it (OUT-12).
pub fn may_agree(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let level = level_of(group, directory, policy).ok()?;
    let own = level.agrees.iter().map(|kind| HeldRole { kind: *kind, group });
    let mut roles: Vec<HeldRole> = own.filter(|role| actor.roles.contains(role)).collect();
    roles.extend(approving_roles(actor, group, directory, policy));
    actor.choose(&roles)
}

/// Returns the role in which somebody answers a consultation: an organization's liaison manager (OUT-4) or whoever is
/// asked about research (IN-4), or a coordinator in their place.
pub fn may_advise(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let asked = policy.consulted_role(group, directory);
    let is_asked = actor.roles.contains(&asked);
    is_asked.then_some(asked).or_else(|| actor.any(RoleKind::Coordinator))
}

/// Returns the people who are asked to open a gate today, save for a review of what we send, which any coordinator
/// gives.
pub fn asked_to_open<'a>(
    gate: &Gate,
    statement: &Statement,
    directory: &'a Directory,
    policy: &Policy,
    today: Date,
) -> Vec<&'a Person> {
    match (gate.kind, gate.group) {
        (GateKind::Approval, Some(group)) => authorities(group, directory, policy, today),
        (GateKind::Agreement, Some(group)) => {
            let level = level_of(group, directory, policy);
            let own = level.map(|level| level.agreeing(group, directory, today));
            let own = own.unwrap_or_default();
            if own.is_empty() { authorities(group, directory, policy, today) } else { own }
        }
        (GateKind::Consultation, Some(group)) => {
            let asked = policy.consulted_role(group, directory);
            directory.holders(asked.kind, asked.group, today)
        }
        (GateKind::Review, _) if statement.direction == Direction::Incoming => {
            let groups = statement.from.groups.iter();
            groups.flat_map(|group| directory.liaison_managers(group.id, today)).collect()
        }
        _ => Vec::new(),
    }
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

/// Returns the people who may approve for a group today besides somebody: those to whom they can hand it (OUT-2).
pub fn co_authorities<'a>(
    actor: &Actor,
    group: GroupId,
    directory: &'a Directory,
    policy: &Policy,
    today: Date,
) -> Vec<&'a Person> {
    let mut others = authorities(group, directory, policy, today);
    others.retain(|person| Some(person.id) != actor.person);
    others
}

/// Returns the role in which somebody approves for a group, if they answer for it (OUT-3).
pub fn may_approve(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    actor.choose(&approving_roles(actor, group, directory, policy))
}

pub(crate) fn approving_roles(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Vec<HeldRole> {
    let Ok(level) = level_of(group, directory, policy) else { return Vec::new() };
    let (kind, groups) = level.authority_groups(group, directory);
    let roles = groups.into_iter().map(|group| HeldRole { kind, group });
    roles.filter(|role| actor.roles.contains(role)).collect()
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
