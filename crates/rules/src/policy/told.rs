//! Who hears of a step by mail, besides those who are asked to act.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Policy;

/// Who hears of what.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Told(BTreeMap<Step, Vec<Audience>>);

/// A step of a statement of which somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It was submitted, and waits for its gates.
    Submitted,
    /// Its chairs agreed to it (OUT-12).
    Agreed,
    /// A From group's authority approved it, or that was noted.
    Approved,
    /// The liaison manager for its receiver answered, or was not waited for any longer.
    Consulted,
    /// It was reviewed, and waits for something else.
    Reviewed,
    /// It was changed while in review.
    Edited,
    /// It was sent back to whoever drafted it.
    SentBack,
    /// It was given up.
    Dropped,
    /// It was taken back from the record.
    Withdrawn,
    /// It was given to other groups than those that had it (IN-3).
    Given,
    /// It was marked as being about research, or no longer (IN-4).
    Marked,
    /// It was relayed to research groups (IN-4).
    Relayed,
    /// Somebody remarked something on it for everyone to read.
    Commented,
    /// Somebody was asked to see to it (RSP-2).
    HandedOn,
    /// Whoever was asked to see to it does, or somebody took it.
    TakenOn,
    /// It was handed back.
    HandedBack,
    /// What is done about it was noted (REC-9, RSP-7).
    Noted,
    /// An answer was promised by a day (RSP-3).
    Promised,
    /// Its sender was answered by mail (RSP-4).
    AnsweredInformally,
    /// It was decided to send no answer (RSP-5).
    NoAnswer,
    /// A statement that settles it went on the record.
    Answered,
    /// It waits for an answer again.
    Reopened,
    /// What it is to other statements was mended.
    LinksMended,
    /// It was posted at the time that somebody set.
    Posted,
    /// Its sender agreed to a later day than the one that it set (PUR-4).
    DeadlineAgreed,
    /// Mail because of it came back undelivered (REC-2).
    Undelivered,
}

/// Somebody who may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Whoever drafted or entered it.
    Author,
    /// Whoever sees to it, or was asked to.
    Assignee,
    /// Those who approve for its From groups.
    Authorities,
    /// The liaison managers for the organizations on the other side.
    LiaisonManagers,
    /// The contacts of our side, as the statement names them.
    OurContacts,
    /// The coordination address.
    Coordination,
}

impl Step {
    /// All steps, as they come.
    pub const ALL: [Self; 26] = [
        Self::Submitted,
        Self::Agreed,
        Self::Approved,
        Self::Consulted,
        Self::Reviewed,
        Self::Edited,
        Self::SentBack,
        Self::Dropped,
        Self::Withdrawn,
        Self::Given,
        Self::Marked,
        Self::Relayed,
        Self::Commented,
        Self::HandedOn,
        Self::TakenOn,
        Self::HandedBack,
        Self::Noted,
        Self::Promised,
        Self::AnsweredInformally,
        Self::NoAnswer,
        Self::Answered,
        Self::Reopened,
        Self::LinksMended,
        Self::Posted,
        Self::DeadlineAgreed,
        Self::Undelivered,
    ];

    /// Returns the step as a participle: "submitted".
    pub fn words(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Agreed => "agreed to",
            Self::Approved => "approved",
            Self::Consulted => "advised on",
            Self::Reviewed => "reviewed",
            Self::Edited => "changed in review",
            Self::SentBack => "sent back",
            Self::Dropped => "dropped",
            Self::Withdrawn => "withdrawn",
            Self::Given => "given to other groups",
            Self::Marked => "marked as about research, or no longer",
            Self::Relayed => "relayed to research groups",
            Self::Commented => "commented on",
            Self::HandedOn => "handed on to somebody",
            Self::TakenOn => "taken on by whoever was asked, or taken over",
            Self::HandedBack => "handed back",
            Self::Noted => "acknowledged, under discussion, or put to the group",
            Self::Promised => "promised an answer by a day",
            Self::AnsweredInformally => "answered informally",
            Self::NoAnswer => "left without an answer",
            Self::Answered => "answered by a statement",
            Self::Reopened => "opened again",
            Self::LinksMended => "linked otherwise",
            Self::Posted => "posted at the time that was set",
            Self::DeadlineAgreed => "given a later deadline, with its sender’s agreement",
            Self::Undelivered => "not delivered to a recipient",
        }
    }
}

impl Audience {
    /// Returns who they are.
    pub fn words(self) -> &'static str {
        match self {
            Self::Author => "whoever drafted or entered it",
            Self::Assignee => "whoever sees to it",
            Self::Authorities => "those who approve for its From groups",
            Self::LiaisonManagers => "the liaison managers for the other side",
            Self::OurContacts => "our contacts",
            Self::Coordination => "the coordination address",
        }
    }
}

impl Policy {
    /// Returns who hears of a step by mail.
    pub fn told(&self, step: Step) -> &[Audience] {
        self.told.0.get(&step).map_or(&[], Vec::as_slice)
    }
}
