//! A store is opened, opened again, and refused where it cannot be used.

use store::Store;
use store::testing::stores;

#[tokio::test]
async fn a_fresh_store_is_empty_and_opens_again() {
    for (label, store, guard) in stores("fresh").await {
        assert_eq!(store.change_count().await.expect("a count"), 0, "{label}");
        let again = Store::open(&guard.place()).await.expect("opens again");
        assert_eq!(again.change_count().await.expect("a count"), 0, "{label}");
        assert_eq!(again.queries_made(), 1, "{label}");
    }
}
