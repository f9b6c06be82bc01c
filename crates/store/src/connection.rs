//! The one place through which every statement goes to the database, and is counted.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};

use crate::Fault;
use crate::pool::{Pool, Tx, on};
use crate::sql::{Sql, Value};

/// A row type that both databases can fill; `#[derive(FromRow)]` and tuples do.
pub(crate) trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static
{
}

impl<R> Row for R where
    R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static
{
}

/// A connection to the database, on its own or within a transaction.
#[derive(Debug)]
pub(crate) struct Connection {
    to: To,
    queries: Arc<AtomicU64>,
    doing: &'static str,
}

#[derive(Debug)]
enum To {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    Within(Tx),
}

/// What statements are sent to.
enum Link<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

/// Binds the values, each with its type, to a statement of either database.
macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Integer(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
                Value::Boolean(yes) => query.bind(yes),
            };
        }
        query
    }};
}

/// The most values in one statement of many rows; more rows at a time do not make it faster, and SQLite takes at most
/// 32,766.
const MOST_VALUES: usize = 2_000;

impl Connection {
    /// Takes a free connection; it is for questions, of which each may see another state of the database.
    pub(crate) async fn free(
        pool: &Pool,
        queries: Arc<AtomicU64>,
        doing: &'static str,
    ) -> Result<Self, Fault> {
        let to = match pool {
            Pool::Sqlite { read, .. } => read.acquire().await.map(To::Sqlite),
            Pool::Postgres(pool) => pool.acquire().await.map(To::Postgres),
        };
        let to = to.map_err(|source| Fault::Database { doing, source })?;
        Ok(Self { to, queries, doing })
    }

    /// Takes the connection of SQLite that writes, for what is set outside of transactions.
    pub(crate) async fn writing(
        pool: &Pool,
        queries: Arc<AtomicU64>,
        doing: &'static str,
    ) -> Result<Self, Fault> {
        let Pool::Sqlite { write, .. } = pool else {
            return Self::free(pool, queries, doing).await;
        };
        let to = write.acquire().await.map_err(|source| Fault::Database { doing, source })?;
        Ok(Self { to: To::Sqlite(to), queries, doing })
    }

    /// Sends what follows into a transaction.
    pub(crate) fn within(tx: Tx, queries: Arc<AtomicU64>, doing: &'static str) -> Self {
        Self { to: To::Within(tx), queries, doing }
    }

    /// Says whether the database is SQLite, for the few things that the two say differently.
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.to, To::Sqlite(_) | To::Within(Tx::Sqlite(_)))
    }

    /// Returns all rows.
    pub(crate) async fn all<R: Row>(&mut self, sql: Sql) -> Result<Vec<R>, Fault> {
        let (text, values) = self.prepare(sql);
        let rows = on!(Link, self.link(), |db| {
            bound!(sqlx::query_as(AssertSqlSafe(text)), values).fetch_all(db).await
        });
        rows.map_err(|source| self.fault(source))
    }

    /// Returns rows one after the other, of which there may be more than fit into memory.
    pub(crate) fn stream<R: Row>(&mut self, sql: Sql) -> BoxStream<'_, Result<R, Fault>> {
        let (text, values) = self.prepare(sql);
        let doing = self.doing;
        let fault = move |source| Fault::Database { doing, source };
        on!(Link, self.link(), |db| {
            bound!(sqlx::query_as(AssertSqlSafe(text)), values).fetch(db).map_err(fault).boxed()
        })
    }

    /// Returns the first row, if there is one.
    pub(crate) async fn first<R: Row>(&mut self, sql: Sql) -> Result<Option<R>, Fault> {
        let (text, values) = self.prepare(sql);
        let row = on!(Link, self.link(), |db| {
            bound!(sqlx::query_as(AssertSqlSafe(text)), values).fetch_optional(db).await
        });
        row.map_err(|source| self.fault(source))
    }

    /// Returns the one row of a question that always has one, such as a count.
    pub(crate) async fn one<R: Row>(&mut self, sql: Sql) -> Result<R, Fault> {
        let row = self.first(sql).await?;
        row.ok_or_else(|| self.fault(sqlx::Error::RowNotFound))
    }

    /// Changes something, and returns how many rows it was.
    pub(crate) async fn run(&mut self, sql: Sql) -> Result<u64, Fault> {
        let (text, values) = self.prepare(sql);
        let done = on!(Link, self.link(), |db| {
            let query = bound!(sqlx::query(AssertSqlSafe(text)), values);
            query.execute(db).await.map(|done| done.rows_affected())
        });
        done.map_err(|source| self.fault(source))
    }

    /// Inserts rows, many at a time: `into` is `insert into name (a, b) values`, and `values` are those of all rows,
    /// one after the other.
    pub(crate) async fn insert(
        &mut self,
        into: &'static str,
        columns: usize,
        values: Vec<Value>,
    ) -> Result<(), Fault> {
        self.insert_or((into, ""), columns, values).await?;
        Ok(())
    }

    /// Inserts rows, many at a time, and does with those that are there what the end of the statement says; returns how many
    /// rows were written.
    pub(crate) async fn insert_or(
        &mut self,
        (into, end): (&str, &'static str),
        columns: usize,
        values: Vec<Value>,
    ) -> Result<u64, Fault> {
        let mut written = 0;
        for statement in self.rows(into, columns, values, end) {
            written += self.run(statement).await?;
        }
        Ok(written)
    }

    /// Inserts rows, many at a time, but for those that are there; returns the ids of those that were not.
    pub(crate) async fn insert_new(
        &mut self,
        into: &'static str,
        columns: usize,
        values: Vec<Value>,
    ) -> Result<HashSet<i64>, Fault> {
        let mut new = HashSet::new();
        for statement in self.rows(into, columns, values, " on conflict do nothing returning id") {
            let ids: Vec<(i64,)> = self.all(statement).await?;
            new.extend(ids.into_iter().map(|(id,)| id));
        }
        Ok(new)
    }

    /// Writes the statements that insert rows.
    fn rows(&self, into: &str, columns: usize, values: Vec<Value>, end: &str) -> Vec<Sql> {
        debug_assert!(columns > 0 && values.len().is_multiple_of(columns), "{into}");
        let rows = (MOST_VALUES / columns).max(1);
        let mut values = values.into_iter();
        let mut statements = Vec::new();
        loop {
            let some: Vec<Value> = values.by_ref().take(rows * columns).collect();
            if some.is_empty() {
                return statements;
            }
            let text = self.values_text(into, columns, some.len() / columns) + end;
            statements.push(Sql { text: Cow::Owned(text), values: some });
        }
    }

    /// Runs a script of several statements that have no values.
    pub(crate) async fn script(&mut self, text: &'static str) -> Result<(), Fault> {
        let done = on!(Link, self.link(), |db| sqlx::raw_sql(text).execute(db).await.map(|_| ()));
        done.map_err(|source| self.fault(source))
    }

    /// Keeps what was done in the transaction.
    pub(crate) async fn commit(self) -> Result<(), Fault> {
        let doing = self.doing;
        match self.to {
            To::Within(tx) => tx.commit().await.map_err(|source| Fault::Database { doing, source }),
            To::Sqlite(_) | To::Postgres(_) => Ok(()),
        }
    }

    /// Writes `insert … values (…), (…)`.
    fn values_text(&self, into: &str, columns: usize, rows: usize) -> String {
        let mut text = String::with_capacity(into.len() + rows * columns * 6);
        text.push_str(into);
        for row in 0..rows {
            text.push_str(if row == 0 { " (" } else { ", (" });
            for column in 0..columns {
                if column > 0 {
                    text.push_str(", ");
                }
                if self.is_sqlite() {
                    // SQLite finds numbered values by looking through all of them.
                    text.push('?');
                } else {
                    text.push('$');
                    text.push_str(&(row * columns + column + 1).to_string());
                }
            }
            text.push(')');
        }
        text
    }

    /// Counts a statement, and writes it as the database wants it.
    fn prepare(&mut self, sql: Sql) -> (Cow<'static, str>, Vec<Value>) {
        self.queries.fetch_add(1, Ordering::Relaxed);
        tracing::trace!(target: "store::sql", doing = self.doing, statement = &*sql.text);
        let text = with_lists(&sql.text, self.is_sqlite()).map_or(sql.text, Cow::Owned);
        (text, sql.values)
    }

    fn link(&mut self) -> Link<'_> {
        match &mut self.to {
            To::Sqlite(connection) => Link::Sqlite(connection),
            To::Postgres(connection) => Link::Postgres(connection),
            To::Within(Tx::Sqlite(tx)) => Link::Sqlite(tx),
            To::Within(Tx::Postgres(tx)) => Link::Postgres(tx),
        }
    }

    fn fault(&self, source: sqlx::Error) -> Fault {
        Fault::Database { doing: self.doing, source }
    }
}

