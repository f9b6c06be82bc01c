//! Being reminded: the messages as they are read, what ends them, and asking the other side again (RSP-1, OUT-2).

use jiff::SignedDuration;
use jiff::civil::date;
use operations::{
    Failure, address_of, ask_again, calendar_person, draft_asking, draft_statement,
    finish_delivery, let_be, make_calendar, remind, revive_statement, revoke_calendar, set_wishes,
    submit_statement, take_deliveries, take_item, unsubscribe, waiting_for,
};
use rules::{Number, Refusal, State, Task};
use store::Outcome;

use crate::bounces::comes_back;
use crate::receiving::{letter_form, receive_letter};
use crate::world::{World, keeping, later, now, question, worlds};

fn days(days: i64) -> jiff::Timestamp {
    now() + SignedDuration::from_hours(24 * days)
}

/// Returns the daily messages that were queued since, whole, oldest first.
pub(crate) async fn reminders(world: &World, at: jiff::Timestamp) -> String {
    let (mut fates, _) = world.desk.store.reader().mails(1, 100).await.unwrap();
    fates.retain(|fate| fate.mail.kind == "reminders" && fate.mail.queued_at == at);
    fates.sort_by(|a, b| a.mail.recipients.cmp(&b.mail.recipients));
    let mut all = String::new();
    for fate in &fates {
        all.push_str(&world.mail(fate).await);
    }
    // The token is chance, and so is where a line with it is folded.
    let all = all.replace("=\n", "");
    let mut pieces = all.split("/reminders/off/");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap();
        plain.push_str(&format!("/reminders/off/TOKEN{}", &piece[end..]));
    }
    plain
}

/// RSP-1, OUT-2: each says the most pressing first, why it is theirs, what happens if nobody does it, and where it is done; a gate
/// that waits goes to the coordinators too, and the history says each step; whoever wants no message is reminded of gates alone.
#[tokio::test]
async fn everybody_is_told_once_a_day_what_waits_for_them() {
    for world in worlds("reminded").await {
        let (desk, cy, anna) = (&world.desk, world.actor("cy").await, world.actor("anna").await);
        let id = receive_letter(&world).await;
        let received =
            take_item(desk, &cy, id, &letter_form(), &keeping(&[1]), now()).await.unwrap();
        let draft = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        submit_statement(desk, &anna, draft, 1, now()).await.unwrap();
        // What is on the desk is what the message says.
        let bo = world.actor("bo").await;
        let duties = waiting_for(desk, &bo, days(3)).await.unwrap();
        assert_eq!(duties.iter().map(|duty| duty.task).collect::<Vec<_>>(), [Task::Approve]);
        let directory = desk.store.reader().directory().await.unwrap();
        assert_eq!(address_of(&duties[0], &directory), format!("/statements/{draft}/preview"));
        set_wishes(desk, &cy, false, false, now()).await.unwrap();
        remind(desk, days(3), true).await.unwrap();
        insta::assert_snapshot!("reminded_after_3_days", reminders(&world, days(3)).await);
        let due = world.statement(received).await.due().unwrap();
        remind(desk, days(7), true).await.unwrap();
        insta::assert_snapshot!("reminded_after_7_days", reminders(&world, days(7)).await);
        insta::assert_snapshot!("reminded_history", world.history(draft).await);
        let late = jiff::tz::TimeZone::UTC.to_timestamp(due.at(13, 0, 0, 0)).unwrap();
        let late = late + SignedDuration::from_hours(24);
        assert!(remind(desk, late, false).await.unwrap().mailed.len() > 1, "only shown");
        assert_eq!(reminders(&world, late).await, "");
        remind(desk, late, true).await.unwrap();
        insta::assert_snapshot!("reminded_when_late", reminders(&world, late).await);
    }
}

