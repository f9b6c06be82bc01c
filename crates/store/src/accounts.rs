//! Accounts, one-time links and sessions.
//!
//! Of a token only its SHA-256 ever comes here: a copy of the database signs nobody in.

use jiff::Timestamp;
use rules::PersonId;

use crate::decode::time;
use crate::sql::{key, sql};
use crate::{Account, Fault, Reader, Session, Transaction};

const BY_ADDRESS: &str =
    "select person, address, password_hash, created_at from accounts where address_key = $1";

const OF_PERSON: &str =
    "select person, address, password_hash, created_at from accounts where person = $1";

const ALL: &str =
    "select person, address, password_hash, created_at from accounts order by address_key";

const SESSION: &str = "select person, created_at, seen_at, expires_at from sessions
    where token_sha256 = $1 and expires_at > $2";

const OF_ANOTHER: &str = "select person from accounts where address_key = $1 and person <> $2";

const SAVE: &str = "
    insert into accounts (person, address, address_key, password_hash, created_at) values ($1, $2, $3, $4, $5)
    on conflict (person) do update set
        address = excluded.address, address_key = excluded.address_key, password_hash = excluded.password_hash";

const SAVE_LINK: &str =
    "insert into sign_in_links (token_sha256, person, expires_at) values ($1, $2, $3)";

/// Two who use the same link at once: the second finds nothing to delete.
const USE_LINK: &str =
    "delete from sign_in_links where token_sha256 = $1 returning person, expires_at";

const SAVE_SESSION: &str =
    "insert into sessions (token_sha256, person, created_at, seen_at, expires_at)
    values ($1, $2, $3, $4, $5)";

const TOUCH_SESSION: &str =
    "update sessions set seen_at = $2 where token_sha256 = $1 and seen_at < $2";

const END_SESSION: &str = "delete from sessions where token_sha256 = $1";

const REMOVE_LINKS: &str = "delete from sign_in_links where expires_at <= $1";

const REMOVE_SESSIONS: &str = "delete from sessions where expires_at <= $1";

type AccountRow = (i64, String, Option<String>, i64);

impl Reader {
    /// Returns the account of this address, in whatever case it is written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account(&self, address: &str) -> Result<Option<Account>, Fault> {
        let mut connection = self.ask("find an account").await?;
        connection.first(sql(BY_ADDRESS).bind(key(address))).await?.map(account).transpose()
    }

    /// Returns the account of a person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account_of(&self, person: PersonId) -> Result<Option<Account>, Fault> {
        let mut connection = self.ask("find a person's account").await?;
        connection.first(sql(OF_PERSON).bind(person)).await?.map(account).transpose()
    }

    /// Returns all accounts, by address.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn accounts(&self) -> Result<Vec<Account>, Fault> {
        let mut connection = self.ask("list accounts").await?;
        connection.all(sql(ALL)).await?.into_iter().map(account).collect()
    }

    /// Returns the session with this token hash, unless it has ended.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn session(
        &self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, Fault> {
        let mut connection = self.ask("find a session").await?;
        let found: Option<(i64, i64, i64, i64)> =
            connection.first(sql(SESSION).bind(token_sha256).bind(now)).await?;
        let Some((person, created_at, seen_at, expires_at)) = found else { return Ok(None) };
        Ok(Some(Session {
            person: PersonId(person),
            created_at: time(created_at)?,
            seen_at: time(seen_at)?,
            expires_at: time(expires_at)?,
        }))
    }
}

impl Transaction {
    /// Makes or changes the account of a person; when it was made stays.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] if somebody else signs in with this address; a [`Fault`] of the database.
    pub async fn save_account(&mut self, account: &Account) -> Result<(), Fault> {
        let key = key(&account.address);
        let others = sql(OF_ANOTHER).bind(&key).bind(account.person);
        if self.connection.first::<(i64,)>(others).await?.is_some() {
            return Err(Fault::Contradiction {
                what: format!(
                    "somebody else signs in with {}: choose another address",
                    account.address
                ),
            });
        }
        let save = sql(SAVE).bind(account.person).bind(&account.address).bind(key);
        let save = save.bind(account.password_hash.clone()).bind(account.created_at);
        self.connection.run(save).await?;
        Ok(())
    }

    /// Keeps a one-time link's token by its SHA-256.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_sign_in_link(
        &mut self,
        token_sha256: &str,
        person: PersonId,
        expires_at: Timestamp,
    ) -> Result<(), Fault> {
        let save = sql(SAVE_LINK).bind(token_sha256).bind(person).bind(expires_at);
        self.connection.run(save).await?;
        Ok(())
    }

    /// Uses up a one-time link: returns its person once, and never again, nor after it expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn use_sign_in_link(
        &mut self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<PersonId>, Fault> {
        let link: Option<(i64, i64)> =
            self.connection.first(sql(USE_LINK).bind(token_sha256)).await?;
        let Some((person, expires_at)) = link else { return Ok(None) };
        Ok((time(expires_at)? > now).then_some(PersonId(person)))
    }

    /// Keeps a session by its token's SHA-256.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_session(
        &mut self,
        token_sha256: &str,
        session: &Session,
    ) -> Result<(), Fault> {
        let save = sql(SAVE_SESSION).bind(token_sha256).bind(session.person);
        let save = save.bind(session.created_at).bind(minute(session.seen_at));
        self.connection.run(save.bind(session.expires_at)).await?;
        Ok(())
    }

    /// Notes that a session was used, to the minute.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn touch_session(&mut self, token_sha256: &str, now: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(TOUCH_SESSION).bind(token_sha256).bind(minute(now))).await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<(), Fault> {
        self.connection.run(sql(END_SESSION).bind(token_sha256)).await?;
        Ok(())
    }

    /// Removes sessions and links that have expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_expired(&mut self, now: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_LINKS).bind(now)).await?;
        self.connection.run(sql(REMOVE_SESSIONS).bind(now)).await?;
        Ok(())
    }
}

fn account((person, address, password_hash, created_at): AccountRow) -> Result<Account, Fault> {
    let created_at = time(created_at)?;
    Ok(Account { person: PersonId(person), address, password_hash, created_at })
}

const MICROSECONDS_OF_A_MINUTE: i64 = 60_000_000;

/// Returns when a minute began, in microseconds since 1970: what is used when is nobody's business to the second.
fn minute(at: Timestamp) -> i64 {
    let at = at.as_microsecond();
    at - at.rem_euclid(MICROSECONDS_OF_A_MINUTE)
}
