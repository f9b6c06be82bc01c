//! Where a received message is from is found out once it is stored, and kept with the statement for ever.

use jiff::SignedDuration;
use jiff::civil::date;
use rules::{ItemState, Number};
use store::testing::stores;
use store::{Item, Store};

use crate::inbox::{item, receive};
use crate::made;

async fn claim(store: &Store, now: jiff::Timestamp) -> Vec<(i64, i64)> {
    let mut tx = store.begin("claim").await.expect("there");
    let claimed =
        tx.claim_origins(now, now + SignedDuration::from_mins(10), 10).await.expect("there");
    tx.commit().await.expect("there");
    claimed.into_iter().map(|claimed| (claimed.item, claimed.tried)).collect()
}

async fn save(store: &Store, item: i64, sentence: &str, again: Option<jiff::Timestamp>) {
    let mut tx = store.begin("save").await.expect("there");
    tx.save_origin(item, sentence, "{}", again).await.expect("there");
    tx.commit().await.expect("there");
}

#[tokio::test]
async fn a_message_is_claimed_by_one_until_its_lease_ends_and_asked_again_when_that_was_said() {
    for (_, store, _guard) in stores("origins").await {
        let quarantined = Item { state: ItemState::Quarantined, ..item(2) };
        receive(&store, &item(1)).await;
        receive(&store, &quarantined).await;
        let now = made::now() + SignedDuration::from_mins(1);
        assert_eq!(claim(&store, now).await, [(1, 0), (2, 0)]);
        assert_eq!(claim(&store, now).await, [], "somebody is at it");
        let later = now + SignedDuration::from_mins(10);
        save(&store, 1, "Signed by example.com.", None).await;
        assert_eq!(claim(&store, later).await, [(2, 1)], "whoever was at it never came back");
        save(&store, 2, "Not verified yet.", Some(later + SignedDuration::from_mins(1))).await;
        assert_eq!(claim(&store, later).await, []);
        assert_eq!(claim(&store, later + SignedDuration::from_mins(1)).await, [(2, 2)]);
        let origin = store.reader().origin(1).await.expect("there").expect("there");
        assert_eq!((origin.is_done, origin.sentence.as_str()), (true, "Signed by example.com."));
        assert!(!store.reader().origin(2).await.expect("there").expect("there").is_done);
        // What looks like spam is not read until somebody releases it.
        assert_eq!(store.reader().reading(2).await.expect("there"), None);
    }
}

#[tokio::test]
async fn a_message_that_comes_another_way_too_is_looked_at_again() {
    for (_, store, _guard) in stores("originsagain").await {
        receive(&store, &item(1)).await;
        let now = made::now() + SignedDuration::from_mins(1);
        claim(&store, now).await;
        save(&store, 1, "Not verified.", None).await;
        receive(&store, &item(1)).await;
        assert_eq!(claim(&store, now).await, [], "the same way again tells nothing new");
        let mut other = item(1);
        "lists@example.net".clone_into(&mut other.ways[0].envelope_from);
        other.ways[0].id = 9;
        receive(&store, &other).await;
        assert_eq!(claim(&store, now).await, [(1, 0)]);
    }
}

#[tokio::test]
async fn the_statement_keeps_it_whichever_comes_first() {
    for (_, store, _guard) in stores("originscopied").await {
        let directory = made::directory(&store).await;
        let day = date(2026, 3, 1);
        for number in [60, 61] {
            made::save(&store, &[made::received(&directory, number, day)]).await;
        }
        receive(&store, &item(1)).await;
        receive(&store, &item(2)).await;
        let take = async |id: i64, number: i64| {
            let mut tx = store.begin("take").await.expect("there");
            let number = Some(Number(number));
            tx.set_item_state(id, ItemState::Taken, "", number).await.expect("there");
            tx.commit().await.expect("there");
        };
        save(&store, 1, "Known before.", None).await;
        take(1, 60).await;
        take(2, 61).await;
        assert_eq!(store.reader().origin_of(Number(61)).await.expect("there"), None);
        save(&store, 2, "Known after.", None).await;
        for (number, expected) in [(60, "Known before."), (61, "Known after.")] {
            let kept =
                store.reader().origin_of(Number(number)).await.expect("there").expect("there");
            assert_eq!(kept.sentence, expected);
        }
        save(&store, 2, "Known better.", None).await;
        let kept = store.reader().origin_of(Number(61)).await.expect("there").expect("there");
        assert_eq!(kept.sentence, "Known better.");
    }
}
