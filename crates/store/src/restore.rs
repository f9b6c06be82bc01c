//! Filling an empty database with the rows of another, of either kind.

use serde_json::Value as Json;

use crate::connection::Connection;
use crate::dump::{DumpedTable, tables};
use crate::pool::Pool;
use crate::sql::{Value, assembled, numbers, sql};
use crate::{Database, Fault, Store, conversions, migrations, search, statements};

const DOING: &str = "restore the database";
/// What refers to what is looked at once, when everything is there: row by row, SQLite would look through all that refers to a
/// statement with each that is written.
const LATER_SQLITE: &str = "pragma foreign_keys = off";
const DANGLING_SQLITE: &str = "select [table], parent from pragma_foreign_key_check limit 1";
const REFERENCES_POSTGRES: &str = "
    select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace";
const ANY_TABLE_POSTGRES: &str =
    "select count(*) from information_schema.tables where table_schema = current_schema()";
const ANY_ROW: &str = "
    select (select count(*) from statements) + (select count(*) from people) + (select count(*) from groups)";
const NUMBERS: &str = "select number from statements where number > $1 order by number limit 200";

/// A database that is being filled; nobody sees anything of it before it is finished.
#[derive(Debug)]
pub struct Restoring {
    connection: Connection,
    pool: Pool,
    tables: Vec<DumpedTable>,
    references: Vec<(String, String, String)>,
}

impl Restoring {
    /// Begins to fill a database, with the tables as those steps made them.
    ///
    /// # Errors
    /// [`Fault::Unusable`] if there is something in it already, or the steps are not ours; a [`Fault`] of the database.
    pub async fn begin(database: &Database, steps: &[String]) -> Result<Self, Fault> {
        let full = || {
            Fault::unusable(
                database,
                "there is data in it already: nothing is restored onto data".to_owned(),
            )
        };
        if let Database::Sqlite(path) = database
            && path.exists()
        {
            return Err(full());
        }
        let pool = Pool::open(database).await?;
        if matches!(database, Database::Postgres(_)) {
            let mut free = Connection::free(&pool, Default::default(), DOING).await?;
            let (tables,): (i64,) = free.one(sql(ANY_TABLE_POSTGRES)).await?;
            // Tables without rows are those of a restore that failed.
            if tables > 0 && free.one::<(i64,)>(sql(ANY_ROW)).await.is_ok_and(|(rows,)| rows == 0) {
                migrations::bring_to_steps(steps, &pool, database).await?;
            } else if tables > 0 {
                return Err(full());
            }
        }
        migrations::bring_to_steps(steps, &pool, database).await?;
        if matches!(pool, Pool::Sqlite { .. }) {
            // Within a transaction it cannot be set.
            let mut writing = Connection::writing(&pool, Default::default(), DOING).await?;
            writing.run(sql(LATER_SQLITE)).await?;
        }
        let tx = pool.begin().await.map_err(|source| Fault::Database { doing: DOING, source })?;
        let mut connection = Connection::within(tx, Default::default(), DOING);
        let mut references = Vec::new();
        if !connection.is_sqlite() {
            references = connection.all(sql(REFERENCES_POSTGRES)).await?;
            for (table, name, _) in &references {
                let drop = format!("alter table {table} drop constraint {name}");
                connection.run(assembled(drop)).await?;
            }
        }
        let tables = tables(&mut connection).await?;
        for table in &tables {
            connection.run(assembled(format!("delete from {}", table.name))).await?;
        }
        Ok(Self { connection, pool, tables, references })
    }

    /// Adds rows to a table: each a JSON list of these columns.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for a table, a column or a value that does not fit; a [`Fault`] of the database.
    pub async fn add(
        &mut self,
        table: &str,
        columns: &[String],
        rows: &[&str],
    ) -> Result<(), Fault> {
        let unfit = |what: String| Fault::Contradiction { what };
        let known = self.tables.iter().find(|it| it.name == table);
        let known = known.ok_or_else(|| unfit(format!("there is no table {table}")))?;
        let types: Option<Vec<&String>> = columns
            .iter()
            .map(|column| {
                let place = known.columns.iter().position(|known| known == column)?;
                known.types.get(place)
            })
            .collect();
        let types = types.ok_or_else(|| unfit(format!("table {table} has other columns")))?;
        let mut values = Vec::with_capacity(rows.len() * columns.len());
        for row in rows {
            let row: Vec<Json> = serde_json::from_str(row).unwrap_or_default();
            if row.len() != columns.len() {
                return Err(unfit(format!("a row of {table} has another number of columns")));
            }
            for (value, of_type) in row.into_iter().zip(&types) {
                let value = typed(value, of_type);
                values.push(
                    value.ok_or_else(|| unfit(format!("a value of {table} is no {of_type}")))?,
                );
            }
        }
        let into = format!("insert into {table} ({}) values", columns.join(", "));
        self.connection.insert_or((&into, ""), columns.len(), values).await?;
        Ok(())
    }

    /// Keeps everything; what refers to something that is not there is refused.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] in SQLite, and a [`Fault`] of the database in PostgreSQL, where it refers to what is not there.
    pub async fn finish(mut self) -> Result<(), Fault> {
        if self.connection.is_sqlite() {
            let dangling: Option<(String, String)> =
                self.connection.first(sql(DANGLING_SQLITE)).await?;
            if let Some((table, parent)) = dangling {
                let what = format!("a row of {table} refers to one of {parent} that is not there");
                return Err(Fault::Contradiction { what });
            }
        }
        for (table, name, says) in &self.references {
            let add = format!("alter table {table} add constraint {name} {says}");
            self.connection.run(assembled(add)).await?;
        }
        self.connection.commit().await?;
        self.pool.close().await;
        Ok(())
    }
}

fn typed(value: Json, of_type: &str) -> Option<Value> {
    Some(match (of_type, value) {
        ("boolean", Json::Null) => Value::Boolean(None),
        ("boolean", Json::Bool(yes)) => Value::Boolean(Some(yes)),
        ("boolean", Json::Number(number)) => Value::Boolean(Some(number.as_i64()? != 0)),
        ("text", Json::Null) => Value::Text(None),
        ("text", Json::String(text)) => Value::Text(Some(text)),
        ("bigint" | "integer", Json::Null) => Value::Integer(None),
        ("bigint" | "integer", Json::Number(number)) => Value::Integer(Some(number.as_i64()?)),
        _ => return None,
    })
}

impl Store {
    /// Makes the index of the search anew, in a database that was restored.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn index_anew(&self, progress: &(dyn Fn(u64) + Send + Sync)) -> Result<(), Fault> {
        let (mut after, mut done) = (-1, 0);
        loop {
            let mut tx = self.begin("index anew").await?;
            let rows: Vec<(i64,)> = tx.connection.all(sql(NUMBERS).bind(after)).await?;
            let Some((last,)) = rows.last() else { return Ok(()) };
            after = *last;
            let list: Vec<_> = rows.iter().map(|(number,)| rules::Number(*number)).collect();
            let loaded = statements::load::statements(&mut tx.connection, &list).await?;
            let of = numbers(rows.iter().map(|(number,)| *number));
            let texts = conversions::texts(&mut tx.connection, &of).await?;
            let loaded: Vec<&rules::Statement> = loaded.iter().collect();
            search::index::add(&mut tx.connection, &loaded, &texts).await?;
            tx.commit().await?;
            done += rows.len() as u64;
            progress(done);
        }
    }
}
