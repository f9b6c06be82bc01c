//! Who follows what happens on the record by mail, and what they were not told yet.

use jiff::Timestamp;
use rules::{Event, EventKind, Mailbox, Number, Watched};
use sqlx::FromRow;

use crate::decode::{known, time};
use crate::ids::Ids;
use crate::sql::{Value, numbers, sql};
use crate::{Fault, Reader, Transaction};

/// Somebody who follows what happens on the record: an address, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watcher {
    /// Their id.
    pub id: i64,
    /// Their address, in small letters.
    pub address: String,
    /// What they follow, or asked to follow, oldest first.
    pub watches: Vec<Watch>,
}

/// Something that somebody follows, or asked to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    /// Its id.
    pub id: i64,
    /// What it is.
    pub watched: Watched,
    /// When whoever reads at the address confirmed it.
    pub confirmed_at: Option<Timestamp>,
}

/// Something that happened, and those who follow it were not told yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// The statement, which is public.
    pub number: Number,
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
}

const ADD_WATCHER: &str = "
    insert into watchers (id, address, made_at) values ($1, $2, $3) on conflict (address) do nothing";

const WATCHER_OF: &str = "select id from watchers where address = $1";

const ADD_WATCH: &str = "
    insert into watches (id, watcher, kind, key, asked_at) values ($1, $2, $3, $4, $5)
    on conflict (watcher, kind, key) do update set asked_at = excluded.asked_at";

const WATCHER: &str = "select address from watchers where id = $1";

const WATCHES: &str = "
    select id, kind, key, confirmed_at from watches where watcher = $1 order by id";

const CONFIRM: &str = "
    update watches set confirmed_at = $3 where watcher = $1 and id = $2 and confirmed_at is null";

const END: &str = "delete from watches where watcher = $1 and id = $2";

const END_ALL: &str = "delete from watchers where id = $1";

/// What nobody confirmed since, and then whoever has nothing left to follow.
const REMOVE_UNCONFIRMED: &str = "delete from watches where confirmed_at is null and asked_at < $1";
const REMOVE_IDLE: &str = "
    delete from watchers where made_at < $1 and id not in (select watcher from watches)";

const ANY_CONFIRMED: &str = "select exists (select 1 from watches where confirmed_at is not null)";

const ADD_NEWS: &str = "insert into news (event) values";

/// Of two who take at once each gets what the other does not.
const TAKE_NEWS: &str = "
    delete from news where event in (select event from news order by event limit $1) returning event";

const NEWS: &str = "
    select e.number, e.kind, e.at from events e join statements s on s.number = e.number
    where e.id in (numbers($1)) and s.public order by e.id";

const SUBJECTS: &str = "
    select distinct kind, key from watches where confirmed_at is not null order by kind, key";

const WATCHING: &str = "
    select a.id, a.address, w.confirmed_at from watches w join watchers a on a.id = w.watcher
    where w.kind = $1 and w.key = $2 and w.confirmed_at is not null order by a.id";

const END_ADDRESS: &str = "delete from watchers where address = $1";

#[derive(FromRow)]
struct WatchRow {
    id: i64,
    kind: String,
    key: String,
    confirmed_at: Option<i64>,
}

#[derive(FromRow)]
struct NewsRow {
    number: i64,
    kind: String,
    at: i64,
}

impl Reader {
    /// Returns who follows what under an id.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn watcher(&self, id: i64) -> Result<Option<Watcher>, Fault> {
        let mut connection = self.ask("load what somebody follows").await?;
        let Some((address,)) = connection.first::<(String,)>(sql(WATCHER).bind(id)).await? else {
            return Ok(None);
        };
        let rows: Vec<WatchRow> = connection.all(sql(WATCHES).bind(id)).await?;
        let watches = rows.into_iter().map(Watch::try_from).collect::<Result<_, _>>()?;
        Ok(Some(Watcher { id, address, watches }))
    }

    /// Returns everything that is followed by anybody, each once.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn watched(&self) -> Result<Vec<Watched>, Fault> {
        let mut connection = self.ask("list what is followed").await?;
        let rows: Vec<(String, String)> = connection.all(sql(SUBJECTS)).await?;
        rows.into_iter().map(|(kind, key)| watched(&kind, &key)).collect()
    }

    /// Returns who follows something: id, address, and since when.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn watchers_of(
        &self,
        watched: &Watched,
    ) -> Result<Vec<(i64, String, Timestamp)>, Fault> {
        let mut connection = self.ask("list who follows something").await?;
        let query = sql(WATCHING).bind(watched.kind()).bind(watched.key());
        let rows: Vec<(i64, String, i64)> = connection.all(query).await?;
        rows.into_iter().map(|(id, address, at)| Ok((id, address, time(at)?))).collect()
    }
}

