//! One-time links: those that somebody asked for, and those in mails that ask somebody.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use rules::{Asking, GateKind, Number, PersonId};
use store::testing::stores;
use store::{SignInLink, Store};

use crate::made;

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

async fn person(store: &Store, address: &str) -> PersonId {
    store.reader().person_by_address(address).await.expect("asked").expect("known")
}

async fn used(store: &Store, token: &str, at: Timestamp) -> Option<SignInLink> {
    let mut tx = store.begin("use a link").await.expect("a transaction");
    let link = tx.use_sign_in_link(token, at).await.expect("asked");
    tx.commit().await.expect("kept");
    link
}

async fn use_link(store: &Store, token: &str, at: Timestamp) -> Option<PersonId> {
    used(store, token, at).await.map(|link| link.person)
}

#[tokio::test]
async fn a_one_time_link_signs_in_once_and_not_after_it_expired() {
    for (label, store, _guard) in stores("links").await {
        made::directory(&store).await;
        let anna = person(&store, "anna@example.org").await;
        let (now, end) = (made::now(), made::now() + minutes(30));
        let mut tx = store.begin("make links").await.expect("a transaction");
        for token in ["one", "two", "three"] {
            tx.save_sign_in_link(token, anna, end, None).await.expect("made");
        }
        tx.commit().await.expect("kept");
        assert_eq!(use_link(&store, "one", now).await, Some(anna), "{label}");
        assert_eq!(use_link(&store, "one", now).await, None, "{label}: used already");
        assert_eq!(use_link(&store, "two", end).await, None, "{label}: expired");
        assert_eq!(use_link(&store, "four", now).await, None, "{label}: never made");
        let mut tx = store.begin("clear up").await.expect("a transaction");
        tx.remove_expired_links(end - minutes(1)).await.expect("removed");
        tx.commit().await.expect("kept");
        assert_eq!(use_link(&store, "three", now).await, Some(anna), "{label}: still there");
    }
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_signs_in() {
    for (label, store, _guard) in stores("linkrace").await {
        made::directory(&store).await;
        let anna = person(&store, "anna@example.org").await;
        let mut tx = store.begin("make a link").await.expect("a transaction");
        tx.save_sign_in_link("token", anna, made::now() + minutes(30), None).await.expect("made");
        tx.commit().await.expect("kept");
        let (one, other) = tokio::join!(
            use_link(&store, "token", made::now()),
            use_link(&store, "token", made::now())
        );
        assert!(one.is_some() != other.is_some(), "{label}: {one:?} {other:?}");
    }
}

/// Queues a mail that asks two for an approval, and returns the deliveries with what it asks.
async fn asking_mail(store: &Store) -> (Vec<i64>, Asking) {
    let directory = made::directory(store).await;
    made::save(store, &[made::sent(&directory, 1, date(2026, 3, 1))]).await;
    let (kind, group) = (GateKind::Approval, directory.by_acronym("tsync").map(|it| it.id));
    let asking = Asking { number: Number(1), kind, group, asked_at: made::now() };
    let mail = crate::outbox::mail(1, Some(1), &["anna@example.org", "cy@example.org"]);
    let mut tx = store.begin("queue a mail that asks").await.expect("a transaction");
    tx.queue_mail(&mail, false, &made::ids()).await.expect("queued");
    tx.save_asking(mail.id, &asking).await.expect("kept");
    tx.commit().await.expect("kept");
    let fates = store.reader().mail_of(Number(1)).await.expect("asked");
    (fates[0].deliveries.iter().map(|it| it.id).collect(), asking)
}

#[tokio::test]
async fn the_link_of_a_mail_knows_what_that_asks_and_goes_with_all_of_its_delivery() {
    for (label, store, _guard) in stores("asking").await {
        let (deliveries, asking) = asking_mail(&store).await;
        let anna = person(&store, "anna@example.org").await;
        let (now, end) = (made::now(), made::now() + minutes(30));
        let reader = store.reader();
        let asked = reader.asked_with(deliveries[1]).await.expect("asked");
        assert_eq!(asked, Some((asking, "cy@example.org".to_owned())), "{label}");
        assert_eq!(reader.asked_with(9).await.expect("asked"), None, "{label}");

        let mut tx = store.begin("make links").await.expect("a transaction");
        let [first, second] = [Some(deliveries[0]), Some(deliveries[1])];
        for (token, delivery) in [("first", first), ("tried again", first), ("other", second)] {
            tx.save_sign_in_link(token, anna, end, delivery).await.expect("made");
        }
        tx.save_sign_in_link("asked for", anna, end, None).await.expect("made");
        tx.commit().await.expect("kept");
        let whole =
            SignInLink { person: anna, asked: Some((asking, "anna@example.org".to_owned())) };
        let seen = reader.sign_in_link("first", now).await.expect("asked");
        assert_eq!(seen.as_ref(), Some(&whole), "{label}: looked at");
        assert_eq!(reader.sign_in_link("first", end).await.expect("asked"), None, "{label}");
        assert_eq!(used(&store, "first", now).await, Some(whole), "{label}: and used");
        assert_eq!(used(&store, "tried again", now).await, None, "{label}: one copy was enough");
        assert!(used(&store, "other", now).await.is_some(), "{label}: another copy is another's");
        let plain = Some(SignInLink { person: anna, asked: None });
        assert_eq!(reader.sign_in_link("asked for", now).await.expect("asked"), plain, "{label}");
    }
}

#[tokio::test]
async fn whoever_ends_their_sessions_ends_their_links() {
    for (label, store, _guard) in stores("endlinks").await {
        made::directory(&store).await;
        let anna = person(&store, "anna@example.org").await;
        let mut tx = store.begin("make a link and end sessions").await.expect("a transaction");
        let end = made::now() + minutes(30);
        tx.save_sign_in_link("token", anna, end, None).await.expect("made");
        tx.end_other_sessions(anna, "").await.expect("ended");
        tx.commit().await.expect("kept");
        assert_eq!(use_link(&store, "token", made::now()).await, None, "{label}");
    }
}
