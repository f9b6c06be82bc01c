//! Who may see and do what: one table of capacity × state × verb.

use crate::{
    Actor, Capacity, Direction, Directory, GateKind, HeldRole, Policy, Refusal, Scope, State,
    Statement, capacities,
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
    /// Put a letter of one's own in the place of the one that the tool made (BOD-4).
    ConvertLetter,
    /// Submit it for review.
    Submit,
    /// Agree, for a From group, to what somebody else drafted (OUT-12).
    Agree,
    /// Approve it for a From group.
    Approve,
    /// Say what there is to consider before it goes to an organization (OUT-4).
    Advise,
    /// Note an approval that was given by other means.
    NoteApproval,
    /// Review it.
    Review,
    /// Send it back to whoever drafted it, with what is to be changed (4.2).
    SendBack,
    /// Tell a From group of it before it goes, or note where that was done (OUT-7).
    TellGroup,
    /// Give it up before posting.
    Drop,
    /// Take it up again.
    Revive,
    /// Take it back from the record.
    Withdraw,
    /// Record it as already sent by other means.
    RecordAsSent,
    /// Give what was received to other groups than those that have it, and tell its sender informally (IN-3).
    Give,
    /// Mark what was received as being about research, or not (IN-4).
    MarkResearch,
    /// Relay it to research groups (IN-4).
    Relay,
    /// Say who sees to what was received: hand it on, take it, name the group that takes the lead (IN-5, RSP-2).
    Assign,
    /// See to it: note what is done, put it to the group, say what came of it (REC-9, RSP-3 to RSP-8).
    Handle,
    /// Mend what it is to other statements.
    MendLinks,
    /// Remark something in its history.
    Comment,
    /// Send its mail to one recipient again, or to a corrected address (REC-2).
    Resend,
    /// Add a file or a link to what was sent already.
    Add,
    /// Begin a correction of it, which goes through its gates (REC-2).
    Correct,
    /// Begin a new statement in its place (OUT-5).
    Revise,
    /// Note that its sender agreed to a later day than the one that it set (PUR-4).
    AgreeDeadline,
    /// Ask its receiver again for the answer that is late, or let that be.
    AskAgain,
    /// Take a file of it from view for cause, or show it again.
    Hide,
}

impl Verb {
    /// All verbs.
    pub const ALL: [Self; 30] = [
        Self::See,
        Self::SeePrivate,
        Self::Edit,
        Self::ConvertLetter,
        Self::Submit,
        Self::Agree,
        Self::Approve,
        Self::Advise,
        Self::NoteApproval,
        Self::Review,
        Self::SendBack,
        Self::TellGroup,
        Self::Drop,
        Self::Revive,
        Self::Withdraw,
        Self::RecordAsSent,
        Self::Give,
        Self::MarkResearch,
        Self::Relay,
        Self::Assign,
        Self::Handle,
        Self::MendLinks,
        Self::Comment,
        Self::Resend,
        Self::Add,
        Self::Correct,
        Self::Revise,
        Self::AgreeDeadline,
        Self::AskAgain,
        Self::Hide,
    ];

