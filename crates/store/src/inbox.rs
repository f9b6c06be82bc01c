//! Received messages.

use std::collections::HashMap;

use rules::{ItemState, Number};
use sqlx::FromRow;

use crate::connection::Connection;
use crate::decode::{ByNumber, known, time};
use crate::sql::{Sql, Value, numbers, sql, texts};
use crate::{
    Count, Fault, Item, ItemPart, ItemWay, KeptItem, Reader, Transaction, arrivals, origins,
    readings,
};

/// Lists do not read through whole texts.
const ITEMS: &str = "
    select id, state, reason, received_at, sender, subject, message_id, substr(text, 1, 2000) as text, sha256, size,
        identity, statement
    from items where state = $1 order by received_at desc, id desc limit $2 offset $3";

/// The most messages on a page.
const LARGEST_PAGE: i64 = 1_000;

/// How far messages are counted.
const COUNTED: i64 = 1_000;

const COUNT: &str = "select count(*) from (select 1 from items where state = $1 limit 1001) c";

/// As many of each state as are counted, and one more: a queue of years is not read through for its length.
const COUNTS: &str = "
    select state, (select count(*) from (select 1 from items i where i.state = s.state limit 1001) c)
    from (select 'waiting' as state union all select 'taken' union all select 'closed' union all select 'set-aside'
        union all select 'quarantine') s";

const ITEM: &str = "
    select id, state, reason, received_at, sender, subject, message_id, text, sha256, size, identity, statement
    from items where id = $1";

const ITEM_OF: &str = "
    select id, state, reason, received_at, sender, subject, message_id, text, sha256, size, identity, statement
    from items where statement = $1 order by id limit 1";

const BYTES_BY_MESSAGE_ID: &str =
    "select sha256 from items where message_id = $1 order by id limit 1";

const PARTS: &str = "
    select item, position, name, media_type, sha256, size from item_parts
    where item in (numbers($1)) order by item, position";

const INSERT: &str = "
    insert into items (id, state, reason, received_at, sender, subject, message_id, text, sha256, size, identity,
        statement)
    values";

const INSERT_PARTS: &str =
    "insert into item_parts (item, position, name, media_type, sha256, size) values";

/// Those with the same words, or the same bytes where that is all that is known of them.
const THE_SAME: &str = "
    select id, identity, sha256 from items where identity in (texts($1)) or sha256 in (texts($2)) order by id";

/// Changes nothing; whoever else wants to change the message waits until the transaction ends.
const HOLD: &str = "update items set state = state where id = $1";

const SET_STATE: &str =
    "update items set state = $2, reason = $3, statement = $4 where id = $1 and state <> 'taken'";

#[derive(FromRow)]
struct ItemRow {
    id: i64,
    state: String,
    reason: String,
    received_at: i64,
    sender: String,
    subject: String,
    message_id: Option<String>,
    text: String,
    sha256: String,
    size: i64,
    identity: Option<String>,
    statement: Option<i64>,
}

type PartRow = (i64, i64, String, String, String, i64);

