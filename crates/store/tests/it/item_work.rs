//! Who works at a received message, and what was done with it.

use jiff::SignedDuration;
use rules::{Holder, ItemEventKind};
use store::testing::stores;
use store::{Item, ItemEvent, ItemPart, ItemWork, Store};

use crate::inbox::{item, receive};
use crate::made;

/// Does all that can be done with message 7, which `person` has before them.
pub(crate) async fn work_at_it(store: &Store, holder: &Holder) {
    let mut tx = store.begin("work at a message").await.expect("a transaction");
    assert_eq!(tx.item_work(7).await.expect("asked"), ItemWork { item: 7, ..ItemWork::default() });
    tx.hold_item(7, holder).await.expect("held");
    tx.assign_item(7, None).await.expect("assigned");
    tx.join_item(8, 7).await.expect("joined");
    tx.note_item(&asked(holder)).await.expect("noted");
    tx.ask_about_item(7, "question-1@example.org").await.expect("kept");
    let ids = ["other@example.com", "question-1@example.org"].map(str::to_owned);
    assert_eq!(tx.item_asked_about(&ids).await.expect("asked"), Some(7));
    assert_eq!(tx.item_asked_about(&ids[..1]).await.expect("asked"), None);
    tx.commit().await.expect("kept");
}

fn asked(holder: &Holder) -> ItemEvent {
    ItemEvent {
        id: 1,
        item: 7,
        kind: ItemEventKind::Asked,
        person: Some(holder.person),
        name: holder.name.clone(),
        at: holder.since,
        words: "Which group is it for?".to_owned(),
    }
}

pub(crate) async fn holder(store: &Store) -> Holder {
    let person = store.reader().person_by_address("anna@example.org").await.expect("asked");
    Holder {
        person: person.expect("known"),
        name: "Anna".to_owned(),
        since: made::now(),
        seen: made::now() + SignedDuration::from_mins(3),
    }
}

#[tokio::test]
async fn who_has_a_message_and_what_was_asked_about_it_comes_back_as_it_was_kept() {
    for (label, store, _guard) in stores("itemwork").await {
        let directory = made::directory(&store).await;
        for id in [7, 8] {
            receive(&store, &item(id)).await;
        }
        let holder = holder(&store).await;
        work_at_it(&store, &holder).await;
        let etu = directory.by_acronym("etu").expect("a group").id;
        let mut tx = store.begin("assign").await.expect("a transaction");
        tx.assign_item(7, Some(etu)).await.expect("assigned");
        tx.commit().await.expect("kept");
        let reader = store.reader();
        let work = reader.item_work(&[7, 8, 9]).await.expect("asked");
        let first = ItemWork {
            item: 7,
            organization: Some(etu),
            holder: Some(holder.clone()),
            answers: None,
        };
        let second = ItemWork { item: 8, answers: Some(7), ..ItemWork::default() };
        assert_eq!(work, [first, second], "{label}");
        assert_eq!(reader.item_events(7).await.expect("asked"), [asked(&holder)], "{label}");
        let answers = reader.item_answers(7).await.expect("asked");
        let answers: Vec<(i64, &str)> =
            answers.iter().map(|it| (it.id, it.subject.as_str())).collect();
        assert_eq!(answers, [(8, "On clocks, part 8")], "{label}");
        assert!(reader.item_events(8).await.expect("asked").is_empty(), "{label}");
    }
}

/// A letter that was sent twice, with a note of its own each time, is found by its file; a logo of a few bytes tells
/// nothing.
#[tokio::test]
async fn messages_with_the_same_file_are_found() {
    for (label, store, _guard) in stores("itemsame").await {
        let with = |id: i64, sha256: &str, size: i64| {
            let part = ItemPart { sha256: sha256.to_owned(), size, ..item(id).parts.remove(0) };
            Item { parts: vec![part], ..item(id) }
        };
        receive(&store, &with(1, "letter", 9_000)).await;
        receive(&store, &with(2, "letter", 9_000)).await;
        receive(&store, &with(3, "logo", 300)).await;
        receive(&store, &with(4, "logo", 300)).await;
        let reader = store.reader();
        let same = reader.items_with_same_files(2, 2_000).await.expect("asked");
        assert_eq!(same, [(1, "On clocks, part 1".to_owned(), None)], "{label}");
        assert!(reader.items_with_same_files(4, 2_000).await.expect("asked").is_empty(), "{label}");
    }
}
