//! What is read from received messages.

use jiff::Timestamp;
use sqlx::FromRow;

use crate::connection::Connection;
use crate::sql::{Value, numbers, sql};
use crate::{Fault, Reader, Transaction};

/// What was read from a received message, as `operations` writes it down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredReading {
    /// Whether it was read, or found to be unreadable; what an earlier version read stands until it is read anew.
    pub is_done: bool,
    /// The letters in it, each with its text, as JSON; empty until it was read.
    pub letters: String,
    /// Why nothing could be read; empty if all went well.
    pub warning: String,
}

/// What was read from a received message, to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewReading<'r> {
    /// The version of the reader.
    pub reader: i64,
    /// What lists show of it, as JSON.
    pub summary: &'r str,
    /// The letters in it, each with its text, as JSON.
    pub letters: &'r str,
    /// Why nothing could be read; empty if all went well.
    pub warning: &'r str,
}

/// What a list shows of a reading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredSummary {
    /// The received message.
    pub item: i64,
    /// Whether it was read, or found to be unreadable.
    pub is_done: bool,
    /// What lists show of it, as JSON; empty until it was read.
    pub summary: String,
}

/// A received message that is still to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedReading {
    /// The received message.
    pub item: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How often it was tried before, by this version of the reader.
    pub tried: i64,
    /// Whether an earlier version has read it.
    pub was_read: bool,
}

const READING: &str = "
    select done or letters <> '' as done, letters, warning from readings where item = $1";

/// Lists do not read through whole letters.
const SUMMARIES: &str = "select item, done or summary <> '' as done, summary from readings where item in (numbers($1)) order by item";

const QUEUE: &str = "
    insert into readings (item, done, summary, letters, warning, tried) values ($1, false, '', '', '', 0)
    on conflict (item) do nothing";

const QUEUE_ALL: &str =
    "insert into readings (item, done, summary, letters, warning, tried) values";

const SAVE: &str = "
    update readings set done = true, summary = $2, letters = $3, warning = $4, reader = $5, claimed_until = null
    where item = $1";

const KEEP: &str =
    "update readings set done = true, reader = $2, claimed_until = null where item = $1";

/// Only those that wait: of what was recorded or closed nobody asks any more.
const QUEUE_AGAIN: &str = "
    update readings set done = false, tried = 0, reader = $1, claimed_until = null
    where item in (select id from items where state = 'waiting') and done and reader < $1";

/// One statement, so that two workers never get the same row; the condition stands twice as in the outbox. What was
/// tried most comes last, so that a message on which workers break holds up no other. What is queued for a later version
/// of the reader is left to those who have it.
const CLAIM: &str = "
    update readings set tried = tried + 1, claimed_until = $2
    where not done and reader <= $4 and (claimed_until is null or claimed_until <= $1) and item in (
        select item from readings
        where not done and reader <= $4 and (claimed_until is null or claimed_until <= $1)
        order by tried, item limit $3)
    returning item, tried - 1 as tried, letters <> '' as was_read, (select i.sha256 from items i where i.id = readings.item) as sha256";

/// Whoever's claim ended meanwhile does not get it back.
const HOLD: &str = "
    update readings set claimed_until = $3
    where item = $1 and not done and claimed_until is not null and claimed_until > $2";

#[derive(FromRow)]
struct ClaimedRow {
    item: i64,
    tried: i64,
    was_read: bool,
    sha256: String,
}

impl Reader {
    /// Returns what was read from a received message; none if it is not to be read.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reading(&self, item: i64) -> Result<Option<StoredReading>, Fault> {
        let mut connection = self.ask("load what was read from a message").await?;
        let row: Option<(bool, String, String)> = connection.first(sql(READING).bind(item)).await?;
        Ok(row.map(|(is_done, letters, warning)| StoredReading { is_done, letters, warning }))
    }

    /// Returns what a list shows of the readings of received messages, in one query.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn reading_summaries(&self, items: &[i64]) -> Result<Vec<StoredSummary>, Fault> {
        let mut connection = self.ask("list what was read from messages").await?;
        let list = numbers(items.iter().copied());
        let rows: Vec<(i64, bool, String)> = connection.all(sql(SUMMARIES).bind(list)).await?;
        let summary = |(item, is_done, summary)| StoredSummary { item, is_done, summary };
        Ok(rows.into_iter().map(summary).collect())
    }
}

impl Transaction {
    /// Claims received messages that are to be read by this version of the reader, at most `limit`, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_readings(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
        reader: i64,
    ) -> Result<Vec<ClaimedReading>, Fault> {
        let claim = sql(CLAIM).bind(now).bind(until).bind(limit.max(0)).bind(reader);
        let mut rows: Vec<ClaimedRow> = self.connection.all(claim).await?;
        rows.sort_by_key(|row| (row.tried, row.item));
        let claimed = |ClaimedRow { item, tried, was_read, sha256 }| ClaimedReading {
            item,
            sha256,
            tried,
            was_read,
        };
        Ok(rows.into_iter().map(claimed).collect())
    }

    /// Keeps a claim that has not ended yet until `until`, for whoever is still reading.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn hold_reading(
        &mut self,
        item: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(HOLD).bind(item).bind(now).bind(until)).await?;
        Ok(())
    }

    /// Keeps what was read from a received message, in place of what was read before.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_reading(&mut self, item: i64, reading: &NewReading<'_>) -> Result<(), Fault> {
        let NewReading { reader, summary, letters, warning } = *reading;
        let save = sql(SAVE).bind(item).bind(summary).bind(letters).bind(warning).bind(reader);
        self.connection.run(save).await?;
        Ok(())
    }

    /// Lets stand what an earlier version read from a message, where this one could not read it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_reading(&mut self, item: i64, reader: i64) -> Result<(), Fault> {
        self.connection.run(sql(KEEP).bind(item).bind(reader)).await?;
        Ok(())
    }

    /// Queues the messages that wait and were read by an earlier version of the reader to be read anew; returns how many.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn queue_readings_again(&mut self, reader: i64) -> Result<u64, Fault> {
        self.connection.run(sql(QUEUE_AGAIN).bind(reader)).await
    }
}

/// Queues received messages that are new to be read.
pub(crate) async fn queue_all(
    connection: &mut Connection,
    items: impl Iterator<Item = i64>,
) -> Result<(), Fault> {
    let row = |item: i64| -> [Value; 6] {
        [item.into(), false.into(), "".into(), "".into(), "".into(), 0_i64.into()]
    };
    connection.insert(QUEUE_ALL, 6, items.flat_map(row).collect()).await
}

/// Queues a received message to be read, unless it is or was.
pub(crate) async fn queue(connection: &mut Connection, item: i64) -> Result<(), Fault> {
    connection.run(sql(QUEUE).bind(item)).await?;
    Ok(())
}
