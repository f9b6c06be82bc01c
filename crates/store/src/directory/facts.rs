//! What is known of groups besides, and which of it was set here.

use std::collections::HashMap;

use rules::{EntryField, Facts, GroupId, Meeting, PersonId, Relationship};

use crate::connection::Connection;
use crate::decode::{day, known};
use crate::sql::{Value, sql};
use crate::{Fault, Reader, Transaction};

pub(super) const ALL: &str = "
    select group_id, relationship, since, counterpart, coordinator, letter_format, sharing, notes from group_facts";

const SAVE: &str = "
    insert into group_facts (group_id, relationship, since, counterpart, coordinator, letter_format, sharing, notes,
        private_notes)
    values ($1, $2, $3, $4, $5, $6, $7, $8, '')
    on conflict (group_id) do update set relationship = $2, since = $3, counterpart = $4, coordinator = $5,
        letter_format = $6, sharing = $7, notes = $8";

const SAVE_PRIVATE: &str = "
    insert into group_facts (group_id, relationship, since, counterpart, coordinator, letter_format, sharing, notes,
        private_notes)
    values ($1, null, '', '', null, '', '', '', $2)
    on conflict (group_id) do update set private_notes = $2";

const PRIVATE: &str = "select private_notes from group_facts where group_id = $1";

const MEETINGS: &str = "
    select group_id, name, place, from_day, until_day from group_meetings order by group_id, position";

const REMOVE_MEETINGS: &str = "delete from group_meetings where group_id = $1";

const INSERT_MEETINGS: &str =
    "insert into group_meetings (group_id, position, name, place, from_day, until_day) values";

const CORRECTIONS: &str = "select group_id, field, imported from corrections";

const CORRECTIONS_OF: &str = "select field, imported from corrections where group_id = $1";

const SAVE_CORRECTION: &str = "
    insert into corrections (group_id, field, imported) values ($1, $2, $3)
    on conflict (group_id, field) do update set imported = $3";

const REMOVE_CORRECTION: &str = "delete from corrections where group_id = $1 and field = $2";

pub(super) type Row = (i64, Option<String>, String, String, Option<i64>, String, String, String);

type MeetingRow = (i64, String, String, String, String);

pub(super) fn facts(row: Row) -> Result<(GroupId, Facts), Fault> {
    let (group, relationship, since, counterpart, coordinator, letter_format, sharing, notes) = row;
    let relationship = relationship
        .map(|slug| known(Relationship::from_slug(&slug), "relationship", &slug))
        .transpose()?;
    let coordinator = coordinator.map(PersonId);
    let facts = Facts {
        relationship,
        since,
        counterpart,
        coordinator,
        letter_format,
        sharing,
        notes,
        meetings: Vec::new(),
    };
    Ok((GroupId(group), facts))
}

/// Returns the meetings of all groups, each group's in their order.
pub(super) async fn meetings(
    connection: &mut Connection,
) -> Result<HashMap<GroupId, Vec<Meeting>>, Fault> {
    let rows: Vec<MeetingRow> = connection.all(sql(MEETINGS)).await?;
    let mut meetings: HashMap<GroupId, Vec<Meeting>> = HashMap::new();
    for (group, name, place, from, until) in rows {
        let (from, until) = (day(&from)?, day(&until)?);
        meetings.entry(GroupId(group)).or_default().push(Meeting { name, place, from, until });
    }
    Ok(meetings)
}

impl Reader {
    /// Returns the private notes on a group; empty if there are none.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn private_notes(&self, group: GroupId) -> Result<String, Fault> {
        let mut connection = self.ask("load private notes").await?;
        private_notes(&mut connection, group).await
    }

    /// Returns the fields of a group that were set here, each with what the last import says.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn corrections_of(
        &self,
        group: GroupId,
    ) -> Result<HashMap<EntryField, String>, Fault> {
        let mut connection = self.ask("load what was set here").await?;
        let rows: Vec<(String, String)> = connection.all(sql(CORRECTIONS_OF).bind(group)).await?;
        rows.into_iter().map(|(slug, imported)| Ok((field(&slug)?, imported))).collect()
    }
}

impl Transaction {
    /// Keeps what is known of a group in place of what was; private notes stay.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_facts(&mut self, group: GroupId, facts: &Facts) -> Result<(), Fault> {
        let save = sql(SAVE)
            .bind(group)
            .bind(facts.relationship.map(Relationship::slug))
            .bind(&facts.since)
            .bind(&facts.counterpart)
            .bind(facts.coordinator.map(|person| person.0))
            .bind(&facts.letter_format)
            .bind(&facts.sharing)
            .bind(&facts.notes);
        self.connection.run(save).await?;
        self.connection.run(sql(REMOVE_MEETINGS).bind(group)).await?;
        let mut rows: Vec<Value> = Vec::new();
        for (position, meeting) in (1_i64..).zip(&facts.meetings) {
            let Meeting { name, place, from, until } = meeting;
            rows.extend([group.0.into(), position.into(), name.into(), place.into()]);
            rows.extend([from.to_string().into(), until.to_string().into()]);
        }
        self.connection.insert(INSERT_MEETINGS, 6, rows).await?;
        self.count_directory_change().await
    }

    /// Keeps the private notes on a group.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_private_notes(&mut self, group: GroupId, notes: &str) -> Result<(), Fault> {
        self.connection.run(sql(SAVE_PRIVATE).bind(group).bind(notes)).await?;
        Ok(())
    }

    /// Returns the private notes on a group, as [`Reader::private_notes`].
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn private_notes(&mut self, group: GroupId) -> Result<String, Fault> {
        private_notes(&mut self.connection, group).await
    }

    /// Returns every field that was set here, with what the last import says of it.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn corrections(&mut self) -> Result<HashMap<(GroupId, EntryField), String>, Fault> {
        let rows: Vec<(i64, String, String)> = self.connection.all(sql(CORRECTIONS)).await?;
        rows.into_iter()
            .map(|(group, slug, imported)| Ok(((GroupId(group), field(&slug)?), imported)))
            .collect()
    }

    /// Notes that a field was set here, with what the last import says of it; `None` gives it back to imports.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_correction(
        &mut self,
        group: GroupId,
        field: EntryField,
        imported: Option<&str>,
    ) -> Result<(), Fault> {
        let change = match imported {
            Some(imported) => sql(SAVE_CORRECTION).bind(group).bind(field.slug()).bind(imported),
            None => sql(REMOVE_CORRECTION).bind(group).bind(field.slug()),
        };
        self.connection.run(change).await?;
        self.note_shown();
        Ok(())
    }
}

async fn private_notes(connection: &mut Connection, group: GroupId) -> Result<String, Fault> {
    let notes: Option<(String,)> = connection.first(sql(PRIVATE).bind(group)).await?;
    Ok(notes.map(|(notes,)| notes).unwrap_or_default())
}

fn field(slug: &str) -> Result<EntryField, Fault> {
    known(EntryField::from_slug(slug), "field of the directory", slug)
}
