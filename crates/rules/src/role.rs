//! The roles that people hold, and the person who acts.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Directory, GroupId, PersonId, TokenReach};

/// A role that somebody holds on a group; the names in data are the datatracker's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RoleKind {
    /// Chairs the group.
    #[serde(rename = "chair")]
    Chair,
    /// Is its secretary.
    #[serde(rename = "secr")]
    Secretary,
    /// Directs the area, or is the director responsible for the group.
    #[serde(rename = "ad")]
    AreaDirector,
    /// Keeps the relationship with another organization.
    #[serde(rename = "liaiman")]
    LiaisonManager,
    /// Coordinates all relationships, for the board.
    #[serde(rename = "liaison_coordinator")]
    Coordinator,
    /// Drafts for the group on its chairs' behalf.
    #[serde(rename = "delegate")]
    Delegate,
    /// Is a member of the board or steering group.
    #[serde(rename = "member")]
    Member,
}

impl RoleKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Chair,
        Self::Secretary,
        Self::AreaDirector,
        Self::LiaisonManager,
        Self::Coordinator,
        Self::Delegate,
        Self::Member,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Secretary => "secr",
            Self::AreaDirector => "ad",
            Self::LiaisonManager => "liaiman",
            Self::Coordinator => "liaison_coordinator",
            Self::Delegate => "delegate",
            Self::Member => "member",
        }
    }

    /// Returns the kind of that name, or nothing for a role that has no part in the process.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for RoleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chair => "chair",
            Self::Secretary => "secretary",
            Self::AreaDirector => "Area Director",
            Self::LiaisonManager => "liaison manager",
            Self::Coordinator => "liaison coordinator",
            Self::Delegate => "delegate",
            Self::Member => "member",
        })
    }
}

/// A role on a group that somebody holds today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeldRole {
    /// The role.
    pub kind: RoleKind,
    /// The group on which it is held.
    pub group: GroupId,
}

impl HeldRole {
    /// Returns roles once each, in their order.
    pub fn once_each(roles: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut once: Vec<Self> = Vec::new();
        for role in roles {
            if !once.contains(&role) {
                once.push(role);
            }
        }
        once
    }

    /// Returns how forms name it: `chair:tsync`.
    pub fn key(&self, directory: &Directory) -> Option<String> {
        let group = directory.group(self.group)?;
        Some(format!("{}:{}", self.kind.slug(), group.acronym))
    }

    /// Returns the role that a form names, whether or not somebody holds it.
    pub fn from_key(key: &str, directory: &Directory) -> Option<Self> {
        let (kind, acronym) = key.split_once(':')?;
        let group = directory.by_acronym(acronym)?.id;
        Some(Self { kind: RoleKind::from_slug(kind)?, group })
    }
}

/// Whoever acts: nobody known, or a person with the roles that they hold today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// The person; `None` for a reader who is not signed in.
    pub person: Option<PersonId>,
    /// Their name, empty for a reader.
    pub name: String,
    /// What they hold today.
    pub roles: Vec<HeldRole>,
    /// How much of what they may do they may do now: less by a token than by being signed in.
    pub reach: TokenReach,
    /// The one of these that they chose to act in, where they chose (OUT-9).
    pub chosen: Option<HeldRole>,
}

impl Actor {
    /// Returns a reader who is not signed in.
    pub fn reader() -> Self {
        Self::default()
    }

    /// Says whether the person holds a role on a group.
    pub fn holds(&self, kind: RoleKind, group: GroupId) -> bool {
        self.roles.contains(&HeldRole { kind, group })
    }

    /// Returns the person acting in a role, if they hold it.
    #[must_use]
    pub fn acting_as(self, role: HeldRole) -> Self {
        let chosen = self.roles.contains(&role).then_some(role);
        Self { chosen, ..self }
    }

    /// Returns the role in which they act, of those that let them: the one they chose, else the first.
    pub fn choose(&self, roles: &[HeldRole]) -> Option<HeldRole> {
        self.chosen.filter(|chosen| roles.contains(chosen)).or_else(|| roles.first().copied())
    }

    /// Returns the first role of a kind, on whatever group.
    pub fn any(&self, kind: RoleKind) -> Option<HeldRole> {
        self.roles.iter().copied().find(|role| role.kind == kind)
    }
}
