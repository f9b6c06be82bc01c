//! What was typed, and what it says.

use operations::{StatementForm, draft_statement, edit_statement};
use proptest::prelude::*;

use crate::world::{now, question, worlds};

/// REC-1, BOD-1: text is kept exactly as entered, but for the line ends that browsers send.
#[tokio::test]
async fn the_text_is_kept_as_it_was_entered() {
    for world in worlds("text").await {
        let anna = world.actor("Anna").await;
        let text =
            "  Two spaces,\r\n\ttab, é e\u{301} 日本語 \u{202e}odd\r\n\r\n\r\n-- \r\nsignature   ";
        let form = StatementForm { text: text.to_owned(), ..question() };
        let number = draft_statement(&world.desk, &anna, &form, now()).await.unwrap();
        assert_eq!(world.statement(number).await.text, text.replace("\r\n", "\n"));
    }
}

/// A form that is made from a statement and saved again changes nothing: no revision, no event.
#[tokio::test]
async fn saving_what_is_there_already_changes_nothing() {
    for world in worlds("same").await {
        let anna = world.actor("Anna").await;
        let form = StatementForm {
            identifiers: "A-1\nB-2".to_owned(),
            to_contacts: "\"Lee, Rapporteur\" <lee@example.com>\nsg1@example.com".to_owned(),
            ..question()
        };
        let number = draft_statement(&world.desk, &anna, &form, now()).await.unwrap();
        let before = world.statement(number).await;
        edit_statement(&world.desk, &anna, number, 1, &StatementForm::of(&before), now())
            .await
            .unwrap();
        assert_eq!(world.statement(number).await, before);
        assert_eq!(world.history(number).await.lines().count(), 1);
    }
}

/// Whoever deletes a proposed contact by hand and types their own keeps their own (CON-5).
#[tokio::test]
async fn contacts_that_were_typed_stand_and_empty_ones_are_proposed() {
    for world in worlds("contacts").await {
        let anna = world.actor("Anna").await;
        let form = StatementForm { to_contacts: "lee@example.com".to_owned(), ..question() };
        let number = draft_statement(&world.desk, &anna, &form, now()).await.unwrap();
        insta::assert_json_snapshot!("proposed", StatementForm::of(&world.statement(number).await));
    }
}

/// A contact that somebody took out stays out, until the parties change.
#[tokio::test]
async fn a_proposed_contact_that_was_taken_out_stays_out() {
    for world in worlds("taken_out").await {
        let anna = world.actor("Anna").await;
        let number = draft_statement(&world.desk, &anna, &question(), now()).await.unwrap();
        let proposed = StatementForm::of(&world.statement(number).await);
        assert_ne!(proposed.to_liaison_contact, "");
        let form = StatementForm { to_liaison_contact: String::new(), ..proposed };
        edit_statement(&world.desk, &anna, number, 1, &form, now()).await.unwrap();
        assert_eq!(world.statement(number).await.to.liaison_contact, None);

        let moved = StatementForm { to_groups: "etu".to_owned(), ..form };
        edit_statement(&world.desk, &anna, number, 2, &moved, now()).await.unwrap();
        assert!(world.statement(number).await.to.liaison_contact.is_some());
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// No typing makes a fault of ours: it is a draft that reads back the same, or a refusal.
    #[test]
    fn whatever_is_typed_is_kept_or_refused(words in proptest::collection::vec("\\PC{0,40}|[a-z@.<>,;0-9 \n-]{0,40}", 28)) {
        runtime().block_on(async {
            let world = worlds("typed").await.remove(0);
            let field = |at: usize| words[at].clone();
            let form = StatementForm {
                from_groups: "tsync".to_owned(), from_as_written: field(0), to_groups: field(1), to_as_written: field(2),
                purpose: field(3), purpose_as_written: field(4), deadline: field(5), subject: field(6), text: field(7),
                consensus: field(8), from_contacts: field(9), from_liaison_contact: field(10), to_contacts: field(11),
                to_liaison_contact: field(12), identifiers: field(13), in_response_to: field(14), sent_on: field(15),
                received_on: field(16), given_to: field(17), about_research: field(18), travelled: field(19),
                settles: field(20), deadline_asked: field(21), follows_up: field(22), deadline_sure: field(23),
                revises: field(24), forwards: field(25), refers_to: field(26), consensus_basis: field(27),
            };
            let anna = world.actor("Anna").await;
            match draft_statement(&world.desk, &anna, &form, now()).await {
                Ok(number) => {
                    let kept = StatementForm::of(&world.statement(number).await);
                    edit_statement(&world.desk, &anna, number, 1, &kept, now()).await.unwrap();
                    assert_eq!(StatementForm::of(&world.statement(number).await), kept);
                }
                Err(failure) => assert!(matches!(failure, operations::Failure::Refused(_)), "{failure}"),
            }
        });
    }
}
