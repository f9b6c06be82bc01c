//! What a statement is for, and what stands behind it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Says what a statement is for (4053bis §2.2, PUR-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Tells something and expects no answer.
    Information,
    /// Asks for something to be done, usually by a date.
    Action,
    /// Answers a statement and expects no further answer.
    Response,
    /// Retired; found in imported statements alone (PUR-1, REC-10).
    Comment,
}

impl Purpose {
    /// All purposes, the retired one last.
    pub const ALL: [Self; 4] = [Self::Information, Self::Action, Self::Response, Self::Comment];
    /// The purposes that a new statement may have.
    pub const OFFERED: [Self; 3] = [Self::Information, Self::Action, Self::Response];

    /// Returns the name used in data and addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Action => "action",
            Self::Response => "response",
            Self::Comment => "comment",
        }
    }

    /// Returns the purpose of that name, the retired one included.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.slug() == slug)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Information => "For Information",
            Self::Action => "For Action",
            Self::Response => "In Response",
            Self::Comment => "For Comment",
        })
    }
}

/// Says what stands behind an outgoing statement (4053bis §4.2, OUT-6, OUT-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consensus {
    /// Consensus of the whole organization, in published documents.
    Organization,
    /// Consensus of the groups named in From.
    Groups,
    /// Consensus of the steering group or the board.
    Leadership,
    /// Comments collected from participants, without consensus.
    CollectedComments,
    /// Information on process alone.
    Process,
    /// None was sought.
    NoneSought,
}

impl Consensus {
    /// All levels, the strongest first.
    pub const ALL: [Self; 6] = [
        Self::Organization,
        Self::Groups,
        Self::Leadership,
        Self::CollectedComments,
        Self::Process,
        Self::NoneSought,
    ];

    /// Returns the name used in data and addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Groups => "groups",
            Self::Leadership => "leadership",
            Self::CollectedComments => "collected-comments",
            Self::Process => "process",
            Self::NoneSought => "none-sought",
        }
    }

    /// Returns the level of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|consensus| consensus.slug() == slug)
    }
}

impl fmt::Display for Consensus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organization => {
                "Consensus of the whole organization, as in its published documents"
            }
            Self::Groups => "Consensus of the sending group(s)",
            Self::Leadership => "Consensus of the steering group or the board",
            Self::CollectedComments => "Collected comments, not a consensus",
            Self::Process => "Information on process only",
            Self::NoneSought => "No consensus was sought",
        })
    }
}
