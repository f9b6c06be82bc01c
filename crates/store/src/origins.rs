//! What shows where received messages are from.

use jiff::Timestamp;
use rules::Number;

use crate::connection::Connection;
use crate::sql::{Value, sql};
use crate::{Fault, Reader, Transaction};

/// What was found of where a received message is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredOrigin {
    /// Whether nothing more is to be found out.
    pub is_done: bool,
    /// What it means, in one sentence; empty until it was looked at.
    pub sentence: String,
    /// What was found, as JSON; empty until it was looked at.
    pub detail: String,
}

/// A received message whose origin is still to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimedOrigin {
    /// The received message.
    pub item: i64,
    /// How often it was tried before.
    pub tried: i64,
}

const ORIGIN: &str = "select done, sentence, detail from origins where item = $1";

const ORIGIN_OF: &str =
    "select true as done, sentence, detail from statement_origins where number = $1";

const QUEUE_ALL: &str = "insert into origins (item, done, sentence, detail, tried, due_at) values";

/// One statement, so that two workers never get the same row; the condition stands twice as in the outbox.
const CLAIM: &str = "
    update origins set tried = tried + 1, claimed_until = $2
    where not done and due_at <= $1 and (claimed_until is null or claimed_until <= $1) and item in (
        select item from origins
        where not done and due_at <= $1 and (claimed_until is null or claimed_until <= $1)
        order by due_at, item limit $3)
    returning item, tried - 1 as tried";

/// It came another way, which may show more.
const QUEUE_AGAIN: &str =
    "update origins set done = false, tried = 0, due_at = $2 where item = $1 and done";

/// Changes nothing; a statement that is made from the message at the same time waits, and then copies what is kept here.
const HOLD: &str = "update items set state = state where id = $1";

const SAVE: &str = "
    update origins set done = $2, sentence = $3, detail = $4, due_at = $5, claimed_until = null where item = $1";

const COPY: &str = "
    insert into statement_origins (number, sentence, detail)
    select i.statement, o.sentence, o.detail from items i join origins o on o.item = i.id
    where i.id = $1 and i.statement is not null and o.sentence <> ''
    on conflict (number) do update set sentence = excluded.sentence, detail = excluded.detail";

/// Whoever's claim ended meanwhile does not get it back.
const KEEP_CLAIM: &str = "
    update origins set claimed_until = $3
    where item = $1 and not done and claimed_until is not null and claimed_until > $2";

impl Reader {
    /// Returns what was found of where a received message is from.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn origin(&self, item: i64) -> Result<Option<StoredOrigin>, Fault> {
        let mut connection = self.ask("load where a message is from").await?;
        let row: Option<(bool, String, String)> = connection.first(sql(ORIGIN).bind(item)).await?;
        Ok(row.map(stored))
    }

    /// Returns what was found of where the message is from that a statement was made from.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn origin_of(&self, number: Number) -> Result<Option<StoredOrigin>, Fault> {
        let mut connection = self.ask("load where a statement is from").await?;
        let row: Option<(bool, String, String)> =
            connection.first(sql(ORIGIN_OF).bind(number)).await?;
        Ok(row.map(stored))
    }
}

impl Transaction {
    /// Claims received messages whose origin is due to be looked at, at most `limit`, until `until`.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn claim_origins(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<ClaimedOrigin>, Fault> {
        let claim = sql(CLAIM).bind(now).bind(until).bind(limit.max(0));
        let mut rows: Vec<(i64, i64)> = self.connection.all(claim).await?;
        rows.sort_unstable();
        Ok(rows.into_iter().map(|(item, tried)| ClaimedOrigin { item, tried }).collect())
    }

    /// Keeps a claim that has not ended yet until `until`, for whoever is still asking.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn hold_origin(
        &mut self,
        item: i64,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(KEEP_CLAIM).bind(item).bind(now).bind(until)).await?;
        Ok(())
    }

    /// Keeps what was found of where a received message is from, also with the statement that was made from it; `again`
    /// says when it is to be looked at again, if it is.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_origin(
        &mut self,
        item: i64,
        sentence: &str,
        detail: &str,
        again: Option<Timestamp>,
    ) -> Result<(), Fault> {
        self.connection.run(sql(HOLD).bind(item)).await?;
        let due_at = again.unwrap_or(Timestamp::UNIX_EPOCH);
        let save = sql(SAVE).bind(item).bind(again.is_none()).bind(sentence).bind(detail);
        self.connection.run(save.bind(due_at)).await?;
        copy(&mut self.connection, item).await
    }
}

/// Queues received messages that are new, each with when it was received.
pub(crate) async fn queue_all(
    connection: &mut Connection,
    items: impl Iterator<Item = (i64, Timestamp)>,
) -> Result<(), Fault> {
    let row = |(item, received_at): (i64, Timestamp)| -> [Value; 6] {
        [item.into(), false.into(), "".into(), "".into(), 0_i64.into(), received_at.into()]
    };
    connection.insert(QUEUE_ALL, 6, items.flat_map(row).collect()).await
}

/// Queues a received message that came another way too.
pub(crate) async fn queue_again(
    connection: &mut Connection,
    item: i64,
    at: Timestamp,
) -> Result<(), Fault> {
    connection.run(sql(QUEUE_AGAIN).bind(item).bind(at)).await?;
    Ok(())
}

/// Keeps with a statement what was found of the message that it was made from.
pub(crate) async fn copy(connection: &mut Connection, item: i64) -> Result<(), Fault> {
    connection.run(sql(COPY).bind(item)).await?;
    Ok(())
}

fn stored((is_done, sentence, detail): (bool, String, String)) -> StoredOrigin {
    StoredOrigin { is_done, sentence, detail }
}
