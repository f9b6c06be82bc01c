//! What the record said, version by version, and the correction that is on its way.

use jiff::Timestamp;
use rules::Number;
use sqlx::FromRow;

use crate::connection::Connection;
use crate::decode::time;
use crate::sql::{Sql, numbers, sql};
use crate::{Fault, Reader, Transaction};

const VERSIONS: &str = "
    select number, version, at, by_name, by_role, why, subject, content, difference
    from statement_versions where number in (numbers($1)) order by number, version";

const ADD: &str = "
    insert into statement_versions (number, version, at, by_name, by_role, why, subject, content, difference)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const PENDING: &str = "
    select number from statements where corrects = $1 and state in ('draft', 'in-review')";

/// What the record said in one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementVersion {
    /// The statement.
    pub number: Number,
    /// Counts from 1.
    pub version: i64,
    /// When it was posted.
    pub at: Timestamp,
    /// Who began it, as they were called.
    pub by_name: String,
    /// In which role.
    pub by_role: String,
    /// Why it took the place of the one before it; empty for the first.
    pub why: String,
    /// The subject.
    pub subject: String,
    /// All of it, written out.
    pub content: String,
    /// From the version before it; empty for the first.
    pub difference: String,
}

#[derive(FromRow)]
struct VersionRow {
    number: i64,
    version: i64,
    at: i64,
    by_name: String,
    by_role: String,
    why: String,
    subject: String,
    content: String,
    difference: String,
}

impl TryFrom<VersionRow> for StatementVersion {
    type Error = Fault;

    fn try_from(row: VersionRow) -> Result<Self, Fault> {
        Ok(Self {
            number: Number(row.number),
            version: row.version,
            at: time(row.at)?,
            by_name: row.by_name,
            by_role: row.by_role,
            why: row.why,
            subject: row.subject,
            content: row.content,
            difference: row.difference,
        })
    }
}

impl Reader {
    /// Returns the versions of statements, the first of each first; of what was never corrected there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn versions(&self, of: &[Number]) -> Result<Vec<StatementVersion>, Fault> {
        let mut connection = self.ask("load versions of statements").await?;
        let rows: Vec<VersionRow> =
            connection.all(sql(VERSIONS).bind(numbers(of.iter().map(|number| number.0)))).await?;
        rows.into_iter().map(StatementVersion::try_from).collect()
    }

    /// Returns the number of the correction of a statement that is on its way.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn correction_of(&self, number: Number) -> Result<Option<Number>, Fault> {
        pending(&mut self.ask("find a correction").await?, number).await
    }
}

impl Transaction {
    /// Does the same within the transaction.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn correction_of(&mut self, number: Number) -> Result<Option<Number>, Fault> {
        pending(&mut self.connection, number).await
    }

    /// Keeps what the record said, or says now.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_version(&mut self, version: &StatementVersion) -> Result<(), Fault> {
        let add: Sql = sql(ADD).bind(version.number).bind(version.version).bind(version.at);
        let add = add.bind(&version.by_name).bind(&version.by_role).bind(&version.why);
        let add = add.bind(&version.subject).bind(&version.content).bind(&version.difference);
        self.connection.run(add).await?;
        Ok(())
    }
}

async fn pending(connection: &mut Connection, number: Number) -> Result<Option<Number>, Fault> {
    let found: Option<(i64,)> = connection.first(sql(PENDING).bind(number)).await?;
    Ok(found.map(|(number,)| Number(number)))
}
