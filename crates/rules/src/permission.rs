//! Who may see and do what: one table of capacity × state × verb.

use crate::approval::level_of;
use crate::{
    Actor, Direction, Directory, GateKind, GroupId, GroupKind, HeldRole, Policy, Refusal, RoleKind,
    State, Statement, may_approve,
};

/// What can be done with a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Read it, on whatever surface.
    See,
    /// Read comments and events that are not public.
    SeePrivate,
    /// Change it.
    Edit,
    /// Submit it for review.
    Submit,
    /// Approve it for a From group.
    Approve,
    /// Note an approval that was given by other means.
    NoteApproval,
    /// Review it.
    Review,
    /// Give it up before posting.
    Drop,
    /// Take it up again.
    Revive,
    /// Take it back from the record.
    Withdraw,
    /// Record it as already sent by other means.
    RecordAsSent,
    /// Remark something in its history.
    Comment,
}

impl Verb {
    /// All verbs.
    pub const ALL: [Self; 12] = [
        Self::See,
        Self::SeePrivate,
        Self::Edit,
        Self::Submit,
        Self::Approve,
        Self::NoteApproval,
        Self::Review,
        Self::Drop,
        Self::Revive,
        Self::Withdraw,
        Self::RecordAsSent,
        Self::Comment,
    ];

    /// Returns it as an infinitive.
    pub fn words(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::SeePrivate => "see the private history of",
            Self::Edit => "change",
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::NoteApproval => "note an approval of",
            Self::Review => "review",
            Self::Drop => "drop",
            Self::Revive => "revive",
            Self::Withdraw => "withdraw",
            Self::RecordAsSent => "record as sent",
            Self::Comment => "comment on",
        }
    }
}

/// In which capacity somebody stands towards one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capacity {
    /// Anybody, signed in or not.
    Reader,
    /// Began it, or may draft for one of its From groups without being its authority.
    Editor,
    /// Answers for one of its From groups (OUT-2).
    Authority,
    /// Keeps the relationship with the organization on the other side.
    LiaisonManager,
    /// Coordinates all relationships.
    Coordinator,
    /// Is of the secretariat.
    Secretariat,
}

impl Capacity {
    /// All capacities.
    pub const ALL: [Self; 6] = [
        Self::Reader,
        Self::Editor,
        Self::Authority,
        Self::LiaisonManager,
        Self::Coordinator,
        Self::Secretariat,
    ];

    /// Returns it in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Reader => "anybody",
            Self::Editor => "one of its editors",
            Self::Authority => "the authority of a From group",
            Self::LiaisonManager => "the liaison manager for the other organization",
            Self::Coordinator => "a coordinator",
            Self::Secretariat => "the secretariat",
        }
    }
}

/// One row of the table: in these states and directions, these capacities may do this.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// What.
    pub verb: Verb,
    /// In which states.
    pub states: &'static [State],
    /// For which direction; `None` for both.
    pub direction: Option<Direction>,
    /// Who.
    pub who: &'static [Capacity],
}

use Capacity::{Authority, Coordinator, Editor, LiaisonManager, Reader, Secretariat};
use State::{Draft, Dropped, InReview, Posted, Withdrawn};

const INVOLVED: &[Capacity] = &[Editor, Authority, LiaisonManager, Coordinator, Secretariat];
const KEEPERS: &[Capacity] = &[LiaisonManager, Coordinator, Secretariat];
const OFFICE: &[Capacity] = &[Coordinator, Secretariat];

const fn row(
    verb: Verb,
    states: &'static [State],
    direction: Option<Direction>,
    who: &'static [Capacity],
) -> Permission {
    Permission { verb, states, direction, who }
}

