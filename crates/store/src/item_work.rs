//! Who works at received messages, what was done with them, and what was asked about them.

use jiff::Timestamp;
use rules::{GroupId, Holder, ItemEventKind, PersonId};
use sqlx::FromRow;

use crate::decode::{known, time};
use crate::inbox::items;
use crate::sql::{numbers, sql, texts};
use crate::{Fault, Item, Reader, Transaction};

/// Who works at a received message, and what it belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemWork {
    /// The message.
    pub item: i64,
    /// The organization that its letter comes from, where the directory knew it when it was read.
    pub organization: Option<GroupId>,
    /// Who had it before them last.
    pub holder: Option<Holder>,
    /// The message about which its sender was asked what this one answers.
    pub answers: Option<i64>,
}

/// Something that was done with a received message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemEvent {
    /// Tells it apart; later events have greater ones.
    pub id: i64,
    /// The message.
    pub item: i64,
    /// What.
    pub kind: ItemEventKind,
    /// Who; `None` where nobody of ours did it.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// What was asked, or the reason.
    pub words: String,
}

const WORK: &str = "
    select item, organization, holder, holder_name, held_since, held_at, answers from item_work
    where item in (numbers($1)) order by item";

const EVENTS: &str = "
    select id, item, kind, person, name, at, words from item_events where item = $1 order by at, id";

const ANSWERS: &str = "
    select id, state, reason, received_at, sender, subject, message_id, text, sha256, size, identity, statement
    from items where id in (select item from item_work where answers = $1) order by id limit 50";

const ASKED: &str =
    "select item from item_questions where message_id in (texts($1)) order by item limit 1";

/// Other messages with a file of this one's, but those that were set aside.
const SAME_FILES: &str = "
    select i.id, i.subject, i.statement from items i
    where i.id <> $1 and i.state <> 'set-aside' and i.id in (
        select b.item from item_parts a join item_parts b on b.sha256 = a.sha256
        where a.item = $1 and a.size >= $2)
    order by i.id desc limit 5";

const HOLD: &str = "
    insert into item_work (item, holder, holder_name, held_since, held_at) values ($1, $2, $3, $4, $5)
    on conflict (item) do update set holder = excluded.holder, holder_name = excluded.holder_name,
        held_since = excluded.held_since, held_at = excluded.held_at";

const ASSIGN: &str = "
    insert into item_work (item, organization, holder_name) values ($1, $2, '')
    on conflict (item) do update set organization = excluded.organization";

const JOIN: &str = "
    insert into item_work (item, answers, holder_name) values ($1, $2, '')
    on conflict (item) do update set answers = excluded.answers";

const NOTE: &str = "
    insert into item_events (id, item, kind, person, name, at, words) values ($1, $2, $3, $4, $5, $6, $7)";

const ASK: &str = "insert into item_questions (message_id, item) values ($1, $2)";

#[derive(FromRow)]
struct WorkRow {
    item: i64,
    organization: Option<i64>,
    holder: Option<i64>,
    holder_name: String,
    held_since: Option<i64>,
    held_at: Option<i64>,
    answers: Option<i64>,
}

type EventRow = (i64, i64, String, Option<i64>, String, i64, String);

impl WorkRow {
    fn read(self) -> Result<ItemWork, Fault> {
        let holder = match (self.holder, self.held_since, self.held_at) {
            (Some(person), Some(since), Some(seen)) => Some(Holder {
                person: PersonId(person),
                name: self.holder_name,
                since: time(since)?,
                seen: time(seen)?,
            }),
            _ => None,
        };
        let organization = self.organization.map(GroupId);
        Ok(ItemWork { item: self.item, organization, holder, answers: self.answers })
    }
}

