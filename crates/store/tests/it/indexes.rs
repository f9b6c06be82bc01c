//! What is claimed, listed and looked up is found by an index, however much there is (design §9).

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _, Row as _};
use store::testing::places;
use store::{Database, Store};

use crate::every_query::statements_in_the_source;
use crate::made;

/// The tables that only grow, or that workers look into all the time.
const TABLES: [&str; 26] = [
    "accounts",
    "sign_in_links",
    "askings",
    "sessions",
    "audit",
    "sign_in_attempts",
    "passkeys",
    "passkey_ceremonies",
    "openid_requests",
    "openid_subjects",
    "items",
    "item_parts",
    "item_work",
    "item_events",
    "item_questions",
    "mails",
    "deliveries",
    "attempts",
    "bounces",
    "statement_versions",
    "documents",
    "conversions",
    "wanted_pdfs",
    "unsaved_forms",
    "readings",
    "statement_identifiers",
];

/// Returns how SQLite goes about a statement, a step a line.
async fn plan(connection: &mut SqliteConnection, text: &str) -> Vec<String> {
    let text = text.replace("numbers($", "select value from json_each($");
    let text = text.replace("texts($", "select value from json_each($");
    let rows = sqlx::raw_sql(AssertSqlSafe(format!("explain query plan {text}")));
    let rows = rows.fetch_all(connection).await.expect("explained");
    rows.iter().map(|row| row.get::<String, _>("detail")).collect()
}

#[tokio::test]
async fn what_workers_claim_and_lists_show_is_found_by_an_index() {
    let guard = places("indexes").await.remove(0).1;
    Store::open(&guard.place()).await.expect("opens").close().await;
    let Database::Sqlite(path) = guard.place().database else { panic!("SQLite comes first") };
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("connects");
    let mut explained = 0;
    for text in statements_in_the_source() {
        let about = TABLES.iter().any(|table| {
            [" from ", " join ", "update "].iter().any(|before| {
                text.contains(&format!("{before}{table} "))
                    || text.ends_with(&format!("{before}{table}"))
            })
        });
        if !about || text.starts_with("s.") {
            continue;
        }
        explained += 1;
        // What clients of the former tool may ask for is never asked for whole, but by name or a page at a time; of its
        // tables, that of the documents is the large one.
        if text.starts_with("select cast(k.document as text) as name") {
            let named = format!("select * from ({text}) q where name = 'rfc791'");
            let steps = plan(&mut connection, &named).await;
            let by_index = "SEARCH d USING INDEX documents_for_clients (<expr>=?)".to_owned();
            assert!(steps.contains(&by_index), "{steps:#?}");
            continue;
        }
        let steps = plan(&mut connection, &text).await;
        // What a query makes itself is as long as it makes it; how it finds that is a step of its own.
        let made: Vec<String> = steps
            .iter()
            .filter_map(|step| step.strip_prefix("CO-ROUTINE "))
            .map(|name| format!("SCAN {name}"))
            .chain(["SCAN CONSTANT ROW".to_owned()])
            .collect();
        let reads_all = |step: &&String| {
            step.starts_with("SCAN") && !step.contains(" INDEX ") && !made.contains(step)
        };
        assert_eq!(steps.iter().find(reads_all), None, "{text}\n{steps:#?}");
    }
    assert!(explained > 30, "only {explained} found");
}

#[tokio::test]
async fn what_is_counted_over_the_whole_record_is_read_from_an_index_once_the_tables_were_looked_at()
 {
    let guard = places("counting").await.remove(0).1;
    let store = Store::open(&guard.place()).await.expect("opens");
    made::directory(&store).await;
    let directory = store.reader().directory().await.expect("the directory");
    let statements: Vec<_> =
        (1..=500).map(|number| made::received(&directory, number, made::TODAY)).collect();
    let mut tx = store.begin("fill").await.expect("a transaction");
    tx.insert_statements(&statements).await.expect("inserted");
    tx.commit().await.expect("kept");
    store.weigh().await.expect("looked at");
    // It may be done at every start.
    store.weigh().await.expect("looked at again");
    store.close().await;
    let Database::Sqlite(path) = guard.place().database else { panic!("SQLite comes first") };
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("connects");
    let counting = |text: &&String| text.starts_with("select o.acronym, o.name, o.state, count(");
    let texts = statements_in_the_source();
    let text = texts.iter().find(counting).expect("what the list of organizations asks");
    let steps = plan(&mut connection, text).await;
    let looked_up =
        |step: &&String| step.contains("SEARCH s USING COVERING INDEX statements_by_number");
    assert!(steps.iter().any(|step| looked_up(&step)), "{steps:#?}");
}
