//! What is done with a received statement: who has it, what is asked, by when, and what came of it (REC-9, RSP-1 to RSP-8).

use std::fmt;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::{Direction, Doer, GroupRef, PersonId, Purpose, State, Statement};

/// What is done with a received statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handling {
    /// Who sees to it; nobody where an imported record names nobody.
    pub assignee: Option<Assignee>,
    /// The one of several groups that takes the lead (RSP-2).
    pub lead: Option<GroupRef>,
    /// What is asked, as the slug of a class of the policy (RSP-8).
    pub asked: Option<String>,
    /// What was done about it so far, oldest first (REC-9).
    pub discussions: Vec<Discussion>,
    /// The day by which an answer was promised, to be watched in place of the deadline.
    pub promised: Option<Date>,
    /// What came of it, where that is not an answer by statement.
    pub outcome: Option<Outcome>,
    /// Since when it waits again: answers from before no longer settle it.
    pub reopened_at: Option<Timestamp>,
}

/// Who sees to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignee {
    /// The person.
    pub person: PersonId,
    /// Their name on the day on which it came to them.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// Whether they took it on; whoever it was handed to is asked first.
    pub accepted: bool,
    /// Who handed it to them, and gets it back if they send it back.
    pub handed_by: Option<PersonId>,
}

/// Something that was done about a statement, with where it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discussion {
    /// What.
    pub kind: DiscussionKind,
    /// A message of a list's archive, an issue of a tracker, minutes; empty where there is none.
    pub link: String,
    /// In words.
    pub words: String,
    /// Who noted it, by name.
    pub by: String,
    /// When it was noted.
    pub at: Timestamp,
}

/// Says what was done about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiscussionKind {
    /// Its sender heard that it arrived and who sees to it.
    Acknowledged,
    /// It is under discussion.
    Discussed,
    /// The group was asked (RSP-7).
    PutToGroup,
    /// The group reached consensus.
    Consensus,
    /// Comments were collected, and no consensus was sought or found.
    Comments,
    /// Not enough people in the group are interested.
    NoInterest,
}

/// What came of a statement without an answer by statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What.
    pub kind: OutcomeKind,
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it, by name.
    pub by: String,
    /// The role in which they did, in words.
    pub role: String,
    /// What was answered, or why nothing is: for everyone.
    pub words: String,
    /// Where the answer can be read; empty where it cannot.
    pub link: String,
    /// The answer as it was mailed, kept byte for byte (RSP-4).
    pub message: Option<KeptMessage>,
}

/// A message as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMessage {
    /// The digest under which its bytes are kept.
    pub sha256: String,
    /// How many they are.
    pub size: i64,
}

/// Says what came of a statement without an answer by statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutcomeKind {
    /// Its sender was answered by mail (RSP-4).
    AnsweredInformally,
    /// It was decided to send no answer (RSP-5).
    NoAnswer,
}

/// Says how a received statement stands, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standpoint {
    /// A statement on record answers it.
    Answered,
    /// It was answered by mail.
    AnsweredInformally,
    /// It was decided to send no answer.
    NoAnswer,
    /// The imported record marks it as done.
    MarkedDone,
    /// It was answered, and waits again.
    Reopened,
    /// An answer was promised by a day.
    Promised,
    /// The group was heard, and the answer is to be written.
    GroupHeard,
    /// It was put to the group, which was not heard yet.
    PutToGroup,
    /// It is under discussion.
    Discussed,
    /// Its sender knows that it arrived.
    Acknowledged,
    /// It waits, and nothing was done yet.
    Waits,
    /// It asks for nothing.
    Nothing,
}

/// Says what a statement needs next, from whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Needed {
    /// Somebody who sees to it.
    Owner,
    /// That whoever it was handed to takes it on.
    Acceptance,
    /// An answer.
    Answer,
}

impl Handling {
    /// Returns how the group was heard, if it was: the last word counts (RSP-7).
    pub fn heard(&self) -> Option<&Discussion> {
        let asked = self.discussions.iter().rposition(|it| it.kind == DiscussionKind::PutToGroup);
        let since = self.discussions.get(asked.map_or(0, |at| at + 1)..).unwrap_or_default();
        since.iter().rev().find(|it| it.kind.is_heard())
    }

    /// Says whether the group was asked and not heard yet.
    pub fn waits_for_group(&self) -> bool {
        let was_asked = self.discussions.iter().any(|it| it.kind == DiscussionKind::PutToGroup);
        was_asked && self.heard().is_none()
    }

    /// Says whether an answer that went on the record then counts, or is from before it was opened again.
    pub fn counts(&self, recorded_at: Option<Timestamp>) -> bool {
        self.reopened_at.is_none_or(|reopened| recorded_at.is_some_and(|at| at > reopened))
    }

    /// Gives it to whoever recorded it, who is asked no more (IN-5).
    pub fn assign_to_recorder(&mut self, by: &Doer, now: Timestamp) {
        if let Doer::Person { id: Some(person), name, .. } = by {
            self.assignee = Some(Assignee {
                person: *person,
                name: name.clone(),
                since: now,
                accepted: true,
                handed_by: None,
            });
        }
    }

    /// Returns what it needs next, if it is open.
    pub fn needed(&self, is_open: bool) -> Option<Needed> {
        is_open.then_some(match &self.assignee {
            None => Needed::Owner,
            Some(assignee) if !assignee.accepted => Needed::Acceptance,
            Some(_) => Needed::Answer,
        })
    }
}