impl Reader {
    /// Returns received messages in a state, newest first, and whether more come after them; `page` counts from 1. Of their
    /// texts come the first 2,000 characters.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items(
        &self,
        state: ItemState,
        page: i64,
        per_page: i64,
    ) -> Result<(Vec<Item>, bool), Fault> {
        let mut connection = self.snapshot("list received messages").await?;
        let per_page = per_page.clamp(1, LARGEST_PAGE);
        let offset = (page.max(1) - 1).saturating_mul(per_page);
        let asked = sql(ITEMS).bind(state.slug()).bind(per_page + 1).bind(offset);
        let mut items = items(&mut connection, asked).await?;
        let wanted = usize::try_from(per_page).unwrap_or(usize::MAX);
        let has_more = items.len() > wanted;
        items.truncate(wanted);
        Ok((items, has_more))
    }

    /// Returns how many received messages there are in each state, counted as far as 1,000.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_counts(&self) -> Result<HashMap<ItemState, Count>, Fault> {
        let mut connection = self.ask("count received messages by state").await?;
        let rows: Vec<(String, i64)> = connection.all(sql(COUNTS)).await?;
        rows.into_iter()
            .map(|(slug, count)| {
                let state = known(ItemState::from_slug(&slug), "state of a message", &slug)?;
                Ok((state, Count::up_to(COUNTED, count)))
            })
            .collect()
    }

    /// Returns a received message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item(&self, id: i64) -> Result<Option<Item>, Fault> {
        let mut connection = self.snapshot("load a received message").await?;
        Ok(items(&mut connection, sql(ITEM).bind(id)).await?.pop())
    }

    /// Returns the received message that a statement was made from.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_of(&self, number: Number) -> Result<Option<Item>, Fault> {
        let mut connection = self.snapshot("load the message of a statement").await?;
        Ok(items(&mut connection, sql(ITEM_OF).bind(number)).await?.pop())
    }

    /// Returns the digest of the first received message of this Message-ID.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn received_under(&self, message_id: &str) -> Result<Option<String>, Fault> {
        let mut connection = self.ask("find a received message by its Message-ID").await?;
        let found: Vec<(String,)> =
            connection.all(sql(BYTES_BY_MESSAGE_ID).bind(message_id)).await?;
        Ok(found.into_iter().next().map(|(sha256,)| sha256))
    }

    /// Returns how many received messages wait, counted as far as 1,000.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items_waiting(&self) -> Result<Count, Fault> {
        let mut connection = self.ask("count received messages").await?;
        let (count,) = connection.one(sql(COUNT).bind(ItemState::Waiting.slug())).await?;
        Ok(Count::up_to(COUNTED, count))
    }
}

impl Transaction {
    /// Returns a received message, and keeps everybody else from changing it until the transaction ends, so that what is
    /// decided on it is still so when it is kept.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item(&mut self, id: i64) -> Result<Option<Item>, Fault> {
        self.connection.run(sql(HOLD).bind(id)).await?;
        Ok(items(&mut self.connection, sql(ITEM).bind(id)).await?.pop())
    }

    /// Keeps a received message with the ways by which it came, and queues it to be read if it waits; if it is there
    /// already, by its identity or its bytes, only the ways are noted.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_item(&mut self, item: &Item) -> Result<KeptItem, Fault> {
        let kept = self.save_items(std::slice::from_ref(item)).await?.pop();
        Ok(kept.unwrap_or(KeptItem { id: item.id, is_new: false, is_new_way: false }))
    }

    /// Keeps many received messages as [`save_item`](Self::save_item) does each, in few statements.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_items(&mut self, items: &[Item]) -> Result<Vec<KeptItem>, Fault> {
        let rows = items.iter().flat_map(values).collect();
        let new = self.connection.insert_new(INSERT, 12, rows).await?;
        let fresh: Vec<&Item> = items.iter().filter(|item| new.contains(&item.id)).collect();
        self.add_new(&fresh).await?;
        let there = self.the_same(items.iter().filter(|item| !new.contains(&item.id))).await?;
        let id_of = |item: &Item| there.get(&item.id).copied().unwrap_or(item.id);
        let ways: Vec<(i64, &ItemWay)> = items
            .iter()
            .flat_map(|item| item.ways.iter().map(move |way| (id_of(item), way)))
            .collect();
        let added = arrivals::add_ways(&mut self.connection, &ways).await?;
        for (id, way) in &ways {
            let came_before = !new.contains(id);
            if came_before && added.contains(&way.id) {
                origins::queue_again(&mut self.connection, *id, way.at).await?;
            }
        }
        let kept = items.iter().map(|item| KeptItem {
            id: id_of(item),
            is_new: new.contains(&item.id),
            is_new_way: item.ways.iter().any(|way| added.contains(&way.id)),
        });
        Ok(kept.collect())
    }

    /// Returns which messages these are that are there already.
    async fn the_same(
        &mut self,
        items: impl Iterator<Item = &Item>,
    ) -> Result<HashMap<i64, i64>, Fault> {
        let items: Vec<&Item> = items.collect();
        if items.is_empty() {
            return Ok(HashMap::new());
        }
        let identities: Vec<String> =
            items.iter().filter_map(|item| item.identity.clone()).collect();
        let digests: Vec<String> = items.iter().map(|item| item.sha256.clone()).collect();
        let asked = sql(THE_SAME).bind(texts(&identities)).bind(texts(&digests));
        let rows: Vec<(i64, Option<String>, String)> = self.connection.all(asked).await?;
        let by_identity: HashMap<&str, i64> =
            rows.iter().filter_map(|(id, identity, _)| Some((identity.as_deref()?, *id))).collect();
        let by_bytes: HashMap<&str, i64> =
            rows.iter().map(|(id, _, sha256)| (sha256.as_str(), *id)).collect();
        let same = items.into_iter().filter_map(|item| {
            let known = item.identity.as_deref().and_then(|identity| by_identity.get(identity));
            Some((item.id, *known.or_else(|| by_bytes.get(item.sha256.as_str()))?))
        });
        Ok(same.collect())
    }

    /// Keeps what belongs to messages that were not there before.
    async fn add_new(&mut self, items: &[&Item]) -> Result<(), Fault> {
        let mut parts: Vec<Value> = Vec::new();
        for (item, part) in
            items.iter().flat_map(|item| item.parts.iter().map(|part| (item.id, part)))
        {
            parts.extend([item.into(), part.position.into(), (&part.name).into()]);
            parts.extend([(&part.media_type).into(), (&part.sha256).into(), part.size.into()]);
        }
        self.connection.insert(INSERT_PARTS, 6, parts).await?;
        let waiting = items.iter().filter(|item| item.state == ItemState::Waiting);
        readings::queue_all(&mut self.connection, waiting.map(|item| item.id)).await?;
        let received = items.iter().map(|item| (item.id, item.received_at));
        origins::queue_all(&mut self.connection, received).await
    }

    /// Moves a received message to another state, with the reason and the statement made from it; one that waits again
    /// and was never read is queued to be read.
    ///
    /// # Errors
    /// [`Fault::Outdated`] if a statement was made from it already, or it is not there: of two who take the same
    /// message at once only one does. A [`Fault`] of the database.
    pub async fn set_item_state(
        &mut self,
        id: i64,
        state: ItemState,
        reason: &str,
        statement: Option<Number>,
    ) -> Result<(), Fault> {
        let set = sql(SET_STATE).bind(id).bind(state.slug()).bind(reason);
        let set = set.bind(statement.map(|number| number.0));
        if self.connection.run(set).await? == 0 {
            return Err(Fault::Outdated { what: format!("received message {id}") });
        }
        if state == ItemState::Waiting {
            readings::queue(&mut self.connection, id).await?;
        }
        origins::copy(&mut self.connection, id).await
    }
}

