//! What must be given before a statement is posted.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{GroupId, PersonId};

/// One thing that must be given before a statement is posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// What it is.
    pub kind: GateKind,
    /// For which From group, where each needs its own (OUT-3).
    pub group: Option<GroupId>,
    /// Who opened it and how; `None` while it is closed.
    pub opening: Option<Opening>,
}

/// Says what must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GateKind {
    /// The authority of a From group agrees that it goes out (4053bis §4.1, OUT-2).
    Approval,
    /// A coordinator, or for received statements the liaison manager, has looked at it (OUT-10, IN-1).
    Review,
}

impl GateKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Approval, Self::Review];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::Review => "review",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for GateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// Who opened a gate, in which role, when, and by what means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The person who acted.
    pub by: PersonId,
    /// Their name on that day.
    pub name: String,
    /// The role in which they acted, in words (OUT-9).
    pub role: String,
    /// When.
    pub at: Timestamp,
    /// By their own act, or noted for somebody else.
    pub means: Means,
}

/// Says whether a gate was opened by its authority, or an approval given elsewhere was noted (OUT-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "means")]
pub enum Means {
    /// The authority acted here.
    Here,
    /// A coordinator noted an approval that was given by other means.
    Elsewhere {
        /// Who gave it.
        authority: String,
        /// How and when, in the coordinator's words.
        comment: String,
    },
}

impl Gate {
    /// Makes a closed gate.
    pub fn closed(kind: GateKind, group: Option<GroupId>) -> Self {
        Self { kind, group, opening: None }
    }

    /// Says whether it is open.
    pub fn is_open(&self) -> bool {
        self.opening.is_some()
    }
}
