//! Files of which somebody wants a PDF beside them.

use jiff::Timestamp;
use rules::{Number, PersonId};
use sqlx::FromRow;

use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

/// What could not be made is tried again when somebody asks again.
const WANT: &str = "
    insert into wanted_pdfs (number, position, sha256, person, fault, tried) values ($1, $2, $3, $4, '', 0)
    on conflict (number, position) do update set
        sha256 = excluded.sha256, person = excluded.person, fault = '', tried = 0, claimed_until = null
    where wanted_pdfs.sha256 <> excluded.sha256 or wanted_pdfs.fault <> ''";

const OF: &str = "
    select position, sha256, fault from wanted_pdfs where number = $1 order by position";

/// Of the file that it is there for alone: whoever saved another one meanwhile has it as it is.
const FORGET: &str =
    "delete from wanted_pdfs where number = $1 and position = $2 and ($3 = '' or sha256 = $3)";

const FAIL: &str = "
    update wanted_pdfs set fault = $4, claimed_until = null
    where number = $1 and position = $2 and sha256 = $3";

/// One statement, so that two workers never get the same row; the condition stands twice as in the outbox. What was tried most
/// comes last, so that a file on which workers break holds up no other.
const CLAIM: &str = "
    update wanted_pdfs set tried = tried + 1, claimed_until = $2
    where fault = '' and (claimed_until is null or claimed_until <= $1) and (number, position) in (
        select number, position from wanted_pdfs
        where fault = '' and (claimed_until is null or claimed_until <= $1)
        order by tried, number, position limit 1)
    returning number, position, sha256, person, tried - 1 as tried,
        (select a.name from attachments a
            where a.number = wanted_pdfs.number and a.position = wanted_pdfs.position
                and a.sha256 = wanted_pdfs.sha256) as name";

/// A PDF that somebody wants of a file of a statement.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct WantedPdf {
    /// The place of the file among the attachments.
    pub position: i64,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// Why none could be made; empty while it is being made.
    pub fault: String,
}

/// A PDF to be made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedPdf {
    /// The statement.
    pub number: Number,
    /// The place of the file among its attachments.
    pub position: i64,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// Its name; `None` if it is attached no longer.
    pub name: Option<String>,
    /// Who wants it.
    pub person: PersonId,
    /// How often it was tried before.
    pub tried: i64,
}

#[derive(FromRow)]
struct ClaimedRow {
    number: i64,
    position: i64,
    sha256: String,
    person: i64,
    tried: i64,
    name: Option<String>,
}

impl Reader {
    /// Returns the PDFs that are wanted of files of a statement, by the files' places.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn wanted_pdfs(&self, number: Number) -> Result<Vec<WantedPdf>, Fault> {
        let mut connection = self.ask("load which PDFs are wanted").await?;
        connection.all(sql(OF).bind(number)).await
    }
}

impl Transaction {
    /// Returns the PDFs that are wanted of files of a statement, by the files' places.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn wanted_pdfs(&mut self, number: Number) -> Result<Vec<WantedPdf>, Fault> {
        self.connection.all(sql(OF).bind(number)).await
    }

    /// Notes that somebody wants a PDF of a file; once, however often they say so while it is being made.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn want_pdf(
        &mut self,
        number: Number,
        (position, sha256): (i64, &str),
        person: PersonId,
    ) -> Result<(), Fault> {
        let want = sql(WANT).bind(number).bind(position).bind(sha256).bind(person.0);
        self.connection.run(want).await?;
        Ok(())
    }

    /// Claims the PDF that waited longest, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_pdf(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ClaimedPdf>, Fault> {
        let row: Option<ClaimedRow> =
            self.connection.first(sql(CLAIM).bind(now).bind(until)).await?;
        Ok(row.map(|row| ClaimedPdf {
            number: Number(row.number),
            position: row.position,
            sha256: row.sha256,
            name: row.name,
            person: PersonId(row.person),
            tried: row.tried,
        }))
    }

    /// Notes why no PDF could be made of a file.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn fail_pdf(
        &mut self,
        number: Number,
        (position, sha256): (i64, &str),
        fault: &str,
    ) -> Result<(), Fault> {
        let fail = sql(FAIL).bind(number).bind(position).bind(sha256).bind(fault);
        self.connection.run(fail).await?;
        Ok(())
    }

    /// Forgets that a PDF is wanted of a file; with an empty digest, whichever file is at that place. Returns whether one was.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_pdf(
        &mut self,
        number: Number,
        (position, sha256): (i64, &str),
    ) -> Result<bool, Fault> {
        let forget = sql(FORGET).bind(number).bind(position).bind(sha256);
        Ok(self.connection.run(forget).await? > 0)
    }
}
