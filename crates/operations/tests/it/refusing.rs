//! What is refused, to whom, and in which words.

use bytes::Bytes;
use operations::{
    Desk, Failure, NewAttachment, StatementForm, answer_consultation, approve_statement, attach,
    draft_statement, drop_statement, edit_statement, item_form, note_approval, preview_statement,
    remove_attachment, review_statement, revive_statement, see, submit_statement, take_item,
    withdraw_statement,
};
use rules::{Actor, Number, Refusal, State};

use crate::receiving::{letter_form, receive_letter};
use crate::world::{keeping, later, now, question, worlds};

fn fields(failure: Failure) -> String {
    match failure {
        Failure::Refused(Refusal::Fields(fields)) => {
            fields.iter().map(|(field, fault)| format!("{field}: {fault}\n")).collect()
        }
        other => panic!("fields were expected, and it said: {other}"),
    }
}

/// OUT-1, OUT-3: whatever the form says, nobody drafts for a group that they do not speak for.
#[tokio::test]
async fn nobody_drafts_for_a_group_that_they_do_not_speak_for() {
    for world in worlds("speaking").await {
        let desk = &world.desk;
        let mut said = String::new();
        for (who, from) in [
            ("Eve", "tsync"),
            ("Hal", "tsync"),
            ("Anna", "tsync, paths"),
            ("Anna", "etu-sg1"),
            ("Anna", ""),
        ] {
            let form = StatementForm { from_groups: from.to_owned(), ..question() };
            let refused =
                draft_statement(desk, &world.actor(who).await, &form, now()).await.unwrap_err();
            let words = match &refused {
                Failure::Refused(Refusal::Fields(fields)) => fields[0].1.clone(),
                other => other.to_string(),
            };
            said.push_str(&format!("{who} for “{from}”: {words}\n"));
        }
        let reader = draft_statement(desk, &Actor::reader(), &question(), now()).await.unwrap_err();
        said.push_str(&format!("a reader: {reader}\n"));
        insta::assert_snapshot!("not_your_group", said);
        assert_eq!(desk.store.reader().unposted().await.unwrap(), []);

        let number =
            draft_statement(desk, &world.actor("Anna").await, &question(), now()).await.unwrap();
        let form = StatementForm { from_groups: "paths".to_owned(), ..question() };
        let moved = edit_statement(desk, &world.actor("Anna").await, number, 1, &form, now())
            .await
            .unwrap_err();
        assert!(matches!(moved, Failure::Refused(Refusal::NotYourGroup { .. })), "{moved}");
    }
}

/// Every fault is named beside its field, and nothing is saved.
#[tokio::test]
async fn a_form_with_mistakes_names_every_one() {
    for world in worlds("mistakes").await {
        let form = StatementForm {
            to_groups: "nowhere".to_owned(),
            purpose: "comment".to_owned(),
            deadline: "next week".to_owned(),
            subject: "Two\nlines".to_owned(),
            text: "NUL \0".to_owned(),
            consensus: "strong".to_owned(),
            to_contacts: "nobody at home".to_owned(),
            to_liaison_contact: "a@b".to_owned(),
            in_response_to: "twelve".to_owned(),
            sent_on: "2026-02-30".to_owned(),
            ..question()
        };
        let refused = draft_statement(&world.desk, &world.actor("Anna").await, &form, now())
            .await
            .unwrap_err();
        insta::assert_snapshot!("mistakes", fields(refused));
    }
}

/// A draft may be half done; what is submitted may not.
#[tokio::test]
async fn what_is_submitted_is_complete() {
    for world in worlds("complete").await {
        let anna = world.actor("Anna").await;
        let form = StatementForm { from_groups: "tsync".to_owned(), ..StatementForm::default() };
        let number = draft_statement(&world.desk, &anna, &form, now()).await.unwrap();
        let preview = preview_statement(&world.desk, &anna, number, now()).await.unwrap();
        let refused = submit_statement(&world.desk, &anna, number, 1, now()).await.unwrap_err();
        let missing: String =
            preview.missing.iter().map(|(field, fault)| format!("{field}: {fault}\n")).collect();
        assert_eq!(missing, fields(refused));
        insta::assert_snapshot!("incomplete", missing);
    }
}

/// REC-1, SEC: what is not posted is not there for anybody else, whatever they try.
#[tokio::test]
async fn a_draft_does_not_exist_for_anybody_else() {
    for world in worlds("hidden").await {
        let desk = &world.desk;
        let number =
            draft_statement(desk, &world.actor("Anna").await, &question(), now()).await.unwrap();
        for who in ["Bo", "Eve", "Hal"] {
            let actor = world.actor(who).await;
            for failure in tried(desk, &actor, number).await {
                // Bo directs the area, and so may draft for the group.
                let expected = who != "Bo" || !matches!(failure, Failure::NotFound(_));
                assert!(
                    expected || matches!(failure, Failure::NotFound("statement")),
                    "{who}: {failure}"
                );
                if who != "Bo" {
                    assert!(matches!(failure, Failure::NotFound("statement")), "{who}: {failure}");
                }
            }
        }
        let absent = see(desk, &Actor::reader(), Number(999)).await.unwrap_err().to_string();
        let draft = see(desk, &Actor::reader(), number).await.unwrap_err().to_string();
        assert_eq!(absent, draft, "a draft and nothing at all answer the same");
    }
}

