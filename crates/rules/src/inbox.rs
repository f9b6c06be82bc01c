//! What happens to a received message before it is a statement.

use std::fmt;

use crate::drafting::secretariat_role;
use crate::{Actor, Directory, Policy, Refusal, RoleKind, Scope};

/// Says where a received message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemState {
    /// Somebody has to look at it.
    Waiting,
    /// A statement was made from it.
    Taken,
    /// Somebody found that it is not a statement, and said why.
    Closed,
    /// The tool could not read it, or it is a mail loop; kept, with the reason.
    SetAside,
    /// It looks like spam by the policy's rules; kept apart, with the reasons, until somebody releases or closes it.
    Quarantined,
}

impl ItemState {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::Taken, Self::Closed, Self::SetAside, Self::Quarantined];

    /// Returns the name used in data and addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Closed => "closed",
            Self::SetAside => "set-aside",
            Self::Quarantined => "quarantine",
        }
    }

    /// Returns the state of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }
}

impl fmt::Display for ItemState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Taken => "made into a statement",
            Self::Closed => "closed",
            Self::SetAside => "set aside",
            Self::Quarantined => "kept apart as spam",
        })
    }
}

/// What can be done with a received message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemVerb {
    /// Read it.
    See,
    /// Make a statement from it.
    Take,
    /// Close it with a reason, or open it again.
    Close,
}

impl ItemVerb {
    /// All verbs.
    pub const ALL: [Self; 3] = [Self::See, Self::Take, Self::Close];
}

/// Says whether somebody may do something with the inbox (IN-1): coordinators, liaison managers and the secretariat.
///
/// # Errors
/// [`Refusal::NotAllowed`] for everyone else; a page answers it as if nothing were there.
pub fn may_handle_item(
    actor: &Actor,
    verb: ItemVerb,
    directory: &Directory,
    policy: &Policy,
) -> Result<(), Refusal> {
    actor.reach.allows(match verb {
        ItemVerb::See => Scope::Read,
        ItemVerb::Take | ItemVerb::Close => Scope::Act,
    })?;
    let keeps = [RoleKind::Coordinator, RoleKind::LiaisonManager];
    if keeps.into_iter().any(|kind| actor.any(kind).is_some())
        || secretariat_role(actor, directory, policy).is_some()
    {
        return Ok(());
    }
    let verb = match verb {
        ItemVerb::See => "see",
        ItemVerb::Take => "record",
        ItemVerb::Close => "close",
    };
    let who = "A liaison manager, a coordinator or the secretariat".to_owned();
    Err(Refusal::NotAllowed { verb, who })
}
