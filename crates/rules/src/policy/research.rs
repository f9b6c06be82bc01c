//! Who is asked about research, and which groups do it (IN-4).

use jiff::civil::Date;
use serde::Deserialize;

use super::level::{self, LevelContact};
use super::{Policy, Wrong, wrong};
use crate::{Directory, GateKind, Group, GroupId, HeldRole, Mailbox, Person, RoleKind, Why};

/// Who is asked about statements on research; an organization that leaves it out marks none as such.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Research {
    /// The acronym of the group that all research groups belong to.
    group: String,
    /// The role on it whose holder is asked.
    role: RoleKind,
    /// The role addresses of a research group; they need no person.
    #[serde(default)]
    contacts: Vec<LevelContact>,
}

impl Research {
    pub(super) fn check(&self, outgoing: &[GateKind]) -> Result<(), Wrong> {
        if !outgoing.contains(&GateKind::Consultation) {
            return wrong(
                "who is asked about research, and no outgoing gate at which: add “consultation” to the outgoing ones",
            )
            .at(&["research", "group"]);
        }
        level::check_contacts(&self.contacts, "research groups")
            .map_err(|wrong| wrong.within("research"))
    }
}

impl Policy {
    /// Says whether statements are marked here as being about research.
    pub fn has_research(&self) -> bool {
        self.research.is_some()
    }

    /// Returns the group that all research groups belong to.
    pub fn research_group<'a>(&self, directory: &'a Directory) -> Option<&'a Group> {
        directory.by_acronym(&self.research.as_ref()?.group)
    }

    /// Returns the role whose holder is asked about research.
    pub fn research_role(&self, directory: &Directory) -> Option<HeldRole> {
        let group = self.research_group(directory)?.id;
        Some(HeldRole { kind: self.research.as_ref()?.role, group })
    }

    /// Returns what that role is called, as the policy alone tells it: "chair of irtf".
    pub fn research_role_words(&self) -> Option<String> {
        let research = self.research.as_ref()?;
        Some(format!("{} of {}", self.role_words(research.role), research.group))
    }

    /// Returns who is asked about research today.
    pub fn research_holders<'a>(&self, directory: &'a Directory, today: Date) -> Vec<&'a Person> {
        let role = self.research_role(directory);
        role.map(|role| directory.holders(role.kind, role.group, today)).unwrap_or_default()
    }

    /// Says whether a group is one to which statements about research are relayed.
    pub fn is_research_group(&self, group: GroupId, directory: &Directory) -> bool {
        let Some(research) = self.research_group(directory) else { return false };
        group != research.id && directory.line(group).iter().any(|above| above.id == research.id)
    }

    /// Returns the role that is consulted for a group (OUT-4): on research whoever is asked about it, else the liaison
    /// manager.
    pub fn consulted_role(&self, group: GroupId, directory: &Directory) -> HeldRole {
        let research = self.research_role(directory).filter(|role| role.group == group);
        research.unwrap_or(HeldRole { kind: RoleKind::LiaisonManager, group })
    }

    /// Returns the role addresses of a group of ours, as its level has them or as those of research groups are (CON-2).
    pub(crate) fn role_addresses(
        &self,
        group: &Group,
        directory: &Directory,
    ) -> Vec<(Why, Mailbox)> {
        match (self.level(group), &self.research) {
            (Some(level), _) => level.role_addresses(group),
            (None, Some(research)) if self.is_research_group(group.id, directory) => {
                level::addresses(&research.contacts, group)
            }
            (None, _) => Vec::new(),
        }
    }
}