/// Tries each verb on a statement, and returns how each failed.
async fn tried(desk: &Desk, actor: &Actor, number: Number) -> Vec<Failure> {
    let link = NewAttachment::Link { url: "https://example.org/".to_owned(), title: String::new() };
    let tries = [
        see(desk, actor, number).await.map(|_| ()),
        edit_statement(desk, actor, number, 1, &question(), now()).await,
        submit_statement(desk, actor, number, 1, now()).await,
        approve_statement(desk, actor, number, 1, now()).await,
        note_approval(desk, actor, number, "tsync", "Bo", "Said so.", now()).await,
        review_statement(desk, actor, number, 1, now()).await,
        drop_statement(desk, actor, number, "No.", now()).await,
        withdraw_statement(desk, actor, number, "No.", now()).await,
        attach(desk, actor, number, link, now()).await,
        remove_attachment(desk, actor, number, 1, now()).await,
        preview_statement(desk, actor, number, now()).await.map(|_| ()),
    ];
    tries.into_iter().filter_map(Result::err).collect()
}

/// IN-1: the inbox does not exist for whoever may not handle it.
#[tokio::test]
async fn the_inbox_does_not_exist_for_others() {
    for world in worlds("others").await {
        let id = receive_letter(&world).await;
        for who in ["Anna", "Bo", "Hal"] {
            let actor = world.actor(who).await;
            let read = item_form(&world.desk, &actor, id, 0, later(9)).await.unwrap_err();
            let taken = take_item(&world.desk, &actor, id, &letter_form(), &keeping(&[]), now())
                .await
                .unwrap_err();
            assert!(
                matches!(
                    (read, taken),
                    (Failure::NotFound("message"), Failure::NotFound("message"))
                ),
                "{who}"
            );
        }
    }
}

/// OUT-2, OUT-10: the authority approves and a coordinator reviews; each alone, and nobody else.
#[tokio::test]
async fn approving_and_reviewing_is_refused_to_everybody_else() {
    for world in worlds("gates").await {
        let desk = &world.desk;
        let number =
            draft_statement(desk, &world.actor("Anna").await, &question(), now()).await.unwrap();
        submit_statement(desk, &world.actor("Anna").await, number, 1, later(1)).await.unwrap();
        let mut said = String::new();
        for who in ["Anna", "Bo", "Cy", "Di", "Eve", "Flo", "Gil", "Hal"] {
            let actor = world.actor(who).await;
            if who != "Bo" {
                let refused =
                    approve_statement(desk, &actor, number, 2, later(2)).await.unwrap_err();
                said.push_str(&format!("{} approves: {refused}\n", actor.name));
            }
            if who != "Cy" {
                let refused =
                    review_statement(desk, &actor, number, 2, later(2)).await.unwrap_err();
                said.push_str(&format!("{} reviews: {refused}\n", actor.name));
            }
        }
        insta::assert_snapshot!("gates_refused", said);
    }
}

/// What was dropped can be revived, and what is on the record stays there.
#[tokio::test]
async fn a_draft_is_dropped_and_revived_and_a_posted_statement_is_withdrawn_with_a_reason() {
    for world in worlds("dropping").await {
        let desk = &world.desk;
        let (anna, cy) = (world.actor("Anna").await, world.actor("Cy").await);
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        drop_statement(desk, &anna, number, "Asked in person.", later(1)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Dropped);
        revive_statement(desk, &anna, number, later(2)).await.unwrap();
        let draft = world.statement(number).await;
        submit_statement(desk, &anna, number, draft.revision, later(3)).await.unwrap();
        let revision = world.statement(number).await.revision;
        approve_statement(desk, &world.actor("Bo").await, number, revision, later(4))
            .await
            .unwrap();
        answer_consultation(desk, &world.actor("Di").await, number, "etu", "", later(4))
            .await
            .unwrap();
        review_statement(desk, &cy, number, revision + 2, later(5)).await.unwrap();
        let refused = drop_statement(desk, &anna, number, "Too late.", later(6)).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "You may not drop this statement. In its present state nobody may."
        );
        withdraw_statement(desk, &cy, number, "Sent to the wrong group.", later(7)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::Withdrawn);
        insta::assert_snapshot!("dropped_history", world.history(number).await);
    }
}

/// BOD-2, SEC: what cannot be attached is refused; names lose what would trouble a header or a disk.
#[tokio::test]
async fn an_attachment_is_a_file_with_bytes_or_a_link_to_the_web() {
    for world in worlds("attaching").await {
        let desk = &world.desk;
        let anna = world.actor("Anna").await;
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        let link = |url: &str| NewAttachment::Link { url: url.to_owned(), title: String::new() };
        let file = |name: &str, bytes: Vec<u8>| NewAttachment::File {
            name: name.to_owned(),
            title: String::new(),
            bytes: Bytes::from(bytes),
        };
        let bad = [
            link("javascript:alert(1)"),
            link("https://"),
            link("http://a b"),
            file("empty.pdf", Vec::new()),
            file("large.bin", vec![0; desk.settings.attachment_limit + 1]),
        ];
        let mut said = String::new();
        for new in bad {
            said.push_str(&fields(attach(desk, &anna, number, new, now()).await.unwrap_err()));
        }
        insta::assert_snapshot!("bad_attachments", said);

        attach(desk, &anna, number, file("..\\..\\a/b: \"c\"\r\nX.txt", b"words".to_vec()), now())
            .await
            .unwrap();
        let statement = world.statement(number).await;
        assert_eq!(statement.attachments[0].file_name(), "b cX.txt");
        remove_attachment(desk, &anna, number, 1, now()).await.unwrap();
        let gone = remove_attachment(desk, &anna, number, 1, now()).await.unwrap_err();
        assert!(matches!(gone, Failure::NotFound("attachment")));
    }
}
