//! Sessions.

use jiff::{SignedDuration, Timestamp};
use rules::PersonId;
use store::testing::stores;
use store::{Session, Store};

use crate::made;

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn session(id: i64, person: PersonId, agent: &str) -> Session {
    let (means, now) = ("with a password".to_owned(), made::now());
    let (agent, expires_at) = (agent.to_owned(), now + minutes(60));
    Session { id, person, means, agent, created_at: now, seen_at: now, expires_at }
}

/// Keeps three sessions of two people under the tokens one, two and three.
async fn three(store: &Store) -> [Session; 3] {
    made::directory(store).await;
    let reader = store.reader();
    let anna = reader.person_by_address("anna@example.org").await.expect("asked").expect("known");
    let bo = reader.person_by_address("bo@example.org").await.expect("asked").expect("known");
    let three = [session(1, anna, "Firefox on Linux"), session(2, anna, ""), session(3, bo, "")];
    let mut tx = store.begin("sign in").await.expect("a transaction");
    for (token, session) in ["one", "two", "three"].into_iter().zip(&three) {
        tx.save_session(token, session).await.expect("kept");
    }
    tx.commit().await.expect("kept");
    three
}

async fn at(store: &Store, token: &str, at: Timestamp, idle_since: Timestamp) -> Option<Session> {
    store.reader().session(token, at, idle_since).await.expect("asked")
}

#[tokio::test]
async fn a_session_lasts_until_it_expires_is_not_used_or_is_ended() {
    for (label, store, _guard) in stores("sessions").await {
        let [first, ..] = three(&store).await;
        let (now, end) = (made::now(), first.expires_at);
        let before = now - minutes(1);
        assert_eq!(at(&store, "one", now, before).await, Some(first), "{label}");
        assert_eq!(at(&store, "one", end, before).await, None, "{label}: it has expired");
        assert_eq!(at(&store, "one", now, now).await, None, "{label}: it was not used since");
        assert_eq!(at(&store, "four", now, before).await, None, "{label}: it never was");

        let mut tx = store.begin("use and end").await.expect("a transaction");
        tx.touch_session("one", now + minutes(5) + SignedDuration::from_secs(42))
            .await
            .expect("noted");
        tx.touch_session("one", now).await.expect("noted");
        let ended = tx.end_session("three").await.expect("ended");
        assert!(ended.is_some_and(|(_, agent)| agent.is_empty()), "{label}");
        assert_eq!(tx.end_session("three").await.expect("asked"), None, "{label}: once");
        tx.commit().await.expect("kept");
        let seen = at(&store, "one", now, before).await.map(|session| session.seen_at);
        assert_eq!(seen, Some(now + minutes(5)), "{label}: to the minute");
        assert_eq!(at(&store, "three", now, before).await, None, "{label}: it was ended");

        let mut tx = store.begin("clear up").await.expect("a transaction");
        tx.remove_ended_sessions(now, now).await.expect("removed");
        tx.commit().await.expect("kept");
        assert!(at(&store, "one", now, before).await.is_some(), "{label}: used since");
        assert_eq!(at(&store, "two", now, before).await, None, "{label}: idle, cleared up");
    }
}

#[tokio::test]
async fn a_person_ends_their_own_sessions_and_nobody_elses() {
    for (label, store, _guard) in stores("ending").await {
        let [first, second, third] = three(&store).await;
        let (now, before) = (made::now(), made::now() - minutes(1));
        let list = async |person| {
            let sessions = store.reader().sessions_of(person, now, before).await.expect("asked");
            sessions.into_iter().map(|session| session.id).collect::<Vec<_>>()
        };
        assert_eq!(list(first.person).await, [2, 1], "{label}");
        let mut tx = store.begin("end").await.expect("a transaction");
        let not_theirs = tx.end_session_of(first.person, third.id).await.expect("asked");
        assert_eq!(not_theirs, None, "{label}");
        let theirs = tx.end_session_of(first.person, first.id).await.expect("asked");
        assert_eq!(theirs.as_deref(), Some("Firefox on Linux"), "{label}");
        tx.save_session("four", &Session { id: 4, ..first.clone() }).await.expect("kept");
        assert_eq!(tx.end_other_sessions(first.person, "two").await.expect("ended"), 1, "{label}");
        tx.commit().await.expect("kept");
        assert_eq!(list(first.person).await, [second.id], "{label}");
        assert_eq!(list(third.person).await, [third.id], "{label}");
    }
}
