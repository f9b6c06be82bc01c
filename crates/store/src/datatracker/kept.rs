//! What an import keeps of the datatracker's own words, beside what it makes of them.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{GroupId, Number};

use crate::sql::Value;
use crate::{Fault, Transaction};

/// A name, such as that of a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptName {
    /// Of what, as its address has it.
    pub kind: String,
    /// Tells it apart.
    pub slug: String,
    /// What people read.
    pub name: String,
    /// What it means.
    pub words: String,
    /// Its place in lists.
    pub place: i64,
    /// Whether it is in use.
    pub used: bool,
    /// Of a relation, seen from the other end; of a type of group, in full.
    pub further: String,
}

/// Somebody who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPerson {
    /// Tells them apart.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The name in ASCII.
    pub ascii: String,
}

/// A group, with what its words for kind and state were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptGroup {
    /// Its id there.
    pub id: i64,
    /// Which it is here.
    pub group: GroupId,
    /// Its kind, there and here.
    pub kind: (String, &'static str),
    /// Its state, there and here.
    pub state: (String, &'static str),
}

/// What a statement says in words that are read into fields here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStatement {
    /// Its number.
    pub number: Number,
    /// The sender's contact, where it is written as text.
    pub from_contact: Option<String>,
    /// The contacts that it is addressed to.
    pub to_contacts: String,
    /// What others call it.
    pub other_identifiers: Option<String>,
}

/// A document that is attached to a statement, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAttachment {
    /// Tells it apart.
    pub id: i64,
    /// The statement.
    pub number: Number,
    /// Its position among all that ever were attached.
    pub position: i64,
    /// Whether it was removed.
    pub removed: bool,
    /// The name of the document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Its type.
    pub kind: String,
    /// The name of its file.
    pub file: String,
    /// Its revision.
    pub rev: String,
    /// When it came.
    pub at: Option<Timestamp>,
}

/// A relation of two statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRelation {
    /// Tells it apart.
    pub id: i64,
    /// The statement that refers.
    pub source: Number,
    /// The statement that is referred to.
    pub target: Number,
    /// Its kind.
    pub kind: String,
}

/// A public event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptEvent {
    /// Tells it apart, as in the history.
    pub id: i64,
    /// Its type.
    pub kind: String,
    /// Whoever did it.
    pub person: Option<i64>,
    /// Its words.
    pub words: String,
}

const NAMES: (&str, &str) = (
    "insert into datatracker_names (kind, slug, name, words, place, used, further) values",
    " on conflict (kind, slug) do update set name = excluded.name, words = excluded.words, place = excluded.place, \
     used = excluded.used, further = excluded.further \
     where datatracker_names.name <> excluded.name or datatracker_names.words <> excluded.words \
     or datatracker_names.place <> excluded.place or datatracker_names.used <> excluded.used \
     or datatracker_names.further <> excluded.further",
);

const PEOPLE: (&str, &str) = (
    "insert into datatracker_people (id, name, ascii) values",
    " on conflict (id) do update set name = excluded.name, ascii = excluded.ascii \
     where datatracker_people.name <> excluded.name or datatracker_people.ascii <> excluded.ascii",
);

const GROUPS: (&str, &str) = (
    "insert into datatracker_groups (group_id, id, kind, kind_here, state, state_here) values",
    " on conflict (group_id) do update set id = excluded.id, kind = excluded.kind, kind_here = excluded.kind_here, \
     state = excluded.state, state_here = excluded.state_here \
     where datatracker_groups.id <> excluded.id or datatracker_groups.kind <> excluded.kind \
     or datatracker_groups.kind_here <> excluded.kind_here or datatracker_groups.state <> excluded.state \
     or datatracker_groups.state_here <> excluded.state_here",
);

const STATEMENTS: (&str, &str) = (
    "insert into datatracker_statements (number, from_contact, to_contacts, other_identifiers) values",
    " on conflict (number) do update set from_contact = excluded.from_contact, to_contacts = excluded.to_contacts, \
     other_identifiers = excluded.other_identifiers \
     where datatracker_statements.from_contact is distinct from excluded.from_contact \
     or datatracker_statements.to_contacts <> excluded.to_contacts \
     or datatracker_statements.other_identifiers is distinct from excluded.other_identifiers",
);

