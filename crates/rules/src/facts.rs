//! What the directory says of an organization besides its groups and people (RFC 4052, SDO register).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Meeting, PersonId};

/// How we stand to another organization; statements are recorded with or without (REC-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relationship {
    /// A formal liaison relationship, kept by a liaison manager.
    Formal,
    /// We work together, and nobody was appointed.
    Informal,
    /// There is none.
    None,
}

impl Relationship {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Formal, Self::Informal, Self::None];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Formal => "formal",
            Self::Informal => "informal",
            Self::None => "none",
        }
    }

    /// Returns the relationship of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relationship| relationship.slug() == slug)
    }
}

impl fmt::Display for Relationship {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Formal => "formal liaison relationship",
            Self::Informal => "informal collaboration",
            Self::None => "no relationship",
        })
    }
}

/// What everybody may know of an organization or group; empty where the directory does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// How we stand to it.
    pub relationship: Option<Relationship>,
    /// Since when: `2004`, `2004-05` or `2004-05-17`.
    pub since: String,
    /// Who keeps the relationship on the other side: a name, with or without an address.
    pub counterpart: String,
    /// Which of our coordinators looks after it.
    pub coordinator: Option<PersonId>,
    /// The form in which it wants letters.
    pub letter_format: String,
    /// What may be shared of what it sends.
    pub sharing: String,
    /// Whatever else is good to know.
    pub notes: String,
    /// When it meets.
    pub meetings: Vec<Meeting>,
}

impl Facts {
    /// Says whether the directory says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A name by which a group is known besides its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alias {
    /// As it is written.
    pub words: String,
    /// Whether the group was called so formerly.
    pub is_former: bool,
}

/// Reads since when something is: a year, a month or a day.
///
/// # Errors
/// What is wrong, and how to write it.
pub fn since(text: &str) -> Result<String, String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('-').collect();
    let whole = match parts.len() {
        1 => format!("{text}-01-01"),
        2 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let digits = parts.first().is_some_and(|year| year.len() == 4);
    if text.is_empty() || (digits && whole.parse::<Date>().is_ok()) {
        return Ok(text.to_owned());
    }
    Err(format!("“{text}” is no year, month or day: write it as 2004, 2004-05 or 2004-05-17."))
}
