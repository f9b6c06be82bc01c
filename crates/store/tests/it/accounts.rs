//! Accounts and one-time links.

use jiff::{SignedDuration, Timestamp};
use rules::PersonId;
use store::testing::stores;
use store::{Account, Fault, Store};

use crate::made;

async fn person(store: &Store, address: &str) -> PersonId {
    store.reader().person_by_address(address).await.expect("asked").expect("known")
}

fn account(person: PersonId, address: &str) -> Account {
    let (address, created_at) = (address.to_owned(), made::now());
    Account { person, address, password_hash: None, created_at }
}

async fn save(store: &Store, account: &Account) -> Result<(), Fault> {
    let mut tx = store.begin("save an account").await?;
    tx.save_account(account).await?;
    tx.commit().await
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

#[tokio::test]
async fn an_account_is_found_by_its_address_however_it_is_written_and_by_its_person() {
    for (label, store, _guard) in stores("account").await {
        made::directory(&store).await;
        let anna = account(person(&store, "anna@example.org").await, "Anna@example.org");
        save(&store, &anna).await.expect("made");
        let reader = store.reader();
        for written in ["anna@example.org", " ANNA@Example.ORG "] {
            let found = reader.account(written).await.expect("asked");
            assert_eq!(found.as_ref(), Some(&anna), "{label}: {written}");
        }
        let found = reader.account_of(anna.person).await.expect("asked");
        assert_eq!(found, Some(anna.clone()), "{label}");
        // Her other address is not the one with which she signs in.
        assert_eq!(reader.account("anna.chair@example.net").await.expect("asked"), None);
        let bo = person(&store, "bo@example.org").await;
        assert_eq!(reader.account_of(bo).await.expect("asked"), None);
        save(&store, &account(bo, "bo@example.org")).await.expect("made");
        let all = reader.accounts().await.expect("asked");
        let addresses: Vec<&str> = all.iter().map(|one| one.address.as_str()).collect();
        assert_eq!(addresses, ["Anna@example.org", "bo@example.org"], "{label}");
    }
}

#[tokio::test]
async fn an_account_changes_and_keeps_when_it_was_made() {
    for (label, store, _guard) in stores("changed").await {
        made::directory(&store).await;
        let anna = account(person(&store, "anna@example.org").await, "anna@example.org");
        save(&store, &anna).await.expect("made");
        let changed = Account {
            address: "anna.chair@example.net".to_owned(),
            password_hash: Some("$argon2id$made-up".to_owned()),
            created_at: made::now() + minutes(90),
            ..anna.clone()
        };
        save(&store, &changed).await.expect("changed");
        let found = store.reader().accounts().await.expect("asked");
        assert_eq!(found, [Account { created_at: anna.created_at, ..changed }], "{label}");
    }
}

#[tokio::test]
async fn two_people_cannot_sign_in_with_the_same_address() {
    for (label, store, _guard) in stores("sameaddress").await {
        made::directory(&store).await;
        let anna = account(person(&store, "anna@example.org").await, "team@example.org");
        save(&store, &anna).await.expect("made");
        let bo = account(person(&store, "bo@example.org").await, "Team@example.org");
        let fault = save(&store, &bo).await.expect_err("refused");
        insta::allow_duplicates! {
            insta::assert_snapshot!(fault, @"somebody else signs in with Team@example.org: choose another address");
        }
        assert_eq!(store.reader().accounts().await.expect("asked"), [anna], "{label}");
    }
}

async fn use_link(store: &Store, token: &str, at: Timestamp) -> Option<PersonId> {
    let mut tx = store.begin("use a link").await.expect("a transaction");
    let person = tx.use_sign_in_link(token, at).await.expect("asked");
    tx.commit().await.expect("kept");
    person
}

#[tokio::test]
async fn a_one_time_link_signs_in_once_and_not_after_it_expired() {
    for (label, store, _guard) in stores("links").await {
        made::directory(&store).await;
        let anna = person(&store, "anna@example.org").await;
        let (now, end) = (made::now(), made::now() + minutes(30));
        let mut tx = store.begin("make links").await.expect("a transaction");
        for token in ["one", "two", "three"] {
            tx.save_sign_in_link(token, anna, end).await.expect("made");
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
        tx.save_sign_in_link("token", anna, made::now() + minutes(30)).await.expect("made");
        tx.commit().await.expect("kept");
        let (one, other) = tokio::join!(
            use_link(&store, "token", made::now()),
            use_link(&store, "token", made::now())
        );
        assert!(one.is_some() != other.is_some(), "{label}: {one:?} {other:?}");
    }
}