    /// Returns it as an infinitive.
    pub fn words(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::SeePrivate => "see the private history of",
            Self::Edit => "change",
            Self::ConvertLetter => "convert the letter of",
            Self::Submit => "submit",
            Self::Agree => "agree to",
            Self::Approve => "approve",
            Self::Advise => "answer the consultation on",
            Self::NoteApproval => "note an approval of",
            Self::Review => "review",
            Self::SendBack => "send back",
            Self::TellGroup => "tell the group of",
            Self::Drop => "drop",
            Self::Revive => "revive",
            Self::Withdraw => "withdraw",
            Self::RecordAsSent => "record the sending of",
            Self::Give => "pass on",
            Self::MarkResearch => "classify",
            Self::Relay => "relay",
            Self::Assign => "hand on",
            Self::Handle => "see to",
            Self::MendLinks => "mend the links of",
            Self::Comment => "comment on",
            Self::Resend => "send again",
            Self::Add => "add to",
            Self::Correct => "correct",
            Self::Revise => "revise",
            Self::AgreeDeadline => "note a later day for",
            Self::AskAgain => "ask again for an answer to",
            Self::Hide => "take files from view of",
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
    /// For which directions.
    pub directions: &'static [Direction],
    /// Who.
    pub who: &'static [Capacity],
}

use Capacity::{
    Authority, Coordinator, Editor, Handler, LiaisonManager, Reader, Research, Secretariat,
};
use State::{Draft, Dropped, InReview, Posted, Withdrawn};

use Direction::{Incoming, Outgoing};
use Verb::{
    Add, Advise, Agree, AgreeDeadline, Approve, AskAgain, Assign, Comment, ConvertLetter, Correct,
    Drop, Edit, Give, Handle, Hide, MarkResearch, MendLinks, NoteApproval, RecordAsSent, Relay,
    Resend, Review, Revise, Revive, See, SeePrivate, SendBack, Submit, TellGroup, Withdraw,
};

const EVERYBODY_INVOLVED: &[Capacity] =
    &[Editor, Authority, LiaisonManager, Coordinator, Secretariat, Research];
const EVERYBODY_CONCERNED: &[Capacity] =
    &[Editor, Authority, LiaisonManager, Coordinator, Secretariat, Handler, Research];
const SENDERS: &[Capacity] = &[Editor, Authority, Coordinator, Secretariat];
const CONVERTERS: &[Capacity] = &[Editor, Authority, LiaisonManager, Coordinator, Secretariat];
const RECORDERS: &[Capacity] = &[Editor, LiaisonManager, Coordinator, Secretariat];
const KEEPERS: &[Capacity] = &[LiaisonManager, Coordinator, Secretariat];
const HANDLERS: &[Capacity] = &[Handler, LiaisonManager, Coordinator, Secretariat];
const OFFICE: &[Capacity] = &[Coordinator, Secretariat];
const BOTH: &[Direction] = &[Incoming, Outgoing];

const fn row(
    verb: Verb,
    states: &'static [State],
    directions: &'static [Direction],
    who: &'static [Capacity],
) -> Permission {
    Permission { verb, states, directions, who }
}

/// The whole table; what no row allows is refused, and so is whatever somebody may not see.
///
/// Drafts of ours belong to their editors. What was received belongs to all who keep that relationship, so that one
/// of them can go on where another stopped (IN-1, IN-5).
pub const PERMISSIONS: &[Permission] = &[
    row(See, &[Posted, Withdrawn], BOTH, &[Reader]),
    row(See, &[InReview], BOTH, EVERYBODY_INVOLVED),
    row(See, &[Draft], &[Outgoing], &[Editor]),
    row(See, &[Dropped], &[Outgoing], SENDERS),
    row(See, &[Draft, Dropped], &[Incoming], RECORDERS),
    row(SeePrivate, &[InReview, Posted, Withdrawn], &[Outgoing], EVERYBODY_INVOLVED),
    row(SeePrivate, &[InReview], &[Incoming], EVERYBODY_INVOLVED),
    row(SeePrivate, &[Posted, Withdrawn], &[Incoming], EVERYBODY_CONCERNED),
    row(SeePrivate, &[Draft], &[Outgoing], &[Editor]),
    row(SeePrivate, &[Dropped], &[Outgoing], SENDERS),
    row(SeePrivate, &[Draft, Dropped], &[Incoming], RECORDERS),
    row(Edit, &[Draft], &[Outgoing], &[Editor]),
    row(Edit, &[InReview], &[Outgoing], SENDERS),
    row(Edit, &[Draft, InReview], &[Incoming], RECORDERS),
    row(ConvertLetter, &[Draft], &[Outgoing], &[Editor]),
    row(ConvertLetter, &[InReview], &[Outgoing], CONVERTERS),
    row(Submit, &[Draft], &[Outgoing], &[Editor]),
    row(Submit, &[Draft], &[Incoming], RECORDERS),
    row(Agree, &[InReview], &[Outgoing], &[Authority, Editor]),
    row(Approve, &[InReview], &[Outgoing], &[Authority]),
    row(Advise, &[InReview], &[Outgoing], &[LiaisonManager, Coordinator, Research]),
    row(NoteApproval, &[InReview], &[Outgoing], OFFICE),
    row(Review, &[InReview], &[Outgoing], &[Coordinator]),
    row(Review, &[InReview], &[Incoming], &[LiaisonManager, Coordinator]),
    row(SendBack, &[InReview], &[Outgoing], SENDERS),
    row(SendBack, &[InReview], &[Incoming], RECORDERS),
    row(TellGroup, &[Draft], &[Outgoing], &[Editor]),
    row(TellGroup, &[InReview], &[Outgoing], SENDERS),
    row(Drop, &[Draft], &[Outgoing], &[Editor]),
    row(Drop, &[InReview], &[Outgoing], SENDERS),
    row(Drop, &[Draft, InReview], &[Incoming], RECORDERS),
    row(Revive, &[Dropped], &[Outgoing], &[Editor, Coordinator, Secretariat]),
    row(Revive, &[Dropped], &[Incoming], RECORDERS),
    row(Withdraw, &[Posted], &[Outgoing], &[Authority, Coordinator]),
    row(Withdraw, &[Posted], &[Incoming], &[LiaisonManager, Coordinator]),
    row(RecordAsSent, &[Draft, InReview], &[Outgoing], KEEPERS),
    row(Give, &[Posted], &[Incoming], KEEPERS),
    row(Assign, &[Posted], &[Incoming], HANDLERS),
    row(Handle, &[Posted], &[Incoming], HANDLERS),
    row(MendLinks, &[Posted], &[Incoming], KEEPERS),
    row(MendLinks, &[Posted], &[Outgoing], OFFICE),
    row(MarkResearch, &[Posted], &[Incoming], KEEPERS),
    row(Relay, &[Posted], &[Incoming], &[Research]),
    row(Comment, &[InReview, Posted, Withdrawn], &[Outgoing], EVERYBODY_INVOLVED),
    row(Comment, &[InReview], &[Incoming], EVERYBODY_INVOLVED),
    row(Comment, &[Posted, Withdrawn], &[Incoming], EVERYBODY_CONCERNED),
    row(Resend, &[Posted], BOTH, RECORDERS),
    row(Add, &[Posted], &[Outgoing], &[Authority, Coordinator]),
    row(Add, &[Posted], &[Incoming], KEEPERS),
    row(Correct, &[Posted], &[Outgoing], SENDERS),
    row(Correct, &[Posted], &[Incoming], RECORDERS),
    row(AgreeDeadline, &[Posted], BOTH, RECORDERS),
    row(Revise, &[Posted, Withdrawn], &[Outgoing], SENDERS),
    row(AskAgain, &[Posted], &[Outgoing], KEEPERS),
    row(Hide, &[Posted, Withdrawn], BOTH, OFFICE),
];

/// Says whether somebody may do something with a statement, and in which role; by a token that does not reach so far,
/// they may what everybody may.
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
    let held = within_reach(actor, verb, statement, directory, policy);
    let see = allowed_to(&held, Verb::See, statement, policy);
    match (see.first(), roles_of(&allowed_to(&held, verb, statement, policy))) {
        (Some(_), Some(roles)) => Ok(actor.choose(&roles)),
        _ => {
            let who = who_may(&allowed(verb, statement, policy));
            Err(Refusal::NotAllowed { verb: verb.words(), who })
        }
    }
}

