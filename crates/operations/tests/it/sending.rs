//! A draft becomes an approved, recorded, mailed statement (4053bis §4).

use bytes::Bytes;
use operations::{
    NewAttachment, StatementForm, answer_consultation, approve_statement, attach, draft_statement,
    edit_statement, note_approval, preview_statement, reply_form, review_statement,
    submit_statement, take_item,
};
use rules::{Number, State};

use crate::receiving::{letter_form, receive_letter};
use crate::world::{World, keeping, later, now, question, worlds};

/// Takes a draft through submission, approval, advice and review.
pub(crate) async fn send(world: &World, number: Number) {
    let World { desk, .. } = world;
    let revision = world.statement(number).await.revision;
    submit_statement(desk, &world.actor("Anna").await, number, revision, later(10)).await.unwrap();
    let revision = world.statement(number).await.revision;
    approve_statement(desk, &world.actor("Bo").await, number, revision, later(20)).await.unwrap();
    answer_consultation(desk, &world.actor("Di").await, number, "etu", "", later(25))
        .await
        .unwrap();
    let revision = world.statement(number).await.revision;
    review_statement(desk, &world.actor("Cy").await, number, revision, later(30)).await.unwrap();
}

/// OUT-1, OUT-2, OUT-9, OUT-10, OUT-11, CON-2 to CON-8, BOD-2, REC-2.
#[tokio::test]
async fn a_chair_drafts_the_director_approves_a_coordinator_reviews_and_it_is_mailed() {
    for world in worlds("sending").await {
        let desk = &world.desk;
        let anna = world.actor("Anna").await;
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        let file = NewAttachment::File {
            name: "figures.txt".to_owned(),
            title: "Figures".to_owned(),
            bytes: Bytes::from_static(b"1 ms\n2 ms\n"),
        };
        attach(desk, &anna, number, file, later(1)).await.unwrap();
        let url = "https://example.org/drafts/holdover".to_owned();
        let link = NewAttachment::Link { url, title: "The draft".to_owned() };
        attach(desk, &anna, number, link, later(2)).await.unwrap();

        let preview = preview_statement(desk, &anna, number, later(5)).await.unwrap();
        assert_eq!(preview.missing, []);
        send(&world, number).await;

        let posted = world.statement(number).await;
        assert_eq!(posted.state, State::Posted);
        assert_eq!(posted.message_id.as_deref(), Some("statement-1@liaison.example.org"));
        insta::assert_snapshot!("sent_mails", world.mails(number).await);
        insta::assert_snapshot!("sent_history", world.history(number).await);

        let mails = desk.store.reader().mail_of(number).await.unwrap();
        for previewed in &preview.mails {
            let mailed = mails.iter().find(|fate| fate.mail.kind == previewed.kind.slug()).unwrap();
            let bytes = desk.store.files().get(&mailed.mail.sha256).await.unwrap().unwrap();
            let message = mail::read(&bytes, &mail::Limits::default()).unwrap();
            let to: Vec<&str> = previewed.to.iter().map(rules::Mailbox::address).collect();
            assert_eq!(mailed.mail.recipients, to, "OUT-11: to whom");
            assert_eq!(message.text.trim_end(), previewed.text.trim_end(), "OUT-11: word for word");
            assert_eq!(
                (&message.subject, &message.reply_to),
                (&previewed.subject, &previewed.reply_to)
            );
        }
    }
}

/// CON-6, PUR-3, REC-9: a reply goes where the question asked for it, and into its thread.
#[tokio::test]
async fn a_reply_goes_to_the_send_reply_to_of_what_it_answers_and_into_its_thread() {
    for world in worlds("replying").await {
        let desk = &world.desk;
        let item = receive_letter(&world).await;
        let cy = world.actor("Cy").await;
        let asked =
            take_item(desk, &cy, item, &letter_form(), &keeping(&[1]), now()).await.unwrap();

        let anna = world.actor("Anna").await;
        let mut form = reply_form(desk, &anna, asked, "").await.unwrap();
        insta::assert_json_snapshot!("reply_form", form);
        form.text = "Four hours.\n".to_owned();
        form.consensus = "groups".to_owned();
        let number = draft_statement(desk, &anna, &form, later(5)).await.unwrap();
        send(&world, number).await;
        insta::assert_snapshot!(
            "reply_mail",
            world.mails(number).await.split("=== our-copy").next().unwrap()
        );
    }
}

/// OUT-9: nobody's approval stands for words that they have not seen.
#[tokio::test]
async fn a_change_in_review_closes_every_gate_and_asks_again() {
    for world in worlds("changing").await {
        let desk = &world.desk;
        let (anna, bo) = (world.actor("Anna").await, world.actor("Bo").await);
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
        approve_statement(desk, &bo, number, 2, later(2)).await.unwrap();
        let changed = StatementForm {
            text: "How long?\n".to_owned(),
            ..StatementForm::of(&world.statement(number).await)
        };
        edit_statement(desk, &anna, number, 3, &changed, later(3)).await.unwrap();

        let statement = world.statement(number).await;
        assert!(statement.gates.iter().all(|gate| !gate.is_open()));
        let events = desk.store.reader().history(number, true).await.unwrap();
        insta::assert_snapshot!("changed_in_review", events.last().unwrap().difference);
        let mails = desk.store.reader().mail_of(number).await.unwrap();
        let kinds: Vec<&str> = mails.iter().map(|fate| fate.mail.kind.as_str()).collect();
        let asked = ["approval-asked", "consultation-asked", "review-asked"];
        assert_eq!(kinds, [&asked[..], &["step"], &asked].concat());

        let seen_before = approve_statement(desk, &bo, number, 3, later(4)).await.unwrap_err();
        assert!(
            seen_before.to_string().contains("Somebody changed this statement"),
            "{seen_before}"
        );
    }
}

/// OUT-3: two From groups need two authorities, and the first alone does not send it.
#[tokio::test]
async fn a_joint_statement_waits_for_each_groups_director() {
    for world in worlds("joint").await {
        let desk = &world.desk;
        let cy = world.actor("Cy").await;
        let form = StatementForm { from_groups: "tsync, paths".to_owned(), ..question() };
        let number = draft_statement(desk, &cy, &form, now()).await.unwrap();
        submit_statement(desk, &cy, number, 1, later(1)).await.unwrap();
        review_statement(desk, &cy, number, 2, later(2)).await.unwrap();
        approve_statement(desk, &world.actor("Bo").await, number, 3, later(3)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::InReview);

        note_approval(
            desk,
            &cy,
            number,
            "paths",
            "Flo Director",
            "By mail on 1 September.",
            later(4),
        )
        .await
        .unwrap();
        assert_eq!(world.statement(number).await.state, State::InReview, "the manager was asked");
        answer_consultation(desk, &world.actor("Di").await, number, "etu", "", later(5))
            .await
            .unwrap();
        assert_eq!(world.statement(number).await.state, State::Posted);
        insta::assert_snapshot!("joint_history", world.history(number).await);
    }
}