/// The whole table; what no row allows is refused.
pub const PERMISSIONS: &[Permission] = &[
    row(Verb::See, &[Posted, Withdrawn], None, &[Reader]),
    row(Verb::See, &[InReview], None, INVOLVED),
    row(Verb::See, &[Dropped], None, &[Editor, Coordinator, Secretariat]),
    row(Verb::See, &[Draft], None, &[Editor]),
    row(Verb::SeePrivate, &[InReview, Posted, Withdrawn], None, INVOLVED),
    row(Verb::SeePrivate, &[Dropped], None, &[Editor, Coordinator, Secretariat]),
    row(Verb::SeePrivate, &[Draft], None, &[Editor]),
    row(Verb::Edit, &[Draft], None, &[Editor]),
    row(
        Verb::Edit,
        &[InReview],
        Some(Direction::Outgoing),
        &[Editor, Authority, Coordinator, Secretariat],
    ),
    row(
        Verb::Edit,
        &[InReview],
        Some(Direction::Incoming),
        &[Editor, LiaisonManager, Coordinator, Secretariat],
    ),
    row(Verb::Submit, &[Draft], None, &[Editor]),
    row(Verb::Approve, &[InReview], Some(Direction::Outgoing), &[Authority]),
    row(Verb::NoteApproval, &[InReview], Some(Direction::Outgoing), OFFICE),
    row(Verb::Review, &[InReview], Some(Direction::Outgoing), &[Coordinator]),
    row(Verb::Review, &[InReview], Some(Direction::Incoming), &[LiaisonManager, Coordinator]),
    row(Verb::Drop, &[Draft], None, &[Editor]),
    row(Verb::Drop, &[InReview], None, &[Editor, Authority, Coordinator, Secretariat]),
    row(Verb::Revive, &[Dropped], None, &[Editor, Coordinator, Secretariat]),
    row(Verb::Withdraw, &[Posted], Some(Direction::Outgoing), &[Authority, Coordinator]),
    row(Verb::Withdraw, &[Posted], Some(Direction::Incoming), &[LiaisonManager, Coordinator]),
    row(Verb::RecordAsSent, &[Draft], Some(Direction::Outgoing), KEEPERS),
    row(Verb::RecordAsSent, &[InReview], Some(Direction::Outgoing), KEEPERS),
    row(Verb::Comment, &[InReview, Posted, Withdrawn], None, INVOLVED),
];

