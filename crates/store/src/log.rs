//! The tree by which the record is proved: its leaves, the hashes above them, keys and checkpoints.
//!
//! A transaction notes which statements it changed as something that the tree may have to say; whoever holds the log then adds the
//! leaves, one instance at a time.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rules::{Event, Number};
use sqlx::FromRow;

use crate::connection::Connection;
use crate::decode::{some_time, time};
use crate::history::{EventRow, events};
use crate::sql::{Value, numbers, sql};
use crate::{Fault, Reader, Transaction};

const HOLD: &str = "update log_state set one = 1";
const NAME: &str = "select name from log_state";
const SET_NAME: &str = "update log_state set name = $1 where name = ''";

const KEYS: &str = "select id, public, since, until from log_keys order by since, id";
const ADD_KEY: &str = "insert into log_keys (id, public, since) values ($1, $2, $3)";
const END_KEYS: &str = "update log_keys set until = $1 where until is null";

const NOTE_PENDING: &str = "insert into log_pending (number, marks) values";
const MARK_AGAIN: &str = " on conflict (number) do update set marks = log_pending.marks + 1";
const PENDING: &str = "select number, marks from log_pending order by number limit $1";
const PENDING_AMONG: &str = "select number from log_pending where number in (numbers($1))";
const SETTLE: &str = "delete from log_pending where number = $1 and marks = $2";
const SETTLE_ALL: &str = "delete from log_pending where marks = 1 and number in (numbers($1))";

const MISSED: &str = "
    select distinct e.number from events e join statements s on s.number = e.number
    where e.public and s.public and e.at >= $1
        and not exists (select 1 from log_leaves l where l.kind = 'event' and l.source = e.id)
        and not exists (select 1 from log_pending p where p.number = e.number)
    order by e.number";

const SIZE: &str = "select count(*), max(idx) from log_leaves";
const NEWEST: &str =
    "select idx, kind, number, source, salt, leaf, hash from log_leaves order by idx desc limit 1";
const ADD_LEAVES: &str =
    "insert into log_leaves (idx, kind, number, source, salt, leaf, hash) values";
const ADD_NODES: &str = "insert into log_nodes (level, idx, hash) values";
const ADD_CHECKPOINT: &str = "
    insert into log_checkpoints (size, root, at, note) values ($1, $2, $3, $4)
    on conflict (size) do update set root = excluded.root, at = excluded.at, note = excluded.note";
const CHECKPOINT: &str =
    "select size, root, at, note from log_checkpoints order by size desc limit 1";
const CHECKPOINTS: &str = "select size, root, at, note from log_checkpoints order by size";

const LEAVES: &str = "
    select idx, kind, number, source, salt, leaf, hash from log_leaves where idx >= $1 and idx < $2 order by idx";
const LEAVES_OF: &str = "
    select idx, kind, number, source, salt, leaf, hash from log_leaves where number in (numbers($1)) order by idx";
const NEWEST_OF: &str = "
    select idx, kind, number, source, salt, leaf, hash from log_leaves where idx in (
        select max(idx) from log_leaves where number in (numbers($1)) and kind = 'statement' group by number)";
const VERSIONS_IN: &str =
    "select number, source from log_leaves where number in (numbers($1)) and kind = 'version'";
const NUMBERS_IN: &str = "select distinct number from log_leaves where number > 0 order by number";
const HASHES: &str = "select idx, hash from log_leaves where idx in (numbers($1)) order by idx";
const NODES: &str =
    "select idx, hash from log_nodes where level = $1 and idx in (numbers($2)) order by idx";

const EVENTS: &str = "
    select id, number, kind, system, person, name, role, at, public, words, difference from events
    where public and number in (numbers($1)) order by at, id";
const NEW_EVENTS: &str = "
    select id, number, kind, system, person, name, role, at, public, words, difference from events
    where public and number in (numbers($1))
        and not exists (select 1 from log_leaves l where l.kind = 'event' and l.source = events.id)
    order by at, id";

/// A leaf as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StoredLeaf {
    /// Its place, from 0.
    pub idx: i64,
    /// What it is about.
    pub kind: String,
    /// The statement; 0 for a key.
    pub number: i64,
    /// The event or the version.
    pub source: i64,
    /// What the digests of its parts are made with, in hexadecimal.
    pub salt: String,
    /// Just as it is hashed.
    pub leaf: String,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

/// The public half of a key of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// What tells it apart.
    pub id: String,
    /// As everybody may check with it.
    pub public: String,
    /// Since when it signs.
    pub since: Timestamp,
    /// Until when it did.
    pub until: Option<Timestamp>,
}

/// A checkpoint as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// How many leaves.
    pub size: i64,
    /// Their root, in hexadecimal.
    pub root: String,
    /// When it was signed.
    pub at: Timestamp,
    /// With its signatures.
    pub note: String,
}

type KeyRow = (String, String, i64, Option<i64>);
type CheckpointRow = (i64, String, i64, String);

