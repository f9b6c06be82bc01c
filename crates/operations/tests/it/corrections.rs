//! What is on the record is corrected by a new version, through the same gates (REC-2, OUT-2, OUT-11).

use bytes::Bytes;
use operations::{
    Failure, NewAttachment, StatementForm, act, attach, begin_correction, drop_statement,
    edit_statement, enter_statement, preview_statement, record_as_sent, remove_attachment,
    review_statement, revive_statement, see, shape_of, submit_statement, withdraw_statement,
};
use rules::{Number, Refusal, State};

use crate::bounces::{deliver, sent};
use crate::giving::{count, mails_since};
use crate::receiving::letter_form;
use crate::sending::send;
use crate::world::{World, later, now, worlds};

const WHY: &str = "The interval was wrong.";

async fn change(world: &World, number: Number, first: &str, text: &str) {
    let statement = world.statement(number).await;
    let form = StatementForm { text: text.to_owned(), ..StatementForm::of(&statement) };
    let actor = world.actor(first).await;
    edit_statement(&world.desk, &actor, number, statement.revision, &form, later(55))
        .await
        .unwrap();
}

/// REC-2, OUT-2, OUT-9, OUT-10, OUT-11: prepared beside the record, which stays as it is until the last gate; then number and
/// address stay, the earlier version is readable with the difference, and the recipients get the correction in the same thread.
#[tokio::test]
async fn a_correction_goes_through_its_gates_and_takes_its_place() {
    for world in worlds("correcting").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        let before = world.statement(number).await;
        let anna = world.actor("Anna").await;
        let own = begin_correction(desk, &anna, number, (WHY, true), later(50)).await.unwrap();
        let words = "Dear colleagues,\n\nhow long may a grandmaster\n   hold over?\n";
        change(&world, own, "Anna", words).await;
        let file = NewAttachment::File {
            name: "interval.txt".to_owned(),
            title: String::new(),
            bytes: Bytes::from_static(b"2 ms\n"),
        };
        attach(desk, &anna, own, file, later(56)).await.unwrap();
        let preview = preview_statement(desk, &anna, own, later(57)).await.unwrap();
        let mails = count(&world, number).await;
        assert_eq!(world.statement(number).await, before, "the record says what it said");
        send(&world, own).await;
        let asked = world.mails(own).await;
        insta::assert_snapshot!("corrected_asked", asked.split("=== consultation").next().unwrap());

        let after = world.statement(number).await;
        assert_eq!((after.version, after.state, after.text.as_str()), (2, State::Posted, words));
        assert_eq!((after.sent_on, &after.message_id), (before.sent_on, &before.message_id));
        let closed = world.statement(own).await;
        assert_eq!((closed.state, closed.correction.unwrap().became), (State::Dropped, Some(2)));
        insta::assert_snapshot!("corrected_mails", mails_since(&world, number, mails).await);
        insta::assert_snapshot!("corrected_history", world.history(number).await);
        let history = desk.store.reader().history(number, false).await.unwrap();
        insta::assert_snapshot!(
            "corrected_difference",
            history
                .iter()
                .find(|it| it.kind == rules::EventKind::Corrected)
                .map(|it| it.difference.clone())
                .unwrap_or_default()
        );
        let versions = desk.store.reader().versions(&[number]).await.unwrap();
        insta::assert_debug_snapshot!("corrected_versions", versions);
        let shape = shape_of(&after, &[], &[], &versions, &desk.settings);
        insta::assert_json_snapshot!(
            "corrected_shape",
            serde_json::to_value(shape).unwrap()["versions"]
        );
        // OUT-11: what was previewed is what was mailed, word for word.
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let is_of_it = |fate: &&store::MailFate| fate.mail.kind.starts_with("correction");
        let mailed: Vec<_> = fates[mails..].iter().filter(is_of_it).collect();
        assert_eq!(mailed.len(), preview.mails.len());
        for (fate, previewed) in mailed.into_iter().zip(&preview.mails) {
            let bytes = desk.store.files().get(&fate.mail.sha256).await.unwrap().unwrap();
            let message = mail::read(&bytes, &mail::Limits::default()).unwrap();
            assert_eq!(message.text.trim_end(), previewed.text.trim_end());
            assert_eq!(message.subject, previewed.subject);
        }
        // A second correction builds on the first.
        deliver(&world, 80).await;
        let again =
            begin_correction(desk, &anna, number, ("Again.", false), later(90)).await.unwrap();
        change(&world, again, "Anna", "How long?\n").await;
        let mails = count(&world, number).await;
        send(&world, again).await;
        let told = &desk.store.reader().mail_of(number).await.unwrap()[mails..];
        let kinds: Vec<&str> = told.iter().map(|fate| fate.mail.kind.as_str()).collect();
        assert!(!kinds.contains(&"correction"), "{kinds:?}");
        let versions = desk.store.reader().versions(&[number]).await.unwrap();
        assert_eq!(versions.iter().map(|it| it.version).collect::<Vec<_>>(), [1, 2, 3]);
    }
}

