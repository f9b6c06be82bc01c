//! Requests of programs that get the same answer again.
//!
//! Of a token only its SHA-256 ever comes here.

use jiff::Timestamp;
use sqlx::FromRow;

use crate::sql::sql;
use crate::{Fault, Transaction};

const BEGIN: &str = "
    insert into api_requests (token_sha256, request_key, request_sha256, begun_at) values ($1, $2, $3, $4)
    on conflict (token_sha256, request_key) do nothing";

const FIND: &str = "
    select request_sha256, status, etag, location, body from api_requests
    where token_sha256 = $1 and request_key = $2";

const FINISH: &str = "
    update api_requests set status = $3, etag = $4, location = $5, body = $6
    where token_sha256 = $1 and request_key = $2";

const FORGET: &str = "delete from api_requests where token_sha256 = $1 and request_key = $2";

const FORGET_OLD: &str = "delete from api_requests where begun_at < $1";

/// A request that has a key, as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAnswer {
    /// The status of the answer.
    pub status: i64,
    /// The tag of what was answered.
    pub etag: Option<String>,
    /// Where what was made is.
    pub location: Option<String>,
    /// What was answered.
    pub body: String,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiRequest {
    /// It was never used: the request is begun now.
    New,
    /// It was used with this digest of a request; answered, or not yet.
    Used(String, Option<ApiAnswer>),
}

#[derive(FromRow)]
struct RequestRow {
    request_sha256: String,
    status: Option<i64>,
    etag: Option<String>,
    location: Option<String>,
    body: Option<String>,
}

impl Transaction {
    /// Notes that a request with a key is begun, unless the key was used.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn begin_api_request(
        &mut self,
        (token_sha256, key): (&str, &str),
        request_sha256: &str,
        now: Timestamp,
    ) -> Result<ApiRequest, Fault> {
        let begin = sql(BEGIN).bind(token_sha256).bind(key).bind(request_sha256).bind(now);
        if self.connection.run(begin).await? > 0 {
            return Ok(ApiRequest::New);
        }
        let row: RequestRow = self.connection.one(sql(FIND).bind(token_sha256).bind(key)).await?;
        let answer = row.status.map(|status| ApiAnswer {
            status,
            etag: row.etag,
            location: row.location,
            body: row.body.unwrap_or_default(),
        });
        Ok(ApiRequest::Used(row.request_sha256, answer))
    }

    /// Keeps how a request with a key was answered.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn finish_api_request(
        &mut self,
        (token_sha256, key): (&str, &str),
        answer: &ApiAnswer,
    ) -> Result<(), Fault> {
        let finish = sql(FINISH).bind(token_sha256).bind(key).bind(answer.status);
        let finish = finish.bind(answer.etag.clone()).bind(answer.location.clone());
        self.connection.run(finish.bind(&answer.body)).await?;
        Ok(())
    }

    /// Forgets a request with a key, so that it can be made again.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_api_request(
        &mut self,
        (token_sha256, key): (&str, &str),
    ) -> Result<(), Fault> {
        self.connection.run(sql(FORGET).bind(token_sha256).bind(key)).await?;
        Ok(())
    }

    /// Forgets the requests that were begun before an instant; returns how many.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_api_requests(&mut self, before: Timestamp) -> Result<u64, Fault> {
        self.connection.run(sql(FORGET_OLD).bind(before)).await
    }
}
