//! A message is delivered to each recipient by one worker at a time, and every attempt stays on record (REC-2).

use std::collections::BTreeSet;

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use rules::Number;
use store::testing::stores;
use store::{ClaimedDelivery, DeliveryState, MailFate, Outcome, QueuedMail, Store};

use crate::made;

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

pub(crate) fn mail(id: i64, number: Option<i64>, recipients: &[&str]) -> QueuedMail {
    QueuedMail {
        id,
        number: number.map(Number),
        kind: "statement".to_owned(),
        envelope_from: "statements@example.org".to_owned(),
        recipients: recipients.iter().map(|&recipient| recipient.to_owned()).collect(),
        subject: "On clocks".to_owned(),
        sha256: format!("bytes of {id}"),
        message_id: Some(format!("mail-{id}@example.org")),
        queued_at: made::now() + SignedDuration::from_secs(id),
    }
}

/// Queues a message about statement 1 to two, and one about nothing to a third.
async fn queued(store: &Store, captured: bool) {
    let directory = made::directory(store).await;
    made::save(store, &[made::sent(&directory, 1, date(2026, 3, 1))]).await;
    let ids = made::ids();
    let mut tx = store.begin("queue").await.expect("a transaction");
    let to_two = mail(1, Some(1), &["one@example.com", "two@example.com"]);
    tx.queue_mail(&to_two, captured, &ids).await.expect("queued");
    tx.queue_mail(&mail(2, None, &["three@example.com"]), captured, &ids).await.expect("queued");
    tx.commit().await.expect("kept");
}

async fn claim(store: &Store, now: Timestamp, limit: i64) -> Vec<ClaimedDelivery> {
    let mut tx = store.begin("claim").await.expect("a transaction");
    let claimed = tx.claim_deliveries(now, now + minutes(10), limit).await.expect("claimed");
    tx.commit().await.expect("kept");
    claimed
}

async fn note(store: &Store, delivery: i64, at: Timestamp, outcome: Outcome) {
    let mut tx = store.begin("note").await.expect("a transaction");
    tx.note_delivery(delivery, at, &outcome).await.expect("noted");
    tx.commit().await.expect("kept");
}

async fn fates(store: &Store) -> Vec<MailFate> {
    store.reader().mail_of(Number(1)).await.expect("asked")
}

fn recipients(claimed: &[ClaimedDelivery]) -> Vec<&str> {
    claimed.iter().map(|delivery| delivery.recipient.as_str()).collect()
}

/// Writes what became of a message, a line for each delivery.
fn shown(fate: &MailFate) -> String {
    let mut shown = format!("{} “{}”\n", fate.mail.kind, fate.mail.subject);
    for delivery in &fate.deliveries {
        let next = delivery.next_try_at.map_or("never".to_owned(), |at| at.to_string());
        shown += &format!("{}: {:?}, next {next}\n", delivery.recipient, delivery.state);
        for attempt in &delivery.attempts {
            shown += &format!("  {} {} {}\n", attempt.at, attempt.taken, attempt.answer);
        }
    }
    shown
}

#[tokio::test]
async fn a_queued_message_waits_for_each_recipient_on_their_own() {
    for (label, store, _guard) in stores("queued").await {
        queued(&store, false).await;
        let now = made::now() + minutes(1);
        let claimed = claim(&store, now, 10).await;
        let expected = ["one@example.com", "two@example.com", "three@example.com"];
        assert_eq!(recipients(&claimed), expected, "{label}");
        let first = ClaimedDelivery {
            delivery: claimed[0].delivery,
            number: Some(Number(1)),
            kind: "statement".to_owned(),
            envelope_from: "statements@example.org".to_owned(),
            recipient: "one@example.com".to_owned(),
            subject: "On clocks".to_owned(),
            sha256: "bytes of 1".to_owned(),
            tried: 0,
        };
        assert_eq!(claimed[0], first, "{label}");
        assert_eq!(claimed[2].number, None, "{label}");
        let fates = fates(&store).await;
        assert_eq!(fates.len(), 1, "{label}");
        assert_eq!(fates[0].mail, mail(1, Some(1), &expected[..2]), "{label}");
        assert!(fates[0].deliveries.iter().all(|it| it.state == DeliveryState::Waiting));
    }
}

#[tokio::test]
async fn nothing_is_claimed_before_it_is_due_nor_more_than_asked_for() {
    for (label, store, _guard) in stores("due").await {
        queued(&store, false).await;
        assert_eq!(claim(&store, made::now(), 10).await, [], "{label}: queued a second later");
        let now = made::now() + minutes(1);
        assert_eq!(claim(&store, now, 0).await, [], "{label}");
        assert_eq!(recipients(&claim(&store, now, 2).await).len(), 2, "{label}");
        assert_eq!(recipients(&claim(&store, now, 2).await), ["three@example.com"], "{label}");
        assert_eq!(claim(&store, now, 2).await, [], "{label}");
    }
}

