//! Who may speak for a group, and who may enter what was received.

use crate::approval::level_of;
use crate::{
    Actor, Directory, GroupId, GroupKind, HeldRole, Policy, Refusal, RoleKind, Scope, may_approve,
};

/// Says whether somebody may draft From a group (OUT-1), and in which role.
///
/// # Errors
/// [`Refusal::NoLevel`] for a group that never sends; [`Refusal::NotYourGroup`] for one that they do not speak for.
pub fn may_draft_for(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Result<HeldRole, Refusal> {
    level_of(group, directory, policy)?;
    actor.reach.allows(Scope::Draft)?;
    own_role(actor, group, directory, policy)
        .or_else(|| may_approve(actor, group, directory, policy))
        .or_else(|| drafts_for_all(actor, directory, policy))
        .ok_or_else(|| Refusal::NotYourGroup {
            group: directory.group(group).map(|group| group.acronym.clone()).unwrap_or_default(),
        })
}

/// Says whether somebody may enter a received statement: whoever holds a role of ours, since any of them may have
/// been sent one (IN-1); a liaison manager's or coordinator's review follows.
///
/// # Errors
/// [`Refusal::NotAllowed`] for anybody without a role.
pub fn may_enter_incoming(actor: &Actor) -> Result<HeldRole, Refusal> {
    actor.reach.allows(Scope::Draft)?;
    let first = [RoleKind::Coordinator, RoleKind::LiaisonManager]
        .into_iter()
        .find_map(|kind| actor.any(kind));
    first.or_else(|| actor.roles.first().copied()).ok_or_else(|| Refusal::NotAllowed {
        verb: "enter",
        who: "Whoever holds a role in a group".to_owned(),
    })
}

/// The role, on the group itself or as the policy has it anywhere, that lets somebody draft for it.
pub(crate) fn own_role(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let level = level_of(group, directory, policy).ok()?;
    let kinds = level.drafts.iter().copied();
    kinds
        .map(|kind| HeldRole { kind, group })
        .find(|role| actor.roles.contains(role))
        .or_else(|| level.drafts_anywhere.iter().find_map(|kind| actor.any(*kind)))
}

pub(crate) fn secretariat_role(
    actor: &Actor,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let group = directory.by_acronym(&policy.secretariat)?.id;
    actor.holds(RoleKind::Secretary, group).then_some(HeldRole { kind: RoleKind::Secretary, group })
}

/// Liaison managers, coordinators, the secretariat and the chairs of our organization and its board draft for any
/// group; the group's authority decides.
fn drafts_for_all(actor: &Actor, directory: &Directory, policy: &Policy) -> Option<HeldRole> {
    let office = [RoleKind::Coordinator, RoleKind::LiaisonManager]
        .into_iter()
        .find_map(|kind| actor.any(kind));
    let chair = |role: &&HeldRole| {
        role.kind == RoleKind::Chair
            && directory
                .group(role.group)
                .is_some_and(|group| group.kind == GroupKind::Ietf && policy.level(group).is_some())
    };
    office
        .or_else(|| secretariat_role(actor, directory, policy))
        .or_else(|| actor.roles.iter().find(chair).copied())
}