impl Reader {
    /// Returns who works at received messages, in one query; of those at which nobody ever did there is none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_work(&self, items: &[i64]) -> Result<Vec<ItemWork>, Fault> {
        let mut connection = self.ask("list who works at messages").await?;
        let list = numbers(items.iter().copied());
        let rows: Vec<WorkRow> = connection.all(sql(WORK).bind(list)).await?;
        rows.into_iter().map(WorkRow::read).collect()
    }

    /// Returns what was done with a received message, oldest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_events(&self, item: i64) -> Result<Vec<ItemEvent>, Fault> {
        let mut connection = self.ask("list what was done with a message").await?;
        let rows: Vec<EventRow> = connection.all(sql(EVENTS).bind(item)).await?;
        rows.into_iter().map(event).collect()
    }

    /// Returns the messages that answer what was asked about one, oldest first, at most fifty.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_answers(&self, item: i64) -> Result<Vec<Item>, Fault> {
        let mut connection = self.snapshot("list answers about a message").await?;
        items(&mut connection, sql(ANSWERS).bind(item)).await
    }

    /// Returns other messages, the newest first and at most five, that hold a file of at least so many bytes that this one holds too.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn items_with_same_files(
        &self,
        item: i64,
        at_least: i64,
    ) -> Result<Vec<(i64, String, Option<rules::Number>)>, Fault> {
        let mut connection = self.ask("find messages with the same files").await?;
        let asked = sql(SAME_FILES).bind(item).bind(at_least);
        let rows: Vec<(i64, String, Option<i64>)> = connection.all(asked).await?;
        let row = |(id, subject, number): (i64, String, Option<i64>)| {
            (id, subject, number.map(rules::Number))
        };
        Ok(rows.into_iter().map(row).collect())
    }
}

impl Transaction {
    /// Returns who works at a received message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_work(&mut self, item: i64) -> Result<ItemWork, Fault> {
        let list = numbers([item]);
        let row: Option<WorkRow> = self.connection.first(sql(WORK).bind(list)).await?;
        row.map_or_else(|| Ok(ItemWork { item, ..ItemWork::default() }), WorkRow::read)
    }

    /// Keeps who has a received message before them.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn hold_item(&mut self, item: i64, holder: &Holder) -> Result<(), Fault> {
        let hold = sql(HOLD).bind(item).bind(holder.person).bind(&holder.name);
        self.connection.run(hold.bind(holder.since).bind(holder.seen)).await?;
        Ok(())
    }

    /// Keeps which organization a received message comes from.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn assign_item(
        &mut self,
        item: i64,
        organization: Option<GroupId>,
    ) -> Result<(), Fault> {
        let assign = sql(ASSIGN).bind(item).bind(organization.map(|group| group.0));
        self.connection.run(assign).await?;
        Ok(())
    }

    /// Keeps that a received message answers what was asked about another.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn join_item(&mut self, item: i64, answers: i64) -> Result<(), Fault> {
        self.connection.run(sql(JOIN).bind(item).bind(answers)).await?;
        Ok(())
    }

    /// Adds to what was done with a received message.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_item(&mut self, event: &ItemEvent) -> Result<(), Fault> {
        let note = sql(NOTE).bind(event.id).bind(event.item).bind(event.kind.slug());
        let note = note.bind(event.person.map(|person| person.0)).bind(&event.name);
        self.connection.run(note.bind(event.at).bind(&event.words)).await?;
        Ok(())
    }

    /// Keeps the Message-ID under which a message's sender is asked something.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn ask_about_item(&mut self, item: i64, message_id: &str) -> Result<(), Fault> {
        self.connection.run(sql(ASK).bind(message_id).bind(item)).await?;
        Ok(())
    }

    /// Returns the message about which something was asked under one of these Message-IDs.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn item_asked_about(&mut self, message_ids: &[String]) -> Result<Option<i64>, Fault> {
        let asked = sql(ASKED).bind(texts(message_ids));
        let row: Option<(i64,)> = self.connection.first(asked).await?;
        Ok(row.map(|(item,)| item))
    }
}

fn event((id, item, kind, person, name, at, words): EventRow) -> Result<ItemEvent, Fault> {
    let kind = known(ItemEventKind::from_slug(&kind), "event of a message", &kind)?;
    let (person, at) = (person.map(PersonId), time(at)?);
    Ok(ItemEvent { id, item, kind, person, name, at, words })
}
