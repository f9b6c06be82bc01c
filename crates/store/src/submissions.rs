//! What was handed in with the public form, and waits to be confirmed.

use jiff::Timestamp;
use sqlx::FromRow;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, Transaction};

/// What was handed in with the public form, and waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Its id.
    pub id: i64,
    /// SHA-256 of the message that was made of it.
    pub sha256: String,
    /// Its size in bytes.
    pub size: i64,
    /// Who handed it in.
    pub name: String,
    /// For whom.
    pub organization: String,
    /// Their address, at which they confirm it.
    pub address: String,
    /// When it was handed in.
    pub created_at: Timestamp,
    /// When it is thrown away.
    pub expires_at: Timestamp,
}

const INSERT: &str = "
    insert into submissions (id, token_sha256, sha256, size, name, organization, address, created_at,
        expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const FIND: &str = "
    select id, sha256, size, name, organization, address, created_at, expires_at from submissions
    where token_sha256 = $1 and expires_at > $2";

const REMOVE: &str = "
    delete from submissions where token_sha256 = $1 and expires_at > $2
    returning id, sha256, size, name, organization, address, created_at, expires_at";

const REMOVE_EXPIRED: &str = "
    delete from submissions where expires_at <= $1
    returning id, sha256, size, name, organization, address, created_at, expires_at";

const WAITING: &str = "select count(*), cast(coalesce(sum(size), 0) as bigint) from submissions";

#[derive(FromRow)]
struct Row {
    id: i64,
    sha256: String,
    size: i64,
    name: String,
    organization: String,
    address: String,
    created_at: i64,
    expires_at: i64,
}

impl Transaction {
    /// Keeps what was handed in under the digest of a token that was mailed.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_submission(
        &mut self,
        submission: &Submission,
        token_sha256: &str,
    ) -> Result<(), Fault> {
        let Submission { id, sha256, size, name, organization, address, created_at, expires_at } =
            submission;
        let insert = sql(INSERT).bind(*id).bind(token_sha256).bind(sha256).bind(*size).bind(name);
        let insert = insert.bind(organization).bind(address).bind(*created_at).bind(*expires_at);
        self.connection.run(insert).await?;
        Ok(())
    }

    /// Returns what a token confirms, unless it was used or has expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn submission(
        &mut self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<Submission>, Fault> {
        let row: Option<Row> =
            self.connection.first(sql(FIND).bind(token_sha256).bind(now)).await?;
        row.map(read).transpose()
    }

    /// Uses a token up, and returns what it confirms; of two who use it at once only one gets it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn use_submission(
        &mut self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<Submission>, Fault> {
        let row: Option<Row> =
            self.connection.first(sql(REMOVE).bind(token_sha256).bind(now)).await?;
        row.map(read).transpose()
    }

    /// Returns how many wait to be confirmed, and how many bytes they take.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn submissions_waiting(&mut self) -> Result<(i64, i64), Fault> {
        self.connection.one(sql(WAITING)).await
    }

    /// Removes what nobody confirmed in time, and returns it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_expired_submissions(
        &mut self,
        now: Timestamp,
    ) -> Result<Vec<Submission>, Fault> {
        let rows: Vec<Row> = self.connection.all(sql(REMOVE_EXPIRED).bind(now)).await?;
        rows.into_iter().map(read).collect()
    }
}

fn read(row: Row) -> Result<Submission, Fault> {
    let Row { id, sha256, size, name, organization, address, created_at, expires_at } = row;
    let (created_at, expires_at) = (time(created_at)?, time(expires_at)?);
    Ok(Submission { id, sha256, size, name, organization, address, created_at, expires_at })
}
