//! What happens to a received message before it is a statement.

use std::fmt;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::drafting::secretariat_role;
use crate::{Actor, Directory, GroupId, Person, PersonId, Policy, Refusal, RoleKind, Scope};

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
    /// Work at it, which others see.
    Hold,
    /// Ask its sender something.
    Ask,
    /// Make a statement from it.
    Take,
    /// Close it with a reason, or open it again.
    Close,
}

impl ItemVerb {
    /// All verbs.
    pub const ALL: [Self; 5] = [Self::See, Self::Hold, Self::Ask, Self::Take, Self::Close];
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
        ItemVerb::Hold | ItemVerb::Ask | ItemVerb::Take | ItemVerb::Close => Scope::Act,
    })?;
    let keeps = [RoleKind::Coordinator, RoleKind::LiaisonManager];
    if keeps.into_iter().any(|kind| actor.any(kind).is_some())
        || secretariat_role(actor, directory, policy).is_some()
    {
        return Ok(());
    }
    let verb = match verb {
        ItemVerb::See => "see",
        ItemVerb::Hold => "work at",
        ItemVerb::Ask => "ask about",
        ItemVerb::Take => "record",
        ItemVerb::Close => "close",
    };
    let who = "A liaison manager, a coordinator or the secretariat".to_owned();
    Err(Refusal::NotAllowed { verb, who })
}

/// Whose a received message is before anybody took it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned<'d> {
    /// The role by which it is theirs; none if nobody holds any that the policy names.
    pub role: Option<RoleKind>,
    /// Who holds it today.
    pub people: Vec<&'d Person>,
}

/// Returns whose a received message is, by the organization that it comes from, where that is known (IN-1): the holders
/// of the first role of the policy that anybody holds today.
///
/// A liaison manager's role counts on the organization and on what it belongs to, any other wherever it is held.
pub fn assigned<'d>(
    organization: Option<GroupId>,
    directory: &'d Directory,
    policy: &Policy,
    today: Date,
) -> Assigned<'d> {
    for role in policy.inbox_roles() {
        let people = match (role, organization) {
            (RoleKind::LiaisonManager, Some(from)) => directory.liaison_managers(from, today),
            (RoleKind::LiaisonManager, None) => Vec::new(),
            (role, _) => directory.holders_anywhere(*role, today),
        };
        if !people.is_empty() {
            return Assigned { role: Some(*role), people };
        }
    }
    Assigned { role: None, people: Vec::new() }
}

/// Who has a received message before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// When they last looked.
    pub seen: Timestamp,
}

impl Holder {
    /// How long a message is somebody's after they last looked.
    pub const PATIENCE: SignedDuration = SignedDuration::from_mins(30);

    /// Says whether it is still before them.
    pub fn holds(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen) < Self::PATIENCE
    }

    /// Returns who has a message before them once somebody opens it: they, unless somebody else still has; by taking it
    /// over they do anyhow, so that no two work at it unknowingly.
    pub fn after_opening(
        held: Option<Self>,
        actor: &Actor,
        takes_over: bool,
        now: Timestamp,
    ) -> Option<Self> {
        let Some(person) = actor.person else { return held };
        match held {
            Some(own) if own.person == person && own.holds(now) => Some(Self { seen: now, ..own }),
            Some(other) if other.person != person && other.holds(now) && !takes_over => Some(other),
            _ => Some(Self { person, name: actor.name.clone(), since: now, seen: now }),
        }
    }
}

/// What was done with a received message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemEventKind {
    /// Somebody took it over from somebody else.
    TakenOver,
    /// Its sender was asked something.
    Asked,
    /// They answered.
    Answered,
    /// It was closed.
    Closed,
    /// It was put back among those that wait.
    Reopened,
    /// A statement was made from it.
    Recorded,
}

impl ItemEventKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::TakenOver,
        Self::Asked,
        Self::Answered,
        Self::Closed,
        Self::Reopened,
        Self::Recorded,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::TakenOver => "taken-over",
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Recorded => "recorded",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for ItemEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TakenOver => "Taken over",
            Self::Asked => "Sender asked",
            Self::Answered => "Sender answered",
            Self::Closed => "Closed",
            Self::Reopened => "Opened again",
            Self::Recorded => "Recorded",
        })
    }
}
