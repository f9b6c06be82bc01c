//! The one shape in which a statement is given to programs: a page's `.json`, a line of an export, an answer of the API.

mod handling;
pub mod words;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::{
    Attachment, AttachmentBody, Basis, BasisAt, Consensus, Contact, Correction, Deadline,
    DeadlineKind, Direction, Gate, GateKind, Given, GivenKind, GivenTo, GroupRef, LinkKind,
    Mailbox, Means, Number, Purpose, RenditionKind, RetiredContacts, Standing, State, Statement,
    Travelled,
};
use serde::Serialize;
use store::StatementVersion;
use utoipa::ToSchema;

use crate::{CheckedDocument, Settings};

/// A statement as programs read it; keys keep their names and order, and others are only ever added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Statement)]
pub struct StatementShape {
    #[schema(value_type = i64)]
    number: Number,
    #[schema(value_type = words::DirectionWord)]
    direction: Direction,
    #[schema(value_type = words::StateWord)]
    state: State,
    #[schema(value_type = Option<words::PurposeWord>)]
    purpose: Option<Purpose>,
    #[schema(value_type = Option<words::Day>)]
    deadline: Option<Date>,
    deadlines: Vec<DeadlineShape>,
    subject: String,
    text: String,
    #[schema(value_type = Option<words::ConsensusWord>)]
    consensus: Option<Consensus>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    consensus_basis: Vec<BasisShape>,
    from_groups: Vec<GroupShape>,
    to_groups: Vec<GroupShape>,
    from_as_written: Vec<String>,
    to_as_written: Vec<String>,
    distributed_to: Vec<GivenShape>,
    travelled: Option<String>,
    approvals: Vec<ApprovalShape>,
    from_contacts: Vec<ContactShape>,
    from_liaison_contact: Option<ContactShape>,
    to_contacts: Vec<ContactShape>,
    to_liaison_contact: Option<ContactShape>,
    #[schema(value_type = words::RetiredContactsShape)]
    retired_contacts: RetiredContacts,
    identifiers: Vec<String>,
    #[schema(value_type = Option<words::Day>)]
    sent_on: Option<Date>,
    #[schema(value_type = Option<words::Day>)]
    received_on: Option<Date>,
    #[schema(value_type = Option<words::Instant>)]
    recorded_at: Option<Timestamp>,
    attachments: Vec<AttachmentShape>,
    documents: Vec<DocumentShape>,
    links: Vec<LinkShape>,
    handling: HandlingShape,
    url: String,
    purpose_as_written: String,
    subject_supplied: bool,
    approval_missing: bool,
    about_research: bool,
    settles: Option<bool>,
    #[schema(value_type = Option<words::Day>)]
    deadline_asked: Option<Date>,
    version: i64,
    versions: Vec<VersionShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<CorrectsShape>,
}

/// Something that consensus rests on: what it is called, and a document, a file that came with the statement, or an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ConsensusBasis)]
struct BasisShape {
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Whom a statement was passed on to: a group with how and since when, or a name alone, as in the imported record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = Given)]
enum GivenShape {
    Group {
        acronym: String,
        name: String,
        organization: String,
        #[schema(value_type = words::GivenWord)]
        kind: GivenKind,
        #[schema(value_type = Option<words::Instant>)]
        since: Option<Timestamp>,
        by: String,
        role: String,
    },
    Named(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Deadline)]
struct DeadlineShape {
    #[schema(value_type = words::Day)]
    date: Date,
    #[schema(value_type = words::DeadlineWord)]
    kind: DeadlineKind,
    set_by: String,
    #[schema(value_type = Option<words::Day>)]
    set_on: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GroupReference)]
struct GroupShape {
    acronym: String,
    name: String,
    organization: String,
}

/// An approval that was given (OUT-2); `authority` and `comment` where it was given elsewhere and noted here (OUT-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Approval)]
struct ApprovalShape {
    group: Option<String>,
    by: String,
    role: String,
    #[schema(value_type = words::Instant)]
    at: Timestamp,
    authority: Option<String>,
    comment: Option<String>,
}

/// A contact; imported ones may have no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Contact)]
struct ContactShape {
    name: String,
    email: Option<String>,
}

/// A file or a link; of one that was hidden for cause, only the cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct AttachmentShape {
    #[schema(value_type = words::AttachmentWord)]
    kind: &'static str,
    name: Option<String>,
    title: String,
    media_type: Option<String>,
    size: Option<i64>,
    sha256: Option<String>,
    url: Option<String>,
    renditions: Vec<RenditionShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    added_after_sending: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    made_of: Option<MadeOfShape>,
}

/// The file that a file was made of, so that all can read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MadeOf)]
struct MadeOfShape {
    name: String,
    sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Rendition)]
struct RenditionShape {
    #[schema(value_type = words::RenditionWord)]
    kind: RenditionKind,
    size: i64,
    sha256: String,
}

