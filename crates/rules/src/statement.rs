//! A liaison statement, whole.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Attachment, Basis, Consensus, Contact, Correction, Deadline, Direction, Gate, Given, GroupId,
    GroupRef, Handling, Link, LinkKind, Mailbox, PersonId, Purpose, Rendition, RetiredContacts,
    State,
};

/// A statement's number: reserved when it is drafted, permanent, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub i64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A liaison statement, with everything that is kept of it but its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its permanent number.
    pub number: Number,
    /// Which way it goes.
    pub direction: Direction,
    /// Where it stands.
    pub state: State,
    /// What it is for; `None` where an imported or received one does not say.
    pub purpose: Option<Purpose>,
    /// The purpose in the letter's own words, empty where they are ours (PUR-5).
    pub purpose_as_written: String,
    /// Every deadline that was ever set.
    pub deadlines: Vec<Deadline>,
    /// One line.
    pub subject: String,
    /// Whether the subject was supplied here because the letter had none (BOD-1).
    pub subject_supplied: bool,
    /// The words, exactly as entered.
    pub text: String,
    /// What stands behind it (outgoing).
    pub consensus: Option<Consensus>,
    /// What that rests on: documents, a list call (OUT-6, OUT-8).
    pub consensus_basis: Vec<Basis>,
    /// Who sent it.
    pub from: Side,
    /// To whom.
    pub to: Side,
    /// Whom it was given, forwarded or relayed to besides, or in place of, those that it names (REC-11).
    pub distributed_to: Vec<Given>,
    /// Whether it is about research, or answers what is (IN-4).
    pub about_research: bool,
    /// Contact fields that only the imported record has.
    pub retired_contacts: RetiredContacts,
    /// Identifiers, theirs and ours.
    pub identifiers: Vec<String>,
    /// The day on which it was sent.
    pub sent_on: Option<Date>,
    /// The day on which it was received.
    pub received_on: Option<Date>,
    /// When it went on the record (REC-8).
    pub recorded_at: Option<Timestamp>,
    /// How it travelled.
    pub travelled: Travelled,
    /// Whether it was sent without the approval that it needed (OUT-5).
    pub approval_missing: bool,
    /// What must be given before it is posted; kept afterwards as the record of who gave it.
    pub gates: Vec<Gate>,
    /// When it goes at the earliest, if somebody set that; kept afterwards.
    pub goes: Option<GoesAt>,
    /// What came with it, by position.
    pub attachments: Vec<Attachment>,
    /// The PDFs that go beside its letters, by the digest of the letter: those that were there when whoever decides on it was
    /// asked. `None` as long as nobody was, when those go that are there.
    pub letter_pdfs: Option<BTreeMap<String, Rendition>>,
    /// What it is to other statements.
    pub links: Vec<Link>,
    /// Whether it settles what it answers; `None` where it does not say, which counts as yes (RSP-3).
    pub settles: Option<bool>,
    /// The day that it asks for in place of the one that what it answers has (PUR-4).
    pub deadline_asked: Option<Date>,
    /// Which version of it this is; counts from 1, and up with each correction (REC-2).
    pub version: i64,
    /// What makes it a correction of another that is on its way, if it is one.
    pub correction: Option<Correction>,
    /// Counts saves, so that nobody overwrites or approves what they have not seen.
    pub revision: i64,
    /// Who began it; `None` for an imported one.
    pub created_by: Option<PersonId>,
    /// The role in which they did, in words.
    pub created_as: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// The Message-ID under which it was mailed or received, without angle brackets.
    pub message_id: Option<String>,
    /// Whether the present tool marked the asked-for action as taken; `None` where it said nothing.
    pub action_taken: Option<bool>,
    /// What is done with it, if it was received.
    pub handling: Handling,
}

/// One side of a statement: the bodies named there, and how to reach them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// The groups of the directory.
    pub groups: Vec<GroupRef>,
    /// The bodies as the sender wrote them (REC-11).
    pub as_written: Vec<String>,
    /// From-Contact or To-Contact.
    pub contacts: Vec<Contact>,
    /// From-Liaison-Contact (Send-Reply-To) or To-Liaison-Contact (Send-To).
    pub liaison_contact: Option<Mailbox>,
}

impl Side {
    /// Returns the ids of the groups.
    pub fn group_ids(&self) -> Vec<GroupId> {
        self.groups.iter().map(|group| group.id).collect()
    }

    /// Returns the bodies in words: the groups' names, else what was written.
    pub fn words(&self) -> String {
        if self.groups.is_empty() {
            self.as_written.join(", ")
        } else {
            self.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join(", ")
        }
    }
}