/// IN-1: a received statement as it was recorded is corrected by whoever keeps the relationship, and its sender hears nothing.
#[tokio::test]
async fn the_record_of_what_was_received_is_corrected_too() {
    for world in worlds("correcting_received").await {
        let (desk, cy) = (&world.desk, world.actor("Cy").await);
        let number = enter_statement(desk, &cy, &letter_form(), Vec::new(), now()).await.unwrap();
        deliver(&world, 5).await;
        let own =
            begin_correction(desk, &cy, number, ("The deadline was misread.", true), later(50));
        let own = own.await.unwrap();
        let statement = world.statement(own).await;
        let form = StatementForm {
            deadline: "2026-11-15".to_owned(),
            given_to: "paths".to_owned(),
            ..StatementForm::of(&statement)
        };
        let given = edit_statement(desk, &cy, own, 1, &form, later(51)).await;
        assert!(matches!(given, Err(Failure::Refused(Refusal::Fields(_)))), "{given:?}");
        let form = StatementForm { given_to: String::new(), ..form };
        edit_statement(desk, &cy, own, 1, &form, later(52)).await.unwrap();
        let before = count(&world, number).await;
        submit_statement(desk, &cy, own, 2, later(53)).await.unwrap();
        assert_eq!(world.statement(number).await.version, 1, "it waits for its review");
        review_statement(desk, &cy, own, 3, later(54)).await.unwrap();
        let after = world.statement(number).await;
        assert_eq!(
            (after.version, after.deadline().unwrap().date.to_string()),
            (2, "2026-11-15".to_owned())
        );
        let mails = mails_since(&world, number, before).await;
        insta::assert_snapshot!("corrected_received", mails);
        assert!(!mails.contains("sg1-replies@example.com\n") && !mails.contains("=== receipt"));
    }
}

/// Nobody sees a correction on its way but those who see drafts; two at once are refused; dropped, it leaves the record as it is,
/// and it is never recorded by itself.
#[tokio::test]
async fn a_correction_on_its_way_is_seen_by_its_editors_and_there_is_one() {
    for world in worlds("one_correction").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        let before = world.statement(number).await;
        let (anna, cy, hal) =
            (world.actor("Anna").await, world.actor("Cy").await, world.actor("Hal").await);
        let hers = begin_correction(desk, &hal, number, (WHY, true), later(50)).await;
        assert!(matches!(hers, Err(Failure::Refused(Refusal::NotAllowed { .. }))), "{hers:?}");
        let empty = begin_correction(desk, &anna, number, ("  ", true), later(50)).await;
        assert!(matches!(empty, Err(Failure::Refused(Refusal::Fields(_)))), "{empty:?}");
        let own = begin_correction(desk, &anna, number, (WHY, true), later(50)).await.unwrap();
        let two = begin_correction(desk, &cy, number, (WHY, true), later(51)).await.unwrap_err();
        assert!(two.to_string().contains("on its way"), "{two}");
        for actor in [&hal, &cy, &act(desk, None, now()).await.unwrap()] {
            assert!(matches!(see(desk, actor, own).await, Err(Failure::NotFound(_))));
        }
        let unknown = desk.store.reader().history(number, true).await.unwrap();
        assert!(!unknown.iter().any(|event| event.words.contains(WHY)), "nothing of it is told");
        submit_statement(desk, &anna, own, 1, later(52)).await.unwrap();
        let how = operations::SentOtherwise { on: crate::world::TODAY, how: "By letter." };
        let alone = record_as_sent(desk, &cy, own, how, later(53)).await;
        assert!(matches!(alone, Err(Failure::Refused(Refusal::NotAllowed { .. }))), "{alone:?}");
        drop_statement(desk, &anna, own, "It was right.", later(54)).await.unwrap();
        let revived = revive_statement(desk, &anna, own, later(55)).await;
        assert!(
            matches!(revived, Err(Failure::Refused(Refusal::NotAllowed { .. }))),
            "{revived:?}"
        );
        assert_eq!(world.statement(number).await, before);
        begin_correction(desk, &cy, number, (WHY, true), later(56)).await.unwrap();
    }
}

/// What came with a statement stays with it; and what was withdrawn meanwhile is not brought back by its correction.
#[tokio::test]
async fn a_correction_takes_nothing_away_and_brings_nothing_back() {
    for world in worlds("taking_away").await {
        let desk = &world.desk;
        let number = sent(&world).await;
        let (bo, cy, anna) =
            (world.actor("Bo").await, world.actor("Cy").await, world.actor("Anna").await);
        let link = |url: &str| NewAttachment::Link { url: url.to_owned(), title: String::new() };
        operations::add_attachment(
            desk,
            &bo,
            number,
            link("https://example.org/a"),
            false,
            later(45),
        )
        .await
        .unwrap();
        let own = begin_correction(desk, &anna, number, (WHY, true), later(50)).await.unwrap();
        let gone = remove_attachment(desk, &anna, own, 1, later(51)).await;
        assert!(matches!(gone, Err(Failure::Refused(Refusal::Fields(_)))), "{gone:?}");
        attach(desk, &anna, own, link("https://example.org/b"), later(52)).await.unwrap();
        remove_attachment(desk, &anna, own, 2, later(53)).await.unwrap();
        change(&world, own, "Anna", "How long?\n").await;
        withdraw_statement(desk, &cy, number, "It was not ours to ask.", later(54)).await.unwrap();
        let revision = world.statement(own).await.revision;
        submit_statement(desk, &anna, own, revision, later(60)).await.unwrap();
        let revision = world.statement(own).await.revision;
        operations::approve_statement(desk, &bo, own, revision, later(61)).await.unwrap();
        let revision = world.statement(own).await.revision;
        operations::review_statement(desk, &cy, own, revision, later(62)).await.unwrap();
        let in_time = later(60 * 24 * 30);
        assert_eq!(operations::lapse_consultations(desk, in_time).await.unwrap(), 0);
        let di = world.actor("Di").await;
        let last = operations::answer_consultation(desk, &di, own, "etu", "", later(63)).await;
        assert!(matches!(last, Err(Failure::Refused(Refusal::WrongState { .. }))), "{last:?}");
        assert_eq!(world.statement(own).await.state, State::InReview, "it can be dropped");
        assert_eq!(world.statement(number).await.state, State::Withdrawn);
    }
}
