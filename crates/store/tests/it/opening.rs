//! A store is opened, opened again, and refused where it cannot be used.

use store::testing::{places, stores};
use store::{Database, Fault, Place, Store};

use crate::made;

#[tokio::test]
async fn a_fresh_store_is_empty_and_opens_again_with_what_it_holds() {
    for (label, store, guard) in stores("fresh").await {
        assert_eq!(store.change_count().await.expect("a count"), 0, "{label}");
        made::directory(&store).await;
        store.close().await;
        let again = Store::open(&guard.place()).await.expect("opens again");
        assert_eq!(again.change_count().await.expect("a count"), 1, "{label}");
        assert_eq!(again.queries_made(), 1, "{label}");
        let directory = again.reader().directory().await.expect("the directory");
        assert_eq!(directory.groups().len(), made::groups().len(), "{label}");
    }
}

async fn refused(place: &Place) -> String {
    let fault = Store::open(place).await.expect_err("is refused");
    assert!(matches!(fault, Fault::Unusable { .. }), "{fault}");
    fault.to_string()
}

#[tokio::test]
async fn a_place_that_cannot_be_used_is_refused_with_its_name_and_the_reason() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("text"), "Dear colleagues, this is no database. ".repeat(100))
        .expect("written");
    let shown = |fault: String| fault.replace(&directory.path().display().to_string(), "…");
    let sqlite = |database: &str, files: &str| Place {
        database: Database::Sqlite(path(database)),
        files: path(files).into(),
    };
    insta::assert_snapshot!(shown(refused(&sqlite("text", "files")).await), @"the store at …/text cannot be used: it cannot be opened: error returned from database: (code: 26) file is not a database");
    insta::assert_snapshot!(shown(refused(&sqlite("nowhere/db", "files")).await), @"the store at …/nowhere/db cannot be used: it cannot be opened: error returned from database: (code: 14) unable to open database file");
    insta::assert_snapshot!(shown(refused(&sqlite("db", "text")).await), @"the store at …/text cannot be used: the directory of the files cannot be made: File exists (os error 17)");
    let bad =
        Place { database: Database::Postgres("nonsense".to_owned()), files: path("files").into() };
    insta::assert_snapshot!(refused(&bad).await, @"the store at an address that cannot be read cannot be used: it cannot be opened: error with configuration: relative URL without a base");
}

#[tokio::test]
async fn a_fault_never_names_the_password() {
    for (_, guard) in places("password").await {
        let Place { database: Database::Postgres(address), files } = guard.place() else {
            continue;
        };
        let (start, end) = address.split_once('@').expect("an address");
        let (host, _) = end.rsplit_once('/').expect("an address");
        let database = Database::Postgres(format!("{start}:secret@{host}/absent"));
        let fault = refused(&Place { database, files }).await;
        assert!(fault.contains("/absent") && !fault.contains("secret"), "{fault}");
    }
}

#[tokio::test]
async fn a_database_that_sorts_text_by_the_rules_of_a_language_is_refused() {
    for (label, guard) in places("language").await {
        let place = guard.place();
        if label == "postgres" {
            guard.make_again("locale_provider icu icu_locale 'en'").await;
            insta::assert_snapshot!(
                refused(&place).await.split_once("cannot be used").expect("a reason").1, @": it does not sort text by its bytes: make it with “create database … template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'”"
            );
        }
    }
}
