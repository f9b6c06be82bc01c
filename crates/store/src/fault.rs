//! What can go wrong with the database or the files.

use sqlx::postgres::PgConnectOptions;

use crate::Database;

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
