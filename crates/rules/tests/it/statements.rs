//! What a statement says of itself.

use jiff::civil::date;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, DeadlineKind, Doer, Link, LinkKind, Number,
    RetiredContacts, Side,
};

use crate::made::{TODAY, World, deadline, person_id};

/// CON-1, REC-11: the bodies by name, or as the sender wrote them where the directory knows none.
#[test]
fn a_side_is_named_by_its_groups_or_as_it_was_written() {
    let world = World::new();
    let mut side = world.side(&["etu-sg1", "kio"]);
    side.as_written = vec!["SG-1".to_owned(), "KIO".to_owned()];
    assert_eq!(side.words(), "ETU Study Group 1, Kilohertz Organization");
    side.groups.clear();
    assert_eq!(side.words(), "SG-1, KIO");
    assert_eq!(Side::default().words(), "");
}

#[test]
fn our_side_is_where_the_statement_begins_or_ends() {
    let world = World::new();
    let sent = world.outgoing(&["tsync"], &["kio"], "Finn");
    assert_eq!(sent.our_side().group_ids(), world.ids(&["tsync"]));
    assert_eq!(sent.other_side().group_ids(), world.ids(&["kio"]));
    let received = world.incoming(&["pix"], "Nora");
    assert_eq!(received.our_side().group_ids(), world.ids(&["pix"]));
    assert_eq!(received.other_side().group_ids(), world.ids(&["etu-sg1"]));
}

/// PUR-3: of all links only an answer settles what it answers.
#[test]
fn a_statement_answers_what_it_answers_and_not_what_it_mentions() {
    let world = World::new();
    let mut statement = world.outgoing(&["tsync"], &["kio"], "Finn");
    statement.links = LinkKind::ALL
        .into_iter()
        .zip(1..)
        .map(|(kind, number)| Link { kind, number: Number(number) })
        .chain([Link { kind: LinkKind::Answers, number: Number(9) }])
        .collect();
    assert_eq!(statement.answers(), [Number(1), Number(9)]);
    statement.deadlines = vec![deadline(DeadlineKind::Stated, TODAY)];
    assert_eq!(statement.deadline().map(|deadline| deadline.date), Some(TODAY));
}

/// REC-7, REC-8: a statement has its place where it was sent, however late it was recorded.
#[test]
fn a_statement_is_sorted_by_the_day_on_which_it_was_sent() {
    let world = World::new();
    let mut statement = world.incoming(&["tsync"], "Nora");
    statement.sent_on = Some(date(2026, 8, 28));
    assert_eq!(statement.day(), date(2026, 8, 28));
    statement.sent_on = None;
    assert_eq!(statement.day(), date(2026, 8, 30), "received");
    statement.received_on = None;
    assert_eq!(statement.day(), TODAY, "begun");
    statement.recorded_at = Some("2026-10-05T23:59:59Z".parse().unwrap());
    assert_eq!(statement.day(), date(2026, 10, 5), "recorded");
}

/// BOD-2: an attachment is a file or a link.
#[test]
fn an_attachment_ends_its_address_with_the_files_name() {
    let attachment = |body| Attachment {
        position: 1,
        title: "The letter".to_owned(),
        body,
        source: AttachmentSource::Received,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    };
    let file = AttachmentBody::File {
        name: "letter.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        sha256: None,
        size: 0,
        legacy_name: None,
        renditions: Vec::new(),
    };
    assert_eq!(attachment(file).file_name(), "letter.pdf");
    let link = AttachmentBody::Link { url: "https://example.com/a.pdf".to_owned() };
    assert_eq!(attachment(link).file_name(), "link");
}

/// OUT-9, OUT-10: the history names who did it in which role; what the tool did is its own.
#[test]
fn history_names_people_with_their_role_and_the_tool_as_the_tool() {
    let finn = Doer::Person {
        id: Some(person_id("Finn")),
        name: "Finn Chair".to_owned(),
        role: "chair of tsync".to_owned(),
    };
    assert_eq!((finn.name(), finn.role()), ("Finn Chair", "chair of tsync"));
    assert_eq!((Doer::System.name(), Doer::System.role()), ("(System)", ""));
}

/// REC-10: retired fields are shown where the imported record fills one, and not else.
#[test]
fn retired_contacts_are_there_if_any_is_filled() {
    assert!(RetiredContacts::default().is_empty());
    let cc = RetiredContacts { cc: "list@example.net".to_owned(), ..RetiredContacts::default() };
    assert!(!cc.is_empty());
}
