//! The feed of changes: what was changed of what everybody may read, in the order in which it was committed.
//!
//! A transaction writes its changes last, behind the counter that in PostgreSQL everybody else who counts waits for. So
//! whoever sees a change sees all before it, however many write at once, and whoever follows misses nothing.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Event, EventKind, Number, Statement};
use sqlx::FromRow;

use crate::decode::some_time;
use crate::sql::{Value, sql};
use crate::{DirectoryChange, Fault, Reader, Transaction};

const COUNT: &str = "
    update counters set value = value + $1 where name = 'feed' returning value";

const INSERT: &str = "insert into changes (id, kind, number, acronym, at) values";

const COLUMNS: usize = 5;

/// What happened to a statement before it was public is passed over as long as it is not.
const AFTER: &str = "
    select c.id, c.kind, c.number, c.acronym, c.at from changes c
    left join statements s on s.number = c.number
    where c.id > $1 and (c.number is null or s.public) order by c.id limit $2";

const LAST: &str = "select value from counters where name = 'feed'";

/// A change of a statement of which nothing more is said.
const CHANGED: &str = "changed";
/// A change of an entry of the directory.
const ENTRY: &str = "entry";
/// A change of the directory, as an import brings it.
pub(crate) const DIRECTORY: &str = "directory";
/// A change of what is known of documents.
pub(crate) const DOCUMENTS: &str = "documents";

/// Something that was changed of what everybody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Grows from change to change, in the order in which they were committed.
    pub id: i64,
    /// A kind of event; `changed` for a statement, `entry` for one of the directory; `directory` or `documents` for all of
    /// them.
    pub kind: String,
    /// The statement, if it is of one.
    pub number: Option<Number>,
    /// The acronym of the entry, if it is of one.
    pub acronym: String,
    /// When, where that is known.
    pub at: Option<Timestamp>,
}

#[derive(FromRow)]
struct ChangeRow {
    id: i64,
    kind: String,
    number: Option<i64>,
    acronym: String,
    at: Option<i64>,
}

/// What a transaction changed so far.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    noted: Vec<Noted>,
    saved: Vec<Number>,
    /// Statements that an import brought, with all that ever happened to them.
    brought: HashSet<Number>,
}

#[derive(Debug)]
struct Noted {
    kind: Cow<'static, str>,
    number: Option<Number>,
    acronym: String,
    at: Option<Timestamp>,
}

impl Changed {
    /// Notes what happened to statements.
    pub(crate) fn note_events(&mut self, events: &[Event]) {
        let public = events.iter().filter(|event| event.public);
        self.noted.extend(public.map(|event| Noted {
            kind: Cow::Borrowed(event.kind.slug()),
            number: Some(event.number),
            acronym: String::new(),
            at: Some(event.at),
        }));
    }

    /// Notes what was changed of entries.
    pub(crate) fn note_entries(&mut self, changes: &[DirectoryChange]) {
        let public = changes.iter().filter(|change| change.public && change.group.is_some());
        self.noted.extend(public.map(|change| Noted {
            kind: Cow::Borrowed(ENTRY),
            number: None,
            acronym: change.subject.clone(),
            at: Some(change.at),
        }));
    }

    /// Notes that statements were saved.
    pub(crate) fn note_saved(&mut self, statements: &[&Statement]) {
        let public = statements.iter().filter(|statement| statement.state.is_public());
        for statement in public {
            self.saved.push(statement.number);
            // Of what it answers, it is told what answers it.
            self.saved.extend(statement.links.iter().map(|link| link.number));
        }
    }

    /// Notes that something else of statements was changed that everybody may read.
    pub(crate) fn note_numbers(&mut self, numbers: impl IntoIterator<Item = Number>) {
        self.saved.extend(numbers);
    }

    /// Notes that something was changed that is of no single statement or entry.
    pub(crate) fn note_all(&mut self, kind: &'static str) {
        if !self.noted.iter().any(|one| one.kind == kind) {
            let (kind, acronym) = (Cow::Borrowed(kind), String::new());
            self.noted.push(Noted { kind, number: None, acronym, at: None });
        }
    }

    /// Notes that statements were brought by an import.
    pub(crate) fn note_brought(&mut self, statements: &[&Statement]) {
        let public = statements.iter().filter(|statement| statement.state.is_public());
        self.brought.extend(public.map(|statement| statement.number));
    }

    /// Returns what is to be kept: of what was brought one change each, and of what was saved at least one.
    fn settled(self) -> Vec<Noted> {
        let Self { mut noted, saved, brought } = self;
        noted.retain(|one| one.number.is_none_or(|number| !brought.contains(&number)));
        let told: HashSet<Number> = noted.iter().filter_map(|one| one.number).collect();
        let one = |kind: &'static str, number: Number| {
            let kind = Cow::Borrowed(kind);
            Noted { kind, number: Some(number), acronym: String::new(), at: None }
        };
        let mut silent: Vec<Number> = saved;
        silent.retain(|number| !told.contains(number) && !brought.contains(number));
        silent.sort_unstable();
        silent.dedup();
        noted.extend(silent.into_iter().map(|number| one(CHANGED, number)));
        let mut brought: Vec<Number> = brought.into_iter().collect();
        brought.sort_unstable();
        noted.extend(brought.into_iter().map(|number| one(EventKind::Imported.slug(), number)));
        noted
    }
}

impl Transaction {
    /// Writes what was changed, behind the counter of changes.
    pub(crate) async fn write_changes(&mut self) -> Result<(), Fault> {
        let changes = std::mem::take(&mut self.changed).settled();
        let Ok(count @ 1..) = i64::try_from(changes.len()) else { return Ok(()) };
        let (last,): (i64,) = self.connection.one(sql(COUNT).bind(count)).await?;
        let ids = last - count + 1..;
        let values = ids.zip(changes).flat_map(|(id, change)| -> [Value; COLUMNS] {
            [
                id.into(),
                change.kind.as_ref().into(),
                change.number.map(|number| number.0).into(),
                change.acronym.into(),
                change.at.into(),
            ]
        });
        self.connection.insert(INSERT, COLUMNS, values.collect()).await
    }
}

impl Reader {
    /// Returns the changes after one, oldest first, at most `limit`; those of statements that are public alone.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn changes_after(&self, id: i64, limit: i64) -> Result<Vec<Change>, Fault> {
        let mut connection = self.ask("follow the changes").await?;
        let rows: Vec<ChangeRow> = connection.all(sql(AFTER).bind(id).bind(limit)).await?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// Returns the id of the last change.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn last_change(&self) -> Result<i64, Fault> {
        let mut connection = self.ask("find the last change").await?;
        let (last,) = connection.one(sql(LAST)).await?;
        Ok(last)
    }
}

impl TryFrom<ChangeRow> for Change {
    type Error = Fault;

    fn try_from(row: ChangeRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            number: row.number.map(Number),
            acronym: row.acronym,
            at: some_time(row.at)?,
        })
    }
}
