//! Backups that were made.

use jiff::Timestamp;

use crate::decode::some_time;
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const NOTE: &str = "
    insert into backups (at, path, bytes) values ($1, $2, $3)
    on conflict (at) do update set path = excluded.path, bytes = excluded.bytes";
const NEWEST: &str = "select max(at) from backups";

impl Reader {
    /// Returns when the newest backup was made, if there is one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn last_backup(&self) -> Result<Option<Timestamp>, Fault> {
        let (at,) = self.ask("ask for the newest backup").await?.one(sql(NEWEST)).await?;
        some_time(at)
    }
}

impl Transaction {
    /// Notes that a backup was made.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_backup(
        &mut self,
        at: Timestamp,
        path: &str,
        bytes: u64,
    ) -> Result<(), Fault> {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        self.connection.run(sql(NOTE).bind(at).bind(path).bind(bytes)).await?;
        Ok(())
    }
}
