//! Before a statement goes: its group is told, and whoever approves sends it back where it is not right yet.

use jiff::civil::date;
use operations::{
    Failure, StatementForm, Telling, draft_statement, draft_telling, edit_statement,
    send_back_statement, submit_statement, tell_group, telling_in_words,
};
use rules::{Number, Refusal, State};

use crate::giving::{count, mails_since};
use crate::world::{World, later, now, question, worlds};

async fn drafted(world: &World) -> Number {
    draft_statement(&world.desk, &world.actor("Anna").await, &question(), now()).await.unwrap()
}

/// OUT-7: the mail to the group's list is drafted, changed and sent by a person, and whoever approves sees that it was.
#[tokio::test]
async fn the_group_is_told_by_a_mail_to_its_list_and_the_approver_sees_it() {
    for world in worlds("telling").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = drafted(&world).await;
        let reader = desk.store.reader();
        assert_eq!(
            telling_in_words(&reader.history(number, false).await.unwrap()),
            "The group was not told of it before."
        );
        let directory = reader.directory().await.unwrap();
        let statement = world.statement(number).await;
        let draft = draft_telling(desk, &anna, &statement, &directory);
        assert_eq!(count(&world, number).await, 0, "nothing goes by itself");
        let text = draft.text.replace("Hello all", "Hello timers");
        let telling = Telling::Mail { subject: &draft.subject, text: &text };
        tell_group(desk, &anna, number, telling, later(1)).await.unwrap();
        insta::assert_snapshot!("telling_mail", mails_since(&world, number, 0).await);

        let before = count(&world, number).await;
        submit_statement(desk, &anna, number, 1, later(2)).await.unwrap();
        let asked = mails_since(&world, number, before).await;
        insta::assert_snapshot!(
            "approval_asked",
            asked.split("=== consultation-asked").next().unwrap()
        );
    }
}

/// OUT-7: a group is told at a meeting as well; the link says where, and several may be noted.
#[tokio::test]
async fn where_a_group_was_told_otherwise_is_noted() {
    for world in worlds("toldelsewhere").await {
        let (desk, anna) = (&world.desk, world.actor("Anna").await);
        let number = drafted(&world).await;
        let elsewhere = |on, place| Telling::Elsewhere { on, place };
        let refused = [
            elsewhere(date(2026, 8, 30), " "),
            elsewhere(date(2026, 9, 5), "at the meeting"),
            Telling::Mail { subject: "", text: "Hello." },
            Telling::Mail { subject: "A statement", text: "\n" },
        ];
        for telling in refused {
            let refused = tell_group(desk, &anna, number, telling, later(1)).await;
            assert!(matches!(refused, Err(Failure::Refused(Refusal::Fields(_)))), "{refused:?}");
        }
        let hal = world.actor("Hal").await;
        let refused =
            tell_group(desk, &hal, number, elsewhere(date(2026, 8, 30), "here"), later(1)).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "{refused:?}");

        let link = "https://lists.example.org/tsync/7";
        tell_group(desk, &anna, number, elsewhere(date(2026, 8, 30), link), later(1))
            .await
            .unwrap();
        tell_group(
            desk,
            &anna,
            number,
            elsewhere(date(2026, 9, 1), "at the meeting in Vienna"),
            later(2),
        )
        .await
        .unwrap();
        let told = desk.store.reader().history(number, false).await.unwrap();
        insta::allow_duplicates! {
            insta::assert_snapshot!(telling_in_words(&told), @"The group was told of it before. On 30 August 2026: https://lists.example.org/tsync/7. (Anna Chair, 1 September 2026) On 1 September 2026: at the meeting in Vienna. (Anna Chair, 1 September 2026)");
        }
    }
}

/// OUT-2, OUT-9: whoever approves sends it back with words; its author hears them, changes it, and everybody is asked anew.
#[tokio::test]
async fn what_is_not_right_yet_is_sent_back_with_words() {
    for world in worlds("sendingback").await {
        let (desk, anna, bo) = (&world.desk, world.actor("Anna").await, world.actor("Bo").await);
        let number = drafted(&world).await;
        submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
        let hal = world.actor("Hal").await;
        let refused = send_back_statement(desk, &hal, number, "No.", later(2)).await;
        assert!(matches!(refused, Err(Failure::NotFound(_))), "{refused:?}");
        let refused = send_back_statement(desk, &bo, number, " ", later(2)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NoReason))), "{refused:?}");

        let before = count(&world, number).await;
        send_back_statement(desk, &bo, number, "Say for which clocks.", later(3)).await.unwrap();
        let statement = world.statement(number).await;
        assert_eq!((statement.state, statement.gates.len()), (State::Draft, 0));
        insta::assert_snapshot!("sent_back_mail", mails_since(&world, number, before).await);
        insta::assert_snapshot!("sent_back_history", world.history(number).await);

        let text = "How long may a boundary clock of class C hold over?\n".to_owned();
        let form = StatementForm { text, ..StatementForm::of(&statement) };
        edit_statement(desk, &anna, number, statement.revision, &form, later(4)).await.unwrap();
        let revision = world.statement(number).await.revision;
        submit_statement(desk, &anna, number, revision, later(5)).await.unwrap();
        assert_eq!(world.statement(number).await.state, State::InReview);
    }
}
