//! Brings the tables up to date, one numbered file after the other.
//!
//! All that are missing are applied in one transaction, under a lock: several instances may start at once, and one that
//! fails leaves everything as it was. A database that a newer version has written is refused.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::connection::Connection;
use crate::pool::Pool;
use crate::sql::sql;
use crate::{Database, Fault};

/// A step from one shape of the tables to the next.
pub(crate) struct Migration {
    /// The name of its file: `0001_directory`.
    pub(crate) name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// A step that is the same for both databases.
macro_rules! both {
    ($name:literal) => {{
        const TEXT: &str = include_str!(concat!("../migrations/both/", $name, ".sql"));
        Migration { name: $name, sqlite: TEXT, postgres: TEXT }
    }};
}

/// A step with a file for each database.
macro_rules! each {
    ($name:literal) => {
        Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }
    };
}

/// All steps, in order. What was released is never changed, only added to.
pub(crate) const MIGRATIONS: &[Migration] = &[
    both!("0001_directory"),
    both!("0002_statements"),
    both!("0003_history"),
    both!("0004_inbox"),
    both!("0005_outbox"),
    both!("0006_accounts"),
    both!("0007_documents"),
    each!("0008_search"),
    both!("0009_conversions"),
];

const MAKE_TABLE: &str = "create table if not exists migrations (
    name text primary key,
    -- SHA-256 of the file.
    sha256 text not null
)";
const APPLIED: &str = "select name, sha256 from migrations order by name";
const NOTE_APPLIED: &str = "insert into migrations (name, sha256) values ($1, $2)";
/// Held to the end of the transaction; the number is this program's own.
const LOCK: &str = "select cast(pg_advisory_xact_lock(4053202608) as text)";
/// Whether text is sorted by its bytes, as SQLite does and as all questions here expect.
const SORTS_BY_BYTES: &str = "select 'B' < 'a' and 'a-c' < 'ab' and 'z' < 'é'";

/// Applies all steps that are missing.
pub(crate) async fn bring_up_to_date(pool: &Pool, database: &Database) -> Result<(), Fault> {
    bring_to(MIGRATIONS, pool, database).await
}

async fn bring_to(migrations: &[Migration], pool: &Pool, database: &Database) -> Result<(), Fault> {
    const DOING: &str = "bring the tables up to date";
    if is_up_to_date(migrations, pool).await {
        return Ok(());
    }
    let tx = pool.begin().await.map_err(|source| Fault::Database { doing: DOING, source })?;
    let mut connection = Connection::within(tx, Default::default(), DOING);
    if !connection.is_sqlite() {
        let (by_bytes,): (bool,) = connection.one(sql(SORTS_BY_BYTES)).await?;
        if !by_bytes {
            let why = "it does not sort text by its bytes: make it with “create database … template template0 \
                encoding 'UTF8' lc_collate 'C' lc_ctype 'C'”";
            return Err(Fault::unusable(database, why.to_owned()));
        }
        let _: (String,) = connection.one(sql(LOCK)).await?;
    }
    connection.run(sql(MAKE_TABLE)).await?;
    let applied: Vec<(String, String)> = connection.all(sql(APPLIED)).await?;
    check(migrations, &applied, connection.is_sqlite())
        .map_err(|why| Fault::unusable(database, why))?;
    for migration in &migrations[applied.len()..] {
        let text = migration.text(connection.is_sqlite());
        connection.script(text).await?;
        connection.run(sql(NOTE_APPLIED).bind(migration.name).bind(digest(text))).await?;
    }
    connection.commit().await
}

/// Says whether nothing is to be done, without waiting for anybody who writes.
async fn is_up_to_date(migrations: &[Migration], pool: &Pool) -> bool {
    let connection = Connection::free(pool, Default::default(), "look at the tables").await;
    let Ok(mut connection) = connection else { return false };
    let applied = connection.all(sql(APPLIED)).await;
    applied.is_ok_and(|applied: Vec<(String, String)>| {
        applied.len() == migrations.len()
            && check(migrations, &applied, connection.is_sqlite()).is_ok()
    })
}

/// Checks that what was applied are the first of our steps; says what is wrong otherwise.
fn check(
    migrations: &[Migration],
    applied: &[(String, String)],
    sqlite: bool,
) -> Result<(), String> {
    for (n, (name, sha256)) in applied.iter().enumerate() {
        let Some(migration) = migrations.get(n).filter(|migration| migration.name == name) else {
            return Err(format!(
                "it was written by a newer version of liaison (this one does not know its step “{name}”): use that \
                 version, or restore a backup that was made before"
            ));
        };
        if digest(migration.text(sqlite)) != *sha256 {
            return Err(format!(
                "its step “{name}” is not the one of this version: use the version of liaison that wrote it"
            ));
        }
    }
    Ok(())
}

fn digest(text: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

impl Migration {
    fn text(&self, sqlite: bool) -> &'static str {
        if sqlite { self.sqlite } else { self.postgres }
    }
}
