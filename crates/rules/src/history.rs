//! What happened to a statement: append-only, public with it.

use std::fmt;

use jiff::Timestamp;

use crate::{Number, PersonId};

/// Something that happened, with who did it, in which role, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Orders events of one instant, and tells them apart.
    pub id: i64,
    /// The statement.
    pub number: Number,
    /// What happened.
    pub kind: EventKind,
    /// Who did it.
    pub by: Doer,
    /// When.
    pub at: Timestamp,
    /// Whether everyone may read it once the statement is public.
    pub public: bool,
    /// Further words: a reason, a comment, a recipient's answer.
    pub words: String,
    /// What changed, as a unified difference; empty if nothing did.
    pub difference: String,
}

/// Whoever did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doer {
    /// The tool itself.
    System,
    /// A person.
    Person {
        /// Tells them apart; `None` for somebody whom only an imported record names.
        id: Option<PersonId>,
        /// Their name on that day.
        name: String,
        /// The role in which they acted, in words; empty where it is not known (OUT-9).
        role: String,
    },
}

impl Doer {
    /// Returns the name to show.
    pub fn name(&self) -> &str {
        match self {
            Self::System => "(System)",
            Self::Person { name, .. } => name,
        }
    }

    /// Returns the role in which they acted, empty for the tool itself.
    pub fn role(&self) -> &str {
        match self {
            Self::System => "",
            Self::Person { role, .. } => role,
        }
    }
}

