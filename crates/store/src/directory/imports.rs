//! Imports of the directory: what each did, and those that wait for somebody's decision.

use rules::{Doer, PersonId};
use sqlx::FromRow;

use crate::decode::{known, some_time, time};
use crate::sql::sql;
use crate::{DirectoryImport, Fault, ImportState, Reader, Transaction};

const INSERT: &str = "
    insert into directory_imports (id, at, source, state, entries_sha256, difference, reason, decided_at, decided_by,
        decided_name, decided_role)
    values ($1, $2, $3, $4, $5, $6, $7, null, null, '', '')";

/// What is decided once stays decided: a second decision finds nothing that is held.
const DECIDE: &str = "
    update directory_imports set state = $2, decided_at = $3, decided_by = $4, decided_name = $5, decided_role = $6
    where id = $1 and state = 'held'";

const LOOK_AGAIN: &str = "
    update directory_imports set difference = $2, reason = $3 where id = $1 and state = 'held'";

const ONE: &str = "
    select id, at, source, state, entries_sha256, difference, reason, decided_at, decided_by, decided_name, decided_role
    from directory_imports where id = $1";

const NEWEST: &str = "
    select id, at, source, state, entries_sha256, difference, reason, decided_at, decided_by, decided_name, decided_role
    from directory_imports order by at desc, id desc limit $1";

const SAME_HELD: &str = "
    select id from directory_imports where state = 'held' and entries_sha256 = $1 and source = $2";

#[derive(FromRow)]
struct Row {
    id: i64,
    at: i64,
    source: String,
    state: String,
    entries_sha256: String,
    difference: String,
    reason: String,
    decided_at: Option<i64>,
    decided_by: Option<i64>,
    decided_name: String,
    decided_role: String,
}

impl Reader {
    /// Returns an import.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn directory_import(&self, id: i64) -> Result<Option<DirectoryImport>, Fault> {
        let mut connection = self.ask("load an import").await?;
        let row: Option<Row> = connection.first(sql(ONE).bind(id)).await?;
        row.map(import).transpose()
    }

    /// Returns the newest imports, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn directory_imports(&self, limit: i64) -> Result<Vec<DirectoryImport>, Fault> {
        let mut connection = self.ask("list imports").await?;
        let rows: Vec<Row> = connection.all(sql(NEWEST).bind(limit)).await?;
        rows.into_iter().map(import).collect()
    }
}

impl Transaction {
    /// Keeps what an import did, or that it is held.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_directory_import(&mut self, import: &DirectoryImport) -> Result<(), Fault> {
        let insert = sql(INSERT)
            .bind(import.id)
            .bind(import.at)
            .bind(&import.source)
            .bind(import.state.slug())
            .bind(&import.entries_sha256)
            .bind(&import.difference)
            .bind(&import.reason);
        self.connection.run(insert).await?;
        Ok(())
    }

    /// Returns the held import of the same entries from the same source, if there is one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn held_import(&mut self, sha256: &str, source: &str) -> Result<Option<i64>, Fault> {
        let held = self.connection.first(sql(SAME_HELD).bind(sha256).bind(source)).await?;
        Ok(held.map(|(id,)| id))
    }

    /// Keeps another difference of a held import, because the directory changed meanwhile.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_difference(
        &mut self,
        id: i64,
        difference: &str,
        reason: &str,
    ) -> Result<(), Fault> {
        self.connection.run(sql(LOOK_AGAIN).bind(id).bind(difference).bind(reason)).await?;
        Ok(())
    }

    /// Decides on a held import; says whether it was still held.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn decide_import(
        &mut self,
        id: i64,
        state: ImportState,
        by: &Doer,
        at: jiff::Timestamp,
    ) -> Result<bool, Fault> {
        let (person, name, role) = match by {
            Doer::System => (None, "", ""),
            Doer::Person { id, name, role } => (id.map(|id| id.0), name.as_str(), role.as_str()),
        };
        let decide = sql(DECIDE).bind(id).bind(state.slug()).bind(at).bind(person);
        Ok(self.connection.run(decide.bind(name).bind(role)).await? > 0)
    }
}

fn import(row: Row) -> Result<DirectoryImport, Fault> {
    let by = row.decided_by.map(PersonId);
    Ok(DirectoryImport {
        id: row.id,
        at: time(row.at)?,
        source: row.source,
        state: known(ImportState::from_slug(&row.state), "state of an import", &row.state)?,
        entries_sha256: row.entries_sha256,
        difference: row.difference,
        reason: row.reason,
        decided: some_time(row.decided_at)?.map(|at| {
            let by = Doer::Person { id: by, name: row.decided_name, role: row.decided_role };
            (by, at)
        }),
    })
}
