//! A message becomes a public statement (4053bis §3).

use bytes::Bytes;
use operations::{
    Arrival, Failure, ItemForm, StatementForm, close_item, drop_statement, enter_statement,
    item_form, receive_message, reopen_item, review_statement, revive_statement, submit_statement,
    take_item, take_readings,
};
use rules::{AttachmentBody, ItemState, State};
use store::Item;

use crate::world::{World, keeping, later, now, worlds};

const LETTER: &[u8] = include_bytes!("../fixtures/letter.eml");

/// Hands the letter over as a mail server does, and returns its item.
pub(crate) async fn receive_letter(world: &World) -> i64 {
    let arrival = Arrival {
        envelope_from: "lee@example.com".to_owned(),
        envelope_to: "liaison-coordination@example.org".to_owned(),
        bytes: Bytes::from_static(LETTER),
        ..Arrival::default()
    };
    receive_message(&world.desk, &arrival, now()).await.unwrap()
}

/// What a coordinator types for the letter.
pub(crate) fn letter_form() -> StatementForm {
    StatementForm {
        from_groups: "etu-sg1".to_owned(),
        from_as_written: "Study Group 1 (Clocks)".to_owned(),
        to_groups: "tsync".to_owned(),
        to_as_written: "IETF TSYNC".to_owned(),
        purpose: "action".to_owned(),
        deadline: "2026-10-15".to_owned(),
        subject: "Liaison on the holdover of boundary clocks".to_owned(),
        text: "How long may a boundary clock hold over?\n".to_owned(),
        from_contacts: "Lee Rapporteur <lee@example.com>".to_owned(),
        from_liaison_contact: "sg1-replies@example.com".to_owned(),
        identifiers: "SG1-LS12".to_owned(),
        received_on: "2026-09-01".to_owned(),
        ..StatementForm::default()
    }
}

/// IN-1, IN-2, IN-6, REC-1, REC-11, CON-2, CON-7, CON-10.
#[tokio::test]
async fn a_message_waits_in_the_inbox_and_a_coordinator_records_it_by_one_click() {
    for world in worlds("receiving").await {
        let desk = &world.desk;
        let id = receive_letter(&world).await;
        let cy = world.actor("Cy").await;
        let ItemForm { item, form, .. } = item_form(desk, &cy, id, 0, later(9)).await.unwrap();
        assert_eq!(item.state, ItemState::Waiting);
        insta::assert_json_snapshot!("item_form", form);
        let stored = desk.store.files().get(&item.sha256).await.unwrap().unwrap();
        assert_eq!(stored, LETTER, "the message is kept byte for byte");

        let number =
            take_item(desk, &cy, id, &letter_form(), &keeping(&[1]), later(5)).await.unwrap();
        let statement = world.statement(number).await;
        assert_eq!(
            (statement.state, statement.message_id.as_deref()),
            (State::Posted, Some("ls12@example.com"))
        );
        let AttachmentBody::File { sha256: Some(sha256), name, .. } =
            &statement.attachments[0].body
        else {
            panic!("the letter's document is attached");
        };
        let document = desk.store.files().get(sha256).await.unwrap().unwrap();
        assert_eq!(
            (name.as_str(), &document[..]),
            ("SG1-LS12.txt", &b"LIAISON STATEMENT\r\nPlease answer.\r\n"[..])
        );
        insta::assert_snapshot!("received_mails", world.mails(number).await);
        insta::assert_snapshot!("received_history", world.history(number).await);

        let twice =
            take_item(desk, &cy, id, &letter_form(), &keeping(&[1]), later(6)).await.unwrap_err();
        assert_eq!(twice.to_string(), "Statement 1 was made from this message already.");
    }
}

/// The same bytes by two ways are one item.
#[tokio::test]
async fn the_same_message_twice_is_one_item() {
    for world in worlds("twice").await {
        let first = receive_letter(&world).await;
        assert_eq!(receive_letter(&world).await, first);
        assert_eq!(
            world.desk.store.reader().items_waiting().await.unwrap(),
            store::Count::Exactly(1)
        );
    }
}