#[tokio::test]
async fn workers_that_claim_at_once_never_get_the_same() {
    for (label, store, _guard) in stores("claimrace").await {
        made::directory(&store).await;
        let ids = made::ids();
        let mut tx = store.begin("queue").await.expect("a transaction");
        for id in 1..=60 {
            let recipients = [format!("{id}@example.com")];
            let mail = QueuedMail { recipients: recipients.to_vec(), ..mail(id, None, &[]) };
            tx.queue_mail(&mail, false, &ids).await.expect("queued");
        }
        tx.commit().await.expect("kept");
        let now = made::now() + minutes(2);
        let workers: Vec<_> = (0..6)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut mine = Vec::new();
                    for _ in 0..20 {
                        mine.extend(claim(&store, now, 7).await);
                    }
                    mine
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.expect("no panic").into_iter().map(|it| it.delivery));
        }
        let distinct: BTreeSet<i64> = all.iter().copied().collect();
        assert_eq!((all.len(), distinct.len()), (60, 60), "{label}");
    }
}

#[tokio::test]
async fn every_attempt_stays_on_record() {
    for (label, store, _guard) in stores("attempts").await {
        queued(&store, false).await;
        let mut now = made::now() + minutes(1);
        let first = claim(&store, now, 10).await;
        note(
            &store,
            first[0].delivery,
            now,
            Outcome::Later("450 busy".to_owned(), now + minutes(5)),
        )
        .await;
        note(&store, first[1].delivery, now, Outcome::Failed("550 no such user".to_owned())).await;
        assert_eq!(claim(&store, now + minutes(4), 10).await, [], "{label}: not before its time");
        now += minutes(5);
        let again = claim(&store, now, 10).await;
        assert_eq!(recipients(&again), ["one@example.com"], "{label}");
        assert_eq!(again[0].tried, 1, "{label}");
        note(&store, again[0].delivery, now, Outcome::Sent("250 queued as 7".to_owned())).await;
        let shown: String = fates(&store).await.iter().map(shown).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown, @r"
            statement “On clocks”
            one@example.com: Sent, next never
              2026-09-01T12:01:00Z false 450 busy
              2026-09-01T12:06:00Z true 250 queued as 7
            two@example.com: Failed, next never
              2026-09-01T12:01:00Z false 550 no such user
            ");
        }
        let left = claim(&store, now + minutes(60), 10).await;
        assert_eq!(recipients(&left), ["three@example.com"], "{label}: it was not told");
    }
}

#[tokio::test]
async fn what_a_worker_never_finished_is_taken_over_and_said_to_be_interrupted() {
    for (_, store, _guard) in stores("takeover").await {
        queued(&store, false).await;
        let now = made::now() + minutes(1);
        assert_eq!(claim(&store, now, 2).await.len(), 2);
        let over = claim(&store, now + minutes(10), 2).await;
        assert_eq!(over.iter().map(|it| it.tried).collect::<Vec<_>>(), [1, 1]);
        // The first worker was only slow: a server had taken it, and that stays so.
        let (slow, at) = (over[0].delivery, now + minutes(11));
        note(&store, slow, at, Outcome::Sent("250 queued as 8".to_owned())).await;
        note(&store, slow, at, Outcome::Later("450 busy".to_owned(), at)).await;
        note(&store, over[1].delivery, at, Outcome::Failed("550 no".to_owned())).await;
        note(&store, over[1].delivery, at, Outcome::Sent("250 yes".to_owned())).await;
        let shown: String = fates(&store).await.iter().map(shown).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(shown, @r"
            statement “On clocks”
            one@example.com: Sent, next never
              2026-09-01T12:01:00Z false This attempt was interrupted: whether the server took the message is not known.
              2026-09-01T12:12:00Z true 250 queued as 8
              2026-09-01T12:12:00Z false 450 busy
            two@example.com: Sent, next never
              2026-09-01T12:01:00Z false This attempt was interrupted: whether the server took the message is not known.
              2026-09-01T12:12:00Z false 550 no
              2026-09-01T12:12:00Z true 250 yes
            ");
        }
    }
}

#[tokio::test]
async fn captured_messages_are_listed_and_never_sent() {
    for (label, store, _guard) in stores("captured").await {
        queued(&store, true).await;
        assert_eq!(claim(&store, made::now() + minutes(60), 10).await, [], "{label}");
        let reader = store.reader();
        let (mails, count) = reader.mails(1, 10).await.expect("asked");
        let ids: Vec<i64> = mails.iter().map(|fate| fate.mail.id).collect();
        assert_eq!((ids, count), (vec![2, 1], 2), "{label}: newest first");
        let deliveries = mails.iter().flat_map(|fate| &fate.deliveries);
        assert!(deliveries.clone().all(|it| it.state == DeliveryState::Captured), "{label}");
        assert_eq!(deliveries.count(), 3, "{label}");
        let (second_page, _) = reader.mails(2, 1).await.expect("asked");
        assert_eq!(second_page, mails[1..], "{label}");
        let one = reader.mail(1).await.expect("asked");
        assert_eq!(one.as_ref(), mails.last(), "{label}");
        assert_eq!(reader.mail(3).await.expect("asked"), None, "{label}");
    }
}

#[tokio::test]
async fn a_message_whose_transaction_is_lost_was_never_queued() {
    for (label, store, _guard) in stores("lost").await {
        let mut tx = store.begin("queue").await.expect("a transaction");
        let mail = mail(1, None, &["one@example.com"]);
        tx.queue_mail(&mail, false, &made::ids()).await.expect("queued");
        drop(tx);
        assert_eq!(store.reader().mails(1, 10).await.expect("asked"), (vec![], 0), "{label}");
    }
}
