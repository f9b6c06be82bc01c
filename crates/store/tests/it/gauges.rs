//! What whoever watches the service is told.

use jiff::SignedDuration;
use store::testing::{places, stores};
use store::{Queue, Store, Tables};

use crate::inbox::{item, receive};
use crate::made;
use crate::outbox::mail;

#[tokio::test]
async fn what_waits_is_counted_with_the_time_since_when() {
    for (label, store, _guard) in stores("queues").await {
        let reader = store.reader();
        let queues = reader.queues().await.expect("counted");
        assert!(queues.iter().all(|queue| queue.waiting == 0 && queue.oldest.is_none()), "{label}");
        receive(&store, &item(7)).await;
        receive(&store, &item(8)).await;
        let mut tx = store.begin("queue").await.expect("a transaction");
        let first = mail(1, None, &["one@example.com", "two@example.com"]);
        tx.queue_mail(&first, false, &made::ids()).await.expect("queued");
        tx.commit().await.expect("kept");
        let queues = reader.queues().await.expect("counted");
        let of = |name: &str| -> Queue {
            queues.iter().find(|queue| queue.name == name).expect("a queue").clone()
        };
        assert_eq!(
            (of("outbox").waiting, of("outbox").oldest),
            (2, Some(first.queued_at)),
            "{label}"
        );
        for name in ["readings", "origins", "inbox"] {
            assert_eq!(
                (of(name).waiting, of(name).oldest),
                (2, Some(item(7).received_at)),
                "{label}"
            );
        }
        assert_eq!((of("conversions").waiting, of("conversions").oldest), (0, None), "{label}");
    }
}

/// Whoever looks changes nothing: no file is made, and no step of the tables.
#[tokio::test]
async fn a_store_is_looked_at_as_it_is() {
    for (label, guard) in places("look").await {
        let place = guard.place();
        if label == "sqlite" {
            let fault = Store::look(&place).await.expect_err("there is none");
            assert!(fault.to_string().ends_with("there is no database"), "{fault}");
            assert!(!guard.files().exists());
        }
        Store::open(&place).await.expect("opens").close().await;
        let looked = Store::look(&place).await.expect("is there");
        assert_eq!(looked.tables().await.expect("asked"), Tables::Ours, "{label}");
    }
}

#[tokio::test]
async fn the_store_says_how_it_is() {
    for (label, store, guard) in stores("standing").await {
        assert_eq!(store.tables().await.expect("asked"), Tables::Ours, "{label}");
        let step = store.schema().await.expect("asked").expect("a step");
        let (digits, _) = step.split_once('_').expect("a name that begins with a number");
        assert!(digits.len() == 4 && digits.bytes().all(|it| it.is_ascii_digit()), "{step}");
        let connections = store.connections();
        assert!(connections.open >= 1 && connections.open <= connections.most, "{connections:?}");
        assert!(connections.idle <= connections.open, "{connections:?}");
        let room = store.room().expect("looked at");
        assert!(room.iter().any(|room| room.directory == guard.files()), "{room:?}");
        assert!(room.iter().all(|room| room.free_bytes > 0), "{room:?}");
        let clock = store.reader().clock().await.expect("asked");
        assert_eq!(clock.is_some(), label == "postgres");
        if let Some(clock) = clock {
            let apart = jiff::Timestamp::now().duration_since(clock).abs();
            assert!(
                apart < SignedDuration::from_mins(1),
                "{apart}: it is the clock of this machine"
            );
        }
        store.close().await;
        assert!(store.tables().await.is_err(), "{label}: a database that does not answer is told");
    }
}
