//! Who is who at the organization's sign-in, and visits to it.

use jiff::{SignedDuration, Timestamp};
use store::testing::stores;
use store::{OpenIdRequest, Store};

use crate::made;

const ISSUER: &str = "https://login.example.org";

pub(crate) fn request(expires_at: Timestamp) -> OpenIdRequest {
    OpenIdRequest {
        browser_sha256: "b".to_owned(),
        nonce: "n".to_owned(),
        pkce_verifier: "v".to_owned(),
        next: "/desk".to_owned(),
        expires_at,
    }
}

async fn take(store: &Store, state: &str, at: Timestamp) -> Option<OpenIdRequest> {
    let mut tx = store.begin("take a visit").await.expect("a transaction");
    let taken = tx.take_openid_request(state, at).await.expect("asked");
    tx.commit().await.expect("kept");
    taken
}

#[tokio::test]
async fn a_visit_comes_back_once_and_not_after_it_expired() {
    for (label, store, _guard) in stores("visits").await {
        let (now, end) = (made::now(), made::now() + SignedDuration::from_mins(10));
        let mut tx = store.begin("begin visits").await.expect("a transaction");
        tx.save_openid_request("old", &request(now), now).await.expect("kept");
        for state in ["one", "two", "three"] {
            tx.save_openid_request(state, &request(end), now).await.expect("kept");
        }
        tx.commit().await.expect("kept");
        assert_eq!(take(&store, "one", now).await, Some(request(end)), "{label}");
        assert_eq!(take(&store, "one", now).await, None, "{label}: it came back already");
        assert_eq!(take(&store, "two", end).await, None, "{label}: too late");
        assert_eq!(take(&store, "nine", now).await, None, "{label}: nobody began it");
        let before = now - SignedDuration::from_secs(1);
        assert_eq!(take(&store, "old", before).await, None, "{label}: removed by the next");
        let (one, other) = tokio::join!(take(&store, "three", now), take(&store, "three", now));
        assert!(one.is_some() != other.is_some(), "{label}: one of two at once");
    }
}

#[tokio::test]
async fn a_subject_is_bound_to_one_person_and_a_person_to_one_subject() {
    for (label, store, _guard) in stores("subjects").await {
        made::directory(&store).await;
        let reader = store.reader();
        let person =
            async |address| reader.person_by_address(address).await.expect("asked").expect("known");
        let (anna, bo) = (person("anna@example.org").await, person("bo@example.org").await);
        let mut tx = store.begin("bind").await.expect("a transaction");
        tx.bind_subject(ISSUER, "a1", anna, made::now()).await.expect("bound");
        tx.bind_subject("https://other.example.org", "a1", bo, made::now()).await.expect("bound");
        tx.subject_came(ISSUER, "a1", made::now()).await.expect("noted");
        assert_eq!(tx.person_of_subject(ISSUER, "a1").await.expect("asked"), Some(anna), "{label}");
        assert_eq!(tx.person_of_subject(ISSUER, "A1").await.expect("asked"), None, "{label}");
        let called = tx.subject_of_person(ISSUER, anna).await.expect("asked");
        assert_eq!(called.as_deref(), Some("a1"), "{label}");
        assert_eq!(tx.subject_of_person(ISSUER, bo).await.expect("asked"), None, "{label}");
        tx.commit().await.expect("kept");
        for (subject, person) in [("a1", bo), ("a2", anna)] {
            let mut tx = store.begin("bind again").await.expect("a transaction");
            let refused = tx.bind_subject(ISSUER, subject, person, made::now()).await;
            assert!(refused.is_err(), "{label}: {subject}");
        }
    }
}
