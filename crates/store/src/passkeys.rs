//! Passkeys, and what a browser has begun with them.

use jiff::Timestamp;
use rules::PersonId;
use sqlx::FromRow;

use crate::decode::{some_time, time};
use crate::sessions::minute;
use crate::sql::sql;
use crate::{Fault, KeptPasskey, Reader, Transaction};

const OF_PERSON: &str = "
    select id, person, credential_id, name, passkey, created_at, used_at from passkeys
    where person = $1 order by id desc";

const SAVE: &str = "
    insert into passkeys (id, person, credential_id, name, passkey, created_at) values ($1, $2, $3, $4, $5, $6)";

const TAKEN: &str = "select id from passkeys where credential_id = $1";

const USED: &str = "update passkeys set passkey = $2, used_at = $3 where id = $1";

const REMOVE: &str = "delete from passkeys where person = $1 and id = $2 returning name";

const SAVE_CEREMONY: &str = "
    insert into passkey_ceremonies (token_sha256, person, state, expires_at) values ($1, $2, $3, $4)";

/// Two answers to the same at once: the second finds nothing to delete.
const TAKE_CEREMONY: &str =
    "delete from passkey_ceremonies where token_sha256 = $1 returning person, state, expires_at";

const REMOVE_CEREMONIES: &str = "delete from passkey_ceremonies where expires_at <= $1";

#[derive(FromRow)]
struct PasskeyRow {
    id: i64,
    person: i64,
    credential_id: String,
    name: String,
    passkey: String,
    created_at: i64,
    used_at: Option<i64>,
}

impl Reader {
    /// Returns the passkeys of a person, the newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<KeptPasskey>, Fault> {
        let mut connection = self.ask("list a person's passkeys").await?;
        let rows: Vec<PasskeyRow> = connection.all(sql(OF_PERSON).bind(person)).await?;
        rows.into_iter().map(KeptPasskey::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a passkey; returns whether nobody had it yet.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_passkey(&mut self, passkey: &KeptPasskey) -> Result<bool, Fault> {
        let taken = self.connection.first::<(i64,)>(sql(TAKEN).bind(&passkey.credential_id));
        if taken.await?.is_some() {
            return Ok(false);
        }
        let save = sql(SAVE).bind(passkey.id).bind(passkey.person).bind(&passkey.credential_id);
        let save = save.bind(&passkey.name).bind(&passkey.passkey).bind(passkey.created_at);
        self.connection.run(save).await?;
        Ok(true)
    }

    /// Notes that a passkey was used, to the minute, with what changed of it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn passkey_used(
        &mut self,
        id: i64,
        passkey: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(USED).bind(id).bind(passkey).bind(minute(now))).await?;
        Ok(())
    }

    /// Removes a passkey of a person; returns what they called it, if it was theirs.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_passkey(
        &mut self,
        person: PersonId,
        id: i64,
    ) -> Result<Option<String>, Fault> {
        let removed: Option<(String,)> =
            self.connection.first(sql(REMOVE).bind(person).bind(id)).await?;
        Ok(removed.map(|(name,)| name))
    }

    /// Keeps what a browser's answer is checked against, by the SHA-256 of its token, and removes what was never answered.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_passkey_ceremony(
        &mut self,
        token_sha256: &str,
        person: PersonId,
        state: &str,
        [now, expires_at]: [Timestamp; 2],
    ) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_CEREMONIES).bind(now)).await?;
        let save = sql(SAVE_CEREMONY).bind(token_sha256).bind(person).bind(state);
        self.connection.run(save.bind(expires_at)).await?;
        Ok(())
    }

    /// Takes what an answer is checked against: once, and not after it expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn take_passkey_ceremony(
        &mut self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<(PersonId, String)>, Fault> {
        let row: Option<(i64, String, i64)> =
            self.connection.first(sql(TAKE_CEREMONY).bind(token_sha256)).await?;
        let Some((person, state, expires_at)) = row else { return Ok(None) };
        Ok((time(expires_at)? > now).then_some((PersonId(person), state)))
    }
}

impl TryFrom<PasskeyRow> for KeptPasskey {
    type Error = Fault;

    fn try_from(row: PasskeyRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            person: PersonId(row.person),
            credential_id: row.credential_id,
            name: row.name,
            passkey: row.passkey,
            created_at: time(row.created_at)?,
            used_at: some_time(row.used_at)?,
        })
    }
}
