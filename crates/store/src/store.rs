//! The store itself: where it is, and how to read from it and write to it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::{Fault, Files, Reader, Transaction};

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The database.
    pub database: Database,
    /// The directory of the files.
    pub files: PathBuf,
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
    files: Arc<Files>,
}

impl Store {
    /// Opens the store, and brings its tables up to date.
    ///
    /// # Errors
    /// [`Fault::Unusable`] if it cannot be opened or was written by a newer version.
    pub async fn open(place: &Place) -> Result<Self, Fault> {
        let _ = place;
        Err(crate::fault::pending())
    }

    /// Returns a reader.
    pub fn reader(&self) -> Reader {
        Reader {}
    }

    /// Begins a transaction, named for what it does.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn begin(&self, doing: &'static str) -> Result<Transaction, Fault> {
        let _ = doing;
        Err(crate::fault::pending())
    }

    /// Returns the files.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Returns a count that grows with every committed transaction that a public page could show.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn change_count(&self) -> Result<i64, Fault> {
        Err(crate::fault::pending())
    }

    /// Returns how many statements were sent to the database so far, for tests that count a page's queries.
    pub fn queries_made(&self) -> u64 {
        0
    }
}
