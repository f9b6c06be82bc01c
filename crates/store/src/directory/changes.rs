//! What was changed in the directory, and who said when that contacts are right.

use std::collections::HashMap;

use jiff::Timestamp;
use rules::{Doer, GroupId, PersonId};
use sqlx::FromRow;

use crate::decode::time;
use crate::sql::{Value, sql};
use crate::{Confirmation, DirectoryChange, Fault, Reader, Transaction};

const INSERT: &str = "insert into directory_changes (id, group_id, subject, what, was, becomes, public, system, person, \
     name, role, at) values";

const OF_GROUP: &str = "
    select id, group_id, subject, what, was, becomes, public, system, person, name, role, at from directory_changes
    where group_id = $1 order by at desc, id desc limit $2";

const NEWEST: &str = "
    select id, group_id, subject, what, was, becomes, public, system, person, name, role, at from directory_changes
    order by at desc, id desc limit $1";

const CONFIRM: &str = "insert into confirmations (id, group_id, person, name, role, at) values ($1, $2, $3, $4, $5, $6)";

const CONFIRMED: &str = "
    select c.group_id, c.person, c.name, c.role, c.at from confirmations c
    where not exists (select 1 from confirmations l where l.group_id = c.group_id and l.id > c.id)";

const ASKED: &str = "select person, group_id, asked_at from contact_questions";

const NOTE_ASKED: &str = "
    insert into contact_questions (person, group_id, asked_at) values ($1, $2, $3)
    on conflict (person, group_id) do update set asked_at = $3";

#[derive(FromRow)]
struct Row {
    id: i64,
    group_id: Option<i64>,
    subject: String,
    what: String,
    was: String,
    becomes: String,
    public: bool,
    system: bool,
    person: Option<i64>,
    name: String,
    role: String,
    at: i64,
}

impl Reader {
    /// Returns what was changed of a group, newest first, at most `limit`, private changes included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn directory_changes(
        &self,
        group: GroupId,
        limit: i64,
    ) -> Result<Vec<DirectoryChange>, Fault> {
        let mut connection = self.ask("load the history of a group").await?;
        let rows: Vec<Row> = connection.all(sql(OF_GROUP).bind(group).bind(limit)).await?;
        rows.into_iter().map(change).collect()
    }

    /// Returns what was changed last in the whole directory, newest first, private changes included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn newest_directory_changes(
        &self,
        limit: i64,
    ) -> Result<Vec<DirectoryChange>, Fault> {
        let mut connection = self.ask("load the newest changes of the directory").await?;
        let rows: Vec<Row> = connection.all(sql(NEWEST).bind(limit)).await?;
        rows.into_iter().map(change).collect()
    }

    /// Returns when the contacts of each group were last confirmed, and by whom.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn confirmations(&self) -> Result<HashMap<GroupId, Confirmation>, Fault> {
        let mut connection = self.ask("load confirmations").await?;
        let rows: Vec<(i64, i64, String, String, i64)> = connection.all(sql(CONFIRMED)).await?;
        rows.into_iter().map(confirmation).collect()
    }
}

impl Transaction {
    /// Appends changes to the history of the directory.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_directory_changes(
        &mut self,
        changes: &[DirectoryChange],
    ) -> Result<(), Fault> {
        self.note_shown();
        self.changed.note_entries(changes);
        let values = changes.iter().flat_map(values).collect();
        self.connection.insert(INSERT, 12, values).await
    }

    /// Notes that somebody said that the contacts of a group are right.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn add_confirmation(
        &mut self,
        id: i64,
        group: GroupId,
        by: &Confirmation,
    ) -> Result<(), Fault> {
        let Confirmation { person, name, role, at } = by;
        let confirm = sql(CONFIRM).bind(id).bind(group).bind(*person).bind(name).bind(role);
        self.connection.run(confirm.bind(*at)).await?;
        self.note_shown();
        Ok(())
    }

    /// Returns when the contacts of each group were last confirmed, as [`Reader::confirmations`].
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn confirmations(&mut self) -> Result<HashMap<GroupId, Confirmation>, Fault> {
        let rows: Vec<(i64, i64, String, String, i64)> =
            self.connection.all(sql(CONFIRMED)).await?;
        rows.into_iter().map(confirmation).collect()
    }

    /// Returns when each person was last asked whether the contacts of a group are right.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn contact_questions(
        &mut self,
    ) -> Result<HashMap<(PersonId, GroupId), Timestamp>, Fault> {
        let rows: Vec<(i64, i64, i64)> = self.connection.all(sql(ASKED)).await?;
        rows.into_iter()
            .map(|(person, group, at)| Ok(((PersonId(person), GroupId(group)), time(at)?)))
            .collect()
    }

    /// Notes that a person was asked whether the contacts of a group are right.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn note_contact_question(
        &mut self,
        person: PersonId,
        group: GroupId,
        at: Timestamp,
    ) -> Result<(), Fault> {
        self.connection.run(sql(NOTE_ASKED).bind(person).bind(group).bind(at)).await?;
        Ok(())
    }
}

fn confirmation(
    (group, person, name, role, at): (i64, i64, String, String, i64),
) -> Result<(GroupId, Confirmation), Fault> {
    let at = time(at)?;
    Ok((GroupId(group), Confirmation { person: PersonId(person), name, role, at }))
}

fn change(row: Row) -> Result<DirectoryChange, Fault> {
    let by = if row.system {
        Doer::System
    } else {
        Doer::Person { id: row.person.map(PersonId), name: row.name, role: row.role }
    };
    Ok(DirectoryChange {
        id: row.id,
        group: row.group_id.map(GroupId),
        subject: row.subject,
        what: row.what,
        was: row.was,
        is: row.becomes,
        public: row.public,
        by,
        at: time(row.at)?,
    })
}

fn values(change: &DirectoryChange) -> [Value; 12] {
    let (person, name, role) = match &change.by {
        Doer::System => (None, "", ""),
        Doer::Person { id, name, role } => (id.map(|id| id.0), name.as_str(), role.as_str()),
    };
    [
        change.id.into(),
        change.group.map(|group| group.0).into(),
        (&change.subject).into(),
        (&change.what).into(),
        (&change.was).into(),
        (&change.is).into(),
        change.public.into(),
        (change.by == Doer::System).into(),
        person.into(),
        name.into(),
        role.into(),
        change.at.into(),
    ]
}
