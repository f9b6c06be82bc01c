//! A received message is kept once and taken once (IN-1).

use jiff::SignedDuration;
use jiff::civil::date;
use rules::{ItemState, Number, Way};
use store::testing::stores;
use store::{Client, Count, Fault, HandedIn, Item, ItemPart, ItemWay, KeptItem, Store};

use crate::made;

pub(crate) fn item(id: i64) -> Item {
    let part = |position: i64, name: &str| ItemPart {
        position,
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        sha256: format!("part {position} of {id}"),
        size: 700,
    };
    Item {
        id,
        state: ItemState::Waiting,
        reason: String::new(),
        received_at: made::now() + SignedDuration::from_secs(id),
        from: "Study Group 1 <sg1@example.com>".to_owned(),
        subject: format!("On clocks, part {id}"),
        message_id: Some(format!("clock.{id}@example.com")),
        text: "What time is it?\n\0".to_owned(),
        sha256: format!("message {id}"),
        size: 9_000,
        identity: Some(format!("identity {id}")),
        parts: vec![part(1, "clocks.pdf"), part(2, "x.pdf")],
        ways: vec![way(id)],
        statement: None,
    }
}

/// A way by which a message came, at a time that follows from the number.
fn way(id: i64) -> ItemWay {
    ItemWay {
        id,
        way: Way::Lmtp,
        at: made::now() + SignedDuration::from_secs(id),
        envelope_from: "sg1@example.com".to_owned(),
        envelope_to: "statements@example.org".to_owned(),
        client: Client {
            address: "192.0.2.1".to_owned(),
            name: "mx.example.com".to_owned(),
            helo: "mail.example.com".to_owned(),
        },
        handed_in: HandedIn::default(),
        source: String::new(),
        sha256: format!("message {id}"),
        size: 9_000,
    }
}

pub(crate) async fn receive(store: &Store, item: &Item) -> i64 {
    keep(store, item).await.id
}

async fn keep(store: &Store, item: &Item) -> KeptItem {
    let mut tx = store.begin("receive").await.expect("a transaction");
    let kept = tx.save_item(item).await.expect("kept");
    tx.commit().await.expect("kept");
    kept
}

