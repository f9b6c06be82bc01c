//! The feed of changes: what stands in it, and that whoever follows misses nothing, however many write at once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::SignedDuration;
use rules::{EventKind, State, Statement};
use store::testing::stores;
use store::{ApiAnswer, ApiAttempt, ApiRequest, Fault, Store};

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

fn attempt(token: &str, holder: &str) -> ApiAttempt {
    let [token_sha256, key, holder] = [token, "k", holder].map(str::to_owned);
    ApiAttempt { token_sha256, key, holder }
}

/// Begins an attempt at what `said` stands for, some seconds after the first, and holds the key for a minute.
async fn begin(store: &Store, attempt: &ApiAttempt, said: &str, seconds: i64) -> ApiRequest {
    let now = made::now() + SignedDuration::from_secs(seconds);
    let mut tx = store.begin("begin").await.expect("a transaction");
    let until = now + SignedDuration::from_secs(60);
    let begun = tx.begin_api_request(attempt, said, (now, until)).await.expect("asked");
    tx.commit().await.expect("kept");
    begun
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_token() {
    for (label, store, _guard) in stores("api_requests").await {
        let (first, other) = (attempt("t", "a"), attempt("u", "b"));
        assert_eq!(begin(&store, &first, "one", 0).await, ApiRequest::Begun, "{label}");
        let second = attempt("t", "c");
        assert_eq!(begin(&store, &second, "two", 0).await, ApiRequest::Another, "{label}");
        assert_eq!(begin(&store, &other, "one", 0).await, ApiRequest::Begun, "{label}");
        let (etag, location) = (Some("\"1.x\"".to_owned()), None);
        let answer = ApiAnswer { status: 201, etag, location, body: "{}".to_owned() };
        let mut tx = store.begin("end").await.expect("a transaction");
        tx.finish_api_request(&first, &answer).await.expect("kept");
        tx.forget_api_request(&other).await.expect("forgotten");
        tx.commit().await.expect("kept");
        let answered = ApiRequest::Answered(answer);
        assert_eq!(begin(&store, &second, "one", 0).await, answered, "{label}");
        assert_eq!(begin(&store, &second, "one", 3600).await, answered, "{label}");
        let free = begin(&store, &attempt("u", "d"), "one", 0).await;
        assert_eq!(free, ApiRequest::Begun, "{label}: free again");
        let mut tx = store.begin("forget").await.expect("a transaction");
        let later = made::now() + SignedDuration::from_secs(1);
        assert_eq!(tx.forget_api_requests(later).await.expect("asked"), 2, "{label}");
        tx.commit().await.expect("kept");
    }
}

/// Whoever lost a key to another can do nothing with it any more; what was done is known, also where no answer was kept.
#[tokio::test]
async fn an_attempt_that_stops_is_followed_by_another_and_what_was_done_is_done_once() {
    for (label, store, _guard) in stores("api_attempts").await {
        let [dead, next, late] = ["dead", "next", "late"].map(|holder| attempt("t", holder));
        let works = async || {
            let mut tx = store.begin("work").await?;
            let number = tx.next_number().await?;
            tx.commit().await.map(|()| number)
        };
        assert_eq!(begin(&store, &dead, "one", 0).await, ApiRequest::Begun, "{label}");
        let until = made::now() + SignedDuration::from_secs(60);
        let held = ApiRequest::Held(Some(until));
        assert_eq!(begin(&store, &next, "one", 60).await, held, "{label}");
        assert_eq!(begin(&store, &next, "one", 61).await, ApiRequest::Begun, "{label}");
        let lost = dead.doing(works()).await;
        assert!(matches!(lost, Err(Fault::Outdated { .. })), "{label}: {lost:?}");
        store::aside(works()).await.expect("what is beside it is free");
        let number = next.doing(works()).await.expect("it is done");
        assert_eq!(
            begin(&store, &late, "one", 62).await,
            ApiRequest::Done(Some(number)),
            "{label}"
        );
        // That its answer could not be made is no reason to do it again.
        let mut tx = store.begin("end").await.expect("a transaction");
        tx.forget_api_request(&next).await.expect("asked");
        tx.commit().await.expect("kept");
        let done = begin(&store, &late, "one", 3600).await;
        assert_eq!(done, ApiRequest::Done(Some(number)), "{label}");
    }
}
