//! Who is who at the organization's sign-in, and visits to it that have not come back yet.

use jiff::Timestamp;
use rules::PersonId;
use sqlx::FromRow;

use crate::decode::time;
use crate::sql::sql;
use crate::{Fault, OpenIdRequest, Transaction};

const PERSON: &str = "select person from openid_subjects where issuer = $1 and subject = $2";

const SUBJECT: &str = "select subject from openid_subjects where issuer = $1 and person = $2";

const BIND: &str = "
    insert into openid_subjects (issuer, subject, person, first_at, last_at) values ($1, $2, $3, $4, $4)";

const SEEN: &str = "update openid_subjects set last_at = $3 where issuer = $1 and subject = $2";

const SAVE_REQUEST: &str = "
    insert into openid_requests (state_sha256, browser_sha256, nonce, pkce_verifier, next, expires_at)
    values ($1, $2, $3, $4, $5, $6)";

/// Two answers to the same request at once: the second finds nothing to delete.
const TAKE_REQUEST: &str = "
    delete from openid_requests where state_sha256 = $1
    returning browser_sha256, nonce, pkce_verifier, next, expires_at";

const REMOVE_REQUESTS: &str = "delete from openid_requests where expires_at <= $1";

#[derive(FromRow)]
struct RequestRow {
    browser_sha256: String,
    nonce: String,
    pkce_verifier: String,
    next: String,
    expires_at: i64,
}

impl Transaction {
    /// Returns whom a provider means by a subject, if that was seen before.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn person_of_subject(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<PersonId>, Fault> {
        let found = self.connection.first(sql(PERSON).bind(issuer).bind(subject)).await?;
        Ok(found.map(|(person,)| PersonId(person)))
    }

    /// Returns what a provider calls a person, if they came from there before.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subject_of_person(
        &mut self,
        issuer: &str,
        person: PersonId,
    ) -> Result<Option<String>, Fault> {
        let found = self.connection.first(sql(SUBJECT).bind(issuer).bind(person)).await?;
        Ok(found.map(|(subject,)| subject))
    }

    /// Binds a provider's subject to a person for ever.
    ///
    /// # Errors
    /// A [`Fault`] of the database, also if either is bound already.
    pub async fn bind_subject(
        &mut self,
        issuer: &str,
        subject: &str,
        person: PersonId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let bind = sql(BIND).bind(issuer).bind(subject).bind(person).bind(now);
        self.connection.run(bind).await?;
        Ok(())
    }

    /// Notes that a subject came again.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn subject_came(
        &mut self,
        issuer: &str,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(SEEN).bind(issuer).bind(subject).bind(now)).await?;
        Ok(())
    }

    /// Keeps a visit to the provider until it comes back, and removes those that never did.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_openid_request(
        &mut self,
        state_sha256: &str,
        request: &OpenIdRequest,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(REMOVE_REQUESTS).bind(now)).await?;
        let save = sql(SAVE_REQUEST).bind(state_sha256).bind(&request.browser_sha256);
        let save = save.bind(&request.nonce).bind(&request.pkce_verifier).bind(&request.next);
        self.connection.run(save.bind(request.expires_at)).await?;
        Ok(())
    }

    /// Takes a visit that came back: once, and never again, nor after it expired.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn take_openid_request(
        &mut self,
        state_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<OpenIdRequest>, Fault> {
        let row: Option<RequestRow> =
            self.connection.first(sql(TAKE_REQUEST).bind(state_sha256)).await?;
        let Some(row) = row else { return Ok(None) };
        let expires_at = time(row.expires_at)?;
        let request = OpenIdRequest {
            browser_sha256: row.browser_sha256,
            nonce: row.nonce,
            pkce_verifier: row.pkce_verifier,
            next: row.next,
            expires_at,
        };
        Ok((expires_at > now).then_some(request))
    }
}