impl Transaction {
    /// Keeps that somebody asked to follow something, and returns their id; what they follow already stays as it is.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn ask_to_watch(
        &mut self,
        address: &Mailbox,
        watched: &Watched,
        ids: &Ids,
        now: Timestamp,
    ) -> Result<i64, Fault> {
        let address = address.key();
        let add = sql(ADD_WATCHER).bind(ids.next(now)).bind(&address).bind(now);
        self.connection.run(add).await?;
        let (watcher,): (i64,) = self.connection.one(sql(WATCHER_OF).bind(&address)).await?;
        let add = sql(ADD_WATCH).bind(ids.next(now)).bind(watcher).bind(watched.kind());
        self.connection.run(add.bind(watched.key()).bind(now)).await?;
        Ok(watcher)
    }

    /// Notes that whoever reads at the address wants it; says whether that was still to be said.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn confirm_watch(
        &mut self,
        watcher: i64,
        watch: i64,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let confirm = sql(CONFIRM).bind(watcher).bind(watch).bind(now);
        Ok(self.connection.run(confirm).await? > 0)
    }

    /// Ends one thing that somebody follows.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_watch(&mut self, watcher: i64, watch: i64) -> Result<(), Fault> {
        self.connection.run(sql(END).bind(watcher).bind(watch)).await?;
        Ok(())
    }

    /// Forgets somebody and everything that they follow.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_watches(&mut self, watcher: i64) -> Result<(), Fault> {
        self.connection.run(sql(END_ALL).bind(watcher)).await?;
        Ok(())
    }

    /// Forgets what nobody confirmed since `before`, and who has nothing left to follow; returns how much that was.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_unconfirmed_watches(&mut self, before: Timestamp) -> Result<u64, Fault> {
        let removed = self.connection.run(sql(REMOVE_UNCONFIRMED).bind(before)).await?;
        self.connection.run(sql(REMOVE_IDLE).bind(before)).await?;
        Ok(removed)
    }

    /// Keeps what is news to those who follow a statement, if anybody follows anything.
    pub(crate) async fn note_news(&mut self, events: &[Event]) -> Result<(), Fault> {
        let news = events.iter().filter(|event| event.public && event.kind.news().is_some());
        let news: Vec<Value> = news.map(|event| event.id.into()).collect();
        if news.is_empty() {
            return Ok(());
        }
        let (anybody,): (bool,) = self.connection.one(sql(ANY_CONFIRMED)).await?;
        if anybody { self.connection.insert(ADD_NEWS, 1, news).await } else { Ok(()) }
    }

    /// Takes what happened to public statements and was not told, oldest first; what is not public is dropped unsaid.
    /// Returns how many were taken, too.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn take_news(&mut self, limit: i64) -> Result<(Vec<News>, usize), Fault> {
        let taken: Vec<(i64,)> = self.connection.all(sql(TAKE_NEWS).bind(limit)).await?;
        let events = numbers(taken.iter().map(|(event,)| *event));
        let rows: Vec<NewsRow> = self.connection.all(sql(NEWS).bind(events)).await?;
        let news = rows.into_iter().map(News::try_from).collect::<Result<_, _>>()?;
        Ok((news, taken.len()))
    }

    /// Forgets whoever reads at an address, and everything that they follow.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn end_watches_at(&mut self, address: &str) -> Result<(), Fault> {
        self.connection.run(sql(END_ADDRESS).bind(address.to_lowercase())).await?;
        Ok(())
    }
}

fn watched(kind: &str, key: &str) -> Result<Watched, Fault> {
    known(Watched::of(kind, key), "kind of what is followed", kind)
}

impl TryFrom<WatchRow> for Watch {
    type Error = Fault;

    fn try_from(row: WatchRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            watched: watched(&row.kind, &row.key)?,
            confirmed_at: row.confirmed_at.map(time).transpose()?,
        })
    }
}

impl TryFrom<NewsRow> for News {
    type Error = Fault;

    fn try_from(row: NewsRow) -> Result<Self, Fault> {
        Ok(Self {
            number: Number(row.number),
            kind: known(EventKind::from_slug(&row.kind), "kind of event", &row.kind)?,
            at: time(row.at)?,
        })
    }
}
