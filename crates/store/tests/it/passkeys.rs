//! Passkeys, and what a browser has begun with them.

use jiff::SignedDuration;
use rules::PersonId;
use store::KeptPasskey;
use store::testing::stores;

use crate::made;

pub(crate) fn passkey(id: i64, person: PersonId, credential_id: &str) -> KeptPasskey {
    KeptPasskey {
        id,
        person,
        credential_id: credential_id.to_owned(),
        name: "Laptop".to_owned(),
        passkey: "{}".to_owned(),
        created_at: made::now(),
        used_at: None,
    }
}

#[tokio::test]
async fn a_passkey_belongs_to_one_person_until_they_remove_it() {
    for (label, store, _guard) in stores("passkeys").await {
        made::directory(&store).await;
        let reader = store.reader();
        let person =
            async |address| reader.person_by_address(address).await.expect("asked").expect("known");
        let (anna, bo) = (person("anna@example.org").await, person("bo@example.org").await);
        let (first, second) = (passkey(1, anna, "a"), passkey(2, anna, "b"));
        let mut tx = store.begin("add").await.expect("a transaction");
        assert!(tx.save_passkey(&first).await.expect("kept"), "{label}");
        assert!(tx.save_passkey(&second).await.expect("kept"), "{label}");
        let taken = tx.save_passkey(&passkey(3, bo, "a")).await.expect("asked");
        assert!(!taken, "{label}: it is Anna's");
        let later = made::now() + SignedDuration::from_secs(61);
        tx.passkey_used(1, "{\"counter\":1}", later).await.expect("noted");
        assert_eq!(tx.remove_passkey(bo, 2).await.expect("asked"), None, "{label}: not his");
        let removed = tx.remove_passkey(anna, 2).await.expect("removed");
        assert_eq!(removed.as_deref(), Some("Laptop"), "{label}");
        tx.commit().await.expect("kept");
        let used_at = Some(made::now() + SignedDuration::from_secs(60));
        let left = KeptPasskey { passkey: "{\"counter\":1}".to_owned(), used_at, ..first };
        assert_eq!(reader.passkeys_of(anna).await.expect("asked"), [left], "{label}");
        assert_eq!(reader.passkeys_of(bo).await.expect("asked"), [], "{label}");
    }
}

#[tokio::test]
async fn what_was_begun_is_ended_once_and_in_time() {
    for (label, store, _guard) in stores("ceremonies").await {
        made::directory(&store).await;
        let anna = store.reader().person_by_address("anna@example.org").await.expect("asked");
        let anna = anna.expect("known");
        let (now, end) = (made::now(), made::now() + SignedDuration::from_mins(5));
        let mut tx = store.begin("begin").await.expect("a transaction");
        tx.save_passkey_ceremony("one", anna, "state", [now, end]).await.expect("kept");
        tx.save_passkey_ceremony("two", anna, "state", [now, end]).await.expect("kept");
        let state = Some((anna, "state".to_owned()));
        assert_eq!(tx.take_passkey_ceremony("one", now).await.expect("taken"), state, "{label}");
        assert_eq!(tx.take_passkey_ceremony("one", now).await.expect("asked"), None, "{label}");
        assert_eq!(tx.take_passkey_ceremony("two", end).await.expect("asked"), None, "{label}");
        tx.commit().await.expect("kept");
    }
}