fn key(row: KeyRow) -> Result<StoredKey, Fault> {
    let (id, public, since, until) = row;
    Ok(StoredKey { id, public, since: time(since)?, until: some_time(until)? })
}

fn checkpoint(row: CheckpointRow) -> Result<StoredCheckpoint, Fault> {
    let (size, root, at, note) = row;
    Ok(StoredCheckpoint { size, root, at: time(at)?, note })
}

impl Reader {
    /// Returns the name of the log; empty before its first key.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_name(&self) -> Result<String, Fault> {
        let (name,) = self.ask("ask for the name of the log").await?.one(sql(NAME)).await?;
        Ok(name)
    }

    /// Returns the keys of the log, the oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_keys(&self) -> Result<Vec<StoredKey>, Fault> {
        let rows: Vec<KeyRow> = self.ask("load the keys of the log").await?.all(sql(KEYS)).await?;
        rows.into_iter().map(key).collect()
    }

    /// Returns the newest checkpoint.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_checkpoint(&self) -> Result<Option<StoredCheckpoint>, Fault> {
        let mut connection = self.ask("load the checkpoint").await?;
        let row: Option<CheckpointRow> = connection.first(sql(CHECKPOINT)).await?;
        row.map(checkpoint).transpose()
    }

    /// Returns all checkpoints, the smallest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_checkpoints(&self) -> Result<Vec<StoredCheckpoint>, Fault> {
        let mut connection = self.ask("load the checkpoints").await?;
        let rows: Vec<CheckpointRow> = connection.all(sql(CHECKPOINTS)).await?;
        rows.into_iter().map(checkpoint).collect()
    }

    /// Returns up to so many statements of which something may have to enter the tree, each with how often it was changed.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_pending(&self, most: i64) -> Result<Vec<(Number, i64)>, Fault> {
        let mut connection = self.ask("ask what is to enter the tree").await?;
        let rows: Vec<(i64, i64)> = connection.all(sql(PENDING).bind(most)).await?;
        Ok(rows.into_iter().map(|(number, marks)| (Number(number), marks)).collect())
    }

    /// Returns which of these statements wait to enter the tree.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_pending_among(&self, of: &[Number]) -> Result<BTreeSet<Number>, Fault> {
        let mut connection = self.ask("ask what waits to enter the tree").await?;
        let rows: Vec<(i64,)> = connection.all(sql(PENDING_AMONG).bind(list(of))).await?;
        Ok(rows.into_iter().map(|(number,)| Number(number)).collect())
    }

    /// Returns the statements on the record of which something has happened since then that is neither in the tree nor waits to enter
    /// it: an instance of an older version, which knows no tree, did it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_missed(&self, since: Timestamp) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("ask what the tree has missed").await?;
        let rows: Vec<(i64,)> = connection.all(sql(MISSED).bind(since)).await?;
        Ok(rows.into_iter().map(|(number,)| Number(number)).collect())
    }

    /// Returns the leaves from one place to before another.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_leaves(&self, from: i64, to: i64) -> Result<Vec<StoredLeaf>, Fault> {
        self.ask("load leaves").await?.all(sql(LEAVES).bind(from).bind(to)).await
    }

    /// Returns the leaves of statements, by their places.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_leaves_of(&self, of: &[Number]) -> Result<Vec<StoredLeaf>, Fault> {
        self.ask("load leaves of statements").await?.all(sql(LEAVES_OF).bind(list(of))).await
    }

    /// Returns the newest leaf of each of these statements that says what the record says of it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_newest_of(&self, of: &[Number]) -> Result<Vec<StoredLeaf>, Fault> {
        self.ask("load newest leaves").await?.all(sql(NEWEST_OF).bind(list(of))).await
    }

    /// Returns which versions of these statements are in the tree.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_versions_of(&self, of: &[Number]) -> Result<BTreeSet<(Number, i64)>, Fault> {
        let mut connection = self.ask("ask which versions are in the tree").await?;
        let rows: Vec<(i64, i64)> = connection.all(sql(VERSIONS_IN).bind(list(of))).await?;
        Ok(rows.into_iter().map(|(number, version)| (Number(number), version)).collect())
    }

    /// Returns the numbers of all statements that have leaves.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_numbers(&self) -> Result<Vec<Number>, Fault> {
        let mut connection = self.ask("ask which statements are in the tree").await?;
        let rows: Vec<(i64,)> = connection.all(sql(NUMBERS_IN)).await?;
        Ok(rows.into_iter().map(|(number,)| Number(number)).collect())
    }

    /// Returns hashes at places of a level of tiles, each with its place: level 0 are those of the leaves.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_hashes(
        &self,
        level: i64,
        places: impl IntoIterator<Item = i64>,
    ) -> Result<Vec<(i64, String)>, Fault> {
        let mut connection = self.ask("load hashes of the tree").await?;
        hashes(&mut connection, level, numbers(places)).await
    }

    /// Returns the public events of statements, the oldest first; `new` are those alone that are not in the tree.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn public_events(&self, of: &[Number], new: bool) -> Result<Vec<Event>, Fault> {
        let mut connection = self.ask("load public events").await?;
        let text = if new { NEW_EVENTS } else { EVENTS };
        let rows: Vec<EventRow> = connection.all(sql(text).bind(list(of))).await?;
        // What is of a kind that a newer version brought enters by an instance of that version.
        events(rows)
    }
}

