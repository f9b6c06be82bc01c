//! What is done for whoever did not get a statement, or not all of it: sent again, something added, another in its place
//! (REC-2, BOD-2, OUT-5).

use bytes::Bytes;
use operations::{
    Failure, NewAttachment, add_attachment, draft_statement, enter_statement, preview_statement,
    resend_mail, revise_statement, shape_of, withdraw_statement,
};
use rules::{LinkKind, Number, Refusal, State};
use store::DeliveryState;

use crate::bounces::{deliver, sent};
use crate::giving::{count, mails_since};
use crate::receiving::letter_form;
use crate::sending::send;
use crate::world::{World, later, now, question, worlds};

async fn delivery(world: &World, number: Number, kind: &str) -> (i64, String) {
    let fates = world.desk.store.reader().mail_of(number).await.unwrap();
    let fate = fates.iter().find(|fate| fate.mail.kind == kind).unwrap();
    (fate.deliveries[0].id, fate.mail.sha256.clone())
}

fn fields(result: Result<(), Failure>) -> Vec<(&'static str, String)> {
    match result {
        Err(Failure::Refused(Refusal::Fields(fields))) => fields,
        other => panic!("{other:?}"),
    }
}

/// REC-2: the same bytes go again, to one recipient; not twice at once, not to what is no address, and not by anybody.
#[tokio::test]
async fn the_same_message_goes_to_one_recipient_again() {
    for world in worlds("again").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        let (delivery, sha256) = delivery(&world, number, "statement").await;
        let (anna, hal) = (world.actor("Anna").await, world.actor("Hal").await);
        let before = count(&world, number).await;
        let refused = resend_mail(desk, &hal, number, delivery, "", later(50)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        resend_mail(desk, &anna, number, delivery, "", later(50)).await.unwrap();
        let twice = resend_mail(desk, &anna, number, delivery, "", later(51)).await;
        assert_eq!(fields(twice)[0].1, "It is on its way to etu@example.com already.");
        let odd = resend_mail(desk, &anna, number, delivery, "etu at example", later(51)).await;
        assert_eq!(fields(odd)[0].0, "resend_to");
        let gone = resend_mail(desk, &anna, number, 1, "", later(51)).await;
        assert!(matches!(gone, Err(Failure::NotFound(_))));
        assert_eq!(count(&world, number).await, before, "it is the same message");
        let taken = operations::take_deliveries(desk, 10, later(52)).await.unwrap();
        let [(again, _)] = &taken[..] else { panic!("{taken:?}") };
        assert_eq!(
            (again.sha256.as_str(), again.recipient.as_str()),
            (sha256.as_str(), "etu@example.com")
        );
    }
}

/// What asked for a step that is done, or told of one in private, goes to nobody else.
#[tokio::test]
async fn what_is_no_copy_of_the_record_is_not_sent_on() {
    for world in worlds("not_again").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        let anna = world.actor("Anna").await;
        for kind in ["approval-asked", "step"] {
            let (delivery, _) = delivery(&world, number, kind).await;
            let refused = resend_mail(desk, &anna, number, delivery, "a@example.net", later(50));
            assert_eq!(fields(refused.await)[0].0, "resend_to", "{kind}");
        }
    }
}