/// Returns every capacity in which somebody stands towards a statement, with the role that gives it.
///
/// Having begun a statement makes an editor without any role.
pub fn capacities(
    actor: &Actor,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> Vec<(Capacity, Option<HeldRole>)> {
    let mut found = vec![(Capacity::Reader, None)];
    let Some(person) = actor.person else { return found };
    let from_is_ours = statement.direction == Direction::Outgoing;
    for group in statement.from.group_ids().into_iter().filter(|_| from_is_ours) {
        if let Some(role) = may_approve(actor, group, directory, policy) {
            found.push((Capacity::Authority, Some(role)));
        }
        if let Some(role) = own_role(actor, group, directory, policy) {
            found.push((Capacity::Editor, Some(role)));
        }
    }
    if let Some(role) = manages(actor, statement, directory) {
        found.push((Capacity::LiaisonManager, Some(role)));
    }
    if let Some(role) = actor.any(RoleKind::Coordinator) {
        found.push((Capacity::Coordinator, Some(role)));
    }
    if let Some(role) = secretariat_role(actor, directory, policy) {
        found.push((Capacity::Secretariat, Some(role)));
    }
    if statement.created_by == Some(person) {
        let role =
            found.iter().find_map(|(_, role)| *role).or_else(|| actor.roles.first().copied());
        found.push((Capacity::Editor, role));
    }
    found
}

/// Says whether somebody may do something with a statement, and in which role.
///
/// # Errors
/// [`Refusal::NotAllowed`] naming who may; a page answers a refused `See` as if nothing were there.
pub fn may(
    actor: &Actor,
    verb: Verb,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> Result<Option<HeldRole>, Refusal> {
    let held = capacities(actor, statement, directory, policy);
    let rows =
        PERMISSIONS.iter().filter(|row| row.allows(verb, statement.state, statement.direction));
    let allowed: Vec<Capacity> = rows.flat_map(|row| row.who.iter().copied()).collect();
    let found = held.iter().find(|(capacity, _)| allowed.contains(capacity));
    match found {
        Some((_, role)) => Ok(*role),
        None => Err(Refusal::NotAllowed { verb: verb.words(), who: who_may(&allowed) }),
    }
}

/// Says whether somebody may draft From a group (OUT-1), and in which role.
///
/// # Errors
/// [`Refusal::NoLevel`] for a group that never sends; [`Refusal::NotYourGroup`] for one that they do not speak for.
pub fn may_draft_for(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Result<HeldRole, Refusal> {
    level_of(group, directory, policy)?;
    own_role(actor, group, directory, policy)
        .or_else(|| may_approve(actor, group, directory, policy))
        .or_else(|| drafts_for_all(actor, directory, policy))
        .ok_or_else(|| Refusal::NotYourGroup {
            group: directory.group(group).map(|group| group.acronym.clone()).unwrap_or_default(),
        })
}

/// Says whether somebody may enter a received statement: whoever holds a role of ours, since any of them may have
/// been sent one (IN-1); a liaison manager's or coordinator's review follows.
///
/// # Errors
/// [`Refusal::NotAllowed`] for anybody without a role.
pub fn may_enter_incoming(actor: &Actor) -> Result<HeldRole, Refusal> {
    let first = [RoleKind::Coordinator, RoleKind::LiaisonManager]
        .into_iter()
        .find_map(|kind| actor.any(kind));
    first.or_else(|| actor.roles.first().copied()).ok_or_else(|| Refusal::NotAllowed {
        verb: "enter",
        who: "Whoever holds a role in a group".to_owned(),
    })
}

impl Permission {
    fn allows(&self, verb: Verb, state: State, direction: Direction) -> bool {
        self.verb == verb
            && self.states.contains(&state)
            && self.direction.is_none_or(|only| only == direction)
    }
}

/// The role on the group itself that lets somebody draft for it, its authority's role aside.
fn own_role(
    actor: &Actor,
    group: GroupId,
    directory: &Directory,
    policy: &Policy,
) -> Option<HeldRole> {
    let level = level_of(group, directory, policy).ok()?;
    let kinds = level.drafts.iter().copied();
    kinds.map(|kind| HeldRole { kind, group }).find(|role| actor.roles.contains(role))
}

/// Liaison managers, coordinators, the secretariat and the chairs of our organization and its board draft for any
/// group; the group's authority decides.
fn drafts_for_all(actor: &Actor, directory: &Directory, policy: &Policy) -> Option<HeldRole> {
    let office = [RoleKind::Coordinator, RoleKind::LiaisonManager]
        .into_iter()
        .find_map(|kind| actor.any(kind));
    let chair = |role: &&HeldRole| {
        role.kind == RoleKind::Chair
            && directory
                .group(role.group)
                .is_some_and(|group| group.kind == GroupKind::Ietf && policy.level(group).is_some())
    };
    office
        .or_else(|| secretariat_role(actor, directory, policy))
        .or_else(|| actor.roles.iter().find(chair).copied())
}

fn manages(actor: &Actor, statement: &Statement, directory: &Directory) -> Option<HeldRole> {
    let others = statement.other_side().group_ids();
    let lines = others.into_iter().flat_map(|group| directory.line(group));
    lines
        .map(|group| HeldRole { kind: RoleKind::LiaisonManager, group: group.id })
        .find(|role| actor.roles.contains(role))
}

fn secretariat_role(actor: &Actor, directory: &Directory, policy: &Policy) -> Option<HeldRole> {
    let group = directory.by_acronym(&policy.secretariat)?.id;
    actor.holds(RoleKind::Secretary, group).then_some(HeldRole { kind: RoleKind::Secretary, group })
}

fn who_may(allowed: &[Capacity]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for capacity in allowed {
        if !words.contains(&capacity.words()) {
            words.push(capacity.words());
        }
    }
    let sentence = match words.split_last() {
        None => "nobody in this state".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    };
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Says which verb opens a gate of a kind.
impl From<GateKind> for Verb {
    fn from(kind: GateKind) -> Self {
        match kind {
            GateKind::Approval => Self::Approve,
            GateKind::Review => Self::Review,
        }
    }
}