impl Transaction {
    /// Waits until no other instance adds to the tree, and keeps others from it until the transaction ends.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn hold_log(&mut self) -> Result<(), Fault> {
        self.connection.run(sql(HOLD)).await?;
        Ok(())
    }

    /// Gives the log its name, once.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn name_log(&mut self, name: &str) -> Result<(), Fault> {
        self.connection.run(sql(SET_NAME).bind(name)).await?;
        Ok(())
    }

    /// Returns the keys, as [`Reader::log_keys`] does.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_keys(&mut self) -> Result<Vec<StoredKey>, Fault> {
        let rows: Vec<KeyRow> = self.connection.all(sql(KEYS)).await?;
        rows.into_iter().map(key).collect()
    }

    /// Keeps the public half of a key that signs from now on, in the place of all others.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn begin_log_key(
        &mut self,
        id: &str,
        public: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(END_KEYS).bind(now)).await?;
        self.connection.run(sql(ADD_KEY).bind(id).bind(public).bind(now)).await?;
        Ok(())
    }

    /// Returns how many leaves there are, and the newest.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] if some are missing among them; a [`Fault`] of the database.
    pub async fn log_size(&mut self) -> Result<(i64, Option<StoredLeaf>), Fault> {
        let (count, last): (i64, Option<i64>) = self.connection.one(sql(SIZE)).await?;
        if last.map_or(0, |last| last + 1) != count {
            return Err(Fault::Contradiction {
                what: "leaves of the tree are missing: nothing is added to it. Run `liaison verify`, which names them"
                    .to_owned(),
            });
        }
        Ok((count, self.connection.first(sql(NEWEST)).await?))
    }

    /// Returns hashes, as [`Reader::log_hashes`] does.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn log_hashes(
        &mut self,
        level: i64,
        places: impl IntoIterator<Item = i64>,
    ) -> Result<Vec<(i64, String)>, Fault> {
        hashes(&mut self.connection, level, numbers(places)).await
    }

    /// Adds leaves, and of full tiles the hashes that stand for them: each with its level and its place there.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_log_leaves(
        &mut self,
        leaves: &[StoredLeaf],
        nodes: &[(i64, i64, String)],
    ) -> Result<(), Fault> {
        let values = leaves.iter().flat_map(|leaf| -> [Value; 7] {
            [
                leaf.idx.into(),
                (&leaf.kind).into(),
                leaf.number.into(),
                leaf.source.into(),
                (&leaf.salt).into(),
                (&leaf.leaf).into(),
                (&leaf.hash).into(),
            ]
        });
        self.connection.insert(ADD_LEAVES, 7, values.collect()).await?;
        let values = nodes
            .iter()
            .flat_map(|(level, idx, hash)| [(*level).into(), (*idx).into(), hash.into()]);
        self.connection.insert(ADD_NODES, 3, values.collect()).await
    }

    /// Keeps a checkpoint.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_log_checkpoint(&mut self, it: &StoredCheckpoint) -> Result<(), Fault> {
        self.note_shown();
        let add = sql(ADD_CHECKPOINT).bind(it.size).bind(&it.root).bind(it.at).bind(&it.note);
        self.connection.run(add).await?;
        Ok(())
    }

    /// Notes that what was pending is in the tree, but for what was changed again in the meantime.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn settle_log(&mut self, pending: &[(Number, i64)]) -> Result<(), Fault> {
        let once: Vec<Number> =
            pending.iter().filter(|(_, marks)| *marks == 1).map(|(number, _)| *number).collect();
        self.connection.run(sql(SETTLE_ALL).bind(list(&once))).await?;
        for (number, marks) in pending.iter().filter(|(_, marks)| *marks != 1) {
            self.connection.run(sql(SETTLE).bind(*number).bind(*marks)).await?;
        }
        Ok(())
    }
}

/// Notes that something of statements may have to enter the tree.
pub(crate) async fn note_pending(
    connection: &mut Connection,
    touched: &BTreeSet<Number>,
) -> Result<(), Fault> {
    // In the order of their numbers, so that two who change the same ones never wait for each other.
    let values = touched.iter().flat_map(|number| [Value::from(*number), Value::from(1)]);
    connection.insert_or((NOTE_PENDING, MARK_AGAIN), 2, values.collect()).await?;
    Ok(())
}

async fn hashes(
    connection: &mut Connection,
    level: i64,
    places: String,
) -> Result<Vec<(i64, String)>, Fault> {
    match level {
        0 => connection.all(sql(HASHES).bind(places)).await,
        _ => connection.all(sql(NODES).bind(level).bind(places)).await,
    }
}

fn list(of: &[Number]) -> String {
    numbers(of.iter().map(|number| number.0))
}
