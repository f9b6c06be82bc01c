//! Where programs are told of changes, and how far each was told.

use jiff::Timestamp;
use rules::PersonId;
use sqlx::FromRow;

use crate::decode::{some_time, time};
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const ALL: &str = "
    select id, person, url, secret, created_at, told, tried, next_try_at, failing_since, answer, stopped
    from webhooks order by id";

const ADD: &str = "
    insert into webhooks (id, person, url, secret, created_at, told, tried, next_try_at, answer, stopped)
    values ($1, $2, $3, $4, $5, $6, 0, $5, '', $7)";

const REMOVE: &str = "delete from webhooks where id = $1";

/// One statement, so that two workers never get the same; the condition stands twice for PostgreSQL, as in the outbox.
const CLAIM: &str = "
    update webhooks set claimed_until = $2
    where not stopped and (claimed_until is null or claimed_until <= $1) and id in (
        select w.id from webhooks w
        where not w.stopped and w.next_try_at <= $1 and (w.claimed_until is null or w.claimed_until <= $1)
            and w.told < (select value from counters where name = 'feed')
        order by w.next_try_at, w.id limit $3)
    returning id, person, url, secret, created_at, told, tried, next_try_at, failing_since, answer, stopped";

const TOLD: &str = "
    update webhooks set told = $2, tried = 0, next_try_at = $3, claimed_until = null, failing_since = null, answer = $4
    where id = $1";

const NOT_TOLD: &str = "
    update webhooks set tried = tried + 1, next_try_at = $2, claimed_until = null,
        failing_since = coalesce(failing_since, $3), answer = $4, stopped = $5
    where id = $1";

const RESUME: &str = "
    update webhooks set stopped = $3, tried = 0, next_try_at = $2, failing_since = null where id = $1";

/// Where a program is told of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Tells it apart.
    pub id: i64,
    /// Who made it.
    pub person: PersonId,
    /// Where it is.
    pub url: String,
    /// With which what is told is signed, in base64.
    pub secret: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last change that was told.
    pub told: i64,
    /// How often the next one was tried.
    pub tried: i64,
    /// When it is tried next.
    pub next_try_at: Timestamp,
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
    /// What was answered last.
    pub answer: String,
    /// Whether it was given up.
    pub stopped: bool,
}

#[derive(FromRow)]
struct WebhookRow {
    id: i64,
    person: i64,
    url: String,
    secret: String,
    created_at: i64,
    told: i64,
    tried: i64,
    next_try_at: i64,
    failing_since: Option<i64>,
    answer: String,
    stopped: bool,
}

impl Reader {
    /// Returns all of them, oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Fault> {
        let mut connection = self.ask("list webhooks").await?;
        let rows: Vec<WebhookRow> = connection.all(sql(ALL)).await?;
        rows.into_iter().map(Webhook::try_from).collect()
    }
}

impl Transaction {
    /// Adds one, to be told of what is changed from now on.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_webhook(&mut self, new: &Webhook) -> Result<(), Fault> {
        let add = sql(ADD).bind(new.id).bind(new.person).bind(&new.url).bind(&new.secret);
        self.connection.run(add.bind(new.created_at).bind(new.told).bind(false)).await?;
        Ok(())
    }

    /// Removes one; says whether it was there.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_webhook(&mut self, id: i64) -> Result<bool, Fault> {
        Ok(self.connection.run(sql(REMOVE).bind(id)).await? > 0)
    }

    /// Claims those that are due and have something to be told, at most `limit`, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_webhooks(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<Webhook>, Fault> {
        let claim = sql(CLAIM).bind(now).bind(until).bind(limit);
        let rows: Vec<WebhookRow> = self.connection.all(claim).await?;
        rows.into_iter().map(Webhook::try_from).collect()
    }

    /// Notes that one was told of all up to a change.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhook_told(
        &mut self,
        id: i64,
        told: i64,
        answer: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(TOLD).bind(id).bind(told).bind(now).bind(answer)).await?;
        Ok(())
    }

    /// Notes that one could not be told, and when that is tried again, or that it is given up.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhook_not_told(
        &mut self,
        id: i64,
        (answer, next): (&str, Timestamp),
        stopped: bool,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let note = sql(NOT_TOLD).bind(id).bind(next).bind(now).bind(answer).bind(stopped);
        self.connection.run(note).await?;
        Ok(())
    }

    /// Takes one up again that was given up; says whether it is there.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn resume_webhook(&mut self, id: i64, now: Timestamp) -> Result<bool, Fault> {
        Ok(self.connection.run(sql(RESUME).bind(id).bind(now).bind(false)).await? > 0)
    }
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = Fault;

    fn try_from(row: WebhookRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            person: PersonId(row.person),
            url: row.url,
            secret: row.secret,
            created_at: time(row.created_at)?,
            told: row.told,
            tried: row.tried,
            next_try_at: time(row.next_try_at)?,
            failing_since: some_time(row.failing_since)?,
            answer: row.answer,
            stopped: row.stopped,
        })
    }
}