/// An instant before which a statement is not posted, and who set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoesAt {
    /// When it is posted at the earliest, once every gate is open.
    pub at: Timestamp,
    /// The name of whoever set it.
    pub set_by: String,
}

/// Says how a statement travelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Travelled {
    /// It has not, or nobody knows.
    Unknown,
    /// This tool mails it when it is posted.
    Mailed,
    /// By other means, in words (REC-7).
    Otherwise(String),
}

impl Statement {
    /// Makes a draft in which nothing is said yet.
    pub fn blank(number: Number, direction: Direction, created_at: Timestamp) -> Self {
        Self {
            number,
            direction,
            state: State::Draft,
            purpose: None,
            purpose_as_written: String::new(),
            deadlines: Vec::new(),
            subject: String::new(),
            subject_supplied: false,
            text: String::new(),
            consensus: None,
            consensus_basis: Vec::new(),
            from: Side::default(),
            to: Side::default(),
            distributed_to: Vec::new(),
            about_research: false,
            settles: None,
            deadline_asked: None,
            retired_contacts: RetiredContacts::default(),
            identifiers: Vec::new(),
            sent_on: None,
            received_on: None,
            recorded_at: None,
            travelled: Travelled::Unknown,
            approval_missing: false,
            gates: Vec::new(),
            goes: None,
            attachments: Vec::new(),
            letter_pdfs: None,
            links: Vec::new(),
            version: 1,
            correction: None,
            revision: 0,
            created_by: None,
            created_as: String::new(),
            created_at,
            message_id: None,
            action_taken: None,
            handling: Handling::default(),
        }
    }

    /// Returns by which other means a statement of ours is to go that is not on the record yet; nothing if it is mailed from here
    /// (REC-7).
    pub fn goes_by_other_means(&self) -> Option<&str> {
        match &self.travelled {
            Travelled::Otherwise(how)
                if self.direction == Direction::Outgoing
                    && !self.state.is_public()
                    && self.correction.is_none() =>
            {
                Some(how)
            }
            _ => None,
        }
    }

    /// Returns the PDF that goes beside an attachment, so that everybody can read it (BOD-3): of a letter the one that was made
    /// of it.
    pub fn pdf_beside<'s>(&'s self, attachment: &'s Attachment) -> Option<&'s Rendition> {
        if !attachment.is_letter() {
            return None;
        }
        match &self.letter_pdfs {
            Some(fixed) => fixed.get(attachment.sha256()?),
            None => attachment.pdf(),
        }
    }

    /// Fixes which PDFs go beside its letters, since whoever decides is shown what goes: what comes once somebody gave what it
    /// waits for stays behind (OUT-11).
    pub fn fix_letter_pdfs(&mut self) {
        if self.letter_pdfs.is_some() && self.gates.iter().any(Gate::is_open) {
            return;
        }
        let letters = self.attachments.iter().filter(|one| one.is_letter());
        let pdfs = letters.filter_map(|one| Some((one.sha256()?.to_owned(), one.pdf()?.clone())));
        self.letter_pdfs = Some(pdfs.collect());
    }

    /// Returns the deadline in force.
    pub fn deadline(&self) -> Option<&Deadline> {
        Deadline::in_force(&self.deadlines)
    }

    /// Returns the side that is ours: From of an outgoing statement, To of an incoming one.
    pub fn our_side(&self) -> &Side {
        match self.direction {
            Direction::Outgoing => &self.from,
            Direction::Incoming => &self.to,
        }
    }

    /// Returns the other organization's side.
    pub fn other_side(&self) -> &Side {
        match self.direction {
            Direction::Outgoing => &self.to,
            Direction::Incoming => &self.from,
        }
    }

    /// Returns the statements that this one answers.
    pub fn answers(&self) -> Vec<Number> {
        self.linked(LinkKind::Answers)
    }

    /// Returns the statements that this one follows up (RSP-6).
    pub fn follows_up(&self) -> Vec<Number> {
        self.linked(LinkKind::FollowsUp)
    }

    /// Returns the statements in whose place this one is (OUT-5).
    pub fn revises(&self) -> Vec<Number> {
        self.linked(LinkKind::Revises)
    }

    /// Returns the statements to which this one is linked in a way.
    pub fn linked(&self, kind: LinkKind) -> Vec<Number> {
        let linked = self.links.iter().filter(|link| link.kind == kind);
        linked.map(|link| link.number).collect()
    }

    /// Returns the day by which the statement is sorted: when it was sent, else received, else begun.
    pub fn day(&self) -> Date {
        self.sent_on.or(self.received_on).unwrap_or_else(|| {
            jiff::tz::TimeZone::UTC.to_datetime(self.recorded_at.unwrap_or(self.created_at)).date()
        })
    }
}
