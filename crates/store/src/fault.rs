//! What can go wrong with the database or the files.

use sqlx::postgres::PgConnectOptions;

use crate::Database;

/// SQLite's codes for a disk that is full: as it says so itself, as a write failed, and as the file that it shares with other
/// processes could not be made longer. A write fails for want of room before anything else.
const SQLITE_FULL: [&str; 3] = ["13", "778", "4874"];
/// PostgreSQL's: `disk_full`.
const POSTGRES_FULL: [&str; 1] = ["53100"];

/// Says whether a fault of files comes from a full disk, or from a quota that is used up.
fn has_no_room(fault: &(dyn std::error::Error + 'static)) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    let mut cause = Some(fault);
    while let Some(fault) = cause {
        let kind = fault.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if kind.is_some_and(|kind| matches!(kind, StorageFull | QuotaExceeded)) {
            return true;
        }
        cause = fault.source();
    }
    false
}

/// A fault of the database or the files: ours, never the reader's.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database refused or is not there.
    #[error("the database failed while trying to {doing}: {source}")]
    Database {
        /// What was tried, as an infinitive: "load a statement".
        doing: &'static str,
        /// The database's own words.
        source: sqlx::Error,
    },
    /// The files could not be read or written.
    #[error("the files failed while trying to {doing}: {source}")]
    Files {
        /// What was tried.
        doing: &'static str,
        /// The file store's own words.
        source: object_store::Error,
    },
    /// The database holds something that this version does not know.
    #[error(
        "the database holds {what}, which this version of liaison does not know: was it written by a newer one?"
    )]
    Unknown {
        /// What was found, and where.
        what: String,
    },
    /// What was given contradicts itself or what is there.
    #[error("{what}")]
    Contradiction {
        /// What does, where, and what to do.
        what: String,
    },
    /// Somebody else saved the same thing in the meantime.
    #[error("somebody else saved {what} in the meantime")]
    Outdated {
        /// What was saved.
        what: String,
    },
    /// The database or the directory of the files cannot be opened or brought up to date.
    #[error("the store at {place} cannot be used: {why}")]
    Unusable {
        /// Its path or its address without password.
        place: String,
        /// Why, and what to do.
        why: String,
    },
}

impl Fault {
    /// Says whether there was no room on a disk: nothing was changed, and the same can be done once there is.
    pub fn is_no_room(&self) -> bool {
        match self {
            Self::Database { source: sqlx::Error::Database(error), .. } => {
                error.code().is_some_and(|code| {
                    let is_sqlite = error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some();
                    let full: &[&str] = if is_sqlite { &SQLITE_FULL } else { &POSTGRES_FULL };
                    full.contains(&code.as_ref())
                })
            }
            Self::Files { source, .. } => has_no_room(source),
            _ => false,
        }
    }

    /// Makes the fault of a database that cannot be used; the password in its address is not named.
    pub(crate) fn unusable(database: &Database, why: String) -> Self {
        Self::Unusable { place: Self::place(database), why }
    }

    /// Names a database without its password.
    pub(crate) fn place(database: &Database) -> String {
        match database {
            Database::Sqlite(path) => path.display().to_string(),
            Database::Postgres(address) => match address.parse::<PgConnectOptions>() {
                Ok(options) => format!(
                    "postgres://{}@{}:{}/{}",
                    options.get_username(),
                    options.get_host(),
                    options.get_port(),
                    options.get_database().unwrap_or_default()
                ),
                Err(_) => "an address that cannot be read".to_owned(),
            },
        }
    }
}
