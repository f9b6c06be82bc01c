//! What is noted of sign-ins, and the secrets of the installation.

use jiff::{SignedDuration, Timestamp};
use rules::{AuditEvent, AuditKind, PersonId};
use store::testing::stores;

use crate::made;

pub(crate) fn event(id: i64, at: Timestamp, person: Option<PersonId>) -> AuditEvent {
    AuditEvent {
        id,
        at,
        kind: AuditKind::SignInFailed,
        person,
        words: "the password did not fit".to_owned(),
        address_digest: if person.is_none() { "00ff".to_owned() } else { String::new() },
        agent: "Firefox on Linux".to_owned(),
    }
}

#[tokio::test]
async fn events_come_back_newest_first_page_by_page_and_by_person() {
    for (label, store, _guard) in stores("audit").await {
        made::directory(&store).await;
        let anna = store.reader().person_by_address("anna@example.org").await.expect("asked");
        let later = made::now() + SignedDuration::from_secs(1);
        let events = [event(3, made::now(), anna), event(1, later, None), event(2, later, anna)];
        let mut tx = store.begin("note").await.expect("a transaction");
        tx.add_audit(&events).await.expect("noted");
        tx.commit().await.expect("kept");
        let reader = store.reader();
        let [third, second, first] = events;
        let pages = [(1, vec![first.clone(), second]), (2, vec![third.clone()]), (3, vec![])];
        for (page, wanted) in pages {
            let found = reader.audit(page, 2).await.expect("asked");
            assert_eq!(found, (wanted, 3), "{label}: page {page}");
        }
        let anna = anna.expect("known");
        assert_eq!(reader.audit_of(anna, 9).await.expect("asked"), [first.clone(), third]);
        assert_eq!(reader.audit_of(anna, 1).await.expect("asked"), [first], "{label}");
    }
}

#[tokio::test]
async fn a_secret_is_made_once_and_stays() {
    for (label, store, _guard) in stores("secrets").await {
        let offer = async |value: &str| {
            let mut tx = store.begin("ask for a secret").await.expect("a transaction");
            let secret = tx.secret("key", value).await.expect("there");
            tx.commit().await.expect("kept");
            secret
        };
        let (one, other) = tokio::join!(offer("one"), offer("other"));
        assert_eq!(one, other, "{label}: two instances have the same");
        assert_eq!(offer("third").await, one, "{label}");
    }
}
