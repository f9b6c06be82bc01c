//! Accounts and one-time links.
//!
//! Of a token only its SHA-256 ever comes here: a copy of the database signs nobody in.

use jiff::Timestamp;
use rules::PersonId;

use crate::decode::time;
use crate::sql::{key, sql};
use crate::{Account, Fault, Reader, Transaction};

const BY_ADDRESS: &str =
    "select person, address, password_hash, created_at from accounts where address_key = $1";

const OF_PERSON: &str =
    "select person, address, password_hash, created_at from accounts where person = $1";

const ALL: &str =
    "select person, address, password_hash, created_at from accounts order by address_key";

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

const REMOVE_LINKS: &str = "delete from sign_in_links where expires_at <= $1";

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
}

impl Transaction {
    /// Returns the account of a person, as [`Reader::account_of`], those just made included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account_of(&mut self, person: PersonId) -> Result<Option<Account>, Fault> {
        self.connection.first(sql(OF_PERSON).bind(person)).await?.map(account).transpose()
    }

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

    /// Removes one-time links that have expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_expired_links(&mut self, now: Timestamp) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_LINKS).bind(now)).await?;
        Ok(())
    }
}

fn account((person, address, password_hash, created_at): AccountRow) -> Result<Account, Fault> {
    let created_at = time(created_at)?;
    Ok(Account { person: PersonId(person), address, password_hash, created_at })
}
