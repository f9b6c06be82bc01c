//! Values that samples of several pages are made from.

use jiff::Timestamp;
use jiff::civil::date;
use operations::Settings;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Basis, BasisAt, Consensus, Contact, Deadline,
    DeadlineKind, Direction, Given, GivenKind, GivenTo, GroupId, GroupRef, LinkKind, Mailbox,
    Number, Policy, Purpose, RetiredContacts, Side, State, Statement, Travelled, Why,
};
use store::ExchangeRow;

use crate::pieces::sample_row;

pub(crate) fn settings() -> Settings {
    Settings::new("https://liaison.example.org", mailbox("Liaison", "liaison@example.org"))
}

/// # Panics
/// Never: the policy is built in.
pub(crate) fn policy() -> Policy {
    Policy::built_in("ietf").expect("a built-in policy can be read")
}

pub(crate) fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(name, address).expect("an address of a sample has the form of one")
}

/// A name of the imported record, a group that has it, and a research group.
fn given_to() -> Vec<Given> {
    let given = |to, kind, since, by: &str| Given {
        to,
        kind,
        since,
        by: by.to_owned(),
        role: if by.is_empty() { String::new() } else { "coordinator".to_owned() },
    };
    let reference = |id, acronym: &str, name: &str| {
        GivenTo::Group(GroupRef {
            id: GroupId(id),
            acronym: acronym.to_owned(),
            name: name.to_owned(),
            organization: "ietf".to_owned(),
        })
    };
    let (named, at) = (GivenTo::Named("All & sundry".to_owned()), Some(Timestamp::UNIX_EPOCH));
    vec![
        given(named, GivenKind::Forwarded, None, ""),
        given(reference(3, "paths", "Paths <of> all"), GivenKind::Forwarded, at, "Cy <Example>"),
        given(reference(4, "rgclock", "Clock Research"), GivenKind::Relayed, at, "Tess Example"),
    ]
}

/// A received statement in which every field is filled.
pub(crate) fn statement() -> Statement {
    let contact = |name: &str, address: &str, why| Contact::new(&mailbox(name, address), why);
    Statement {
        number: Number(1912),
        direction: Direction::Incoming,
        state: State::Posted,
        purpose: Some(Purpose::Action),
        purpose_as_written: "for comment".to_owned(),
        deadlines: vec![Deadline {
            date: date(2026, 3, 31),
            kind: DeadlineKind::Stated,
            set_by: "ITU-X Study Group 4".to_owned(),
            set_on: Some(date(2026, 2, 3)),
        }],
        subject: "On time synchronization over <packet> networks".to_owned(),
        subject_supplied: false,
        text: "Dear colleagues,\n\nStudy Group 4 asks whether clocks < 1 ms are needed.\n\nhttps://example.com/a?b=1&c=2"
            .to_owned(),
        consensus: Some(Consensus::Groups),
        consensus_basis: vec![
            Basis {
                label: "Last <call>".to_owned(),
                at: BasisAt::Url("https://lists.example.org/call".to_owned()),
            },
            Basis { label: String::new(), at: BasisAt::Document("RFC 9901".to_owned()) },
        ],
        from: Side {
            groups: vec![group(1, "itu-x-sg-4", "ITU-X Study Group 4", "itu-x")],
            as_written: vec!["ITU-X SG4".to_owned()],
            contacts: vec![contact("Ana Example", "ana@example.com", Why::Sender)],
            liaison_contact: Some(mailbox("", "sg4@example.com")),
        },
        to: Side {
            groups: vec![group(2, "tsync", "Time Synchronization", "ietf")],
            as_written: Vec::new(),
            contacts: vec![contact("TSYNC list", "tsync@example.org", Why::List)],
            liaison_contact: None,
        },
        distributed_to: given_to(),
        about_research: true,
        settles: None,
        deadline_asked: None,
        retired_contacts: RetiredContacts {
            technical: "Bo Example <bo@example.com>, cy@example.com".to_owned(),
            ..RetiredContacts::default()
        },
        identifiers: vec!["SG4-LS12".to_owned()],
        sent_on: Some(date(2026, 2, 2)),
        received_on: Some(date(2026, 2, 3)),
        recorded_at: Some(Timestamp::UNIX_EPOCH),
        travelled: Travelled::Otherwise("by e-mail to statements at our office".to_owned()),
        approval_missing: false,
        gates: Vec::new(),
        goes: None,
        attachments: attachments(),
        letter_pdfs: None,
        links: Vec::new(),
        version: 1,
        correction: None,
        revision: 1,
        created_by: None,
        created_as: String::new(),
        created_at: Timestamp::UNIX_EPOCH,
        message_id: None,
        action_taken: None,
        handling: rules::Handling::default(),
    }
}

fn group(id: i64, acronym: &str, name: &str, organization: &str) -> GroupRef {
    GroupRef {
        id: GroupId(id),
        acronym: acronym.to_owned(),
        name: name.to_owned(),
        organization: organization.to_owned(),
    }
}

fn attachments() -> Vec<Attachment> {
    let attachment = |position, title: &str, body, hidden: Option<&str>| Attachment {
        position,
        title: title.to_owned(),
        body,
        source: AttachmentSource::Received,
        added_after_sending: false,
        hidden: hidden.map(str::to_owned),
        made_of: None,
    };
    let file = AttachmentBody::File {
        name: "LS 12 & more.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        sha256: Some("ab".repeat(32)),
        size: 27_400,
        legacy_name: None,
        renditions: Vec::new(),
    };
    let link = AttachmentBody::Link { url: "https://example.com/plan?a=1&b=2".to_owned() };
    vec![
        attachment(1, "The letter", file, None),
        attachment(2, "Work plan", link.clone(), None),
        attachment(3, "Private", link, Some("it named a person who asked not to be")),
    ]
}

/// The sample statement and an answer to it.
pub(crate) fn exchange() -> Vec<ExchangeRow> {
    let mut answer = sample_row();
    answer.number = Number(1913);
    answer.direction = Direction::Outgoing;
    answer.subject = "Re: On time synchronization".to_owned();
    answer.purpose = Some(Purpose::Response);
    (answer.deadline, answer.due) = (None, None);
    std::mem::swap(&mut answer.from, &mut answer.to);
    let mut asked = sample_row();
    asked.answered_by.push(answer.number);
    let asked = ExchangeRow { row: asked, links: Vec::new() };
    vec![asked, ExchangeRow { row: answer, links: vec![(LinkKind::Answers, Number(1912))] }]
}
