//! A statement that goes by other means takes the same path, and is on the record once somebody noted how it went (REC-7).

use jiff::SignedDuration;
use operations::{
    Failure, SentOtherwise, StatementForm, answer_consultation, approve_statement, draft_statement,
    edit_statement, note_sending, preview_statement, remind, review_statement, submit_statement,
    time_posting, waiting_for,
};
use rules::{Number, Refusal, State, Task, Travelled};

use crate::reminding::reminders;
use crate::world::{TODAY, World, later, now, question, worlds};

const HOW: &str = "uploaded to their portal";

fn upload() -> StatementForm {
    StatementForm { travelled: HOW.to_owned(), ..question() }
}

fn sent() -> SentOtherwise<'static> {
    SentOtherwise { on: TODAY, how: "Uploaded to their portal, receipt 4711." }
}

/// Takes it through its gates but the last, which it returns the revision for.
async fn almost(world: &World) -> Number {
    let desk = &world.desk;
    let anna = world.actor("Anna").await;
    let number = draft_statement(desk, &anna, &upload(), now()).await.unwrap();
    submit_statement(desk, &anna, number, 1, later(1)).await.unwrap();
    approve_statement(desk, &world.actor("Bo").await, number, 2, later(2)).await.unwrap();
    let di = world.actor("Di").await;
    answer_consultation(desk, &di, number, "etu", "", later(3)).await.unwrap();
    number
}

/// REC-7, OUT-2, CON-8: everybody is asked and told that it goes otherwise; with the last gate it waits for whoever sends it; nothing
/// is mailed to the other side.
#[tokio::test]
async fn what_goes_by_other_means_is_on_the_record_once_it_was_sent() {
    for world in worlds("other_means").await {
        let desk = &world.desk;
        let (anna, cy) = (world.actor("Anna").await, world.actor("Cy").await);
        let number = almost(&world).await;
        let early = note_sending(desk, &anna, number, sent(), later(4)).await;
        assert!(matches!(early, Err(Failure::Refused(Refusal::WrongState { .. }))), "{early:?}");
        let revision = world.statement(number).await.revision;
        review_statement(desk, &cy, number, revision, later(5)).await.unwrap();
        let waits = world.statement(number).await;
        assert_eq!((waits.state, waits.goes_by_other_means()), (State::InReview, Some(HOW)));
        let preview = preview_statement(desk, &anna, number, later(6)).await.unwrap();
        let to: Vec<_> = preview.mails.iter().flat_map(|mail| &mail.to).collect();
        assert!(to.iter().all(|to| !to.address().ends_with("example.com")), "{to:?}");

        let tomorrow = SentOtherwise { on: TODAY.tomorrow().unwrap(), how: "" };
        let refused = note_sending(desk, &anna, number, tomorrow, later(7)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::Fields(_)))), "{refused:?}");
        let hal = world.actor("Hal").await;
        let hidden = note_sending(desk, &hal, number, sent(), later(7)).await;
        assert!(matches!(hidden, Err(Failure::NotFound(_))), "{hidden:?}");
        note_sending(desk, &anna, number, sent(), later(8)).await.unwrap();
        let posted = world.statement(number).await;
        assert_eq!((posted.state, posted.sent_on), (State::Posted, Some(TODAY)));
        assert!(!posted.approval_missing && posted.message_id.is_none());
        assert_eq!(posted.travelled, Travelled::Otherwise(sent().how.to_owned()));
        insta::assert_snapshot!("other_means_history", world.history(number).await);
        insta::assert_snapshot!("other_means_mails", readable(&world, number).await);
        let again = note_sending(desk, &anna, number, sent(), later(9)).await;
        assert!(matches!(again, Err(Failure::Refused(_))), "{again:?}");
    }
}

/// RSP-1, REC-7: with its last gate it is a task of whoever drafted it, who is reminded of it until it is noted how it went.
#[tokio::test]
async fn whoever_drafted_it_is_reminded_until_it_is_noted() {
    for world in worlds("other_means_reminded").await {
        let desk = &world.desk;
        let (anna, cy) = (world.actor("Anna").await, world.actor("Cy").await);
        let number = almost(&world).await;
        let tasks = async |at| {
            let duties = waiting_for(desk, &anna, at).await.unwrap();
            duties.iter().map(|duty| duty.task).collect::<Vec<_>>()
        };
        assert_eq!(tasks(later(4)).await, [], "it waits for others");
        let revision = world.statement(number).await.revision;
        review_statement(desk, &cy, number, revision, later(5)).await.unwrap();
        assert_eq!(tasks(later(6)).await, [Task::Send]);
        let days = |days: i64| now() + SignedDuration::from_hours(24 * days);
        remind(desk, days(1), true).await.unwrap();
        assert_eq!(reminders(&world, days(1)).await, "", "it waits for a day only");
        remind(desk, days(3), true).await.unwrap();
        insta::assert_snapshot!("other_means_reminder", reminders(&world, days(3)).await);
        let on = TODAY.saturating_add(jiff::Span::new().days(3));
        note_sending(desk, &anna, number, SentOtherwise { on, ..sent() }, days(4)).await.unwrap();
        assert!(!tasks(days(4)).await.contains(&Task::Send));
    }
}

/// Every message with its words.
async fn readable(world: &World, number: Number) -> String {
    let mut all = String::new();
    for fate in world.desk.store.reader().mail_of(number).await.unwrap() {
        let read = operations::read_mail(&world.desk, &fate.mail.sha256).await.unwrap();
        let to = fate.mail.recipients.join(" and ");
        all.push_str(&format!(
            "=== {} to {to}\n{}\n\n{}\n",
            fate.mail.kind, read.subject, read.text
        ));
    }
    all
}

/// It may be changed to go by mail, as any field: then everybody is asked again, and with the last gate it goes.
#[tokio::test]
async fn what_was_to_go_by_other_means_may_go_by_mail_after_all() {
    for world in worlds("mail_after_all").await {
        let desk = &world.desk;
        let anna = world.actor("Anna").await;
        let number = almost(&world).await;
        let revision = world.statement(number).await.revision;
        let at = Some(now() + SignedDuration::from_hours(48));
        let timed = time_posting(desk, &anna, number, revision, at, later(4)).await;
        assert!(matches!(timed, Err(Failure::Refused(Refusal::Fields(_)))), "{timed:?}");
        edit_statement(desk, &anna, number, revision, &by_mail(&world, number).await, later(5))
            .await
            .unwrap();
        let statement = world.statement(number).await;
        assert!(statement.gates.iter().all(|gate| !gate.is_open()), "everybody is asked again");
        let revision = async || world.statement(number).await.revision;
        let (bo, di, cy) =
            (world.actor("Bo").await, world.actor("Di").await, world.actor("Cy").await);
        approve_statement(desk, &bo, number, revision().await, later(6)).await.unwrap();
        answer_consultation(desk, &di, number, "etu", "", later(7)).await.unwrap();
        review_statement(desk, &cy, number, revision().await, later(8)).await.unwrap();
        let posted = world.statement(number).await;
        assert_eq!((posted.state, posted.travelled), (State::Posted, Travelled::Mailed));
        assert!(world.mails(number).await.contains("=== statement to etu@example.com"));
    }
}

async fn by_mail(world: &World, number: Number) -> StatementForm {
    let form = StatementForm::of(&world.statement(number).await);
    StatementForm { travelled: String::new(), ..form }
}