/// Returns the messages that are asked for, each with its parts and the ways by which it came.
pub(crate) async fn items(connection: &mut Connection, asked: Sql) -> Result<Vec<Item>, Fault> {
    let rows: Vec<ItemRow> = connection.all(asked).await?;
    let list = numbers(rows.iter().map(|row| row.id));
    let parts: Vec<PartRow> = connection.all(sql(PARTS).bind(list)).await?;
    let mut parts: ByNumber<ItemPart> = parts.into_iter().map(part).collect();
    let mut ways = arrivals::ways_of(connection, rows.iter().map(|row| row.id)).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Item {
                id: row.id,
                state: known(ItemState::from_slug(&row.state), "state of a message", &row.state)?,
                reason: row.reason,
                received_at: time(row.received_at)?,
                from: row.sender,
                subject: row.subject,
                message_id: row.message_id,
                text: row.text,
                sha256: row.sha256,
                size: row.size,
                identity: row.identity,
                parts: parts.take(row.id),
                ways: ways.take(row.id),
                statement: row.statement.map(Number),
            })
        })
        .collect()
}

fn part((item, position, name, media_type, sha256, size): PartRow) -> (i64, ItemPart) {
    (item, ItemPart { position, name, media_type, sha256, size })
}

fn values(item: &Item) -> [Value; 12] {
    [
        item.id.into(),
        item.state.slug().into(),
        (&item.reason).into(),
        item.received_at.into(),
        (&item.from).into(),
        (&item.subject).into(),
        item.message_id.clone().into(),
        (&item.text).into(),
        (&item.sha256).into(),
        item.size.into(),
        item.identity.clone().into(),
        item.statement.map(|number| number.0).into(),
    ]
}
