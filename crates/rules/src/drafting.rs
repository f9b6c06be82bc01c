//! Who may speak for a group, and who may enter what was received.

use crate::approval::{approving_roles, level_of};
use crate::policy::{Drafter, Reach};
use crate::{Actor, Directory, GroupId, HeldRole, Policy, Refusal, RoleKind, Scope};

/// Says whether somebody may draft From a group (OUT-1) To others, and in which role.
///
/// # Errors
/// [`Refusal::NoLevel`] for a group that never sends; [`Refusal::NotAtWork`] for one that ceased;
/// [`Refusal::NotYourGroup`] for one that they do not speak for; [`Refusal::NotYourOrganization`] where they do so to
/// other organizations alone.
pub fn may_draft_for(
    actor: &Actor,
    group: GroupId,
    to: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> Result<HeldRole, Refusal> {
    level_of(group, directory, policy)?;
    actor.reach.allows(Scope::Draft)?;
    let acronym = directory.group(group).map(|group| group.acronym.clone()).unwrap_or_default();
    if directory.group(group).is_some_and(|group| !group.state.is_at_work()) {
        return Err(Refusal::NotAtWork { group: acronym });
    }
    let (roles, too_far) = drafting_roles(actor, group, to, directory, policy);
    actor.choose(&roles).ok_or(match too_far {
        Some(group) => Refusal::NotYourOrganization { group },
        None => Refusal::NotYourGroup { group: acronym },
    })
}

/// Returns the roles in which somebody may draft From a group To others, the nearest to the group first; and the group in
/// To that is out of reach of one who otherwise might.
pub fn drafting_roles(
    actor: &Actor,
    group: GroupId,
    to: &[GroupId],
    directory: &Directory,
    policy: &Policy,
) -> (Vec<HeldRole>, Option<String>) {
    let mut roles = own_roles(actor, group, directory, policy);
    roles.extend(approving_roles(actor, group, directory, policy));
    let mut too_far = None;
    for drafter in &policy.drafters {
        for role in actor.roles.iter().filter(|role| drafter.is(**role, directory)) {
            match drafter.out_of_reach(*role, to, directory) {
                Some(group) => too_far = Some(group),
                None => roles.push(*role),
            }
        }
    }
    (HeldRole::once_each(roles), too_far)
}

/// Says whether somebody may enter a received statement: whoever holds a role of ours, since any of them may have
/// been sent one (IN-1); a liaison manager's or coordinator's review follows.
///
/// # Errors
/// [`Refusal::NotAllowed`] for anybody without a role.
pub fn may_enter_incoming(actor: &Actor) -> Result<HeldRole, Refusal> {
    actor.reach.allows(Scope::Draft)?;
    let office = [RoleKind::Coordinator, RoleKind::LiaisonManager];
    let (mut roles, others): (Vec<HeldRole>, Vec<HeldRole>) =
        actor.roles.iter().partition(|role| office.contains(&role.kind));
    roles.sort_by_key(|role| role.kind != RoleKind::Coordinator);
    roles.extend(others);
    actor.choose(&roles).ok_or_else(|| Refusal::NotAllowed {
        verb: "enter",
        who: "Whoever holds a role in a group".to_owned(),
    })
}

/// The roles, on the group itself or as the policy has it anywhere, that let somebody draft for it.
pub(crate) fn own_roles(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Vec<HeldRole> {
    let Ok(level) = level_of(group, directory, policy) else { return Vec::new() };
    let own = level.drafts.iter().map(|kind| HeldRole { kind: *kind, group });
    let anywhere = level.drafts_anywhere.iter().filter_map(|kind| actor.any(*kind));
    own.filter(|role| actor.roles.contains(role)).chain(anywhere).collect()
}

pub(crate) fn secretariat_role(
    actor: &Actor,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let group = directory.by_acronym(&policy.secretariat)?.id;
    actor.holds(RoleKind::Secretary, group).then_some(HeldRole { kind: RoleKind::Secretary, group })
}

impl Drafter {
    fn is(&self, role: HeldRole, directory: &Directory) -> bool {
        let group = self.group.as_ref().map(|acronym| directory.by_acronym(acronym));
        role.kind == self.role
            && group.is_none_or(|group| group.is_some_and(|group| group.id == role.group))
    }

    /// Returns the acronym of a group in To that somebody who holds the role does not draft to.
    fn out_of_reach(
        &self,
        role: HeldRole,
        to: &[GroupId],
        directory: &Directory,
    ) -> Option<String> {
        let is_own =
            |group: GroupId| directory.line(group).iter().any(|group| group.id == role.group);
        let out = to.iter().find(|group| self.to == Reach::Own && !is_own(**group))?;
        directory.group(*out).map(|group| group.acronym.clone())
    }
}
