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
    /// For which group, where each needs its own: a From group (OUT-3), the organization whose liaison manager is
    /// consulted (OUT-4), or the group that is asked about research (IN-4).
    pub group: Option<GroupId>,
    /// Its place where the policy has gates open in order: it waits for all of a lower stage. Side by side, all have 0.
    pub stage: u8,
    /// When whoever opens it was asked; `None` until its turn has come.
    pub asked_at: Option<Timestamp>,
    /// Who opened it and how; `None` while it is closed.
    pub opening: Option<Opening>,
}

/// Says what must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GateKind {
    /// Its chairs, or whoever answers for it, agree to what somebody else drafted for a From group (OUT-12).
    Agreement,
    /// The authority of a From group agrees that it goes out (4053bis §4.1, OUT-2).
    Approval,
    /// The liaison manager for a To organization, or whoever is asked about research, was asked, and answered or let the
    /// time pass (OUT-4, IN-4); no veto.
    Consultation,
    /// A coordinator, or for received statements the liaison manager, has looked at it (OUT-10, IN-1).
    Review,
}

impl GateKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Agreement, Self::Approval, Self::Consultation, Self::Review];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Approval => "approval",
            Self::Consultation => "consultation",
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
    /// The person who acted; `None` where time opened it.
    pub by: Option<PersonId>,
    /// Their name on that day, or "(System)".
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
    /// The days passed that the policy gives for an answer (OUT-4).
    Lapsed,
}

impl Gate {
    /// Makes a closed gate that stands beside the others.
    pub fn closed(kind: GateKind, group: Option<GroupId>) -> Self {
        Self { kind, group, stage: 0, asked_at: None, opening: None }
    }

    /// Says whether it is open.
    pub fn is_open(&self) -> bool {
        self.opening.is_some()
    }
}
