//! Accounts, one-time links and sessions.

use jiff::Timestamp;
use rules::PersonId;

use crate::{Account, Fault, Reader, Session, Transaction};

impl Reader {
    /// A [`Fault`] of the database.
    pub async fn account(&self, address: &str) -> Result<Option<Account>, Fault> {
        let _ = address;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn account_of(&self, person: PersonId) -> Result<Option<Account>, Fault> {
        let _ = person;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn accounts(&self) -> Result<Vec<Account>, Fault> {
        Err(crate::fault::pending())
    }

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
    /// A [`Fault`] of the database.
    pub async fn save_account(&mut self, account: &Account) -> Result<(), Fault> {
        let _ = account;
        Err(crate::fault::pending())
    }

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

    /// A [`Fault`] of the database.
    pub async fn touch_session(&mut self, token_sha256: &str, now: Timestamp) -> Result<(), Fault> {
        let _ = token_sha256;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<(), Fault> {
        let _ = token_sha256;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn remove_expired(&mut self, now: Timestamp) -> Result<(), Fault> {
        let _ = now;
        Err(crate::fault::pending())
    }
}