/// What is no message is set aside with the reason and its bytes; what is too large is refused.
#[tokio::test]
async fn what_cannot_be_read_is_set_aside_and_kept() {
    let own = b"From: a@example.com\r\nX-Liaison-Loop: liaison.example.org\r\nSubject: Round\r\n\r\nAgain.\r\n";
    let cases: [(&str, &[u8]); 4] = [
        ("not a message", b"\x00\x01\x02 no header at all"),
        ("no sender", b"Subject: Nobody wrote this\r\n\r\nHello.\r\n"),
        ("our own come back", own),
        ("empty", b""),
    ];
    for world in worlds("asides").await {
        let desk = &world.desk;
        let mut reasons = String::new();
        for (what, bytes) in cases {
            let arrival = Arrival { bytes: Bytes::from_static(bytes), ..Arrival::default() };
            let id = receive_message(desk, &arrival, now()).await.unwrap();
            let item = desk.store.reader().item(id).await.unwrap().unwrap();
            assert_eq!(desk.store.files().get(&item.sha256).await.unwrap().unwrap(), bytes);
            assert_eq!(item.state, ItemState::SetAside, "{what}");
            reasons.push_str(&format!("{what}: {}\n", item.reason));
        }
        insta::assert_snapshot!("set_aside", reasons);

        let large = Arrival {
            bytes: Bytes::from(vec![b'a'; desk.settings.message_limit + 1]),
            ..Arrival::default()
        };
        let refused = receive_message(desk, &large, now()).await.unwrap_err();
        assert!(matches!(refused, Failure::Unacceptable(_)));
        insta::assert_snapshot!("too_large", refused.to_string());
    }
}

/// A list's chatter is closed with a reason, and found again.
#[tokio::test]
async fn a_message_that_is_no_statement_is_closed_with_a_reason_and_opened_again() {
    for world in worlds("closing").await {
        let desk = &world.desk;
        let (id, di) = (receive_letter(&world).await, world.actor("Di").await);
        assert_eq!(
            close_item(desk, &di, id, " ", later(8)).await.unwrap_err().to_string(),
            "Say why: the reason is kept in the history."
        );
        close_item(desk, &di, id, "Only talks about a statement.", later(8)).await.unwrap();
        let item = desk.store.reader().item(id).await.unwrap().unwrap();
        assert_eq!(
            (item.state, item.reason.as_str()),
            (ItemState::Closed, "Only talks about a statement.")
        );
        reopen_item(desk, &di, id, later(8)).await.unwrap();
        assert_eq!(desk.store.reader().items_waiting().await.unwrap(), store::Count::Exactly(1));
    }
}

/// IN-1: whoever was sent one enters it; it is reviewed before it is posted.
#[tokio::test]
async fn what_a_chair_enters_waits_for_a_coordinators_review() {
    for world in worlds("entering").await {
        let desk = &world.desk;
        let anna = world.actor("Anna").await;
        let files = vec![("letter.txt".to_owned(), Bytes::from_static(b"Please answer.\n"))];
        let number = enter_statement(desk, &anna, &letter_form(), files, now()).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::InReview);
        insta::assert_snapshot!("entered_mails", world.mails(number).await);

        review_statement(desk, &world.actor("Di").await, number, 1, later(5)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
        insta::assert_snapshot!("entered_history", world.history(number).await);
    }
}

/// Mail from the tool to the address that it writes from would come back to its own inbox.
#[tokio::test]
async fn the_tool_does_not_write_to_itself() {
    for world in worlds("itself").await {
        let cy = world.actor("Cy").await;
        let form = StatementForm {
            to_liaison_contact: "Statements@liaison.example.org".to_owned(),
            ..letter_form()
        };
        let number = enter_statement(&world.desk, &cy, &form, Vec::new(), now()).await.unwrap();
        let mails = world.desk.store.reader().mail_of(number).await.unwrap();
        let recipients: Vec<&String> =
            mails.iter().flat_map(|fate| &fate.mail.recipients).collect();
        assert!(recipients.iter().all(|to| !to.starts_with("Statements@")), "{recipients:?}");
        assert!(recipients.iter().any(|to| *to == "tsync@example.org"), "{recipients:?}");
    }
}

