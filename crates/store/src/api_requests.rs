//! Requests of programs that get the same answer again.
//!
//! A request with a key is an attempt, which holds its key for a while. Whatever an attempt commits says so on its key in the same
//! transaction; an attempt whose key was taken over cannot commit any more. So, whatever dies and when: it was done, and
//! is known to be done; or it was not, and the next attempt may do it. Of a token only its SHA-256 ever comes here.

use jiff::Timestamp;
use rules::Number;
use sqlx::FromRow;

use crate::decode::some_time;
use crate::sql::{Sql, sql};
use crate::{Fault, Transaction};

tokio::task_local! {
    /// What is being attempted by this task.
    static ATTEMPT: Option<ApiAttempt>;
}

const BEGIN: &str = "
    insert into api_requests (token_sha256, request_key, holder, request_sha256, begun_at, held_until)
    values ($1, $2, $3, $4, $5, $6)
    on conflict (token_sha256, request_key) do nothing";

/// An instance of an older version says neither how long it holds a key, nor what it did.
const TAKE_OVER: &str = "
    update api_requests set holder = $3, held_until = $6
    where token_sha256 = $1 and request_key = $2 and request_sha256 = $4
        and status is null and not done and held_until < $5";

const FIND: &str = "
    select request_sha256, held_until, done, made, status, etag, location, body from api_requests
    where token_sha256 = $1 and request_key = $2";

const DONE: &str = "
    update api_requests set done = true, made = coalesce(made, $4)
    where token_sha256 = $1 and request_key = $2 and holder = $3";

const FINISH: &str = "
    update api_requests set status = $4, etag = $5, location = $6, body = $7
    where token_sha256 = $1 and request_key = $2 and holder = $3";

const FORGET: &str = "
    delete from api_requests where token_sha256 = $1 and request_key = $2 and holder = $3 and not done";

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

/// One attempt to do what a request with a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAttempt {
    /// SHA-256 of the token.
    pub token_sha256: String,
    /// The key, which is the token's own.
    pub key: String,
    /// Tells this attempt from others with the same key.
    pub holder: String,
}

impl ApiAttempt {
    fn bound(&self, text: &'static str) -> Sql {
        sql(text).bind(&self.token_sha256).bind(&self.key).bind(&self.holder)
    }

    /// Does what belongs to the attempt: what it commits is noted on its key.
    pub async fn doing<T>(&self, what: impl Future<Output = T>) -> T {
        ATTEMPT.scope(Some(self.clone()), what).await
    }
}

/// Does something beside the attempt that is under way, if one is: it may be done again, and says nothing of the rest.
pub async fn aside<T>(what: impl Future<Output = T>) -> T {
    ATTEMPT.scope(None, what).await
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiRequest {
    /// It is free, or whoever held it did nothing: the attempt holds it now.
    Begun,
    /// It was answered.
    Answered(ApiAnswer),
    /// It was done, and what was answered is lost; with the first statement that it made, if it made one.
    Done(Option<Number>),
    /// An attempt holds it, up to this instant where that is known.
    Held(Option<Timestamp>),
    /// It was used for another request.
    Another,
}

#[derive(FromRow)]
struct RequestRow {
    request_sha256: String,
    held_until: Option<i64>,
    done: bool,
    made: Option<i64>,
    status: Option<i64>,
    etag: Option<String>,
    location: Option<String>,
    body: Option<String>,
}

impl Transaction {
    /// Begins an attempt at a request, of which this digest tells it from others, unless there is nothing to attempt; it holds the
    /// key up to an instant.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn begin_api_request(
        &mut self,
        attempt: &ApiAttempt,
        request_sha256: &str,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<ApiRequest, Fault> {
        for attempts in [BEGIN, TAKE_OVER] {
            let begin = attempt.bound(attempts).bind(request_sha256).bind(now).bind(until);
            if self.connection.run(begin).await? > 0 {
                return Ok(ApiRequest::Begun);
            }
        }
        let ApiAttempt { token_sha256, key, .. } = attempt;
        let row: RequestRow = self.connection.one(sql(FIND).bind(token_sha256).bind(key)).await?;
        if row.request_sha256 != request_sha256 {
            return Ok(ApiRequest::Another);
        }
        Ok(match row.status {
            Some(status) => ApiRequest::Answered(ApiAnswer {
                status,
                etag: row.etag,
                location: row.location,
                body: row.body.unwrap_or_default(),
            }),
            None if row.done => ApiRequest::Done(row.made.map(Number)),
            None => ApiRequest::Held(some_time(row.held_until)?),
        })
    }

    /// Notes, as a transaction ends, that what is attempted is done.
    pub(crate) async fn note_done(&mut self) -> Result<(), Fault> {
        let Some(attempt) = ATTEMPT.try_with(Clone::clone).ok().flatten() else { return Ok(()) };
        let made = self.made.map(|number| number.0);
        if self.connection.run(attempt.bound(DONE).bind(made)).await? > 0 {
            return Ok(());
        }
        Err(Fault::Outdated { what: "what this request was to do".to_owned() })
    }

    /// Keeps how a request was answered, if its key is still the attempt's.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn finish_api_request(
        &mut self,
        attempt: &ApiAttempt,
        answer: &ApiAnswer,
    ) -> Result<(), Fault> {
        let finish = attempt.bound(FINISH).bind(answer.status);
        let finish = finish.bind(answer.etag.clone()).bind(answer.location.clone());
        self.connection.run(finish.bind(&answer.body)).await?;
        Ok(())
    }

    /// Forgets an attempt that did nothing, so that another can be made.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn forget_api_request(&mut self, attempt: &ApiAttempt) -> Result<(), Fault> {
        self.connection.run(attempt.bound(FORGET)).await?;
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