async fn set(
    store: &Store,
    id: i64,
    state: ItemState,
    reason: &str,
    statement: Option<Number>,
) -> Result<(), Fault> {
    let mut tx = store.begin("move a message").await?;
    tx.set_item_state(id, state, reason, statement).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_received_message_comes_back_as_it_was_kept() {
    for (label, store, _guard) in stores("item").await {
        assert_eq!(receive(&store, &item(7)).await, 7, "{label}");
        let found = store.reader().item(7).await.expect("asked").expect("there");
        // A NUL in words cannot be kept on both; the bytes of the message are in the files.
        let kept = Item { text: "What time is it?\n\u{FFFD}".to_owned(), ..item(7) };
        assert_eq!(found, kept, "{label}");
        assert_eq!(store.reader().item(8).await.expect("asked"), None, "{label}");
    }
}

#[tokio::test]
async fn the_same_bytes_twice_are_one_message() {
    for (label, store, _guard) in stores("twice").await {
        receive(&store, &item(7)).await;
        let again = Item { id: 8, subject: "Another".to_owned(), ..item(7) };
        let kept = keep(&store, &again).await;
        assert_eq!(kept, KeptItem { id: 7, is_new: false, is_new_way: false }, "{label}");
        let (items, has_more) =
            store.reader().items(ItemState::Waiting, 1, 10).await.expect("asked");
        assert_eq!((items.len(), has_more), (1, false), "{label}");
        assert_eq!(items[0].subject, "On clocks, part 7", "{label}");
        assert_eq!(items[0].parts.len(), 2, "{label}: its parts once");
    }
}

/// IN-2: the bytes of two ways differ, and both are kept.
#[tokio::test]
async fn the_same_message_by_another_way_is_one_message_with_both_ways() {
    for (label, store, _guard) in stores("otherway").await {
        receive(&store, &item(7)).await;
        let mailbox = ItemWay {
            id: 8,
            way: Way::Imap,
            at: made::now() + SignedDuration::from_secs(60),
            source: "inbox 7 12".to_owned(),
            sha256: "message 7, as it lay in the mailbox".to_owned(),
            ..ItemWay::default()
        };
        let again =
            Item { id: 8, sha256: mailbox.sha256.clone(), ways: vec![mailbox.clone()], ..item(7) };
        for is_new_way in [true, false] {
            let kept = keep(&store, &again).await;
            assert_eq!(kept, KeptItem { id: 7, is_new: false, is_new_way }, "{label}");
        }
        let found = store.reader().item(7).await.expect("asked").expect("there");
        assert_eq!(found.ways, [way(7), mailbox], "{label}");
        let forged = Item { id: 9, identity: Some("other".to_owned()), ..item(9) };
        let forged = Item { message_id: item(7).message_id, ..forged };
        assert_eq!(receive(&store, &forged).await, 9, "{label}: other words are another message");
    }
}

#[tokio::test]
async fn a_message_delivered_by_two_servers_at_once_is_one_message() {
    for (label, store, _guard) in stores("deliveredtwice").await {
        let again = Item { id: 8, ..item(7) };
        let first = item(7);
        let (one, other) = tokio::join!(receive(&store, &first), receive(&store, &again));
        assert_eq!(one, other, "{label}");
        assert_eq!(
            store.reader().items_waiting().await.expect("asked"),
            Count::Exactly(1),
            "{label}"
        );
    }
}

#[tokio::test]
async fn the_inbox_lists_each_state_newest_first_in_pages() {
    for (label, store, _guard) in stores("inbox").await {
        for id in 1..=5 {
            receive(&store, &item(id)).await;
        }
        let aside = Item {
            state: ItemState::SetAside,
            reason: "It has no sender.".to_owned(),
            parts: Vec::new(),
            text: "é".repeat(5_000),
            ..item(6)
        };
        receive(&store, &aside).await;
        set(&store, 2, ItemState::Closed, "An invitation.", None).await.expect("closed");
        let reader = store.reader();
        for (state, page, expected, more) in [
            (ItemState::Waiting, 1, vec![5, 4, 3], true),
            (ItemState::Waiting, 2, vec![1], false),
            (ItemState::Waiting, 0, vec![5, 4, 3], true),
            (ItemState::Waiting, i64::MAX, vec![], false),
            (ItemState::Closed, 1, vec![2], false),
            (ItemState::SetAside, 1, vec![6], false),
            (ItemState::Taken, 1, vec![], false),
        ] {
            let (items, has_more) = reader.items(state, page, 3).await.expect("asked");
            let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
            assert_eq!((ids, has_more), (expected, more), "{label}: {state:?} {page}");
        }
        assert_eq!(reader.items_waiting().await.expect("asked"), Count::Exactly(4), "{label}");
        let counts = reader.item_counts().await.expect("asked");
        let counts = ItemState::ALL.map(|state| counts[&state]);
        assert_eq!(counts, [4, 0, 1, 1, 0].map(Count::Exactly), "{label}");
        let (items, _) = reader.items(ItemState::SetAside, 1, 3).await.expect("asked");
        assert_eq!(items[0].text.chars().count(), 2_000, "{label}: lists show the beginning");
        let closed = reader.item(2).await.expect("asked").expect("there");
        assert_eq!((closed.state, closed.reason.as_str()), (ItemState::Closed, "An invitation."));
    }
}

#[tokio::test]
async fn what_a_statement_was_made_from_stays_with_it() {
    for (label, store, _guard) in stores("taken").await {
        let directory = made::directory(&store).await;
        made::save(&store, &[made::received(&directory, 1, date(2026, 3, 1))]).await;
        receive(&store, &item(7)).await;
        set(&store, 7, ItemState::Closed, "No statement.", None).await.expect("closed");
        set(&store, 7, ItemState::Waiting, "", None).await.expect("opened again");
        set(&store, 7, ItemState::Taken, "", Some(Number(1))).await.expect("taken");
        let found = store.reader().item_of(Number(1)).await.expect("asked").expect("there");
        assert_eq!((found.id, found.state), (7, ItemState::Taken), "{label}");
        assert_eq!(store.reader().item_of(Number(2)).await.expect("asked"), None, "{label}");
        for state in ItemState::ALL {
            let fault = set(&store, 7, state, "Too late.", None).await.expect_err("refused");
            insta::allow_duplicates! {
                insta::assert_snapshot!(fault, @"somebody else saved received message 7 in the meantime");
            }
        }
        let found = store.reader().item(7).await.expect("asked").expect("there");
        assert_eq!((found.statement, found.reason.as_str()), (Some(Number(1)), ""), "{label}");
    }
}

#[tokio::test]
async fn of_two_who_take_a_message_at_once_one_sees_that_the_other_did() {
    for (label, store, _guard) in stores("takerace").await {
        let directory = made::directory(&store).await;
        let statement = |number| made::received(&directory, number, date(2026, 3, 1));
        made::save(&store, &[statement(1), statement(2)]).await;
        receive(&store, &item(7)).await;
        let take = async |number| {
            let mut tx = store.begin("take a message").await.expect("a transaction");
            let item = tx.item(7).await.expect("asked").expect("there");
            if item.state != ItemState::Waiting {
                return item.statement;
            }
            // Whoever is second would look in between, if they could.
            tokio::task::yield_now().await;
            let taken = tx.set_item_state(7, ItemState::Taken, "", Some(Number(number))).await;
            taken.expect("nobody else could");
            tx.commit().await.expect("kept");
            Some(Number(number))
        };
        let (one, other) = tokio::join!(take(1), take(2));
        assert!(one.is_some() && one == other, "{label}: {one:?} {other:?}");
        let mut tx = store.begin("look").await.expect("a transaction");
        assert_eq!(tx.item(8).await.expect("asked"), None, "{label}: there is no such message");
    }
}

/// Many at once, some of which are the same, and some of which were there.
#[tokio::test]
async fn many_messages_are_kept_as_each_would_be() {
    for (label, store, _guard) in stores("manyitems").await {
        receive(&store, &item(7)).await;
        let again = Item { id: 2_000, ways: vec![ItemWay { id: 2_000, ..way(7) }], ..item(7) };
        let other_bytes = ItemWay { id: 2_001, sha256: "other bytes".to_owned(), ..way(12) };
        let same = Item {
            id: 2_001,
            sha256: "other bytes".to_owned(),
            ways: vec![other_bytes],
            ..item(12)
        };
        let mut items: Vec<Item> = (8..=900).map(item).collect();
        items.extend([again, same]);
        let mut tx = store.begin("receive many").await.expect("a transaction");
        let kept = tx.save_items(&items).await.expect("kept");
        tx.commit().await.expect("kept");
        let (last, new) = (&kept[kept.len() - 2..], &kept[..kept.len() - 2]);
        assert!(new.iter().all(|kept| kept.is_new && kept.is_new_way), "{label}");
        assert_eq!(
            last,
            [
                KeptItem { id: 7, is_new: false, is_new_way: false },
                KeptItem { id: 12, is_new: false, is_new_way: true }
            ],
            "{label}"
        );
        let reader = store.reader();
        assert_eq!(reader.items_waiting().await.expect("asked"), Count::Exactly(894), "{label}");
        let found = reader.item(12).await.expect("asked").expect("there");
        assert_eq!((found.parts.len(), found.ways.len()), (2, 2), "{label}");
        assert!(reader.reading(900).await.expect("asked").is_some(), "{label}: it is to be read");
        let nothing =
            store.begin("receive nothing").await.expect("a transaction").save_items(&[]).await;
        assert_eq!(nothing.expect("kept"), [], "{label}");
    }
}
