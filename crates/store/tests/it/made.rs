//! A made directory and made statements, for stories to begin with.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Contact, Deadline, DeadlineKind, Direction,
    Directory, Doer, Event, EventKind, Group, GroupKind, Link, LinkKind, Mailbox, Number, Purpose,
    RoleKind, Side, State, Statement, Why,
};
pub(crate) use store::testing::made_group as group;
use store::{ContactEntry, GroupEntry, Ids, PersonEntry, Store};

/// Noon of a day in UTC.
pub(crate) fn noon(day: Date) -> Timestamp {
    jiff::tz::TimeZone::UTC.to_timestamp(day.at(12, 0, 0, 0)).expect("a time")
}

/// The day on which the stories play.
pub(crate) const TODAY: Date = date(2026, 9, 1);

pub(crate) fn now() -> Timestamp {
    noon(TODAY)
}

/// Ids that count up, the same in every run.
pub(crate) fn ids() -> Ids {
    Ids::new(|| 0)
}

pub(crate) fn mailbox(name: &str, address: &str) -> Mailbox {
    Mailbox::new(name, address).expect("a mailbox")
}

/// Ours: ietf with the area tim and its group tsync, and iab. Others: etu with sg1 and its wp2 and with sg2, and kio.
pub(crate) fn groups() -> Vec<GroupEntry> {
    use GroupKind::{Area, Ietf, Sdo, Wg};
    let mut groups = vec![
        // Parents may come later.
        group("etu-sg1-wp2", "ETU Study Group 1, Party 2", Sdo, Some("etu-sg1")),
        group("ietf", "IETF", Ietf, None),
        group("iab", "IAB", Ietf, None),
        group("tim", "Timing Area", Area, Some("ietf")),
        group("tsync", "Time Synchronization", Wg, Some("tim")),
        group("etu", "Example Telecommunication Union", Sdo, None),
        group("etu-sg1", "ETU Study Group 1", Sdo, Some("etu")),
        group("etu-sg2", "ETU Study Group 2", Sdo, Some("etu")),
        group("kio", "Kilohertz Organization", Sdo, None),
    ];
    groups[4].list_address = Some("tsync@example.org".to_owned());
    groups[5].datatracker_id = Some(63);
    groups
}

pub(crate) fn person(name: &str, addresses: &[&str], roles: &[(RoleKind, &str)]) -> PersonEntry {
    PersonEntry {
        name: name.to_owned(),
        addresses: addresses.iter().map(|&address| address.to_owned()).collect(),
        roles: roles.iter().map(|(kind, group)| (*kind, (*group).to_owned(), None, None)).collect(),
        datatracker_id: None,
    }
}

pub(crate) fn people() -> Vec<PersonEntry> {
    vec![
        person(
            "Anna Chair",
            &["anna@example.org", "Anna.Chair@example.net"],
            &[(RoleKind::Chair, "tsync")],
        ),
        person("Bo Director", &["bo@example.org"], &[(RoleKind::AreaDirector, "tim")]),
        person("Cy Coordinator", &["cy@example.org"], &[(RoleKind::Coordinator, "iab")]),
        person("Di Manager", &["di@example.org"], &[(RoleKind::LiaisonManager, "etu")]),
    ]
}

pub(crate) fn contacts() -> Vec<ContactEntry> {
    let contact = |group: &str, why, send_to, mailbox| ContactEntry {
        group: group.to_owned(),
        why,
        send_to,
        mailbox,
    };
    vec![
        contact("etu", Why::LiaisonManager, false, mailbox("", "etu-manager@example.org")),
        contact("etu", Why::Listed, true, mailbox("ETU Secretariat", "etu@example.com")),
        contact("etu-sg1", Why::Listed, false, mailbox("", "sg1@example.com")),
    ]
}

/// Brings the made directory into a store.
pub(crate) async fn directory(store: &Store) -> std::sync::Arc<Directory> {
    let ids = ids();
    let mut tx = store.begin("make the directory").await.expect("a transaction");
    tx.save_groups(&groups(), &ids, now()).await.expect("groups");
    tx.save_people(&people(), &ids, now()).await.expect("people");
    tx.save_contacts(&contacts(), &ids, now()).await.expect("contacts");
    tx.commit().await.expect("kept");
    store.reader().directory().await.expect("the directory")
}

/// Returns the groups of these acronyms as a side of a statement.
pub(crate) fn side(directory: &Directory, acronyms: &[&str]) -> Side {
    let group = |acronym: &&str| -> &Group { directory.by_acronym(acronym).expect("a group") };
    let groups = acronyms.iter().map(group);
    Side {
        groups: groups.map(|group| directory.reference(group.id).expect("a group")).collect(),
        ..Side::default()
    }
}

/// A posted statement from the Example Telecommunication Union to tsync, and nothing more.
pub(crate) fn received(directory: &Directory, number: i64, day: Date) -> Statement {
    Statement {
        state: State::Posted,
        purpose: Some(Purpose::Information),
        subject: format!("On clocks, part {number}"),
        text: format!("Dear colleagues,\n\nclock {number} is right twice a day.\n"),
        from: side(directory, &["etu-sg1"]),
        to: side(directory, &["tsync"]),
        sent_on: Some(day),
        recorded_at: Some(noon(day)),
        ..Statement::blank(Number(number), Direction::Incoming, noon(day))
    }
}

/// A posted statement from tsync to the Example Telecommunication Union, and nothing more.
pub(crate) fn sent(directory: &Directory, number: i64, day: Date) -> Statement {
    let received = received(directory, number, day);
    Statement { direction: Direction::Outgoing, from: received.to, to: received.from, ..received }
}

pub(crate) fn deadline(day: Date) -> Deadline {
    Deadline { date: day, kind: DeadlineKind::Stated, set_by: String::new(), set_on: None }
}

pub(crate) fn link(kind: LinkKind, number: i64) -> Link {
    Link { kind, number: Number(number) }
}

pub(crate) fn contact(mailbox: &Mailbox) -> Contact {
    Contact::new(mailbox, Why::Entered)
}

/// A file that came with a statement.
pub(crate) fn file(position: i64, name: &str, sha256: Option<&str>) -> Attachment {
    Attachment {
        position,
        title: name.to_owned(),
        body: AttachmentBody::File {
            name: name.to_owned(),
            media_type: "application/pdf".to_owned(),
            sha256: sha256.map(str::to_owned),
            size: 700,
            legacy_name: None,
            renditions: Vec::new(),
        },
        source: AttachmentSource::Received,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    }
}

pub(crate) fn event(id: i64, number: i64, kind: EventKind, at: Timestamp) -> Event {
    Event {
        id,
        number: Number(number),
        kind,
        by: Doer::System,
        at,
        public: true,
        words: String::new(),
        difference: String::new(),
    }
}

/// Saves statements, each in the same transaction.
pub(crate) async fn save(store: &Store, statements: &[Statement]) {
    let mut tx = store.begin("save statements").await.expect("a transaction");
    for statement in statements {
        tx.save_statement(statement).await.expect("saved");
    }
    tx.commit().await.expect("kept");
}
