//! In which capacity somebody stands towards a statement.

use crate::approval::approving_roles;
use crate::drafting::{own_roles, secretariat_role};
use crate::{Actor, Direction, Directory, HeldRole, Policy, RoleKind, Statement};

/// In which capacity somebody stands towards one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capacity {
    /// Anybody, signed in or not.
    Reader,
    /// Began it, or may draft for one of its From groups without being its authority.
    Editor,
    /// Answers for one of its From groups (OUT-2).
    Authority,
    /// Keeps the relationship with the organization on the other side.
    LiaisonManager,
    /// Coordinates all relationships.
    Coordinator,
    /// Is of the secretariat.
    Secretariat,
    /// Sees to what was received, or leads a group that has it (IN-5, RSP-2).
    Handler,
    /// Is asked about research, and it is about that (IN-4).
    Research,
}

impl Capacity {
    /// All capacities.
    pub const ALL: [Self; 8] = [
        Self::Reader,
        Self::Editor,
        Self::Authority,
        Self::LiaisonManager,
        Self::Coordinator,
        Self::Secretariat,
        Self::Handler,
        Self::Research,
    ];

    /// Returns it in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reader => "anybody",
            Self::Editor => "one of its editors",
            Self::Authority => "the authority of a From group",
            Self::LiaisonManager => "the liaison manager for the other organization",
            Self::Coordinator => "a coordinator",
            Self::Secretariat => "the secretariat",
            Self::Handler => "whoever sees to it or leads a group that has it",
            Self::Research => "whoever is asked about research",
        }
    }
}

/// Returns every capacity in which somebody stands towards a statement, with the role that gives it.
///
/// Having begun a statement makes an editor without any role.
pub fn capacities(
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> Vec<(Capacity, Option<HeldRole>)> {
    let mut found = vec![(Capacity::Reader, None)];
    let Some(person) = actor.person else { return found };
    let from_is_ours = statement.direction == Direction::Outgoing;
    for group in statement.from.group_ids().into_iter().filter(|_| from_is_ours) {
        let approving = approving_roles(actor, group, directory, policy);
        found.extend(approving.into_iter().map(|role| (Capacity::Authority, Some(role))));
        let own = own_roles(actor, group, directory, policy);
        found.extend(own.into_iter().map(|role| (Capacity::Editor, Some(role))));
    }
    if let Some(role) = manages(actor, statement, directory) {
        found.push((Capacity::LiaisonManager, Some(role)));
    }
    if let Some(role) = actor.any(RoleKind::Coordinator) {
        found.push((Capacity::Coordinator, Some(role)));
    }
    if let Some(role) = secretariat_role(actor, directory, policy) {
        found.push((Capacity::Secretariat, Some(role)));
    }
    found.extend(
        handling_roles(actor, statement, directory, policy).map(|role| (Capacity::Handler, role)),
    );
    let asked = policy.research_role(directory).filter(|_| statement.about_research);
    if let Some(role) = asked.filter(|role| actor.roles.contains(role)) {
        found.push((Capacity::Research, Some(role)));
    }
    if statement.created_by == Some(person) {
        let role = found.iter().find_map(|(_, role)| *role).or_else(|| actor.choose(&actor.roles));
        found.push((Capacity::Editor, role));
    }
    found
}

/// The roles that somebody has in the groups that see to a received statement, and the one in which they were asked to see to
/// it themselves; whoever holds no role any more sees to nothing.
fn handling_roles(
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> impl Iterator<Item = Option<HeldRole>> {
    let groups = statement.holders().into_iter().map(|group| group.id);
    let in_group = |group| {
        let own = own_roles(actor, group, directory, policy);
        own.into_iter().chain(approving_roles(actor, group, directory, policy))
    };
    let roles: Vec<HeldRole> = groups.flat_map(in_group).collect();
    let assignee = statement.handling.assignee.as_ref().map(|it| it.person);
    let is_assigned = assignee.is_some() && assignee == actor.person;
    let own = (is_assigned && roles.is_empty()).then(|| actor.choose(&actor.roles)).flatten();
    roles.into_iter().chain(own).map(Some)
}

fn manages(actor: &Actor, statement: &Statement, directory: &Directory) -> Option<HeldRole> {
    let others = statement.other_side().group_ids();
    let lines = others.into_iter().flat_map(|group| directory.line(group));
    lines
        .map(|group| HeldRole { kind: RoleKind::LiaisonManager, group: group.id })
        .find(|role| actor.roles.contains(role))
}