/// Says what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A draft was begun, or a received statement was entered.
    Drafted,
    /// It was submitted for review.
    Submitted,
    /// It was changed.
    Edited,
    /// The chairs of a From group agreed to what somebody else drafted for it (OUT-12).
    Agreed,
    /// A From group's authority approved it.
    Approved,
    /// An approval given elsewhere was noted.
    ApprovalNoted,
    /// Whoever is asked for advice answered, or was not waited for any longer (OUT-4, IN-4).
    Consulted,
    /// A coordinator or liaison manager reviewed it.
    Reviewed,
    /// Gates that were open closed because of a change (OUT-9).
    GatesClosed,
    /// It was sent back to whoever drafted it, with what is to be changed.
    SentBack,
    /// A From group was told of it before it went, here or elsewhere (OUT-7).
    GroupTold,
    /// It went on the public record.
    Posted,
    /// It was recorded after having been sent without approval (OUT-5).
    RecordedUnapproved,
    /// It was taken back.
    Withdrawn,
    /// It was given up before posting.
    Dropped,
    /// It was taken up again.
    Revived,
    /// A message went out because of it.
    Mailed,
    /// A message could not be delivered for good.
    MailFailed,
    /// A message that a server had taken came back undelivered.
    Bounced,
    /// A message was sent to one recipient again, or to a corrected address.
    SentAgain,
    /// An attachment was added or removed.
    AttachmentChanged,
    /// A new version took its place on the record (REC-2).
    Corrected,
    /// Other groups have it now than had it before (IN-3).
    Given,
    /// It was marked as being about research, or no longer (IN-4).
    ResearchMarked,
    /// It was relayed to research groups (IN-4).
    Relayed,
    /// A note for informal feedback to its sender went out (IN-3).
    FeedbackSent,
    /// A reply asked for a later day than the one that it set (PUR-4).
    DeadlineAsked,
    /// Somebody was asked to see to it.
    Assigned,
    /// Somebody took on what was handed to them.
    Accepted,
    /// Somebody handed back what they were asked to see to.
    HandedBack,
    /// Somebody took it to see to it themselves.
    Taken,
    /// One of several groups takes the lead (RSP-2).
    LeadSet,
    /// What is asked was classed (RSP-8).
    Classed,
    /// Its sender heard that it arrived (REC-9).
    Acknowledged,
    /// It is under discussion (REC-9).
    Discussed,
    /// The group was asked about it (RSP-7).
    PutToGroup,
    /// What the group says of it was noted (RSP-7).
    GroupHeard,
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
    LinksChanged,
    /// One letter became one for each organization (CON-9).
    Split,
    /// Somebody who may approve it asked another who may, with a note (OUT-2).
    HandedOn,
    /// When it goes was set, changed or cleared (OUT-10).
    TimeSet,
    /// Its sender agreed to a later day than the one that it set (PUR-4).
    DeadlineAgreed,
    /// Those who open a gate that waits were reminded of it.
    Reminded,
    /// A gate waits so long that others heard of it.
    Escalated,
    /// The author of a draft was warned that it is soon dropped.
    DraftWarned,
    /// The other side was asked again for its answer.
    AskedAgain,
    /// The receipt of another installation came, which says where it is on the record there.
    ReceiptCame,
    /// A file of it was taken from view for cause.
    FileHidden,
    /// A file that had been taken from view is shown again.
    FileShown,
    /// Somebody remarked something.
    Commented,
    /// It came with the imported record.
    Imported,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 56] = [
        Self::Drafted,
        Self::Submitted,
        Self::Edited,
        Self::Agreed,
        Self::Approved,
        Self::ApprovalNoted,
        Self::Consulted,
        Self::Reviewed,
        Self::GatesClosed,
        Self::SentBack,
        Self::GroupTold,
        Self::Posted,
        Self::RecordedUnapproved,
        Self::Withdrawn,
        Self::Dropped,
        Self::Revived,
        Self::Mailed,
        Self::MailFailed,
        Self::Bounced,
        Self::SentAgain,
        Self::AttachmentChanged,
        Self::Corrected,
        Self::Given,
        Self::ResearchMarked,
        Self::Relayed,
        Self::FeedbackSent,
        Self::DeadlineAsked,
        Self::Assigned,
        Self::Accepted,
        Self::HandedBack,
        Self::Taken,
        Self::LeadSet,
        Self::Classed,
        Self::Acknowledged,
        Self::Discussed,
        Self::PutToGroup,
        Self::GroupHeard,
        Self::Promised,
        Self::AnsweredInformally,
        Self::NoAnswer,
        Self::Answered,
        Self::Reopened,
        Self::LinksChanged,
        Self::Split,
        Self::HandedOn,
        Self::TimeSet,
        Self::DeadlineAgreed,
        Self::Reminded,
        Self::Escalated,
        Self::DraftWarned,
        Self::AskedAgain,
        Self::ReceiptCame,
        Self::FileHidden,
        Self::FileShown,
        Self::Commented,
        Self::Imported,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Submitted => "submitted",
            Self::Edited => "edited",
            Self::Agreed => "agreed",
            Self::Approved => "approved",
            Self::ApprovalNoted => "approval-noted",
            Self::Consulted => "consulted",
            Self::Reviewed => "reviewed",
            Self::GatesClosed => "gates-closed",
            Self::SentBack => "sent-back",
            Self::GroupTold => "group-told",
            Self::Posted => "posted",
            Self::RecordedUnapproved => "recorded-unapproved",
            Self::Withdrawn => "withdrawn",
            Self::Dropped => "dropped",
            Self::Revived => "revived",
            Self::Mailed => "mailed",
            Self::MailFailed => "mail-failed",
            Self::Bounced => "bounced",
            Self::SentAgain => "sent-again",
            Self::AttachmentChanged => "attachment-changed",
            Self::Corrected => "corrected",
            Self::Given => "given",
            Self::ResearchMarked => "research-marked",
            Self::Relayed => "relayed",
            Self::FeedbackSent => "feedback-sent",
            Self::DeadlineAsked => "deadline-asked",
            Self::Assigned => "assigned",
            Self::Accepted => "accepted",
            Self::HandedBack => "handed-back",
            Self::Taken => "taken",
            Self::LeadSet => "lead-set",
            Self::Classed => "classed",
            Self::Acknowledged => "acknowledged",
            Self::Discussed => "discussed",
            Self::PutToGroup => "put-to-group",
            Self::GroupHeard => "group-heard",
            Self::Promised => "promised",
            Self::AnsweredInformally => "answered-informally",
            Self::NoAnswer => "no-answer",
            Self::Answered => "answered",
            Self::Reopened => "reopened",
            Self::LinksChanged => "links-changed",
            Self::Split => "split",
            Self::HandedOn => "handed-on",
            Self::TimeSet => "time-set",
            Self::DeadlineAgreed => "deadline-agreed",
            Self::Reminded => "reminded",
            Self::Escalated => "escalated",
            Self::DraftWarned => "draft-warned",
            Self::AskedAgain => "asked-again",
            Self::ReceiptCame => "receipt-came",
            Self::FileHidden => "file-hidden",
            Self::FileShown => "file-shown",
            Self::Commented => "commented",
            Self::Imported => "imported",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Drafted => "Drafted",
            Self::Submitted => "Submitted",
            Self::Edited => "Edited",
            Self::Agreed => "Agreed to",
            Self::Approved => "Approved",
            Self::ApprovalNoted => "Approval noted",
            Self::Consulted => "Consulted",
            Self::Reviewed => "Reviewed",
            Self::GatesClosed => "Sent round again",
            Self::SentBack => "Sent back",
            Self::GroupTold => "The group was told",
            Self::Posted => "Posted",
            Self::RecordedUnapproved => "Recorded, approval missing",
            Self::Withdrawn => "Withdrawn",
            Self::Dropped => "Dropped",
            Self::Revived => "Revived",
            Self::Mailed => "Mailed",
            Self::MailFailed => "Mail failed",
            Self::Bounced => "Came back undelivered",
            Self::SentAgain => "Sent again",
            Self::AttachmentChanged => "Attachments changed",
            Self::Corrected => "Corrected",
            Self::Given => "Given to other groups",
            Self::ResearchMarked => "Research",
            Self::Relayed => "Relayed to research groups",
            Self::FeedbackSent => "Feedback to the sender passed on",
            Self::DeadlineAsked => "A later day was asked for",
            Self::Assigned => "Handed on",
            Self::Accepted => "Taken on",
            Self::HandedBack => "Handed back",
            Self::Taken => "Taken over",
            Self::LeadSet => "Lead",
            Self::Classed => "What is asked",
            Self::Acknowledged => "Acknowledged",
            Self::Discussed => "Under discussion",
            Self::PutToGroup => "Put to the group",
            Self::GroupHeard => "The group was heard",
            Self::Promised => "An answer by a day",
            Self::AnsweredInformally => "Answered informally",
            Self::NoAnswer => "No answer",
            Self::Answered => "Answered",
            Self::Reopened => "Opened again",
            Self::LinksChanged => "Links mended",
            Self::Split => "Split",
            Self::HandedOn => "Approval handed on",
            Self::TimeSet => "Time of posting",
            Self::DeadlineAgreed => "A later day was agreed to",
            Self::Reminded => "Reminded",
            Self::Escalated => "Put before others",
            Self::DraftWarned => "Author warned",
            Self::AskedAgain => "Asked again",
            Self::ReceiptCame => "A receipt came",
            Self::FileHidden => "Taken from view",
            Self::FileShown => "Shown again",
            Self::Commented => "Comment",
            Self::Imported => "Imported",
        })
    }
}
