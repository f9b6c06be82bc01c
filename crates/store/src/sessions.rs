//! Sessions.
//!
//! Of a token only its SHA-256 ever comes here: a copy of the database signs nobody in.

use jiff::Timestamp;
use rules::PersonId;
use sqlx::FromRow;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, Reader, Session, Transaction};

const ONE: &str = "
    select id, person, means, agent, created_at, seen_at, expires_at from sessions
    where token_sha256 = $1 and expires_at > $2 and seen_at > $3";

const OF_PERSON: &str = "
    select id, person, means, agent, created_at, seen_at, expires_at from sessions
    where person = $1 and expires_at > $2 and seen_at > $3 order by seen_at desc, id desc";

const SAVE: &str = "
    insert into sessions (token_sha256, id, person, means, agent, created_at, seen_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

const TOUCH: &str = "update sessions set seen_at = $2 where token_sha256 = $1 and seen_at < $2";

const END: &str = "delete from sessions where token_sha256 = $1 returning person, agent";

const END_OF_PERSON: &str =
    "delete from sessions where person = $1 and id = $2 returning person, agent";

const END_OTHERS: &str = "delete from sessions where person = $1 and token_sha256 <> $2";

const REMOVE_EXPIRED: &str = "delete from sessions where expires_at <= $1";

const REMOVE_IDLE: &str = "delete from sessions where seen_at <= $1";

#[derive(FromRow)]
struct SessionRow {
    id: i64,
    person: i64,
    means: String,
    agent: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
}

impl Reader {
    /// Returns the session with this token hash, unless it has ended or was not used since `idle_since`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn session(
        &self,
        token_sha256: &str,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Option<Session>, Fault> {
        let mut connection = self.ask("find a session").await?;
        let find = sql(ONE).bind(token_sha256).bind(now).bind(idle_since);
        let found: Option<SessionRow> = connection.first(find).await?;
        found.map(Session::try_from).transpose()
    }

    /// Returns the sessions of a person that have not ended, the one used last first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn sessions_of(
        &self,
        person: PersonId,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<Session>, Fault> {
        let mut connection = self.ask("list a person's sessions").await?;
        let list = sql(OF_PERSON).bind(person).bind(now).bind(idle_since);
        let rows: Vec<SessionRow> = connection.all(list).await?;
        rows.into_iter().map(Session::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a session by its token's SHA-256.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_session(
        &mut self,
        token_sha256: &str,
        session: &Session,
    ) -> Result<(), Fault> {
        let save = sql(SAVE).bind(token_sha256).bind(session.id).bind(session.person);
        let save = save.bind(&session.means).bind(&session.agent).bind(session.created_at);
        self.connection.run(save.bind(minute(session.seen_at)).bind(session.expires_at)).await?;
        Ok(())
    }

    /// Notes that a session was used, to the minute.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn touch_session(&mut self, token_sha256: &str, now: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(TOUCH).bind(token_sha256).bind(minute(now))).await?;
        Ok(())
    }

    /// Ends a session; returns whose it was and what kind of program had it, if there was one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_session(
        &mut self,
        token_sha256: &str,
    ) -> Result<Option<(PersonId, String)>, Fault> {
        let ended: Option<(i64, String)> =
            self.connection.first(sql(END).bind(token_sha256)).await?;
        Ok(ended.map(|(person, agent)| (PersonId(person), agent)))
    }

    /// Ends a session of a person by its id; returns what kind of program had it, if it was theirs.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_session_of(
        &mut self,
        person: PersonId,
        id: i64,
    ) -> Result<Option<String>, Fault> {
        let end = sql(END_OF_PERSON).bind(person).bind(id);
        let ended: Option<(i64, String)> = self.connection.first(end).await?;
        Ok(ended.map(|(_, agent)| agent))
    }

    /// Ends all sessions of a person but one, and returns how many; an empty hash keeps none. Their one-time links go too.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_other_sessions(
        &mut self,
        person: PersonId,
        kept_token_sha256: &str,
    ) -> Result<u64, Fault> {
        self.remove_links_of(person).await?;
        self.connection.run(sql(END_OTHERS).bind(person).bind(kept_token_sha256)).await
    }

    /// Removes sessions that have ended, or were not used since `idle_since`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_ended_sessions(
        &mut self,
        now: Timestamp,
        idle_since: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_EXPIRED).bind(now)).await?;
        self.connection.run(sql(REMOVE_IDLE).bind(idle_since)).await?;
        Ok(())
    }
}

impl TryFrom<SessionRow> for Session {
    type Error = Fault;

    fn try_from(row: SessionRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            person: PersonId(row.person),
            means: row.means,
            agent: row.agent,
            created_at: time(row.created_at)?,
            seen_at: time(row.seen_at)?,
            expires_at: time(row.expires_at)?,
        })
    }
}

const MICROSECONDS_OF_A_MINUTE: i64 = 60_000_000;

/// Returns when a minute began, in microseconds since 1970: what is used when is nobody's business to the second.
pub(crate) fn minute(at: Timestamp) -> i64 {
    let microseconds = at.as_microsecond();
    microseconds - microseconds.rem_euclid(MICROSECONDS_OF_A_MINUTE)
}
