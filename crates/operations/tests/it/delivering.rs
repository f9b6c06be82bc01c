//! Delivering what is queued: at least once, every attempt on record (§10 of the promises, REC-2).

use jiff::SignedDuration;
use operations::{enter_statement, finish_delivery, hold_delivery, take_deliveries};
use rules::Number;
use store::{DeliveryState, Outcome};

use crate::receiving::letter_form;
use crate::world::{World, later, now, worlds};

/// Records a received statement, which queues word to its groups and a receipt.
async fn queue_some(world: &World) -> Number {
    let cy = world.actor("Cy").await;
    enter_statement(&world.desk, &cy, &letter_form(), Vec::new(), now()).await.unwrap()
}

#[tokio::test]
async fn each_recipient_is_delivered_on_its_own_and_claimed_by_one_worker() {
    for world in worlds("claims").await {
        let desk = &world.desk;
        queue_some(&world).await;
        let first = take_deliveries(desk, 100, later(1)).await.unwrap();
        let recipients: Vec<&str> =
            first.iter().map(|(delivery, _)| delivery.recipient.as_str()).collect();
        insta::assert_debug_snapshot!("recipients", recipients);
        let soon = later(1) + SignedDuration::from_secs(50);
        for (delivery, _) in &first {
            hold_delivery(desk, delivery, soon).await.unwrap();
        }
        assert_eq!(take_deliveries(desk, 100, later(2)).await.unwrap(), [], "they are being tried");
        let after_a_crash = take_deliveries(desk, 100, later(3)).await.unwrap();
        assert_eq!(after_a_crash.len(), first.len(), "what nobody finished is taken over");
        finish_delivery(desk, &first[0].0, Outcome::Sent("250 yes".to_owned()), later(3))
            .await
            .unwrap();
        hold_delivery(desk, &first[0].0, later(3)).await.unwrap();
        assert_eq!(take_deliveries(desk, 100, later(4)).await.unwrap().len(), first.len() - 1);
    }
}

#[tokio::test]
async fn what_cannot_go_now_is_tried_again_after_a_growing_wait() {
    for world in worlds("retries").await {
        let desk = &world.desk;
        let number = queue_some(&world).await;
        let mut at = now();
        let mut waits = Vec::new();
        for _ in 0..6 {
            let (delivery, _) = take_deliveries(desk, 1, at).await.unwrap().remove(0);
            let later = Outcome::Later("connection refused".to_owned(), at);
            finish_delivery(desk, &delivery, later, at).await.unwrap();
            let fates = desk.store.reader().mail_of(number).await.unwrap();
            let deliveries = fates.iter().flat_map(|fate| &fate.deliveries);
            let same = deliveries.clone().find(|other| other.id == delivery.delivery).unwrap();
            waits.push(same.next_try_at.unwrap().duration_since(at).as_secs());
            assert_eq!(
                (same.state, same.attempts.len() as i64),
                (DeliveryState::Waiting, delivery.tried + 1)
            );
            at = at.max(same.next_try_at.unwrap()) + SignedDuration::from_mins(20);
        }
        assert!(waits.contains(&5), "{waits:?}");
        assert!(waits.iter().all(|wait| (5..=3 * 3600).contains(wait)), "{waits:?}");
    }
}

#[tokio::test]
async fn what_a_server_refuses_for_good_is_given_up_and_noted() {
    for world in worlds("giving_up").await {
        let desk = &world.desk;
        let number = queue_some(&world).await;
        let all = take_deliveries(desk, 100, now()).await.unwrap();
        for (at, (delivery, bytes)) in all.iter().enumerate() {
            assert!(!bytes.is_empty());
            let outcome = match at {
                0 => Outcome::Failed("550 no such user".to_owned()),
                _ => Outcome::Sent("250 queued as A1".to_owned()),
            };
            finish_delivery(desk, delivery, outcome, later(1)).await.unwrap();
        }
        let fates = desk.store.reader().mail_of(number).await.unwrap();
        let deliveries: Vec<_> = fates.iter().flat_map(|fate| &fate.deliveries).collect();
        let failed: Vec<_> =
            deliveries.iter().filter(|it| it.state == DeliveryState::Failed).collect();
        assert_eq!((failed.len(), failed[0].attempts[0].answer.as_str()), (1, "550 no such user"));
        assert!(
            deliveries.iter().filter(|it| it.state == DeliveryState::Sent).count() == all.len() - 1
        );
        let rest = take_deliveries(desk, 100, later(60 * 24)).await.unwrap();
        assert!(!rest.is_empty(), "word of it goes to our own people");
        assert!(rest.iter().all(|(delivery, _)| delivery.kind == "undelivered"), "{rest:?}");
    }
}

/// After some five days of trying it is given up, as mail servers do (RFC 5321 §4.5.4.1).
#[tokio::test]
async fn what_never_goes_is_given_up_after_some_days() {
    for world in worlds("days").await {
        let desk = &world.desk;
        queue_some(&world).await;
        for (delivery, _) in take_deliveries(desk, 100, now()).await.unwrap().into_iter().skip(1) {
            finish_delivery(desk, &delivery, Outcome::Sent("250 ok".to_owned()), now())
                .await
                .unwrap();
        }
        let (mut at, mut tries) = (later(15), 0);
        loop {
            let mut due = take_deliveries(desk, 100, at).await.unwrap();
            due.retain(|(delivery, _)| delivery.kind != "undelivered");
            let Some((delivery, _)) = due.pop() else { break };
            finish_delivery(desk, &delivery, Outcome::Later("450 not now".to_owned(), at), at)
                .await
                .unwrap();
            tries += 1;
            at += SignedDuration::from_hours(4);
            assert!(tries < 100, "it is never given up");
        }
        assert_eq!(tries, 39, "the claim that nobody finished was a try as well");
    }
}