/// BOD-2, REC-2, OUT-2: an authority adds a file and tells those who have the statement; a coordinator adds, and tells nobody of
/// another organization.
#[tokio::test]
async fn a_file_is_added_after_sending_and_marked_so() {
    for world in worlds("adding").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        let (bo, cy, anna) =
            (world.actor("Bo").await, world.actor("Cy").await, world.actor("Anna").await);
        let file = NewAttachment::File {
            name: "figures.txt".to_owned(),
            title: "Figures".to_owned(),
            bytes: Bytes::from_static(b"1 ms\n2 ms\n"),
        };
        let link = |url: &str| NewAttachment::Link { url: url.to_owned(), title: String::new() };
        let before = count(&world, number).await;
        add_attachment(desk, &bo, number, file, true, later(50)).await.unwrap();
        insta::assert_snapshot!("added_mails", mails_since(&world, number, before).await);
        let before = count(&world, number).await;
        let told =
            add_attachment(desk, &cy, number, link("https://example.org/b"), true, later(51));
        assert_eq!(fields(told.await)[0].0, "tell");
        add_attachment(desk, &cy, number, link("https://example.org/b"), false, later(52))
            .await
            .unwrap();
        assert_eq!(count(&world, number).await, before);
        let hers =
            add_attachment(desk, &anna, number, link("https://example.org/c"), false, later(53));
        assert!(matches!(hers.await, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        let statement = world.statement(number).await;
        let shape = shape_of(&statement, &[], &[], &[], &desk.settings);
        let shape = serde_json::to_value(shape).unwrap();
        insta::assert_json_snapshot!("added_shape", shape["attachments"]);
        let history = world.history(number).await;
        let last: Vec<&str> = history.lines().rev().take(2).collect();
        insta::assert_snapshot!("added_history", last.join("\n"));
        assert!(statement.text == question().text, "the words stay as they were");
    }
}

/// IN-1, BOD-2: to what was received, whoever keeps the relationship adds what came later, and those who have it are told, not
/// its sender.
#[tokio::test]
async fn what_came_later_is_added_to_what_was_received() {
    for world in worlds("adding_received").await {
        let (desk, di) = (&world.desk, world.actor("Di").await);
        let form = letter_form();
        let number = enter_statement(desk, &di, &form, Vec::new(), now()).await.unwrap();
        deliver(&world, 5).await;
        let before = count(&world, number).await;
        let url = "https://example.com/annex".to_owned();
        let link = NewAttachment::Link { url, title: "The annex".to_owned() };
        add_attachment(desk, &di, number, link, true, later(10)).await.unwrap();
        insta::assert_snapshot!("added_received", mails_since(&world, number, before).await);
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let told = fates[before..].iter().flat_map(|fate| &fate.deliveries);
        assert!(told.clone().all(|it| it.state == DeliveryState::Waiting));
        assert!(!told.clone().any(|it| it.recipient == "sg1-replies@example.com"));
    }
}

/// OUT-5: a revised statement follows one that was sent, linked to it, and goes through its own gates into the same thread.
#[tokio::test]
async fn a_revised_statement_follows_in_the_place_of_the_first() {
    for world in worlds("revising").await {
        let desk = &world.desk;
        let first = sent(&world).await;
        let (anna, eve, cy) =
            (world.actor("Anna").await, world.actor("Eve").await, world.actor("Cy").await);
        withdraw_statement(desk, &cy, first, "The figures are of last year.", later(50))
            .await
            .unwrap();
        let refused = revise_statement(desk, &eve, first, later(51)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        let revised = revise_statement(desk, &anna, first, later(52)).await.unwrap();
        let draft = world.statement(revised).await;
        assert_eq!((draft.state, draft.revises()), (State::Draft, vec![first]));
        assert_eq!(
            (&draft.text, &draft.to),
            (&world.statement(first).await.text, &world.statement(first).await.to)
        );
        send(&world, revised).await;
        insta::assert_snapshot!(
            "revised_mail",
            world
                .mails(revised)
                .await
                .split("=== ")
                .find(|it| it.starts_with("statement"))
                .unwrap()
        );
        let links = desk.store.reader().linked_from(first).await.unwrap();
        let links = links.iter().map(|(kind, row)| (*kind, row.number));
        assert_eq!(links.collect::<Vec<_>>(), [(LinkKind::Revises, revised)]);
        let received = enter_statement(desk, &cy, &letter_form(), Vec::new(), later(60)).await;
        let theirs = revise_statement(desk, &cy, received.unwrap(), later(61)).await;
        assert!(matches!(theirs, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        let draft = draft_statement(desk, &anna, &question(), later(62)).await.unwrap();
        preview_statement(desk, &anna, draft, later(63)).await.unwrap();
        let unsent = revise_statement(desk, &anna, draft, later(64)).await;
        assert!(matches!(unsent, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
    }
}
