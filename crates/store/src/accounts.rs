//! Accounts.

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
}

fn account((person, address, password_hash, created_at): AccountRow) -> Result<Account, Fault> {
    let created_at = time(created_at)?;
    Ok(Account { person: PersonId(person), address, password_hash, created_at })
}
