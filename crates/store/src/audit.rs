//! What is noted of sign-ins, accounts, tokens and roles; and the secrets of this installation.

use rules::{AuditEvent, AuditKind, PersonId};
use sqlx::FromRow;

use crate::decode::{known, time};
use crate::sql::{Value, sql};
use crate::{Fault, Reader, Transaction};

const INSERT: &str =
    "insert into audit (id, at, kind, person, words, address_digest, agent) values";

const COLUMNS: usize = 7;

const ALL: &str = "
    select id, at, kind, person, words, address_digest, agent from audit
    order by at desc, id desc limit $1 offset $2";

const COUNT: &str = "select count(*) from audit";

const OF_PERSON: &str = "
    select id, at, kind, person, words, address_digest, agent from audit
    where person = $1 order by at desc, id desc limit $2";

const OFFER_SECRET: &str =
    "insert into secrets (name, value) values ($1, $2) on conflict (name) do nothing";

const SECRET: &str = "select value from secrets where name = $1";

#[derive(FromRow)]
struct AuditRow {
    id: i64,
    at: i64,
    kind: String,
    person: Option<i64>,
    words: String,
    address_digest: String,
    agent: String,
}

impl Reader {
    /// Returns a page of the events of everybody, newest first, and how many there are; pages count from 1.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn audit(&self, page: i64, per_page: i64) -> Result<(Vec<AuditEvent>, i64), Fault> {
        let mut connection = self.snapshot("list what is noted of sign-ins").await?;
        let skip = page.max(1).saturating_sub(1).saturating_mul(per_page);
        let rows: Vec<AuditRow> = connection.all(sql(ALL).bind(per_page).bind(skip)).await?;
        let (count,): (i64,) = connection.one(sql(COUNT)).await?;
        Ok((rows.into_iter().map(AuditEvent::try_from).collect::<Result<_, _>>()?, count))
    }

    /// Returns the newest events of one person, newest first.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn audit_of(&self, person: PersonId, most: i64) -> Result<Vec<AuditEvent>, Fault> {
        let mut connection = self.ask("list what is noted of a person").await?;
        let rows: Vec<AuditRow> = connection.all(sql(OF_PERSON).bind(person).bind(most)).await?;
        rows.into_iter().map(AuditEvent::try_from).collect()
    }
}

impl Transaction {
    /// Appends events; there is nothing that changes or removes one.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_audit(&mut self, events: &[AuditEvent]) -> Result<(), Fault> {
        let values = events.iter().flat_map(values).collect();
        self.connection.insert(INSERT, COLUMNS, values).await
    }

    /// Returns a secret of this installation, which is the offered one if there was none: of two instances that offer at
    /// once, both get the same.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn secret(&mut self, name: &str, offered: &str) -> Result<String, Fault> {
        if let Some((value,)) = self.connection.first(sql(SECRET).bind(name)).await? {
            return Ok(value);
        }
        self.connection.run(sql(OFFER_SECRET).bind(name).bind(offered)).await?;
        let (value,): (String,) = self.connection.one(sql(SECRET).bind(name)).await?;
        Ok(value)
    }
}

fn values(event: &AuditEvent) -> [Value; COLUMNS] {
    [
        event.id.into(),
        event.at.into(),
        event.kind.slug().into(),
        event.person.map(|person| person.0).into(),
        (&event.words).into(),
        (&event.address_digest).into(),
        (&event.agent).into(),
    ]
}

impl TryFrom<AuditRow> for AuditEvent {
    type Error = Fault;

    fn try_from(row: AuditRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            at: time(row.at)?,
            kind: known(AuditKind::from_slug(&row.kind), "kind of event", &row.kind)?,
            person: row.person.map(PersonId),
            words: row.words,
            address_digest: row.address_digest,
            agent: row.agent,
        })
    }
}
