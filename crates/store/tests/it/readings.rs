//! What is read from received messages: each is read once, by one worker at a time, and what was given up is told.

use jiff::{SignedDuration, Timestamp};
use rules::{ItemState, Number, State, Statement};
use store::testing::stores;
use store::{ClaimedReading, Identified, Item, NewReading, Store, StoredReading, StoredSummary};

use crate::inbox::{item, receive};
use crate::made;

async fn claim(store: &Store, now: Timestamp, limit: i64) -> Vec<ClaimedReading> {
    claim_as(1, store, now, limit).await
}

/// Claims as an instance does that has this version of the reader.
async fn claim_as(reader: i64, store: &Store, now: Timestamp, limit: i64) -> Vec<ClaimedReading> {
    let mut tx = store.begin("claim").await.expect("a transaction");
    let until = now + SignedDuration::from_mins(10);
    let claimed = tx.claim_readings(now, until, limit, reader).await.expect("claimed");
    tx.commit().await.expect("kept");
    claimed
}

async fn keep(store: &Store, id: i64, reader: i64, letters: &str) {
    let mut tx = store.begin("keep").await.expect("a transaction");
    let reading = NewReading { reader, summary: letters, letters, warning: "" };
    tx.save_reading(id, &reading).await.expect("kept");
    tx.commit().await.expect("kept");
}

/// Queues what earlier versions of the reader read; returns how many.
async fn queue_again(store: &Store, reader: i64) -> u64 {
    let mut tx = store.begin("queue again").await.expect("a transaction");
    let queued = tx.queue_readings_again(reader).await.expect("queued");
    tx.commit().await.expect("kept");
    queued
}

async fn set(store: &Store, id: i64, state: ItemState) {
    let mut tx = store.begin("move a message").await.expect("a transaction");
    tx.set_item_state(id, state, "", None).await.expect("moved");
    tx.commit().await.expect("kept");
}

#[tokio::test]
async fn a_message_that_waits_is_queued_to_be_read_once() {
    for (label, store, _guard) in stores("readingqueue").await {
        receive(&store, &item(7)).await;
        receive(&store, &item(7)).await;
        receive(&store, &Item { state: ItemState::SetAside, ..item(8) }).await;
        let reader = store.reader();
        assert_eq!(reader.reading(7).await.expect("asked"), Some(StoredReading::default()));
        assert_eq!(reader.reading(8).await.expect("asked"), None, "{label}: it could not be read");
        let claimed = claim(&store, made::now(), 10).await;
        let sha256 = "message 7".to_owned();
        let expected = ClaimedReading { item: 7, sha256, tried: 0, was_read: false };
        assert_eq!(claimed, [expected], "{label}");
        set(&store, 8, ItemState::Waiting).await;
        assert_eq!(reader.reading(8).await.expect("asked"), Some(StoredReading::default()));
    }
}

#[tokio::test]
async fn what_was_read_is_kept_and_listed_and_is_not_claimed_again() {
    for (label, store, _guard) in stores("readingkept").await {
        receive(&store, &item(7)).await;
        receive(&store, &item(8)).await;
        let mut tx = store.begin("keep").await.expect("a transaction");
        let letters = "[\"\\u0000\"]";
        let reading = NewReading { reader: 1, summary: "[1]", letters, warning: "" };
        tx.save_reading(7, &reading).await.expect("kept");
        tx.commit().await.expect("kept");
        let later = made::now() + SignedDuration::from_hours(1);
        let claimed: Vec<i64> = claim(&store, later, 10).await.iter().map(|one| one.item).collect();
        assert_eq!(claimed, [8], "{label}");
        set(&store, 7, ItemState::Waiting).await;
        let read = StoredReading {
            is_done: true,
            letters: "[\"\\u0000\"]".to_owned(),
            warning: String::new(),
        };
        let reader = store.reader();
        assert_eq!(reader.reading(7).await.expect("asked"), Some(read), "{label}: it stays read");
        let summary = |item, is_done, summary: &str| StoredSummary {
            item,
            is_done,
            summary: summary.to_owned(),
        };
        let listed = reader.reading_summaries(&[8, 7, 6]).await.expect("asked");
        assert_eq!(listed, [summary(7, true, "[1]"), summary(8, false, "")], "{label}");
    }
}

/// When the readers improve, what waits is read anew; what a person has done with a message stays.
#[tokio::test]
async fn what_an_earlier_version_read_is_read_anew_while_it_waits() {
    for (label, store, _guard) in stores("readinganew").await {
        for id in [7, 8, 9] {
            receive(&store, &item(id)).await;
        }
        assert_eq!(claim(&store, made::now(), 2).await.len(), 2, "{label}");
        keep(&store, 7, 1, "[1]").await;
        keep(&store, 8, 1, "[1]").await;
        set(&store, 8, ItemState::Closed).await;
        assert_eq!(queue_again(&store, 1).await, 0, "{label}: they were read by this version");
        assert_eq!(queue_again(&store, 2).await, 1, "{label}: one waits, one is closed");
        assert_eq!(queue_again(&store, 2).await, 0, "{label}: it is queued already");
        let reader = store.reader();
        let before = reader.reading(7).await.expect("asked").expect("there");
        assert!(before.is_done && before.letters == "[1]", "{label}: it stands meanwhile");
        assert!(reader.reading_summaries(&[7]).await.expect("asked")[0].is_done, "{label}");

        let others = claim(&store, made::now(), 10).await;
        let others: Vec<i64> = others.iter().map(|one| one.item).collect();
        assert_eq!(others, [9], "{label}: an instance of the earlier version leaves it alone");
        let claimed = claim_as(2, &store, made::now(), 10).await;
        let again =
            ClaimedReading { item: 7, sha256: "message 7".to_owned(), tried: 0, was_read: true };
        assert_eq!(claimed, [again], "{label}");
        keep(&store, 7, 2, "[2]").await;
        assert_eq!(reader.reading(7).await.expect("asked").expect("there").letters, "[2]");
        assert_eq!(queue_again(&store, 1).await, 0, "{label}: no version undoes a later one's");
        set(&store, 8, ItemState::Waiting).await;
        assert_eq!(queue_again(&store, 2).await, 1, "{label}: it was opened again");
    }
}

