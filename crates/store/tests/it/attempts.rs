//! Counting tries for all instances together.

use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::testing::stores;

use crate::made;

async fn count(store: &Store, now: Timestamp) -> i64 {
    let mut tx = store.begin("count").await.expect("a transaction");
    let since = now - SignedDuration::from_mins(60);
    let times = tx.count_attempt("key", now, since).await.expect("counted");
    tx.commit().await.expect("kept");
    times
}

#[tokio::test]
async fn tries_are_counted_also_by_several_at_once_until_there_is_a_rest() {
    for (label, store, _guard) in stores("attempts").await {
        let now = made::now();
        let minutes = SignedDuration::from_mins;
        let mut both: [i64; 2] = tokio::join!(count(&store, now), count(&store, now)).into();
        both.sort_unstable();
        assert_eq!(both, [1, 2], "{label}");
        assert_eq!(count(&store, now + minutes(59)).await, 3, "{label}");
        assert_eq!(count(&store, now + minutes(119)).await, 1, "{label}: an hour of rest");

        let mut tx = store.begin("look").await.expect("a transaction");
        let last = now + minutes(119);
        let found = tx.attempts("key", last - minutes(1)).await.expect("asked");
        assert_eq!(found, Some((1, last)), "{label}");
        assert_eq!(tx.attempts("key", last).await.expect("asked"), None, "{label}: too old");
        tx.take_attempt_back("key").await.expect("taken back");
        tx.take_attempt_back("key").await.expect("taken back");
        let found = tx.attempts("key", now).await.expect("asked");
        assert_eq!(found, Some((0, last)), "{label}: never below none");
        tx.remove_attempts(last).await.expect("removed");
        assert_eq!(tx.attempts("key", now).await.expect("asked"), None, "{label}");
        tx.count_attempt("key", now, now).await.expect("counted");
        tx.forget_attempts("key").await.expect("forgotten");
        assert_eq!(tx.attempts("key", now - minutes(1)).await.expect("asked"), None, "{label}");
    }
}
