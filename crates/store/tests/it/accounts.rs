//! Accounts.

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
            created_at: made::now() + jiff::SignedDuration::from_mins(90),
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
