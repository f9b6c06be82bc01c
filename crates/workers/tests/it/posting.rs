//! What waits for its time alone is posted by "(System)" once that has come, and goes out (OUT-10).

use jiff::{SignedDuration, Timestamp};
use operations::{
    Desk, StatementForm, act, approve_statement, draft_statement, review_statement,
    submit_statement, time_posting,
};
use rules::{Actor, Doer, EventKind, Number, RoleKind, State};
use store::testing::{made_groups, made_person};
use workers::Workers;

use crate::desk::{desks, until};

async fn directory(desk: &Desk, now: Timestamp) {
    let people = [
        made_person("Anna Chair", &[(RoleKind::Chair, "tsync")]),
        made_person("Bo Director", &[(RoleKind::AreaDirector, "tim")]),
        made_person("Cy Coordinator", &[(RoleKind::Coordinator, "iab")]),
    ];
    let mut tx = desk.store.begin("make the directory").await.unwrap();
    tx.save_groups(&made_groups(), &desk.ids, now).await.unwrap();
    tx.save_people(&people, &desk.ids, now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn actor(desk: &Desk, name: &str) -> Actor {
    let address = format!("{name}@example.org");
    let person = desk.store.reader().person_by_address(&address).await.unwrap();
    act(desk, person, Timestamp::now()).await.unwrap()
}

async fn revision(desk: &Desk, number: Number) -> i64 {
    desk.store.reader().statement(number).await.unwrap().unwrap().revision
}

async fn state(desk: &Desk, number: Number) -> State {
    desk.store.reader().statement(number).await.unwrap().unwrap().state
}

/// Drafts a statement that is to go at some time, and has it approved; its review is the last gate.
async fn approved(desk: &Desk, goes: Option<Timestamp>, start: Timestamp) -> Number {
    let later = |minutes| start + SignedDuration::from_mins(minutes);
    let (anna, bo) = (actor(desk, "anna").await, actor(desk, "bo").await);
    let form = StatementForm {
        from_groups: "tsync".to_owned(),
        to_groups: "kio".to_owned(),
        to_contacts: "lee@example.com".to_owned(),
        purpose: "information".to_owned(),
        subject: "On clocks".to_owned(),
        text: "They go right.\n".to_owned(),
        consensus: "groups".to_owned(),
        ..StatementForm::default()
    };
    let number = draft_statement(desk, &anna, &form, start).await.unwrap();
    if goes.is_some() {
        let seen = revision(desk, number).await;
        time_posting(desk, &anna, number, seen, goes, later(1)).await.unwrap();
    }
    let seen = revision(desk, number).await;
    submit_statement(desk, &anna, number, seen, later(2)).await.unwrap();
    let seen = revision(desk, number).await;
    approve_statement(desk, &bo, number, seen, later(3)).await.unwrap();
    number
}

async fn review(desk: &Desk, number: Number, at: Timestamp) {
    let (cy, seen) = (actor(desk, "cy").await, revision(desk, number).await);
    review_statement(desk, &cy, number, seen, at).await.unwrap();
}

/// OUT-10: with the last gate where no time was set; else once that has come, whoever looks, and not before; and never while a
/// gate is closed.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_posted_by_the_system_and_nothing_else() {
    for (desk, _guard) in desks("posting").await {
        let now = Timestamp::now();
        let start = now - SignedDuration::from_hours(3);
        let (hour_ago, reviewed) =
            (now - SignedDuration::from_hours(1), now - SignedDuration::from_hours(2));
        directory(&desk, start).await;
        let at_once = approved(&desk, None, start).await;
        let due = approved(&desk, Some(hour_ago), start).await;
        let ahead = approved(&desk, Some(now + SignedDuration::from_hours(48)), start).await;
        let closed = approved(&desk, Some(hour_ago), start).await;
        for number in [at_once, due, ahead] {
            review(&desk, number, reviewed).await;
        }
        assert_eq!(state(&desk, at_once).await, State::Posted, "at the last gate");
        assert_eq!(state(&desk, due).await, State::InReview, "it waits for its time");

        let workers = Workers::start(&desk, None);
        until("what is due is posted", async || state(&desk, due).await == State::Posted).await;
        workers.stop().await;
        for number in [ahead, closed] {
            assert_eq!(state(&desk, number).await, State::InReview, "{number}");
        }
        for number in [at_once, due] {
            let history = desk.store.reader().history(number, false).await.unwrap();
            let posted: Vec<_> =
                history.iter().filter(|event| event.kind == EventKind::Posted).collect();
            assert_eq!(posted.len(), 1);
            assert_eq!(posted[0].by, Doer::System);
            let mails = desk.store.reader().mail_of(number).await.unwrap();
            let to: Vec<&String> = mails
                .iter()
                .filter(|fate| fate.mail.kind == "statement")
                .flat_map(|fate| &fate.mail.recipients)
                .collect();
            assert_eq!(to, ["lee@example.com"], "queued once");
        }
        // What was closed goes with its last gate, for its time has come.
        review(&desk, closed, Timestamp::now()).await;
        assert_eq!(state(&desk, closed).await, State::Posted);
    }
}
