//! Inserts the rows of one SQLite database into a new one, one by one and in one transaction, and prints the seconds.
//!
//! `plain_inserts FROM TO`, both directories as `--data` names them. This is what an import is measured against: the same
//! rows, schema and indexes, without reading, comparing or deciding anything. `scripts/bench` runs it.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Column, Connection, Row, SqliteConnection, TypeInfo, ValueRef};
use store::{Database, Place, Store};

/// A value of a row, with its type.
enum Value {
    Null,
    Integer(i64),
    Text(String),
}

/// A table with its columns and rows.
struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<PathBuf> =
        std::env::args().skip(1).filter(|it| !it.starts_with("--")).map(Into::into).collect();
    let [from, to] = arguments.as_slice() else {
        // `cargo test --benches` and `cargo bench` call it without any.
        println!("plain_inserts FROM TO: two data directories; scripts/bench calls it.");
        return;
    };
    let tables = read(from).await;
    let words = read_words(from).await;
    let place = Place {
        database: Database::Sqlite(to.join("liaison.sqlite")),
        files: to.join("files").into(),
    };
    std::fs::create_dir_all(to).unwrap();
    Store::open(&place).await.unwrap().close().await;
    println!("seconds {:.4}", insert(to, &tables, &words).await);
}

fn options(directory: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(directory.join("liaison.sqlite"))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
}

/// Reads every table that holds rows of statements, groups and people; those of the index of words aside.
async fn read(from: &Path) -> Vec<Table> {
    let mut connection = SqliteConnection::connect_with(&options(from)).await.unwrap();
    let names =
        "select name from sqlite_schema where type = 'table' and name not like 'search_words%'
        and name not like 'sqlite_%' and name not in ('counters', 'migrations')";
    let names: Vec<(String,)> = sqlx::query_as(names).fetch_all(&mut connection).await.unwrap();
    let mut tables = Vec::new();
    for (name,) in names {
        let all = AssertSqlSafe(format!("select * from {name}"));
        let rows = sqlx::query(all).fetch_all(&mut connection).await.unwrap();
        let Some(first) = rows.first() else { continue };
        let columns = first.columns().iter().map(|column| column.name().to_owned()).collect();
        let rows = rows.iter().map(values).collect();
        tables.push(Table { name, columns, rows });
    }
    tables
}

fn values(row: &SqliteRow) -> Vec<Value> {
    (0..row.len())
        .map(|at| {
            let raw = row.try_get_raw(at).unwrap();
            match (raw.is_null(), raw.type_info().name()) {
                (true, _) => Value::Null,
                (false, "TEXT") => Value::Text(row.get(at)),
                (false, _) => Value::Integer(row.get_unchecked(at)),
            }
        })
        .collect()
}

/// Reads the indexed words of each statement, in order.
async fn read_words(from: &Path) -> BTreeMap<i64, String> {
    let mut connection = SqliteConnection::connect_with(&options(from)).await.unwrap();
    let vocabulary =
        "create virtual table temp.vocabulary using fts5vocab('main', 'search_words', 'instance')";
    sqlx::query(vocabulary).execute(&mut connection).await.unwrap();
    let all = "select doc, term from temp.vocabulary order by doc, offset";
    let all: Vec<(i64, String)> = sqlx::query_as(all).fetch_all(&mut connection).await.unwrap();
    let mut words: BTreeMap<i64, String> = BTreeMap::new();
    for (document, term) in all {
        let text = words.entry(document).or_default();
        text.push_str(&term);
        text.push(' ');
    }
    words
}

async fn insert(to: &Path, tables: &[Table], words: &BTreeMap<i64, String>) -> f64 {
    let mut connection = SqliteConnection::connect_with(&options(to)).await.unwrap();
    let begun = Instant::now();
    let mut tx = connection.begin().await.unwrap();
    sqlx::query("pragma defer_foreign_keys = on").execute(&mut *tx).await.unwrap();
    for table in tables {
        let places: Vec<&str> = table.columns.iter().map(|_| "?").collect();
        let (columns, places) = (table.columns.join(", "), places.join(", "));
        let into = format!("insert into {} ({columns}) values ({places})", table.name);
        for row in &table.rows {
            let mut query = sqlx::query::<sqlx::Sqlite>(AssertSqlSafe(into.clone()));
            for value in row {
                query = bound(query, value);
            }
            query.execute(&mut *tx).await.unwrap();
        }
    }
    for (document, words) in words {
        let into = sqlx::query("insert into search_words (rowid, words) values (?, ?)");
        into.bind(document).bind(words).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    begun.elapsed().as_secs_f64()
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

fn bound<'q>(query: Query<'q>, value: &'q Value) -> Query<'q> {
    match value {
        Value::Null => query.bind(None::<i64>),
        Value::Integer(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
    }
}
