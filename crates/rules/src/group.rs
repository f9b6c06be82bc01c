//! Organizations and everything inside them that can be named in From or To.

use serde::{Deserialize, Serialize};

/// Tells groups apart; an organization is the group at the top of its hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub i64);

/// An organization, or anything inside one that can be named in From or To (CON-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Tells it apart.
    pub id: GroupId,
    /// The short name, unique, in lower case: `itu-t-sg-15`.
    pub acronym: String,
    /// The full name.
    pub name: String,
    /// What it is.
    pub kind: GroupKind,
    /// Whether it is at work.
    pub state: GroupState,
    /// The group that it belongs to.
    pub parent: Option<GroupId>,
    /// The mailing list.
    pub list_address: Option<String>,
}

/// Says what a group is; the names are those of the datatracker's group types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    /// Another organization, or a part of one.
    Sdo,
    /// A working group of ours.
    Wg,
    /// An area of ours.
    Area,
    /// Our organization itself, or one of its leading bodies.
    Ietf,
    /// A research group.
    Rg,
    /// The research task force.
    Irtf,
    /// Any other group of ours: a directorate, a team.
    Other,
}

impl GroupKind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Sdo, Self::Wg, Self::Area, Self::Ietf, Self::Rg, Self::Irtf, Self::Other];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Sdo => "sdo",
            Self::Wg => "wg",
            Self::Area => "area",
            Self::Ietf => "ietf",
            Self::Rg => "rg",
            Self::Irtf => "irtf",
            Self::Other => "other",
        }
    }

    /// Returns the kind of that name; a type that the directory uses and we do not is [`GroupKind::Other`].
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug).unwrap_or(Self::Other)
    }

    /// Returns what a group of this kind is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sdo => "organization",
            Self::Wg => "working group",
            Self::Area => "area",
            Self::Ietf => "leadership",
            Self::Rg => "research group",
            Self::Irtf => "research task force",
            Self::Other => "group",
        }
    }
}

/// Says whether a group is at work; the names are those of the datatracker's group states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupState {
    /// At work.
    Active,
    /// About to be formed.
    Proposed,
    /// A meeting to see whether a group should be formed.
    Bof,
    /// Its work is done or was given up.
    Concluded,
    /// The directory does not say.
    Unknown,
}

impl GroupState {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Active, Self::Proposed, Self::Bof, Self::Concluded, Self::Unknown];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Proposed => "proposed",
            Self::Bof => "bof",
            Self::Concluded => "concluded",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the state of that name, the datatracker's own names included.
    pub fn from_slug(slug: &str) -> Self {
        match slug {
            "active" => Self::Active,
            "proposed" => Self::Proposed,
            "bof" => Self::Bof,
            "concluded" | "conclude" | "bof-conc" | "abandon" | "replaced" | "dormant" => {
                Self::Concluded
            }
            _ => Self::Unknown,
        }
    }

    /// Says whether a group in this state can be written to.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Active | Self::Proposed | Self::Bof | Self::Unknown)
    }
}

/// A group as a statement names it: enough to show and to link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GroupRef {
    /// Tells it apart.
    pub id: GroupId,
    /// The short name.
    pub acronym: String,
    /// The full name.
    pub name: String,
    /// The short name of its organization.
    pub organization: String,
}