/// What was received, given up and taken up again goes on as it would have (IN-1).
#[tokio::test]
async fn a_received_statement_that_was_dropped_is_revived_submitted_and_reviewed() {
    for world in worlds("taken_up").await {
        let desk = &world.desk;
        let (anna, di) = (world.actor("Anna").await, world.actor("Di").await);
        let number = enter_statement(desk, &anna, &letter_form(), Vec::new(), now()).await.unwrap();
        drop_statement(desk, &anna, number, "Entered twice.", later(1)).await.unwrap();
        revive_statement(desk, &anna, number, later(2)).await.unwrap();
        let revision = world.statement(number).await.revision;
        submit_statement(desk, &anna, number, revision, later(3)).await.unwrap();
        review_statement(desk, &di, number, revision + 1, later(4)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
        insta::assert_snapshot!("taken_up_history", world.history(number).await);
    }
}

async fn receive(world: &World, message: &str) -> Item {
    let bytes = Bytes::copy_from_slice(message.as_bytes());
    let arrival = Arrival { bytes, ..Arrival::default() };
    let id = receive_message(&world.desk, &arrival, now()).await.unwrap();
    world.desk.store.reader().item(id).await.unwrap().unwrap()
}

/// IN-2: what programs write about other mail waits for nobody, and is answered by nobody.
#[tokio::test]
async fn automatic_replies_and_reports_are_set_aside_and_never_answered() {
    let cases = [
        ("a notice of absence", "Auto-Submitted: auto-replied (vacation)"),
        ("an older one", "Precedence: auto_reply"),
        ("a bounce", "Content-Type: multipart/report; report-type=delivery-status; boundary=b"),
        ("only the report", "Content-Type: message/delivery-status"),
        ("an empty return path", "Return-Path: <>"),
        ("a program that tells of something", "Auto-Submitted: auto-generated"),
        ("a person", "Auto-Submitted: no"),
    ];
    for world in worlds("automatic").await {
        let mut said = String::new();
        for (what, field) in cases {
            let item = receive(
                &world,
                &format!("From: {what} <a@example.com>\r\n{field}\r\n\r\nWords.\r\n"),
            )
            .await;
            said.push_str(&format!("{what}: {}; {}\n", item.state, item.reason));
        }
        insta::assert_snapshot!("automatic", said);
        assert_eq!(world.desk.store.reader().mails(1, 1).await.unwrap().1, 0);
    }
}

/// Spam by the policy's rules waits apart, unread, until somebody releases it; nothing is thrown away.
#[tokio::test]
async fn spam_waits_apart_with_its_reasons_until_it_is_released() {
    let spam = "X-Spam-Status: Yes, score=9\r\nX-Spam-Score: 9\r\nFrom: Pat <pat@example.com>\r\n\
         Subject: Clocks, cheap\r\n\r\nBuy clocks.\r\n";
    for world in worlds("spam").await {
        let (desk, di) = (&world.desk, world.actor("Di").await);
        let item = receive(&world, spam).await;
        assert_eq!(item.state, ItemState::Quarantined);
        assert_eq!(
            item.reason,
            "The mail server marked it as spam. The mail server gave it more than 5 points for spam."
        );
        assert_eq!(take_readings(desk, 5, later(1)).await.unwrap().len(), 0, "nobody reads it");
        assert_eq!(desk.store.reader().items_waiting().await.unwrap(), store::Count::Exactly(0));
        assert_eq!(receive(&world, spam).await.state, ItemState::Quarantined, "twice is once");
        let anna = world.actor("Anna").await;
        assert!(matches!(
            reopen_item(desk, &anna, item.id, later(8)).await,
            Err(Failure::NotFound(_))
        ));
        reopen_item(desk, &di, item.id, later(8)).await.unwrap();
        assert_eq!(desk.store.reader().items_waiting().await.unwrap(), store::Count::Exactly(1));
        assert_eq!(take_readings(desk, 5, later(2)).await.unwrap().len(), 1, "now it is read");
    }
}
