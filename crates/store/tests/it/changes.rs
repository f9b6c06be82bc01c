//! The feed of changes: what stands in it, and that whoever follows misses nothing, however many write at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rules::{EventKind, Number, State, Statement};
use store::testing::stores;
use store::{ApiAnswer, ApiRequest, Store};

use crate::made;

fn told(changes: &[store::Change]) -> Vec<String> {
    let words = |change: &store::Change| {
        let number = change.number.map(|number| number.to_string()).unwrap_or_default();
        format!("{} {number}{}", change.kind, change.acronym)
    };
    changes.iter().map(words).collect()
}

#[tokio::test]
async fn a_change_is_told_once_what_it_is_of_is_public() {
    for (label, store, _guard) in stores("changes").await {
        let directory = made::directory(&store).await;
        let begun = store.reader().last_change().await.expect("asked");
        let day = jiff::civil::date(2026, 3, 1);
        let posted = made::received(&directory, 1, day);
        let draft = Statement { state: State::Draft, ..made::sent(&directory, 2, day) };
        let mut tx = store.begin("change").await.expect("a transaction");
        tx.save_statement(&posted).await.expect("saved");
        tx.save_statement(&draft).await.expect("saved");
        tx.add_event(&made::event(1, 1, EventKind::Posted, made::now())).await.expect("added");
        tx.add_event(&made::event(2, 2, EventKind::Drafted, made::now())).await.expect("added");
        tx.commit().await.expect("kept");
        let seen = store.reader().changes_after(begun, 100).await.expect("asked");
        assert_eq!(told(&seen), ["posted 1"], "{label}");

        // Saved without anything in its history; and what it answers is another than before.
        let answer = Statement {
            revision: 1,
            state: State::Posted,
            links: vec![made::link(rules::LinkKind::Answers, 1)],
            ..draft.clone()
        };
        let mut tx = store.begin("change").await.expect("a transaction");
        tx.save_statement(&answer).await.expect("saved");
        tx.commit().await.expect("kept");
        let last = seen.last().expect("one").id;
        let seen = store.reader().changes_after(last, 100).await.expect("asked");
        // What happened while it was a draft stands before what made it public.
        assert_eq!(told(&seen), ["drafted 2", "changed 1", "changed 2"], "{label}");

        // What an import brings is one change, whatever happened to it.
        let mut tx = store.begin("import").await.expect("a transaction");
        tx.insert_statements(&[made::received(&directory, 3, day)]).await.expect("inserted");
        tx.add_event(&made::event(3, 3, EventKind::Posted, made::now())).await.expect("added");
        tx.add_event(&made::event(4, 3, EventKind::Commented, made::now())).await.expect("added");
        tx.commit().await.expect("kept");
        let last = seen.last().expect("one").id;
        let seen = store.reader().changes_after(last, 100).await.expect("asked");
        assert_eq!(told(&seen), ["imported 3"], "{label}");
        let dropped = store.begin("nothing").await.expect("a transaction");
        drop(dropped);
    }
}

/// Ids are in the order of commits, so that nothing appears behind what somebody has read already.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_follows_misses_nothing_however_many_write_at_once() {
    const WRITERS: i64 = 8;
    const EACH: i64 = 12;
    for (label, store, _guard) in stores("changes_at_once").await {
        let directory = made::directory(&store).await;
        let day = jiff::civil::date(2026, 3, 1);
        let all: Vec<Statement> =
            (1..=WRITERS).map(|number| made::received(&directory, number, day)).collect();
        made::save(&store, &all).await;
        let begun = store.reader().last_change().await.expect("asked");
        let is_done = Arc::new(AtomicBool::new(false));
        let follower = tokio::spawn(follow(store.clone(), begun, Arc::clone(&is_done)));
        let writers = (1..=WRITERS).map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for turn in 0..EACH {
                    let mut tx = store.begin("write").await.expect("a transaction");
                    let id = writer * 1_000 + turn;
                    let event = made::event(id, writer, EventKind::Commented, made::now());
                    tx.add_event(&event).await.expect("added");
                    // Some take longer between writing and keeping than others.
                    for _ in 0..(writer * turn) % 7 {
                        tokio::task::yield_now().await;
                    }
                    tx.commit().await.expect("kept");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("written");
        }
        is_done.store(true, Ordering::SeqCst);
        let followed = follower.await.expect("followed");
        let there = store.reader().changes_after(begun, 10_000).await.expect("asked");
        let there: Vec<i64> = there.iter().map(|change| change.id).collect();
        assert_eq!(followed, there, "{label}: each once, in order, none later than it was due");
        assert_eq!(there.iter().collect::<BTreeSet<_>>().len(), 96, "{label}");
    }
}

/// Reads on from where it stopped until all is written.
async fn follow(store: Store, begun: i64, is_done: Arc<AtomicBool>) -> Vec<i64> {
    let (mut seen, mut last) = (Vec::new(), begun);
    loop {
        let was_done = is_done.load(Ordering::SeqCst);
        let some = store.reader().changes_after(last, 5).await.expect("asked");
        let is_empty = some.is_empty();
        last = some.last().map_or(last, |change| change.id);
        seen.extend(some.into_iter().map(|change| change.id));
        if was_done && is_empty {
            return seen;
        }
    }
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_token() {
    for (label, store, _guard) in stores("api_requests").await {
        let now = made::now();
        let begin = async |own: (&str, &str), said: &str| {
            let mut tx = store.begin("begin").await.expect("a transaction");
            let begun = tx.begin_api_request(own, said, now).await.expect("asked");
            tx.commit().await.expect("kept");
            begun
        };
        assert_eq!(begin(("t", "k"), "one").await, ApiRequest::New, "{label}");
        let under_way = ApiRequest::Used("one".to_owned(), None);
        assert_eq!(begin(("t", "k"), "two").await, under_way, "{label}");
        assert_eq!(begin(("u", "k"), "one").await, ApiRequest::New, "{label}");
        let (etag, location) = (Some("\"1.x\"".to_owned()), None);
        let answer = ApiAnswer { status: 201, etag, location, body: "{}".to_owned() };
        let mut tx = store.begin("end").await.expect("a transaction");
        tx.finish_api_request(("t", "k"), &answer).await.expect("kept");
        tx.forget_api_request(("u", "k")).await.expect("forgotten");
        tx.commit().await.expect("kept");
        let used = ApiRequest::Used("one".to_owned(), Some(answer));
        assert_eq!(begin(("t", "k"), "one").await, used, "{label}");
        assert_eq!(begin(("u", "k"), "one").await, ApiRequest::New, "{label}: free again");
        let mut tx = store.begin("forget").await.expect("a transaction");
        let later = now + jiff::SignedDuration::from_secs(1);
        assert_eq!(tx.forget_api_requests(later).await.expect("asked"), 2, "{label}");
        tx.commit().await.expect("kept");
        assert!(store.reader().statement(Number(1)).await.expect("asked").is_none());
    }
}