/// A later version that cannot read a message does not take away what an earlier one read.
#[tokio::test]
async fn what_is_not_read_anew_stays_as_it_was_read() {
    for (label, store, _guard) in stores("readingstays").await {
        receive(&store, &item(7)).await;
        keep(&store, 7, 1, "[1]").await;
        assert_eq!(queue_again(&store, 2).await, 1, "{label}");
        let mut tx = store.begin("keep").await.expect("a transaction");
        tx.keep_reading(7, 2).await.expect("kept");
        tx.commit().await.expect("kept");
        let kept = store.reader().reading(7).await.expect("asked").expect("there");
        assert!(kept.is_done && kept.letters == "[1]", "{label}");
        assert_eq!(queue_again(&store, 2).await, 0, "{label}");
        assert_eq!(claim_as(2, &store, made::now(), 10).await, [], "{label}");
    }
}

/// A worker that dies leaves nothing undone: what it had claimed is free again when its lease ends.
#[tokio::test]
async fn what_a_worker_left_unread_is_read_by_another_when_its_lease_ends() {
    for (label, store, _guard) in stores("readinglease").await {
        receive(&store, &item(7)).await;
        receive(&store, &item(8)).await;
        let now = made::now();
        assert_eq!(claim(&store, now, 1).await.len(), 1, "{label}");
        let others = claim(&store, now + SignedDuration::from_mins(9), 10).await;
        assert_eq!(others.iter().map(|one| one.item).collect::<Vec<_>>(), [8], "{label}");
        let after = claim(&store, now + SignedDuration::from_mins(10), 10).await;
        let found: Vec<(i64, i64)> = after.iter().map(|one| (one.item, one.tried)).collect();
        assert_eq!(found, [(7, 1)], "{label}");
    }
}

#[tokio::test]
async fn workers_that_claim_at_once_never_get_the_same_message() {
    for (label, store, _guard) in stores("readingrace").await {
        for id in 1..=20 {
            receive(&store, &item(id)).await;
        }
        let claims = (0..5).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { claim(&store, made::now(), 4).await })
        });
        let mut all = Vec::new();
        for claimed in claims.collect::<Vec<_>>() {
            all.extend(claimed.await.expect("no panic").iter().map(|one| one.item));
        }
        all.extend(claim(&store, made::now(), 20).await.iter().map(|one| one.item));
        all.sort_unstable();
        assert_eq!(all, (1..=20).collect::<Vec<_>>(), "{label}");
    }
}

/// Which earlier statement a letter answers is found by what the letter calls it.
#[tokio::test]
async fn statements_on_the_record_are_found_by_several_identifiers_at_once() {
    for (label, store, _guard) in stores("identified").await {
        let directory = made::directory(&store).await;
        let with = |number, identifiers: &[&str], state| Statement {
            identifiers: identifiers.iter().map(|&one| one.to_owned()).collect(),
            state,
            ..made::received(&directory, number, made::TODAY)
        };
        let all = [
            with(1, &["SG15-LS21", "TD 88"], State::Posted),
            with(2, &["S2-2403861", "td 88"], State::Posted),
            with(3, &["S2-2403861"], State::Draft),
        ];
        made::save(&store, &all).await;
        let asked = ["td 88", "nothing", "s2-2403861 "].map(str::to_owned);
        let found = store.reader().by_identifiers(&asked).await.expect("asked");
        let identified = |identifier: &str, number| Identified {
            identifier: identifier.to_owned(),
            number: Number(number),
            subject: format!("On clocks, part {number}"),
        };
        let expected =
            [identified("td 88", 1), identified("td 88", 2), identified("s2-2403861 ", 2)];
        assert_eq!(found, expected, "{label}: a draft is on no record");
        assert_eq!(store.reader().by_identifiers(&[]).await.expect("asked"), [], "{label}");
    }
}

#[tokio::test]
async fn a_message_is_kept_by_whoever_still_reads_it_and_by_nobody_whose_claim_ended() {
    for (label, store, _guard) in stores("readingheld").await {
        receive(&store, &item(7)).await;
        let at = |minutes| made::now() + SignedDuration::from_mins(minutes);
        assert_eq!(claim(&store, at(0), 10).await.len(), 1);
        let mut tx = store.begin("hold").await.expect("a transaction");
        tx.hold_reading(7, at(9), at(19)).await.expect("kept");
        tx.commit().await.expect("kept");
        assert_eq!(claim(&store, at(18), 10).await, [], "{label}: it is still being read");
        let mut tx = store.begin("hold").await.expect("a transaction");
        tx.hold_reading(7, at(20), at(30)).await.expect("asked");
        tx.commit().await.expect("kept");
        assert_eq!(claim(&store, at(20), 10).await.len(), 1, "{label}: that claim had ended");
        keep(&store, 7, 1, "[]").await;
        let mut tx = store.begin("hold").await.expect("a transaction");
        tx.hold_reading(7, at(21), at(31)).await.expect("asked");
        tx.commit().await.expect("kept");
        assert_eq!(claim(&store, at(60), 10).await, [], "{label}: it was read");
    }
}
