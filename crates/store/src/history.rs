//! What happened to statements.

use rules::{Doer, Event, EventKind, Number, PersonId};
use sqlx::FromRow;

use crate::decode::{known, time};
use crate::sql::{Value, sql};
use crate::{Fault, Reader, Transaction};

const HISTORY: &str = "
    select id, number, kind, system, person, name, role, at, public, words, difference
    from events where number = $1 and (public or $2) order by at, id";

const INSERT: &str = "insert into events (id, number, kind, system, person, name, role, at, public, words, \
     difference) values";

const COLUMNS: usize = 11;

/// An event as the table has it.
#[derive(FromRow)]
pub(crate) struct EventRow {
    id: i64,
    number: i64,
    kind: String,
    system: bool,
    person: Option<i64>,
    name: String,
    role: String,
    at: i64,
    public: bool,
    words: String,
    difference: String,
}

impl Reader {
    /// Returns the history of a statement, oldest first; private events only if asked for.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn history(&self, number: Number, private: bool) -> Result<Vec<Event>, Fault> {
        let mut connection = self.ask("load a statement's history").await?;
        let rows: Vec<EventRow> = connection.all(sql(HISTORY).bind(number).bind(private)).await?;
        events(rows)
    }
}

impl Transaction {
    /// Appends an event to a statement's history.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_event(&mut self, event: &Event) -> Result<(), Fault> {
        self.add_events(std::slice::from_ref(event)).await
    }

    /// Appends many events.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_events(&mut self, events: &[Event]) -> Result<(), Fault> {
        if events.iter().any(|event| event.public) {
            self.note_shown();
            self.changed.note_events(events);
        }
        for event in events.iter().filter(|event| event.public) {
            self.note_touched(event.number);
        }
        let values = events.iter().flat_map(values).collect();
        self.connection.insert(INSERT, COLUMNS, values).await?;
        self.note_news(events).await
    }
}

/// Returns the events whose kinds this version knows: what a newer one noted beside it is shown once this one is replaced.
pub(crate) fn events(rows: Vec<EventRow>) -> Result<Vec<Event>, Fault> {
    let is_known = |row: &EventRow| EventKind::from_slug(&row.kind).is_some();
    rows.into_iter().filter(is_known).map(Event::try_from).collect()
}

fn values(event: &Event) -> [Value; COLUMNS] {
    let (system, person) = match &event.by {
        Doer::System => (true, None),
        Doer::Person { id, .. } => (false, *id),
    };
    [
        event.id.into(),
        event.number.into(),
        event.kind.slug().into(),
        system.into(),
        person.map(|person| person.0).into(),
        if system { "" } else { event.by.name() }.into(),
        event.by.role().into(),
        event.at.into(),
        event.public.into(),
        (&event.words).into(),
        (&event.difference).into(),
    ]
}

impl TryFrom<EventRow> for Event {
    type Error = Fault;

    fn try_from(row: EventRow) -> Result<Self, Fault> {
        let by = if row.system {
            Doer::System
        } else {
            Doer::Person { id: row.person.map(PersonId), name: row.name, role: row.role }
        };
        Ok(Self {
            id: row.id,
            number: Number(row.number),
            kind: known(EventKind::from_slug(&row.kind), "kind of event", &row.kind)?,
            by,
            at: time(row.at)?,
            public: row.public,
            words: row.words,
            difference: row.difference,
        })
    }
}
