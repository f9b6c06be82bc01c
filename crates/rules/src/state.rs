//! The states of a statement and its direction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Says which way a statement goes, seen from our organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From another organization to ours.
    Incoming,
    /// From ours to another organization.
    Outgoing,
}

impl Direction {
    /// Both directions.
    pub const ALL: [Self; 2] = [Self::Incoming, Self::Outgoing];

    /// Returns the name used in data and addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
        }
    }

    /// Returns the direction of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.slug() == slug)
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// Says where a statement stands on its way to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written; seen by its editors alone.
    Draft,
    /// Submitted; its gates open one by one.
    InReview,
    /// On the public record.
    Posted,
    /// On the public record, taken back with a reason.
    Withdrawn,
    /// Never posted; can be revived.
    Dropped,
}

impl State {
    /// All states, in the order of a statement's life.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::InReview, Self::Posted, Self::Withdrawn, Self::Dropped];

    /// Returns the name used in data and addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Posted => "posted",
            Self::Withdrawn => "withdrawn",
            Self::Dropped => "dropped",
        }
    }

    /// Returns the state of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// Says whether everyone may read a statement in this state (REC-1).
    pub fn is_public(self) -> bool {
        matches!(self, Self::Posted | Self::Withdrawn)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Draft => "a draft",
            Self::InReview => "in review",
            Self::Posted => "posted",
            Self::Withdrawn => "withdrawn",
            Self::Dropped => "dropped",
        })
    }
}
