//! The store itself: where it is, and how to read from it and write to it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::connection::Connection;
use crate::pool::Pool;
use crate::sql::sql;
use crate::{Fault, FilePlace, Files, Reader, Transaction, directory, migrations};

/// Each table is looked at whole: what is known of its first rows alone leads to worse choices than nothing.
const WEIGH_SQLITE: &str = "pragma optimize = 65538";

/// What many statements at once left in many pieces becomes one, which is searched several times as fast.
const SETTLE_SQLITE: &str = "insert into search_words (search_words) values ('optimize')";

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The database.
    pub database: Database,
    /// The files.
    pub files: FilePlace,
}

impl Place {
    /// Returns the directories of this machine that are written to, each once.
    fn directories(&self) -> Vec<PathBuf> {
        let database = match &self.database {
            Database::Sqlite(path) => path.parent(),
            Database::Postgres(_) => None,
        };
        // A file that is named without a directory is in the one where we stand.
        let database =
            database.map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path });
        let mut directories: Vec<PathBuf> =
            database.into_iter().chain(self.files.directory()).map(Path::to_owned).collect();
        directories.dedup();
        directories
    }
}

/// Which database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// An SQLite file; made if it is absent.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database.
    Postgres(String),
}

/// The database and the files; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) shared: Arc<Shared>,
}

/// What a store and all its readers have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) pool: Pool,
    pub(crate) queries: Arc<AtomicU64>,
    pub(crate) files: Files,
    /// The database, without its password.
    pub(crate) database: String,
    /// The directories of this machine that are written to.
    pub(crate) directories: Vec<PathBuf>,
    pub(crate) directory: Mutex<directory::Known>,
}

const CHANGE_COUNT: &str = "select value from counters where name = 'changes'";

impl Store {
    /// Opens the store, and brings its tables up to date.
    ///
    /// # Errors
    /// [`Fault::Unusable`] if it cannot be opened or was written by a newer version.
    pub async fn open(place: &Place) -> Result<Self, Fault> {
        let files = Files::open(&place.files)?;
        let pool = Pool::open(&place.database).await?;
        migrations::bring_up_to_date(&pool, &place.database).await?;
        Ok(Self::of(place, pool, files))
    }

    /// Opens the store as it is: makes nothing, and leaves its tables as they are.
    ///
    /// # Errors
    /// [`Fault::Unusable`] if there is none, or it cannot be opened.
    pub async fn look(place: &Place) -> Result<Self, Fault> {
        let absent = |path: &Path, what: &str| Fault::Unusable {
            place: path.display().to_string(),
            why: format!("there is no {what}"),
        };
        if let Database::Sqlite(path) = &place.database
            && !path.is_file()
        {
            return Err(absent(path, "database"));
        }
        if let Some(path) = place.files.directory()
            && !path.is_dir()
        {
            return Err(absent(path, "directory of files"));
        }
        let pool = Pool::open(&place.database).await?;
        Ok(Self::of(place, pool, Files::open(&place.files)?))
    }

    fn of(place: &Place, pool: Pool, files: Files) -> Self {
        Self {
            shared: Arc::new(Shared {
                pool,
                queries: Arc::default(),
                files,
                database: Fault::place(&place.database),
                directories: place.directories(),
                directory: Mutex::default(),
            }),
        }
    }

    /// Returns a reader.
    pub fn reader(&self) -> Reader {
        Reader { shared: Arc::clone(&self.shared) }
    }

    /// Begins a transaction, named for what it does.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn begin(&self, doing: &'static str) -> Result<Transaction, Fault> {
        let Shared { pool, queries, .. } = &*self.shared;
        let tx = pool.begin().await.map_err(|source| Fault::Database { doing, source })?;
        Ok(Transaction::new(Connection::within(tx, Arc::clone(queries), doing)))
    }

    /// Returns the files.
    pub fn files(&self) -> &Files {
        &self.shared.files
    }

    /// Returns a count that grows with every committed transaction that a public page could show.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn change_count(&self) -> Result<i64, Fault> {
        let mut connection = self.reader().ask("count changes").await?;
        let (count,) = connection.one(sql(CHANGE_COUNT)).await?;
        Ok(count)
    }

    /// Returns how many statements were sent to the database so far, for tests that count a page's queries; where
    /// transactions begin and end is not counted.
    pub fn queries_made(&self) -> u64 {
        self.shared.queries.load(Ordering::Relaxed)
    }

    /// Lets SQLite look at how much is in which table, so that connections which are opened from then on know which index
    /// serves best; it looks again at what grew tenfold. PostgreSQL does so by itself.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn weigh(&self) -> Result<(), Fault> {
        if matches!(self.shared.pool, Pool::Postgres(_)) {
            return Ok(());
        }
        let (pool, queries) = (&self.shared.pool, Arc::clone(&self.shared.queries));
        let mut writing = Connection::writing(pool, queries, "look at the tables").await?;
        writing.run(sql(WEIGH_SQLITE)).await.map(drop)
    }

    /// Brings the index of words in order after many statements came at once; a second or so for 100,000. PostgreSQL does so by
    /// itself.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn settle(&self) -> Result<(), Fault> {
        if matches!(self.shared.pool, Pool::Postgres(_)) {
            return Ok(());
        }
        let (pool, queries) = (&self.shared.pool, Arc::clone(&self.shared.queries));
        let mut writing = Connection::writing(pool, queries, "settle the index of words").await?;
        writing.run(sql(SETTLE_SQLITE)).await.map(drop)
    }

    /// Closes the connections; what is being done is finished first.
    pub async fn close(&self) {
        self.shared.pool.close().await;
    }
}