/// What stands around the value of a list in each database: how it is written here, then before and after it.
type List = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const LISTS: [List; 2] = [
    (
        "numbers($",
        ("select value from json_each(", ")"),
        ("select unnest(translate(", ", '[]', '{}')::bigint[])"),
    ),
    (
        "texts($",
        ("select value from json_each(", ")"),
        ("select jsonb_array_elements_text(", "::jsonb)"),
    ),
];

/// Writes `numbers($1)` and `texts($1)` as the database does, the rows of a list; `None` if there is nothing to write.
fn with_lists(text: &str, sqlite: bool) -> Option<String> {
    LISTS.into_iter().fold(None, |written, (list, in_sqlite, in_postgres)| {
        let around = if sqlite { in_sqlite } else { in_postgres };
        with_list(written.as_deref().unwrap_or(text), list, around).or(written)
    })
}

fn with_list(text: &str, list: &str, (before, after): (&str, &str)) -> Option<String> {
    if !text.contains(list) {
        return None;
    }
    let mut written = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(list) {
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        written.push_str(head);
        written.push_str(before);
        written.push('$');
        written.push_str(&tail[..digits]);
        written.push_str(after);
        rest = tail[digits..].strip_prefix(')').unwrap_or(&tail[digits..]);
    }
    written.push_str(rest);
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_numbers_is_one_value_on_both() {
        let text = "select a from b where c in (numbers($1)) and d = $2 and e in (numbers($13))";
        insta::assert_snapshot!(with_lists(text, true).expect("a list"), @"select a from b where c in (select value from json_each($1)) and d = $2 and e in (select value from json_each($13))");
        insta::assert_snapshot!(with_lists(text, false).expect("a list"), @"select a from b where c in (select unnest(translate($1, '[]', '{}')::bigint[])) and d = $2 and e in (select unnest(translate($13, '[]', '{}')::bigint[]))");
        let text = "select a from b where c in (numbers($1)) and d in (texts($2))";
        insta::assert_snapshot!(with_lists(text, true).expect("a list"), @"select a from b where c in (select value from json_each($1)) and d in (select value from json_each($2))");
        insta::assert_snapshot!(with_lists(text, false).expect("a list"), @"select a from b where c in (select unnest(translate($1, '[]', '{}')::bigint[])) and d in (select jsonb_array_elements_text($2::jsonb))");
        assert_eq!(with_lists("select 1", true), None);
    }
}