/// A document that the text refers to, as it stands today (DOC-1); what is not known is null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReferredDocument)]
struct DocumentShape {
    name: String,
    status: Option<String>,
    stream: Option<String>,
    #[schema(value_type = words::StandingWord)]
    standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Link)]
struct LinkShape {
    #[schema(value_type = words::LinkWord)]
    kind: LinkKind,
    #[schema(value_type = i64)]
    number: Number,
    /// In the file that goes with a statement alone: by what else the other one is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    identifiers: Vec<String>,
    /// In the file that goes with a statement alone: its permanent address.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// What the record said in a version, where there are several; the last is what it says now (REC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VersionReference)]
struct VersionShape {
    version: i64,
    #[schema(value_type = words::Instant)]
    posted_at: Timestamp,
    by: String,
    role: String,
    why: String,
    subject: String,
    url: String,
}

/// What a correction on its way, or as it is mailed, takes the place of (REC-2); a statement on the record has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Corrects)]
struct CorrectsShape {
    #[schema(value_type = i64)]
    number: Number,
    version: i64,
    why: String,
    url: String,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Handling)]
struct HandlingShape {
    #[schema(value_type = Vec<i64>)]
    answered_by: Vec<Number>,
    action_taken: Option<bool>,
    #[serde(flatten)]
    received: Option<handling::HandledShape>,
}

/// Returns a statement as programs read it.
///
/// `answered_by` are the statements on record that answer it, `documents` what its text refers to, `versions` what the record
/// said of it so far, if it was corrected. Whether somebody may see it is asked before.
pub fn shape_of(
    statement: &Statement,
    answered_by: &[Number],
    documents: &[CheckedDocument],
    versions: &[StatementVersion],
    settings: &Settings,
) -> StatementShape {
    let (from, to) = (&statement.from, &statement.to);
    StatementShape {
        number: statement.number,
        direction: statement.direction,
        state: statement.state,
        purpose: statement.purpose,
        deadline: statement.deadline().map(|deadline| deadline.date),
        deadlines: statement.deadlines.iter().map(deadline).collect(),
        subject: statement.subject.clone(),
        text: statement.text.clone(),
        consensus: statement.consensus,
        consensus_basis: statement.consensus_basis.iter().map(basis).collect(),
        from_groups: from.groups.iter().map(group).collect(),
        to_groups: to.groups.iter().map(group).collect(),
        from_as_written: from.as_written.clone(),
        to_as_written: to.as_written.clone(),
        distributed_to: statement.distributed_to.iter().map(given).collect(),
        travelled: match &statement.travelled {
            Travelled::Unknown => None,
            Travelled::Mailed => Some("mailed by this tool".to_owned()),
            Travelled::Otherwise(how) => Some(how.clone()),
        },
        approvals: statement.gates.iter().filter_map(|gate| approval(gate, statement)).collect(),
        from_contacts: from.contacts.iter().map(contact).collect(),
        from_liaison_contact: from.liaison_contact.as_ref().map(mailbox),
        to_contacts: to.contacts.iter().map(contact).collect(),
        to_liaison_contact: to.liaison_contact.as_ref().map(mailbox),
        retired_contacts: statement.retired_contacts.clone(),
        identifiers: statement.identifiers.clone(),
        sent_on: statement.sent_on,
        received_on: statement.received_on,
        recorded_at: statement.recorded_at,
        attachments: attachment_shapes(statement, settings),
        documents: documents.iter().map(document).collect(),
        links: statement
            .links
            .iter()
            .map(|link| LinkShape {
                kind: link.kind,
                number: link.number,
                identifiers: Vec::new(),
                url: None,
            })
            .collect(),
        handling: HandlingShape {
            answered_by: answered_by.to_vec(),
            action_taken: statement.action_taken,
            received: handling::handled(statement, !answered_by.is_empty()),
        },
        url: settings.statement_url(statement.number),
        purpose_as_written: statement.purpose_as_written.clone(),
        subject_supplied: statement.subject_supplied,
        approval_missing: statement.approval_missing,
        about_research: statement.about_research,
        settles: statement.settles,
        deadline_asked: statement.deadline_asked,
        version: statement.version,
        versions: versions.iter().map(|one| version(one, settings)).collect(),
        corrects: statement.correction.as_ref().map(|it| corrects(it, statement, settings)),
    }
}

impl StatementShape {
    /// Adds by what else those are known that it is linked to, for whoever has them under other numbers; of what is not on
    /// the record, nothing.
    pub(crate) fn naming_links(mut self, linked: &[Statement], settings: &Settings) -> Self {
        for link in &mut self.links {
            let known = linked.iter().filter(|one| one.state.is_public());
            let Some(one) = known.clone().find(|one| one.number == link.number) else { continue };
            link.identifiers.clone_from(&one.identifiers);
            link.url = Some(settings.statement_url(link.number));
        }
        self
    }
}