const ATTACHMENTS: (&str, &str) = (
    "insert into datatracker_attachments (id, number, position, removed, document, title, kind, file, rev, at) values",
    " on conflict (id) do update set number = excluded.number, position = excluded.position, \
     removed = excluded.removed, document = excluded.document, title = excluded.title, kind = excluded.kind, \
     file = excluded.file, rev = excluded.rev, at = excluded.at \
     where datatracker_attachments.number <> excluded.number or datatracker_attachments.position <> excluded.position \
     or datatracker_attachments.removed <> excluded.removed or datatracker_attachments.document <> excluded.document \
     or datatracker_attachments.title <> excluded.title or datatracker_attachments.kind <> excluded.kind \
     or datatracker_attachments.file <> excluded.file or datatracker_attachments.rev <> excluded.rev \
     or datatracker_attachments.at is distinct from excluded.at",
);

const RELATIONS: (&str, &str) = (
    "insert into datatracker_relations (id, source, target, kind) values",
    " on conflict (id) do update set source = excluded.source, target = excluded.target, kind = excluded.kind \
     where datatracker_relations.source <> excluded.source or datatracker_relations.target <> excluded.target \
     or datatracker_relations.kind <> excluded.kind",
);

const EVENTS: (&str, &str) = (
    "insert into datatracker_events (id, kind, person, words) values",
    " on conflict (id) do update set kind = excluded.kind, person = excluded.person, words = excluded.words \
     where datatracker_events.kind <> excluded.kind or datatracker_events.person is distinct from excluded.person \
     or datatracker_events.words <> excluded.words",
);

impl Transaction {
    /// Keeps names; those that are there are brought up to date.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_names(&mut self, names: &[KeptName]) -> Result<(), Fault> {
        self.keep(NAMES, 2, names, |it| {
            [
                (&it.kind).into(),
                (&it.slug).into(),
                (&it.name).into(),
                (&it.words).into(),
                it.place.into(),
                it.used.into(),
                (&it.further).into(),
            ]
        })
        .await
    }

    /// Keeps people, likewise.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_people(&mut self, people: &[KeptPerson]) -> Result<(), Fault> {
        self.keep(PEOPLE, 1, people, |it| [it.id.into(), (&it.name).into(), (&it.ascii).into()])
            .await
    }

    /// Keeps groups, likewise.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_groups(&mut self, groups: &[KeptGroup]) -> Result<(), Fault> {
        self.keep(GROUPS, 1, groups, |it| {
            [
                it.group.into(),
                it.id.into(),
                (&it.kind.0).into(),
                it.kind.1.into(),
                (&it.state.0).into(),
                it.state.1.into(),
            ]
        })
        .await
    }

    /// Keeps the words of statements, likewise.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_statements(
        &mut self,
        statements: &[KeptStatement],
    ) -> Result<(), Fault> {
        self.keep(STATEMENTS, 1, statements, |it| {
            [
                it.number.into(),
                it.from_contact.clone().into(),
                (&it.to_contacts).into(),
                it.other_identifiers.clone().into(),
            ]
        })
        .await
    }

    /// Keeps attachments, likewise.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_attachments(
        &mut self,
        attachments: &[KeptAttachment],
    ) -> Result<(), Fault> {
        self.keep(ATTACHMENTS, 1, attachments, |it| {
            [
                it.id.into(),
                it.number.into(),
                it.position.into(),
                it.removed.into(),
                (&it.document).into(),
                (&it.title).into(),
                (&it.kind).into(),
                (&it.file).into(),
                (&it.rev).into(),
                it.at.into(),
            ]
        })
        .await
    }

    /// Keeps relations, likewise.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_relations(
        &mut self,
        relations: &[KeptRelation],
    ) -> Result<(), Fault> {
        self.keep(RELATIONS, 1, relations, |it| {
            [it.id.into(), it.source.into(), it.target.into(), (&it.kind).into()]
        })
        .await
    }

    /// Keeps public events, likewise.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn keep_datatracker_events(&mut self, events: &[KeptEvent]) -> Result<(), Fault> {
        self.keep(EVENTS, 1, events, |it| {
            [it.id.into(), (&it.kind).into(), it.person.into(), (&it.words).into()]
        })
        .await
    }

    /// Inserts what is new and brings up to date what differs; only what was written could be shown.
    ///
    /// Rows are told apart by their first values, as many as `keys`; of several the first is kept.
    async fn keep<T, const COLUMNS: usize>(
        &mut self,
        texts: (&'static str, &'static str),
        keys: usize,
        all: &[T],
        values: impl Fn(&T) -> [Value; COLUMNS],
    ) -> Result<(), Fault> {
        let mut seen = HashSet::new();
        let rows = all.iter().map(values);
        let rows = rows.filter(|row| seen.insert(format!("{:?}", &row[..keys.min(COLUMNS)])));
        let values = rows.flatten().collect();
        if self.connection.insert_or(texts, COLUMNS, values).await? > 0 {
            self.note_shown();
        }
        Ok(())
    }
}
