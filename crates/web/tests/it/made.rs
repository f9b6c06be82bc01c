//! A made record: one statement of every kind that a reader may meet, and some that none may.

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::date;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Consensus, Contact, Deadline, DeadlineKind,
    Direction, Directory, Doer, Event, EventKind, Gate, GateKind, GroupKind, GroupState, Link,
    LinkKind, Mailbox, Means, Number, Opening, Purpose, RetiredContacts, RoleKind, Side, State,
    Statement, Travelled, Why,
};
use store::{ContactEntry, DocumentEntry, GroupEntry, PersonEntry, QueuedMail};

use crate::support::{NOW, Service};

/// What the secrets of the record have in common: no reader may meet it on any surface.
pub(crate) const SECRET: &str = "zanzibar";

/// Asked by another organization, and answered by 2.
pub(crate) const ASKED: i64 = 1;
pub(crate) const ANSWER: i64 = 2;
pub(crate) const WITHDRAWN: i64 = 3;
/// Not public: a draft, one that was given up, one in review.
pub(crate) const SECRETS: [i64; 3] = [4, 5, 6];
pub(crate) const IMPORTED: i64 = 7;
pub(crate) const HOSTILE: i64 = 8;
pub(crate) const UNAPPROVED: i64 = 9;

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Keeps the made record, with people and their roles.
pub(crate) async fn record(service: &Service) {
    directory(service).await;
    let store = &service.desk.store;
    let directory = store.reader().directory().await.unwrap();
    let mut statements = Vec::new();
    for bytes in FILES {
        store.files().put(Bytes::from_static(bytes)).await.unwrap();
    }
    statements.extend([asked(&directory), answer(&directory), withdrawn(&directory)]);
    statements.extend(secrets(&directory));
    statements.extend([imported(), hostile(), unapproved(&directory)]);
    let mut tx = store.begin("make a record").await.unwrap();
    tx.insert_statements(&statements).await.unwrap();
    tx.keep_numbers_above(Number(UNAPPROVED)).await.unwrap();
    tx.add_events(&events()).await.unwrap();
    tx.save_documents(&documents()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Keeps a message as what was mailed of a statement.
pub(crate) async fn mailed(service: &Service, number: i64, message: &'static str) {
    let desk = &service.desk;
    let mail = QueuedMail {
        id: desk.ids.next(now()),
        number: Some(Number(number)),
        kind: rules::NoticeKind::TheStatement.slug().to_owned(),
        envelope_from: "liaison@example.org".to_owned(),
        recipients: vec!["etu@example.com".to_owned()],
        subject: "Re: On clocks".to_owned(),
        sha256: desk.store.files().put(Bytes::from_static(message.as_bytes())).await.unwrap(),
        message_id: None,
        queued_at: now(),
    };
    let mut tx = desk.store.begin("queue a message").await.unwrap();
    tx.queue_mail(&mail, true, &desk.ids).await.unwrap();
    tx.commit().await.unwrap();
}

/// Keeps so many plain statements beside the record.
pub(crate) async fn many(service: &Service, count: i64) {
    numbered(service, 100..100 + count).await;
}

/// Keeps so many more.
pub(crate) async fn many_more(service: &Service, count: i64) {
    numbered(service, 10_000..10_000 + count).await;
}

async fn numbered(service: &Service, numbers: std::ops::Range<i64>) {
    let store = &service.desk.store;
    let directory = store.reader().directory().await.unwrap();
    let statements: Vec<Statement> = numbers
        .map(|number| {
            let mut statement = blank(number, Direction::Incoming);
            statement.subject = format!("Clock report {number}");
            statement.text = "The clocks are well.".to_owned();
            statement.from = side(&directory, &["etu-sg1"]);
            statement.to = side(&directory, &["tsync"]);
            let year = 2000 + i16::try_from(number % 20).unwrap();
            statement.received_on = Some(date(year, 1, 1));
            statement
        })
        .collect();
    let mut tx = store.begin("make many").await.unwrap();
    tx.insert_statements(&statements).await.unwrap();
    tx.commit().await.unwrap();
}

const PDF: &[u8] = b"%PDF-1.7\nletter";
const PAGE: &[u8] = b"<script>alert(1)</script>";
const NOTE: &[u8] = b"A note, as it came.\n";
const FILES: [&[u8]; 3] = [PDF, PAGE, NOTE];

/// Returns a file as an attachment.
fn file(position: i64, title: &str, name: &str, media_type: &str, bytes: &[u8]) -> Attachment {
    use sha2::{Digest, Sha256};
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let body = AttachmentBody::File {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        sha256: Some(sha256),
        size: i64::try_from(bytes.len()).unwrap(),
        legacy_name: None,
        renditions: Vec::new(),
    };
    attachment(position, title, body)
}

fn attachment(position: i64, title: &str, body: AttachmentBody) -> Attachment {
    Attachment {
        position,
        title: title.to_owned(),
        body,
        source: AttachmentSource::Received,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    }
}

fn legacy(mut attachment: Attachment, legacy: &str) -> Attachment {
    if let AttachmentBody::File { legacy_name, .. } = &mut attachment.body {
        *legacy_name = Some(legacy.to_owned());
    }
    attachment
}

async fn directory(service: &Service) {
    let group = |acronym: &str, name: &str, kind, parent: Option<&str>| GroupEntry {
        acronym: acronym.to_owned(),
        name: name.to_owned(),
        kind,
        state: GroupState::Active,
        parent: parent.map(str::to_owned),
        list_address: (acronym == "tsync").then(|| "tsync@example.org".to_owned()),
        datatracker_id: None,
    };
    let groups = [
        group("ietf", "Internet Engineering Task Force", GroupKind::Ietf, None),
        group("iab", "Internet Architecture Board", GroupKind::Ietf, None),
        group("tim", "Timing Area", GroupKind::Area, Some("ietf")),
        group("tsync", "Time Synchronization", GroupKind::Wg, Some("tim")),
        group("etu", "Example Telecommunication Union", GroupKind::Sdo, None),
        group("etu-sg1", "ETU Study Group 1", GroupKind::Sdo, Some("etu")),
        group("kio", "Kilohertz Organization", GroupKind::Sdo, None),
    ];
    let person = |name: &str, address: &str, role, group: &str| PersonEntry {
        name: name.to_owned(),
        addresses: vec![address.to_owned()],
        roles: vec![(role, group.to_owned(), None, None)],
        datatracker_id: None,
    };
    let people = [
        person("Anna Chair", "anna@example.org", RoleKind::Chair, "tsync"),
        person("Bo Director", "bo@example.org", RoleKind::AreaDirector, "tim"),
        person("Cy Coordinator", "cy@example.org", RoleKind::Coordinator, "iab"),
        person("Di Manager", "di@example.org", RoleKind::LiaisonManager, "etu"),
    ];
    let listed = ContactEntry {
        group: "etu".to_owned(),
        why: Why::Listed,
        send_to: true,
        mailbox: mailbox("ETU Secretariat", "etu@example.com"),
    };
    let desk = &service.desk;
    let mut tx = desk.store.begin("make the directory").await.unwrap();
    tx.save_groups(&groups, &desk.ids, now()).await.unwrap();
    tx.save_people(&people, &desk.ids, now()).await.unwrap();
    tx.save_contacts(&[listed], &desk.ids, now()).await.unwrap();
    tx.commit().await.unwrap();
}

fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(name, address).unwrap()
}

fn side(directory: &Directory, acronyms: &[&str]) -> Side {
    let reference =
        |acronym: &&str| directory.reference(directory.by_acronym(acronym).unwrap().id).unwrap();
    Side { groups: acronyms.iter().map(reference).collect(), ..Side::default() }
}

fn blank(number: i64, direction: Direction) -> Statement {
    let begun = "2026-02-01T08:00:00Z".parse().unwrap();
    Statement {
        state: State::Posted,
        purpose: Some(Purpose::Information),
        recorded_at: Some("2026-02-04T09:30:00Z".parse().unwrap()),
        ..Statement::blank(Number(number), direction, begun)
    }
}

fn deadline(year: i16, month: i8, day: i8) -> Deadline {
    let date = date(year, month, day);
    Deadline { date, kind: DeadlineKind::Stated, set_by: "ETU".to_owned(), set_on: None }
}

fn asked(directory: &Directory) -> Statement {
    let mut statement = blank(ASKED, Direction::Incoming);
    statement.purpose = Some(Purpose::Action);
    statement.deadlines = vec![deadline(2026, 3, 31)];
    statement.subject = "On clocks in packet networks".to_owned();
    statement.text = "Dear colleagues,\n\nwe ask whether clocks within 1 ms are needed.\n\n\
        See https://example.com/a?b=1&c=2 for more.\n\nStudy Group 1"
        .to_owned();
    statement.from = side(directory, &["etu-sg1"]);
    statement.from.as_written = vec!["ETU SG1 (Q. 4)".to_owned()];
    statement.from.contacts =
        vec![Contact::new(&mailbox("Eve Sender", "eve@example.com"), Why::Sender)];
    statement.from.liaison_contact = Some(mailbox("", "sg1@example.com"));
    statement.to = side(directory, &["tsync"]);
    statement.to.contacts = vec![Contact::new(&mailbox("TSYNC", "tsync@example.org"), Why::List)];
    statement.identifiers = vec!["SG1-LS14".to_owned()];
    statement.sent_on = Some(date(2026, 2, 2));
    statement.received_on = Some(date(2026, 2, 3));
    statement.travelled = Travelled::Otherwise("by e-mail".to_owned());
    let link = AttachmentBody::Link { url: "https://example.com/plan?a=1&b=2".to_owned() };
    let mut hidden = file(4, SECRET, "hidden.txt", "text/plain", NOTE);
    hidden.hidden = Some("it named a person who asked not to be".to_owned());
    statement.attachments = vec![
        legacy(file(1, "The letter", "LS 14.pdf", "application/pdf", PDF), "file14.pdf"),
        file(2, "A page", "page.html", "text/html", PAGE),
        attachment(3, "Work plan", link),
        legacy(hidden, "hidden14.txt"),
        file(5, "note ü.txt", "note ü.txt", "text/plain", NOTE),
    ];
    statement
}

fn answer(directory: &Directory) -> Statement {
    let mut statement = blank(ANSWER, Direction::Outgoing);
    statement.purpose = Some(Purpose::Response);
    statement.subject = "Re: On clocks in packet networks".to_owned();
    statement.text = "They are needed:\n\n  class    clock\n  A        1 ms\n\n\
        See RFC 9901, STD 99 and draft-ietf-tsync-clocks-03.\n"
        .to_owned();
    statement.consensus = Some(Consensus::Groups);
    statement.from = side(directory, &["tsync"]);
    statement.to = side(directory, &["etu-sg1"]);
    statement.to.liaison_contact = Some(mailbox("ETU Secretariat", "etu@example.com"));
    statement.sent_on = Some(date(2026, 2, 20));
    statement.travelled = Travelled::Mailed;
    statement.links = vec![Link { kind: LinkKind::Answers, number: Number(ASKED) }];
    let area = directory.by_acronym("tim").unwrap().id;
    let director = directory.holders(RoleKind::AreaDirector, area, date(2026, 2, 19));
    let director = director.first().unwrap().id;
    let opening = Opening {
        by: Some(director),
        name: "Bo Director".to_owned(),
        role: "Area Director of tim".to_owned(),
        at: "2026-02-19T10:00:00Z".parse().unwrap(),
        means: Means::Here,
    };
    let group = statement.from.groups.first().map(|group| group.id);
    statement.gates =
        vec![Gate { opening: Some(opening), ..Gate::closed(GateKind::Approval, group) }];
    statement
}

/// What is known of the documents that the answer refers to.
pub(crate) fn documents() -> Vec<DocumentEntry> {
    let document = |name: &str, status: &str, also: &[&str]| DocumentEntry {
        name: name.to_owned(),
        title: format!("<On> {name}"),
        status: status.to_owned(),
        stream: if status.is_empty() { String::new() } else { "IETF".to_owned() },
        date: String::new(),
        obsoleted_by: Vec::new(),
        also: also.iter().map(|&name| name.to_owned()).collect(),
        group: String::new(),
        intended: String::new(),
    };
    vec![
        document("RFC9901", "EXPERIMENTAL", &[]),
        document("RFC9902", "INTERNET STANDARD", &["STD0099"]),
        document("STD0099", "", &["RFC9902"]),
    ]
}

fn withdrawn(directory: &Directory) -> Statement {
    let mut statement = blank(WITHDRAWN, Direction::Outgoing);
    statement.state = State::Withdrawn;
    statement.subject = "On leap seconds".to_owned();
    statement.text = "There are none.".to_owned();
    statement.from = side(directory, &["tsync"]);
    statement.to = side(directory, &["kio"]);
    statement.sent_on = Some(date(2026, 1, 5));
    statement
}

fn secrets(directory: &Directory) -> Vec<Statement> {
    let states = [State::Draft, State::Dropped, State::InReview];
    let secret = |(number, state)| {
        let mut statement = blank(number, Direction::Outgoing);
        statement.state = state;
        statement.recorded_at = None;
        statement.subject = format!("A {SECRET} of clocks");
        statement.text = format!("Nobody knows of {SECRET}.");
        statement.from = side(directory, &["tsync"]);
        statement.to = side(directory, &["etu-sg1"]);
        statement.identifiers = vec![SECRET.to_owned()];
        statement.links = vec![Link { kind: LinkKind::RefersTo, number: Number(ASKED) }];
        let name = format!("{SECRET}.txt");
        let note = file(1, SECRET, &name, "text/plain", NOTE);
        statement.attachments = vec![legacy(note, &format!("{SECRET}{number}.txt"))];
        statement
    };
    SECRETS.into_iter().zip(states).map(secret).collect()
}

fn imported() -> Statement {
    let mut statement = blank(IMPORTED, Direction::Incoming);
    statement.purpose = Some(Purpose::Comment);
    statement.deadlines = vec![deadline(1999, 5, 1)];
    statement.subject = "Comments on numbering".to_owned();
    statement.subject_supplied = true;
    statement.from.as_written = vec!["Old Standards Body, WG 3".to_owned()];
    statement.to.as_written = vec!["The IETF, and others".to_owned()];
    statement.from.contacts =
        vec![Contact { name: "Fay Former".to_owned(), address: None, why: Why::Imported }];
    statement.retired_contacts = RetiredContacts {
        response: "Fay Former <fay@example.com>".to_owned(),
        technical: "gus@example.com, Hal <hal@example.com>".to_owned(),
        action_holder: String::new(),
        cc: "all@example.com".to_owned(),
    };
    statement.received_on = Some(date(1999, 3, 1));
    let body = AttachmentBody::File {
        name: "file39.doc".to_owned(),
        media_type: "application/msword".to_owned(),
        sha256: None,
        size: 0,
        legacy_name: Some("file39.doc".to_owned()),
        renditions: Vec::new(),
    };
    statement.attachments =
        vec![Attachment { source: AttachmentSource::Imported, ..attachment(1, "Comments", body) }];
    statement.action_taken = Some(true);
    statement
}

/// Everything that somebody outside could write holds a script.
fn hostile() -> Statement {
    const SCRIPT: &str = "<script>alert('1')</script>\"><img src=x onerror=alert(1)>";
    let mut statement = blank(HOSTILE, Direction::Incoming);
    statement.subject = format!("Hostile {SCRIPT}");
    statement.text = format!("hostile {SCRIPT}\u{E000}<b>\u{E001}");
    statement.purpose_as_written = SCRIPT.to_owned();
    statement.from.as_written = vec![SCRIPT.to_owned()];
    statement.to.as_written = vec![SCRIPT.to_owned()];
    statement.from.contacts =
        vec![Contact { name: SCRIPT.to_owned(), address: None, why: Why::Imported }];
    statement.distributed_to = vec![rules::Given {
        to: rules::GivenTo::Named(SCRIPT.to_owned()),
        kind: rules::GivenKind::Forwarded,
        since: Some(now()),
        by: SCRIPT.to_owned(),
        role: SCRIPT.to_owned(),
    }];
    statement.identifiers = vec![SCRIPT.to_owned()];
    statement.retired_contacts.cc = SCRIPT.to_owned();
    statement.travelled = Travelled::Otherwise(SCRIPT.to_owned());
    statement.attachments = vec![
        file(1, SCRIPT, "<script>\"; x=y.html", "text/html", PAGE),
        attachment(
            2,
            SCRIPT,
            AttachmentBody::Link { url: format!("https://example.com/{SCRIPT}") },
        ),
    ];
    statement.received_on = Some(date(2026, 2, 1));
    statement
}

fn unapproved(directory: &Directory) -> Statement {
    let mut statement = blank(UNAPPROVED, Direction::Outgoing);
    statement.subject = "On time scales".to_owned();
    statement.text = "Sent in a hurry.".to_owned();
    statement.from = side(directory, &["tsync"]);
    statement.to = side(directory, &["kio"]);
    statement.travelled = Travelled::Otherwise("through the other organization's form".to_owned());
    statement.approval_missing = true;
    statement.sent_on = Some(date(2026, 1, 20));
    statement
}

fn events() -> Vec<Event> {
    let person = || Doer::Person {
        id: None,
        name: "Cy Coordinator".to_owned(),
        role: "liaison coordinator".to_owned(),
    };
    let event = |id, number, kind, by, words: &str, public| Event {
        id,
        number: Number(number),
        kind,
        by,
        at: "2026-02-04T09:30:00Z".parse().unwrap(),
        public,
        words: words.to_owned(),
        difference: if kind == EventKind::Edited {
            "-1 s\n+1 ms\n".to_owned()
        } else {
            String::new()
        },
    };
    vec![
        event(1, ASKED, EventKind::Drafted, person(), "", true),
        event(2, ASKED, EventKind::Edited, person(), "", true),
        event(
            3,
            ASKED,
            EventKind::Commented,
            person(),
            &format!("{SECRET}: ask eve@example.com"),
            false,
        ),
        event(4, ASKED, EventKind::Posted, Doer::System, "", true),
        event(5, ASKED, EventKind::Mailed, Doer::System, "to tsync@example.org", true),
        event(6, WITHDRAWN, EventKind::Withdrawn, person(), "It was wrong.", true),
    ]
}
