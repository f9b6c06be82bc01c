//! Where the database is, and transactions in it; SQLite and PostgreSQL are told apart here and in few other places.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{
    ConnectOptions, Connection as _, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool,
};
use tokio::time::{Instant, sleep};

use crate::{Database, Fault, room_in};

/// The connections to the database.
#[derive(Debug)]
pub(crate) enum Pool {
    /// SQLite has one writer at a time, and any number of readers beside it.
    Sqlite {
        /// The one connection that writes.
        write: SqlitePool,
        /// Those that read; they cannot write.
        read: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// A transaction.
#[derive(Debug)]
pub(crate) enum Tx {
    /// In SQLite.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// In PostgreSQL.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// Runs the same expression against whichever database it is: the names of the two variants are those of [`Tx`] and
/// of `Link` alike.
macro_rules! on {
    ($which:ident, $one:expr, |$db:ident| $body:expr) => {
        match $one {
            $which::Sqlite($db) => $body,
            $which::Postgres($db) => $body,
        }
    };
}
pub(crate) use on;

/// How long to wait for another process that writes, or for a free connection, before giving up.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait before a locked file is opened again.
const BEFORE_AGAIN: Duration = Duration::from_millis(20);

/// How many statements each connection keeps prepared.
const PREPARED: usize = 500;

const READERS: u32 = 8;

/// As many rows are read before whoever asked has taken any: a page is read without waiting.
const ROWS_AHEAD: usize = 1_024;
const POSTGRES_CONNECTIONS: u32 = 16;

/// A transaction that will write takes the lock when it begins, so that it never has to give up half-way.
const BEGIN_WRITING: &str = "begin immediate";
const BEGIN_ON_POSTGRES: &str = "begin";
/// All questions of one snapshot see the same state of the database.
const BEGIN_SNAPSHOT: &str = "begin isolation level repeatable read read only";

/// Says whether there is no room beside an SQLite file: of that SQLite itself says many things.
fn is_full(database: &Database) -> bool {
    const LEAST_BYTES: u64 = 256 * 1024;
    let Database::Sqlite(path) = database else { return false };
    let room = path.parent().map(room_in);
    room.is_some_and(|room| room.is_ok_and(|room| room.free_bytes < LEAST_BYTES))
}

/// Says whether a connection that comes back can begin a transaction, once what it left open is undone.
///
/// A disk that is full makes SQLite end a transaction by itself; then the connection takes it for open, and would begin no other.
async fn can_begin(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Connects to an SQLite file, again and again for as long as another process has it locked and [`PATIENCE`] lasts.
///
/// SQLite itself waits for a lock, but not where it changes the kind of the journal, as whoever opens a new file does.
async fn connected(
    pool: SqlitePoolOptions,
    options: SqliteConnectOptions,
) -> Result<SqlitePool, sqlx::Error> {
    let until = Instant::now() + PATIENCE;
    loop {
        match pool.clone().connect_with(options.clone()).await {
            Err(error) if is_locked(&error) && Instant::now() < until => sleep(BEFORE_AGAIN).await,
            done => return done,
        }
    }
}

/// Says whether SQLite found the file locked; the lower byte of its code is what kind of error it is.
fn is_locked(error: &sqlx::Error) -> bool {
    const BUSY: u32 = 5;
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == BUSY)
}

/// Begins a transaction of PostgreSQL, to its end also where whoever asked for it goes away meanwhile.
///
/// Else a connection would come back that has begun one and does not know it: it would be of whoever has that connection next.
async fn begun(
    pool: &PgPool,
    how: &'static str,
) -> Result<sqlx::Transaction<'static, sqlx::Postgres>, sqlx::Error> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(how).await });
    begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

impl Pool {
    /// Opens the database, making an SQLite file that is absent.
    pub(crate) async fn open(database: &Database) -> Result<Self, Fault> {
        let unusable = |error: sqlx::Error| {
            let because = if is_full(database) { ", because the disk is full" } else { "" };
            Fault::unusable(database, format!("it cannot be opened{because}: {error}"))
        };
        match database {
            Database::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .busy_timeout(PATIENCE)
                    .foreign_keys(true)
                    .statement_cache_capacity(PREPARED)
                    .row_buffer_size(ROWS_AHEAD)
                    .disable_statement_logging();
                let writing = options
                    .clone()
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full);
                let pool = SqlitePoolOptions::new()
                    .acquire_timeout(PATIENCE)
                    .max_lifetime(None)
                    .test_before_acquire(false);
                let one = pool
                    .clone()
                    .max_connections(1)
                    .after_release(|connection, _| Box::pin(can_begin(connection)));
                let write = connected(one, writing).await.map_err(unusable)?;
                let reading = options.read_only(true);
                let read = pool.max_connections(READERS).connect_lazy_with(reading);
                Ok(Self::Sqlite { write, read })
            }
            Database::Postgres(address) => {
                let options: PgConnectOptions = address.parse().map_err(unusable)?;
                let options =
                    options.statement_cache_capacity(PREPARED).disable_statement_logging();
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options)
                    .await
                    .map_err(unusable)?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Begins a transaction that may write.
    pub(crate) async fn begin(&self) -> Result<Tx, sqlx::Error> {
        match self {
            Self::Sqlite { write, .. } => Ok(Tx::Sqlite(write.begin_with(BEGIN_WRITING).await?)),
            Self::Postgres(pool) => Ok(Tx::Postgres(begun(pool, BEGIN_ON_POSTGRES).await?)),
        }
    }

    /// Begins a transaction that only reads, and sees one state of the database throughout.
    pub(crate) async fn begin_snapshot(&self) -> Result<Tx, sqlx::Error> {
        match self {
            Self::Sqlite { read, .. } => Ok(Tx::Sqlite(read.begin().await?)),
            Self::Postgres(pool) => Ok(Tx::Postgres(begun(pool, BEGIN_SNAPSHOT).await?)),
        }
    }

    /// Closes all connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Keeps what was done.
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        on!(Self, self, |tx| tx.commit().await)
    }
}
