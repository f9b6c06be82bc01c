//! Where programs are told of changes, and how far each was told.

use jiff::Timestamp;
use rules::PersonId;
use sqlx::FromRow;

use crate::decode::{some_time, time};
use crate::sql::sql;
use crate::{Fault, Reader, Transaction};

const ALL: &str = "
    select id, person, url, secret, created_at, told, tried, next_try_at, failing_since, answer, stopped, paused, ping
    from webhooks order by id";

const ADD: &str = "
    insert into webhooks (id, person, url, secret, created_at, told, tried, next_try_at, answer, stopped)
    values ($1, $2, $3, $4, $5, $6, 0, $5, '', $7)";

const REMOVE: &str = "delete from webhooks where id = $1";

const REMOVE_DELIVERIES: &str = "delete from webhook_deliveries where webhook = $1";

/// One statement, so that two workers never get the same; the condition stands twice for PostgreSQL, as in the outbox.
const CLAIM: &str = "
    update webhooks set claimed_until = $2
    where (claimed_until is null or claimed_until <= $1) and id in (
        select w.id from webhooks w
        where (w.claimed_until is null or w.claimed_until <= $1) and (w.ping is not null
            or (not w.stopped and not w.paused and w.next_try_at <= $1
                and w.told < (select value from counters where name = 'feed')))
        order by w.next_try_at, w.id limit $3)
    returning id, person, url, secret, created_at, told, tried, next_try_at, failing_since, answer, stopped, paused, ping";

const TOLD: &str = "
    update webhooks set told = $2, tried = 0, next_try_at = $3, claimed_until = null, failing_since = null, answer = $4
    where id = $1";

const NOT_TOLD: &str = "
    update webhooks set tried = tried + 1, next_try_at = $2, claimed_until = null,
        failing_since = coalesce(failing_since, $3), answer = $4, stopped = $5
    where id = $1";

const RESUME: &str = "
    update webhooks set stopped = $3, paused = $3, tried = 0, next_try_at = $2, failing_since = null where id = $1";

const PAUSE: &str = "update webhooks set paused = $2 where id = $1";

const PING: &str = "update webhooks set ping = $2 where id = $1";

const PINGED: &str = "
    update webhooks set claimed_until = null, ping = case when ping = $2 then null else ping end where id = $1";

const DELIVERIES: &str = "
    select id, webhook, message, kind, number, acronym, at, took, taken, answer, next_try_at
    from webhook_deliveries where webhook = $1 order by id desc limit $2";

const ADD_DELIVERY: &str = "
    insert into webhook_deliveries (id, webhook, message, kind, number, acronym, at, took, taken, answer, next_try_at)
    select $2, w.id, $3, $4, $5, $6, $7, $8, $9, $10, $11 from webhooks w where w.id = $1";

/// Nobody looks at more of them.
const KEEP_DELIVERIES: &str = "
    delete from webhook_deliveries where webhook = $1 and id not in
        (select d.id from webhook_deliveries d where d.webhook = $1 order by d.id desc limit $2)";

/// So many times that a program was told are kept of each.
const KEPT: i64 = 200;

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
    /// Whether somebody lets it rest.
    pub paused: bool,
    /// A ping that was asked for and was not sent yet.
    pub ping: Option<i64>,
}

/// What became of one time that a program was told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookDelivery {
    /// Tells it apart; later ones are larger.
    pub id: i64,
    /// The webhook.
    pub webhook: i64,
    /// By which the program knows it again when it is told once more.
    pub message: String,
    /// The kind of the change, or `ping`.
    pub kind: String,
    /// The statement, if it was of one.
    pub number: Option<i64>,
    /// The entry of the directory, if it was of one.
    pub acronym: String,
    /// When it was told.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// Whether it was taken.
    pub taken: bool,
    /// What was answered.
    pub answer: String,
    /// When it is tried again; none if it was taken, or is not.
    pub next_try_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct DeliveryRow {
    id: i64,
    webhook: i64,
    message: String,
    kind: String,
    number: Option<i64>,
    acronym: String,
    at: i64,
    took: i64,
    taken: bool,
    answer: String,
    next_try_at: Option<i64>,
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
    paused: bool,
    ping: Option<i64>,
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

    /// Returns what became of the last times that a program was told something, the newest first, at most `limit`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhook_deliveries(
        &self,
        webhook: i64,
        limit: i64,
    ) -> Result<Vec<WebhookDelivery>, Fault> {
        let mut connection = self.ask("list deliveries of a webhook").await?;
        let rows: Vec<DeliveryRow> =
            connection.all(sql(DELIVERIES).bind(webhook).bind(limit)).await?;
        rows.into_iter().map(WebhookDelivery::try_from).collect()
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
        self.connection.run(sql(REMOVE_DELIVERIES).bind(id)).await?;
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

    /// Notes what became of one time that a program was told something, unless the webhook is gone; the oldest are forgotten.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_webhook_delivery(&mut self, one: &WebhookDelivery) -> Result<(), Fault> {
        let add = sql(ADD_DELIVERY).bind(one.webhook).bind(one.id).bind(&one.message);
        let add = add.bind(&one.kind).bind(one.number).bind(&one.acronym).bind(one.at);
        let add = add.bind(one.took).bind(one.taken).bind(&one.answer).bind(one.next_try_at);
        self.connection.run(add).await?;
        self.connection.run(sql(KEEP_DELIVERIES).bind(one.webhook).bind(KEPT)).await?;
        Ok(())
    }

    /// Lets one rest; says whether it is there.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn pause_webhook(&mut self, id: i64) -> Result<bool, Fault> {
        Ok(self.connection.run(sql(PAUSE).bind(id).bind(true)).await? > 0)
    }

    /// Asks for a ping; says whether the webhook is there.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn ping_webhook(&mut self, id: i64, ping: i64) -> Result<bool, Fault> {
        Ok(self.connection.run(sql(PING).bind(id).bind(ping)).await? > 0)
    }

    /// Notes that a ping was sent, whatever came of it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn webhook_pinged(&mut self, id: i64, ping: i64) -> Result<(), Fault> {
        self.connection.run(sql(PINGED).bind(id).bind(ping)).await?;
        Ok(())
    }

    /// Takes one up again that was given up or rests; says whether it is there.
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
            paused: row.paused,
            ping: row.ping,
        })
    }
}

impl TryFrom<DeliveryRow> for WebhookDelivery {
    type Error = Fault;

    fn try_from(row: DeliveryRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            webhook: row.webhook,
            message: row.message,
            kind: row.kind,
            number: row.number,
            acronym: row.acronym,
            at: time(row.at)?,
            took: row.took,
            taken: row.taken,
            answer: row.answer,
            next_try_at: some_time(row.next_try_at)?,
        })
    }
}
