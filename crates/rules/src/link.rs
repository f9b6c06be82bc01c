//! How statements hang together.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Number;

/// A link from one statement to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// What this statement is to the other.
    pub kind: LinkKind,
    /// The other statement.
    pub number: Number,
}

/// Says what one statement is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// It answers the other (PUR-3).
    Answers,
    /// It follows up on the other (RSP-6).
    FollowsUp,
    /// It takes the other's place (OUT-5).
    Revises,
    /// It passes the other on.
    Forwards,
    /// It mentions the other; the one kind that the present record knows.
    RefersTo,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Answers, Self::FollowsUp, Self::Revises, Self::Forwards, Self::RefersTo];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Answers => "answers",
            Self::FollowsUp => "follows-up",
            Self::Revises => "revises",
            Self::Forwards => "forwards",
            Self::RefersTo => "refers-to",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// Returns how the other statement sees the link: "answered by".
    pub fn reversed(self) -> &'static str {
        match self {
            Self::Answers => "answered by",
            Self::FollowsUp => "followed up by",
            Self::Revises => "revised by",
            Self::Forwards => "forwarded by",
            Self::RefersTo => "referred to by",
        }
    }
}

impl fmt::Display for LinkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answers => "answers",
            Self::FollowsUp => "follows up",
            Self::Revises => "revises",
            Self::Forwards => "forwards",
            Self::RefersTo => "refers to",
        })
    }
}
