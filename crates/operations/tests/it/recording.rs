//! Recording what was sent without this tool (REC-7, OUT-5).

use jiff::civil::date;
use operations::{
    SentOtherwise, StatementForm, approve_statement, draft_statement, enter_sent_statement,
    record_as_sent, submit_statement,
};
use rules::State;

use crate::world::{later, now, question, worlds};

const BY_FORM: SentOtherwise<'_> =
    SentOtherwise { on: date(2026, 8, 20), how: "By their web form." };

/// OUT-5, CON-8: it is recorded with "approval missing", our own contacts hear of it, the other side is not mailed.
#[tokio::test]
async fn what_was_sent_without_approval_is_recorded_as_such_and_not_mailed_again() {
    for world in worlds("unapproved").await {
        let desk = &world.desk;
        let di = world.actor("Di").await;
        let number =
            enter_sent_statement(desk, &di, &question(), Vec::new(), BY_FORM, now()).await.unwrap();
        let statement = world.statement(number).await;
        assert!(statement.approval_missing && statement.state == State::Posted);
        assert_eq!((statement.sent_on, statement.message_id), (Some(date(2026, 8, 20)), None));
        insta::assert_snapshot!("recorded_mails", world.mails(number).await);
        insta::assert_snapshot!("recorded_history", world.history(number).await);
    }
}

/// What was approved before somebody sent it is not called unapproved.
#[tokio::test]
async fn what_was_approved_and_then_sent_otherwise_misses_nothing() {
    for world in worlds("approved").await {
        let desk = &world.desk;
        let anna = world.actor("Anna").await;
        let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
        approve_statement(desk, &world.actor("Bo").await, number, 2, later(2)).await.unwrap();
        record_as_sent(desk, &world.actor("Gil").await, number, BY_FORM, later(3)).await.unwrap();
        let statement = world.statement(number).await;
        assert!(!statement.approval_missing && statement.state == State::Posted);
    }
}

/// Chairs send through the tool; only who keeps relationships records what went around it.
#[tokio::test]
async fn recording_as_sent_is_for_those_who_keep_relationships_and_says_how_and_when() {
    for world in worlds("keepers").await {
        let desk = &world.desk;
        let anna = world.actor("Anna").await;
        let refused = enter_sent_statement(desk, &anna, &question(), Vec::new(), BY_FORM, now())
            .await
            .unwrap_err();
        insta::assert_snapshot!("not_a_keeper", refused.to_string());

        let cy = world.actor("Cy").await;
        let tomorrow = SentOtherwise { on: date(2026, 9, 2), how: "  " };
        let form = StatementForm { subject: "Early".to_owned(), ..question() };
        let refused =
            enter_sent_statement(desk, &cy, &form, Vec::new(), tomorrow, now()).await.unwrap_err();
        insta::assert_debug_snapshot!("sent_tomorrow", refused);
        assert_eq!(desk.store.reader().unposted().await.unwrap(), [], "nothing is half recorded");
    }
}
