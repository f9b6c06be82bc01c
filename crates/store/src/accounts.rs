//! Accounts, one-time links and sessions.

use jiff::Timestamp;
use rules::PersonId;

use crate::{Account, Fault, Reader, Session, Transaction};

impl Reader {
    /// Returns the account of this address, in whatever case it is written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account(&self, address: &str) -> Result<Option<Account>, Fault> {
        let _ = address;
        Err(crate::fault::pending())
    }

    /// Returns the account of a person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn account_of(&self, person: PersonId) -> Result<Option<Account>, Fault> {
        let _ = person;
        Err(crate::fault::pending())
    }

    /// Returns all accounts, by address.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn accounts(&self) -> Result<Vec<Account>, Fault> {
        Err(crate::fault::pending())
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
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// Makes or changes the account of a person.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_account(&mut self, account: &Account) -> Result<(), Fault> {
        let _ = account;
        Err(crate::fault::pending())
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
        let _ = token_sha256;
        let _ = person;
        let _ = expires_at;
        Err(crate::fault::pending())
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
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
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
        let _ = token_sha256;
        let _ = session;
        Err(crate::fault::pending())
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn touch_session(&mut self, token_sha256: &str, now: Timestamp) -> Result<(), Fault> {
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<(), Fault> {
        let _ = token_sha256;
        Err(crate::fault::pending())
    }

    /// Removes sessions and links that have expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_expired(&mut self, now: Timestamp) -> Result<(), Fault> {
        let _ = now;
        Err(crate::fault::pending())
    }
}