/// RFC 8058: the link in a message ends them without a sign-in, once its button is pressed; no other token does anything.
#[tokio::test]
async fn the_daily_message_is_ended_by_its_own_link() {
    for world in worlds("unsubscribed").await {
        let (desk, anna) = (&world.desk, world.actor("anna").await);
        draft_statement(desk, &anna, &question(), now()).await.unwrap();
        remind(desk, days(170), true).await.unwrap();
        let (fates, _) = desk.store.reader().mails(1, 100).await.unwrap();
        let fate = fates.iter().find(|fate| fate.mail.kind == "reminders").unwrap();
        let text = world.mail(fate).await;
        let field = text.lines().find(|line| line.starts_with("List-Unsubscribe: ")).unwrap();
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"), "{text}");
        let token = field.rsplit('/').next().unwrap().trim_end_matches('>');
        let person = anna.person.unwrap();
        let wishes = async || desk.store.reader().reminder_wishes_of(person).await.unwrap();
        assert_eq!(unsubscribe(desk, token, false).await.unwrap(), "Anna Chair");
        assert!(wishes().await.digests, "following a link changes nothing");
        assert_eq!(unsubscribe(desk, token, true).await.unwrap(), "Anna Chair");
        assert!(!wishes().await.digests);
        let other = unsubscribe(desk, "somebody", true).await;
        assert!(matches!(other, Err(Failure::NotFound(_))));
    }
}

/// A draft that nobody changes is dropped after a warning, with a reason, and can be revived; a run long missed warns first.
#[tokio::test]
async fn a_forgotten_draft_is_dropped_after_a_warning() {
    for world in worlds("forgotten").await {
        let (desk, anna) = (&world.desk, world.actor("anna").await);
        let draft = draft_statement(desk, &anna, &question(), now()).await.unwrap();
        let state = async || world.statement(draft).await.state;
        remind(desk, days(165), true).await.unwrap();
        assert_eq!(reminders(&world, days(165)).await, "");
        remind(desk, days(300), true).await.unwrap();
        insta::assert_snapshot!("draft_warned", reminders(&world, days(300)).await);
        remind(desk, days(313), true).await.unwrap();
        assert_eq!(state().await, State::Draft);
        remind(desk, days(314), true).await.unwrap();
        assert_eq!(state().await, State::Dropped);
        insta::assert_snapshot!("draft_history", world.history(draft).await);
        revive_statement(desk, &anna, draft, days(315)).await.unwrap();
        remind(desk, days(316), true).await.unwrap();
        assert_eq!(state().await, State::Draft);
    }
}

/// RSP-1, CON-5: an answer that we wait for is put before the liaison manager with a reminder to the other side drafted; nothing is
/// sent by itself, and what was asked or let be is done with.
#[tokio::test]
async fn the_other_side_is_asked_again_by_a_person_alone() {
    for world in worlds("asking").await {
        let (desk, di, anna) = (&world.desk, world.actor("di").await, world.actor("anna").await);
        let mut numbers: Vec<Number> = Vec::new();
        for _ in 0..2 {
            let number = draft_statement(desk, &anna, &question(), now()).await.unwrap();
            let sent = operations::SentOtherwise { on: date(2026, 9, 1), how: "By letter." };
            let cy = world.actor("cy").await;
            submit_statement(desk, &anna, number, 1, now()).await.unwrap();
            operations::record_as_sent(desk, &cy, number, sent, now()).await.unwrap();
            numbers.push(number);
        }
        let waits = async |at| {
            let duties = waiting_for(desk, &di, at).await.unwrap();
            duties.into_iter().filter(|duty| duty.task == Task::AskAgain).count()
        };
        // 14 days after the last of November, once it is the next day everywhere.
        assert_eq!(waits(days(104)).await, 0);
        assert_eq!(waits(days(105)).await, 2);
        let draft = draft_asking(desk, &di, numbers[0]).await.unwrap();
        let refused = ask_again(desk, &anna, numbers[0], &draft.text, days(105)).await;
        assert!(matches!(refused, Err(Failure::Refused(Refusal::NotAllowed { .. }))));
        let before = crate::giving::count(&world, numbers[0]).await;
        ask_again(desk, &di, numbers[0], &draft.text, days(105)).await.unwrap();
        let mail = crate::giving::mails_since(&world, numbers[0], before).await;
        insta::assert_snapshot!("asked_again", mail);
        assert!(ask_again(desk, &di, numbers[0], &draft.text, days(106)).await.is_err(), "once");
        let_be(desk, &di, numbers[1], days(105)).await.unwrap();
        assert_eq!(waits(days(106)).await, 0);
    }
}