fn corrects(it: &Correction, statement: &Statement, settings: &Settings) -> CorrectsShape {
    let version = it.makes(statement) - 1;
    let url = format!("{}/versions/{version}", settings.statement_url(it.of));
    CorrectsShape { number: it.of, version, why: it.why.clone(), url }
}

/// Returns the attachments of a statement as programs read them, in their order.
pub fn attachment_shapes(statement: &Statement, settings: &Settings) -> Vec<AttachmentShape> {
    let attachments = statement.attachments.iter();
    attachments.map(|one| attachment(one, statement.number, settings)).collect()
}

fn given(given: &Given) -> GivenShape {
    match &given.to {
        GivenTo::Named(words) => GivenShape::Named(words.clone()),
        GivenTo::Group(group) => GivenShape::Group {
            acronym: group.acronym.clone(),
            name: group.name.clone(),
            organization: group.organization.clone(),
            kind: given.kind,
            since: given.since,
            by: given.by.clone(),
            role: given.role.clone(),
        },
    }
}

fn version(version: &StatementVersion, settings: &Settings) -> VersionShape {
    VersionShape {
        version: version.version,
        posted_at: version.at,
        by: version.by_name.clone(),
        role: version.by_role.clone(),
        why: version.why.clone(),
        subject: version.subject.clone(),
        url: format!("{}/versions/{}", settings.statement_url(version.number), version.version),
    }
}

fn deadline(deadline: &Deadline) -> DeadlineShape {
    DeadlineShape {
        date: deadline.date,
        kind: deadline.kind,
        set_by: deadline.set_by.clone(),
        set_on: deadline.set_on,
    }
}

fn document(document: &CheckedDocument) -> DocumentShape {
    DocumentShape {
        name: document.name.clone(),
        status: document.status.clone(),
        stream: document.stream.clone(),
        standing: document.standing,
    }
}

fn group(group: &GroupRef) -> GroupShape {
    GroupShape {
        acronym: group.acronym.clone(),
        name: group.name.clone(),
        organization: group.organization.clone(),
    }
}

fn approval(gate: &Gate, statement: &Statement) -> Option<ApprovalShape> {
    let opening = gate.opening.as_ref().filter(|_| gate.kind == GateKind::Approval)?;
    let (authority, comment) = match &opening.means {
        Means::Here | Means::Lapsed => (None, None),
        Means::Elsewhere { authority, comment } => (Some(authority.clone()), Some(comment.clone())),
    };
    let group = statement.from.groups.iter().find(|group| Some(group.id) == gate.group);
    Some(ApprovalShape {
        group: group.map(|group| group.acronym.clone()),
        by: opening.name.clone(),
        role: opening.role.clone(),
        at: opening.at,
        authority,
        comment,
    })
}

fn basis(basis: &Basis) -> BasisShape {
    let none = BasisShape { label: basis.label.clone(), document: None, file: None, url: None };
    match basis.at.clone() {
        BasisAt::Document(name) => BasisShape { document: Some(name), ..none },
        BasisAt::File(name) => BasisShape { file: Some(name), ..none },
        BasisAt::Url(url) => BasisShape { url: Some(url), ..none },
    }
}

fn contact(contact: &Contact) -> ContactShape {
    ContactShape { name: contact.name.clone(), email: contact.address.clone() }
}

fn mailbox(mailbox: &Mailbox) -> ContactShape {
    ContactShape { name: mailbox.name().to_owned(), email: Some(mailbox.address().to_owned()) }
}

fn attachment(attachment: &Attachment, number: Number, settings: &Settings) -> AttachmentShape {
    let mut shape = AttachmentShape {
        kind: match attachment.body {
            AttachmentBody::File { .. } => "file",
            AttachmentBody::Link { .. } => "link",
        },
        name: None,
        title: String::new(),
        media_type: None,
        size: None,
        sha256: None,
        url: None,
        renditions: Vec::new(),
        hidden: attachment.hidden.clone(),
        added_after_sending: attachment.added_after_sending,
        made_of: None,
    };
    if shape.hidden.is_some() {
        return shape;
    }
    let made_of = attachment.made_of.as_ref();
    shape.made_of =
        made_of.map(|it| MadeOfShape { name: it.name.clone(), sha256: it.sha256.clone() });
    shape.title.clone_from(&attachment.title);
    match &attachment.body {
        AttachmentBody::Link { url } => shape.url = Some(url.clone()),
        AttachmentBody::File { name, media_type, sha256, size, renditions, .. } => {
            shape.name = Some(name.clone());
            shape.media_type = Some(media_type.clone());
            // Of a file whose bytes never came, size and address are not known.
            if sha256.is_some() {
                shape.size = Some(*size);
                shape.url = Some(settings.attachment_url(number, attachment));
            }
            shape.sha256.clone_from(sha256);
            shape.renditions = renditions
                .iter()
                .map(|one| RenditionShape {
                    kind: one.kind,
                    size: one.size,
                    sha256: one.sha256.clone(),
                })
                .collect();
        }
    }
    shape
}
