//! The values of the directory's history and imports.

use jiff::Timestamp;
use rules::{Doer, GroupId, PersonId};

/// Something that was changed in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryChange {
    /// Tells it apart.
    pub id: i64,
    /// The group; none for a person.
    pub group: Option<GroupId>,
    /// The group's acronym or the person's name at that time.
    pub subject: String,
    /// What: the slug of a field of the entry, or `made`, `joined`, `role`, `person`, `confirmed`.
    pub what: String,
    /// What it was.
    pub was: String,
    /// What it is.
    pub is: String,
    /// Whether everybody may read of it.
    pub public: bool,
    /// Who did it; the tool itself for an import.
    pub by: Doer,
    /// When.
    pub at: Timestamp,
}

/// Who said when that the contacts of a group are right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: Timestamp,
}

/// Where an import of the directory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportState {
    /// It was taken at once.
    Applied,
    /// It waits for a decision.
    Held,
    /// It was held, and then taken.
    Confirmed,
    /// It was held, and thrown away.
    Dropped,
    /// It could not be taken.
    Failed,
}

impl ImportState {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Applied, Self::Held, Self::Confirmed, Self::Dropped, Self::Failed];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Dropped => "dropped",
            Self::Failed => "failed",
        }
    }

    /// Returns the state of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

/// An import of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryImport {
    /// Tells it apart.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// The file or address.
    pub source: String,
    /// Where it stands.
    pub state: ImportState,
    /// SHA-256 of what was read, which is in the files; empty if it could not be read.
    pub entries_sha256: String,
    /// How the directory would differ, as `operations` writes it down (JSON).
    pub difference: String,
    /// Why it was held or failed; empty otherwise.
    pub reason: String,
    /// Who decided on one that was held, and when.
    pub decided: Option<(Doer, Timestamp)>,
}