/// REC-2, RSP-1: whose daily message comes back three times in a row gets none, of which those who coordinate are told with what
/// to do; once they say that they read it, all of it is told in one. One that arrives in between counts for all before it.
#[tokio::test]
async fn daily_messages_that_come_back_stop_and_those_who_coordinate_are_told() {
    for world in worlds("unreached").await {
        let (desk, cy, anna) = (&world.desk, world.actor("cy").await, world.actor("anna").await);
        let id = receive_letter(&world).await;
        take_item(desk, &cy, id, &letter_form(), &keeping(&[1]), now()).await.unwrap();
        let day_of_letter = 44;
        let reminded = async |after: i64| {
            let at = days(day_of_letter + after);
            let mailed = remind(desk, at, true).await.unwrap().mailed;
            mailed.iter().any(|(_, address, _)| address == "anna@example.org")
        };
        // Two weeks, one week and two days before; on the day after, and weekly.
        let runs =
            [(-14, "5.1.1"), (-7, "5.1.1"), (-2, ""), (2, "550"), (9, "5.1.1"), (16, "5.2.1")];
        for (after, comes) in runs {
            assert!(reminded(after).await, "{after}");
            let minutes = 1440 * (day_of_letter + after) + 1;
            let taken = take_deliveries(desk, 100, later(minutes)).await.unwrap();
            for (delivery, _) in taken {
                let refused = comes == "550" && delivery.recipient == "anna@example.org";
                let outcome = match refused {
                    true => Outcome::Failed("550 5.1.1 no such user".to_owned()),
                    false => Outcome::Sent("250 taken".to_owned()),
                };
                finish_delivery(desk, &delivery, outcome, later(minutes)).await.unwrap();
            }
            let (mails, _) = desk.store.reader().mails(1, 100).await.unwrap();
            let to_anna = mails.iter().find(|fate| {
                fate.mail.kind == "reminders" && fate.mail.recipients == ["anna@example.org"]
            });
            let id = to_anna.unwrap().mail.message_id.clone().unwrap();
            if comes.starts_with("5.") {
                comes_back(&world, &id, "anna@example.org", comes, minutes + 1).await;
            }
        }
        let (mails, _) = desk.store.reader().mails(1, 100).await.unwrap();
        let told: Vec<_> = mails.iter().filter(|it| it.mail.kind == "reminders-stopped").collect();
        let [told] = told[..] else { panic!("{} were told", told.len()) };
        insta::assert_snapshot!("no_longer_reminded", world.mail(told).await);
        assert!(!reminded(23).await, "nothing goes there any more");
        let waits = waiting_for(desk, &anna, days(day_of_letter + 23)).await.unwrap();
        assert_eq!(waits.len(), 1, "it is on the desk still");
        let back = days(day_of_letter + 24);
        set_wishes(desk, &anna, true, false, back).await.unwrap();
        assert!(reminded(25).await, "what was missed is caught up");
    }
}

/// The address of a calendar is somebody's own, kept as a digest alone, and ends when it is revoked or made anew.
#[tokio::test]
async fn a_calendar_has_an_address_that_can_be_revoked() {
    for world in worlds("calendar").await {
        let (desk, anna) = (&world.desk, world.actor("anna").await);
        let first = make_calendar(desk, &anna, now()).await.unwrap();
        assert_eq!(calendar_person(desk, &first).await.ok(), anna.person);
        let second = make_calendar(desk, &anna, now()).await.unwrap();
        assert!(calendar_person(desk, &first).await.is_err());
        assert_eq!(calendar_person(desk, &second).await.ok(), anna.person);
        revoke_calendar(desk, &anna).await.unwrap();
        assert!(calendar_person(desk, &second).await.is_err());
    }
}
