//! All rows of the database as text, as one transaction sees them: what a backup holds of it, whichever database it is.

use futures_util::TryStreamExt;

use crate::connection::Connection;
use crate::sql::{assembled, sql};
use crate::{Fault, Store};

const APPLIED: &str = "select name from migrations order by name";

const TABLES_SQLITE: &str = "
    select t.name, c.name, lower(c.type) from sqlite_schema t, pragma_table_info(t.name) c
    where t.type = 'table' order by t.name, c.cid";

const TABLES_POSTGRES: &str = "
    select table_name::text, column_name::text, data_type::text from information_schema.columns
    where table_schema = current_schema() order by table_name, ordinal_position";

/// A table with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpedTable {
    /// Its name.
    pub name: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// The type of each.
    pub(crate) types: Vec<String>,
}

/// One state of the database, to be read whole.
#[derive(Debug)]
pub struct Dump {
    connection: Connection,
}

impl Store {
    /// Begins to read the database whole: whatever changes meanwhile is not seen.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn dump(&self) -> Result<Dump, Fault> {
        Ok(Dump { connection: self.reader().snapshot("read everything").await? })
    }
}

impl Dump {
    /// Returns the steps that made the tables what they are.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn steps(&mut self) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = self.connection.all(sql(APPLIED)).await?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }

    /// Returns the tables; not those of the search, which are made anew of the others.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn tables(&mut self) -> Result<Vec<DumpedTable>, Fault> {
        tables(&mut self.connection).await
    }

    /// Gives each row of a table, as a JSON list of its columns.
    ///
    /// # Errors
    /// A [`Fault`] of the database, or that of whoever takes the rows.
    pub async fn rows<E: From<Fault>>(
        &mut self,
        table: &DumpedTable,
        mut take: impl AsyncFnMut(String) -> Result<(), E>,
    ) -> Result<(), E> {
        let columns = table.columns.join(", ");
        let text = match self.connection.is_sqlite() {
            true => format!("select json_array({columns}) from {}", table.name),
            false => format!("select json_build_array({columns})::text from {}", table.name),
        };
        let mut rows = self.connection.stream::<(String,)>(assembled(text));
        while let Some((row,)) = rows.try_next().await? {
            take(row).await?;
        }
        Ok(())
    }
}

/// Returns the tables that hold what cannot be made anew.
pub(crate) async fn tables(connection: &mut Connection) -> Result<Vec<DumpedTable>, Fault> {
    let text = if connection.is_sqlite() { TABLES_SQLITE } else { TABLES_POSTGRES };
    let rows: Vec<(String, String, String)> = connection.all(sql(text)).await?;
    let mut tables: Vec<DumpedTable> = Vec::new();
    for (name, column, of_type) in rows {
        if name.starts_with("search_") || name.starts_with("sqlite_") || name == "migrations" {
            continue;
        }
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => {
                table.columns.push(column);
                table.types.push(of_type);
            }
            None => tables.push(DumpedTable { name, columns: vec![column], types: vec![of_type] }),
        }
    }
    Ok(tables)
}