impl Statement {
    /// Says whether it waits for an answer as far as it says itself: whether one is on record is asked apart.
    ///
    /// What asks for action, names a day, was classed as asking something or was opened again does; what was withdrawn, what
    /// has an outcome and what the imported record marks as done does not.
    pub fn waits(&self) -> bool {
        let handling = &self.handling;
        let asks = self.purpose == Some(Purpose::Action)
            || self.deadline().is_some()
            || handling.promised.is_some()
            || handling.asked.is_some()
            || handling.reopened_at.is_some();
        self.direction == Direction::Incoming
            && self.state == State::Posted
            && asks
            && handling.outcome.is_none()
            && (self.action_taken != Some(true) || handling.reopened_at.is_some())
    }

    /// Says whether it is open: it waits for an answer, and none that settles it is on record.
    pub fn is_open(&self, is_answered: bool) -> bool {
        self.waits() && !is_answered
    }

    /// Returns the day to watch: the promised one, else the deadline in force.
    pub fn due(&self) -> Option<Date> {
        self.handling.promised.or_else(|| self.deadline().map(|deadline| deadline.date))
    }

    /// Says whether it is open and its day has passed everywhere; `today` is [`day_anywhere`].
    pub fn is_overdue(&self, is_answered: bool, today: Date) -> bool {
        self.is_open(is_answered) && self.due().is_some_and(|due| due < today)
    }

    /// Says how it stands, given whether a statement on record settles it.
    pub fn standpoint(&self, is_answered: bool) -> Standpoint {
        let handling = &self.handling;
        let last = handling.discussions.last().map(|it| it.kind);
        match handling.outcome.as_ref().map(|outcome| outcome.kind) {
            _ if is_answered => Standpoint::Answered,
            Some(OutcomeKind::AnsweredInformally) => Standpoint::AnsweredInformally,
            Some(OutcomeKind::NoAnswer) => Standpoint::NoAnswer,
            None if self.direction == Direction::Outgoing => Standpoint::Nothing,
            None if self.action_taken == Some(true) && handling.reopened_at.is_none() => {
                Standpoint::MarkedDone
            }
            None if !self.waits() && last.is_none() => Standpoint::Nothing,
            None => match last {
                _ if handling.promised.is_some() => Standpoint::Promised,
                _ if handling.heard().is_some() => Standpoint::GroupHeard,
                _ if handling.waits_for_group() => Standpoint::PutToGroup,
                _ if handling.discussions.iter().any(|it| it.kind == DiscussionKind::Discussed) => {
                    Standpoint::Discussed
                }
                None if handling.reopened_at.is_some() => Standpoint::Reopened,
                None => Standpoint::Waits,
                Some(_) => Standpoint::Acknowledged,
            },
        }
    }
}

/// Returns the day that it still is somewhere on earth: a deadline has passed once this day is after it (UTC-12).
pub fn day_anywhere(now: Timestamp) -> Date {
    let there = now.checked_sub(12.hours()).unwrap_or(now);
    jiff::tz::TimeZone::UTC.to_datetime(there).date()
}

impl DiscussionKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Acknowledged,
        Self::Discussed,
        Self::PutToGroup,
        Self::Consensus,
        Self::Comments,
        Self::NoInterest,
    ];

    /// What a group may be heard to say.
    pub const HEARD: [Self; 3] = [Self::Consensus, Self::Comments, Self::NoInterest];

    /// Says whether the group was heard by it.
    pub fn is_heard(self) -> bool {
        Self::HEARD.contains(&self)
    }

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Discussed => "discussed",
            Self::PutToGroup => "put-to-group",
            Self::Consensus => "consensus",
            Self::Comments => "comments",
            Self::NoInterest => "no-interest",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for DiscussionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Acknowledged => "Acknowledged",
            Self::Discussed => "Under discussion",
            Self::PutToGroup => "Put to the group",
            Self::Consensus => "The group reached consensus",
            Self::Comments => "Comments were collected",
            Self::NoInterest => "The group has no interest",
        })
    }
}

impl OutcomeKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::AnsweredInformally, Self::NoAnswer];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::AnsweredInformally => "answered-informally",
            Self::NoAnswer => "no-answer",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl Standpoint {
    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::AnsweredInformally => "answered-informally",
            Self::NoAnswer => "no-answer",
            Self::MarkedDone => "marked-done",
            Self::Reopened => "reopened",
            Self::Promised => "promised",
            Self::GroupHeard => "group-heard",
            Self::PutToGroup => "put-to-group",
            Self::Discussed => "discussed",
            Self::Acknowledged => "acknowledged",
            Self::Waits => "waits",
            Self::Nothing => "nothing",
        }
    }
}

impl fmt::Display for Standpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answered => "Answered by statement",
            Self::AnsweredInformally => "Answered informally",
            Self::NoAnswer => "No answer is sent",
            Self::MarkedDone => "Marked as done in the imported record",
            Self::Reopened => "Opened again: waits for an answer",
            Self::Promised => "An answer is promised",
            Self::GroupHeard => "The group was heard: the answer is to be written",
            Self::PutToGroup => "Put to the group",
            Self::Discussed => "Under discussion",
            Self::Acknowledged => "Acknowledged: waits for an answer",
            Self::Waits => "Waits for an answer",
            Self::Nothing => "No answer is expected",
        })
    }
}

impl Needed {
    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Acceptance => "acceptance",
            Self::Answer => "answer",
        }
    }
}

impl fmt::Display for Needed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Owner => "somebody who sees to it",
            Self::Acceptance => "to be taken on",
            Self::Answer => "an answer",
        })
    }
}
