//! The addresses at which calendars read what waits for somebody.
//!
//! Of an address only the SHA-256 of its token ever comes here.

use jiff::Timestamp;
use rules::PersonId;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const CALENDAR_OF: &str = "select made_at from calendars where person = $1";
const CALENDAR: &str = "select person from calendars where token_sha256 = $1";
const MAKE_CALENDAR: &str = "
    insert into calendars (person, token_sha256, made_at) values ($1, $2, $3)
    on conflict (person) do update set token_sha256 = excluded.token_sha256, made_at = excluded.made_at";
const REVOKE_CALENDAR: &str = "delete from calendars where person = $1";

impl Reader {
    /// Returns since when somebody has a calendar.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn calendar_of(&self, person: PersonId) -> Result<Option<Timestamp>, Fault> {
        let mut connection = self.ask("find somebody's calendar").await?;
        let found: Option<(i64,)> = connection.first(sql(CALENDAR_OF).bind(person)).await?;
        found.map(|(made_at,)| time(made_at)).transpose()
    }

    /// Returns whose calendar a token belongs to.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn calendar(&self, token_sha256: &str) -> Result<Option<PersonId>, Fault> {
        let mut connection = self.ask("find whose calendar it is").await?;
        let found: Option<(i64,)> = connection.first(sql(CALENDAR).bind(token_sha256)).await?;
        Ok(found.map(|(person,)| PersonId(person)))
    }
}

impl Transaction {
    /// Keeps the token of somebody's calendar in place of the one that they had.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn make_calendar(
        &mut self,
        person: PersonId,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(MAKE_CALENDAR).bind(person).bind(token_sha256).bind(now)).await?;
        Ok(())
    }

    /// Revokes somebody's calendar.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn revoke_calendar(&mut self, person: PersonId) -> Result<(), Fault> {
        self.connection.run(sql(REVOKE_CALENDAR).bind(person)).await?;
        Ok(())
    }
}