/// Returns the roles in which somebody may do something with a statement, the usual one first; empty if they may not,
/// or may without any role.
pub fn roles_for(
    actor: &Actor,
    verb: Verb,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> Vec<HeldRole> {
    let held = within_reach(actor, verb, statement, directory, policy);
    HeldRole::once_each(roles_of(&allowed_to(&held, verb, statement, policy)).unwrap_or_default())
}

type Held = (Capacity, Option<HeldRole>);

/// Returns the capacities of somebody; by a token that does not reach so far, those of everybody.
fn within_reach(
    actor: &Actor,
    verb: Verb,
    statement: &Statement,
    directory: &Directory,
    policy: &Policy,
) -> Vec<Held> {
    let nobody = Actor::reader();
    let reaches = actor.reach.allows(Scope::of(verb)).is_ok();
    capacities(if reaches { actor } else { &nobody }, statement, directory, policy)
}

/// Returns who may; where the policy asks nobody about research, nothing has to do with it (IN-4).
fn allowed(verb: Verb, statement: &Statement, policy: &Policy) -> Vec<Capacity> {
    let has_research = policy.has_research();
    if matches!(verb, MarkResearch | Relay) && !has_research {
        return Vec::new();
    }
    // A correction goes on the record in the place of another alone, through its gates; dropped, it is begun anew.
    if matches!(verb, RecordAsSent | Revive) && statement.correction.is_some() {
        return Vec::new();
    }
    let rows = PERMISSIONS.iter();
    let rows = rows.filter(|row| row.allows(verb, statement.state, statement.direction));
    let who = rows.flat_map(|row| row.who.iter().copied());
    who.filter(|capacity| *capacity != Research || has_research).collect()
}

fn allowed_to<'a>(
    held: &'a [Held],
    verb: Verb,
    statement: &Statement,
    policy: &Policy,
) -> Vec<&'a Held> {
    let allowed = allowed(verb, statement, policy);
    held.iter().filter(|(capacity, _)| allowed.contains(capacity)).collect()
}

/// The roles of what is held, or nothing if nothing is held.
fn roles_of(held: &[&Held]) -> Option<Vec<HeldRole>> {
    (!held.is_empty()).then(|| held.iter().filter_map(|(_, role)| *role).collect())
}

impl Permission {
    fn allows(&self, verb: Verb, state: State, direction: Direction) -> bool {
        self.verb == verb && self.states.contains(&state) && self.directions.contains(&direction)
    }
}

fn who_may(allowed: &[Capacity]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for capacity in allowed {
        if !words.contains(&capacity.words()) {
            words.push(capacity.words());
        }
    }
    let sentence = match words.split_last() {
        None => "in its present state nobody".to_owned(),
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
            GateKind::Agreement => Self::Agree,
            GateKind::Approval => Self::Approve,
            GateKind::Consultation => Self::Advise,
            GateKind::Review => Self::Review,
        }
    }
}
