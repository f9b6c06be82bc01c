//! Who keeps which entry of the directory.

use crate::drafting::secretariat_role;
use crate::{Actor, Directory, GroupId, HeldRole, Policy, Refusal, RoleKind, Scope};

/// What can be done with the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryVerb {
    /// Change an entry.
    Edit,
    /// Read its private notes.
    SeePrivate,
    /// Say that its contacts are right.
    Confirm,
    /// Enter or end a role.
    EditRoles,
    /// Make an entry, or make two into one.
    Make,
    /// Take an import that was held, or throw it away.
    DecideImport,
}

impl EntryVerb {
    /// All verbs.
    pub const ALL: [Self; 6] = [
        Self::Edit,
        Self::SeePrivate,
        Self::Confirm,
        Self::EditRoles,
        Self::Make,
        Self::DecideImport,
    ];

    fn words(self) -> &'static str {
        match self {
            Self::Edit => "change this entry",
            Self::SeePrivate => "read the private notes",
            Self::Confirm => "confirm these contacts",
            Self::EditRoles => "enter or end roles",
            Self::Make => "make or join entries",
            Self::DecideImport => "decide on an import",
        }
    }

    fn who(self) -> &'static str {
        match self {
            Self::Edit | Self::SeePrivate => {
                "The liaison manager for the organization, a coordinator or the secretariat"
            }
            Self::Confirm => "Whoever holds a role on the group, a coordinator or the secretariat",
            Self::EditRoles | Self::Make | Self::DecideImport => "A coordinator or the secretariat",
        }
    }
}

/// Says whether somebody may do something with an entry of the directory, and in which role; `group` is the entry,
/// none where it is about no single one.
///
/// Coordinators and the secretariat keep everything, liaison managers the organization that they look after and all
/// inside it; whoever holds a role on a group confirms its contacts.
///
/// # Errors
/// [`Refusal::NotYourEntry`] naming who may.
pub fn may_keep(
    actor: &Actor,
    verb: EntryVerb,
    group: Option<GroupId>,
    directory: &Directory,
    policy: &Policy,
) -> Result<HeldRole, Refusal> {
    let office =
        actor.any(RoleKind::Coordinator).or_else(|| secretariat_role(actor, directory, policy));
    let line = group.map(|group| directory.line(group)).unwrap_or_default();
    let manages = || {
        let managers = line.iter();
        let mut managers =
            managers.map(|group| HeldRole { kind: RoleKind::LiaisonManager, group: group.id });
        managers.find(|role| actor.roles.contains(role))
    };
    // No token changes the directory that does not let a program act.
    let needed = if verb == EntryVerb::SeePrivate { Scope::Read } else { Scope::Act };
    actor.reach.allows(needed)?;
    let holds = || actor.roles.iter().find(|role| Some(role.group) == group).copied();
    let role = match verb {
        EntryVerb::Edit | EntryVerb::SeePrivate => office.or_else(manages),
        EntryVerb::Confirm => manages().or_else(holds).or(office),
        EntryVerb::EditRoles | EntryVerb::Make | EntryVerb::DecideImport => office,
    };
    role.ok_or_else(|| Refusal::NotYourEntry { verb: verb.words(), who: verb.who() })
}
