//! Organizations, groups, people and roles.

mod aliases;
mod changes;
mod contacts;
mod facts;
mod groups;
mod imports;
mod joining;
mod people;
mod values;

use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use rules::{
    Alias, Directory, Group, GroupId, GroupKind, GroupState, ListedContact, Person, PersonId,
    RoleKind, RoleSource, RoleTerm, Why,
};

pub use values::{Confirmation, DirectoryChange, DirectoryImport, ImportState};

use crate::changes::DIRECTORY;
use crate::connection::Connection;
use crate::decode::{known, mailbox, some_day};
use crate::sql::{key, sql};
use crate::{Changes, ContactEntry, Fault, GroupEntry, Ids, PersonEntry, Reader, Transaction};

const CHANGE_COUNT: &str = "select value from counters where name = 'directory'";

const COUNT_CHANGE: &str = "update counters set value = value + 1 where name = 'directory'";

const GROUPS: &str = "select id, acronym, name, kind, state, parent, list_address from groups";

const PEOPLE: &str = "
    select p.id, p.name, a.address from people p left join addresses a on a.person = p.id
    order by p.id, a.position";

const CONTACTS: &str = "
    select group_id, why, send_to, name, address from listed_contacts order by group_id, position";

const GROUP_BY_DATATRACKER_ID: &str = "select id from groups where datatracker_id = $1";

const PERSON_BY_ADDRESS: &str = "select person from addresses where address_key = $1";

/// The directory with the count of its changes, so that one that is still right is not read again.
pub(crate) type Known = Option<(i64, Arc<Directory>)>;

impl Reader {
    /// Returns the whole directory; the same value until it changes.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn directory(&self) -> Result<Arc<Directory>, Fault> {
        let known = || self.shared.directory.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = self.ask("look whether the directory changed").await?;
        let (count,): (i64,) = connection.one(sql(CHANGE_COUNT)).await?;
        if let Some((_, directory)) = known().as_ref().filter(|(of, _)| *of == count) {
            return Ok(Arc::clone(directory));
        }
        drop(connection);
        let mut connection = self.snapshot("load the directory").await?;
        let (count,): (i64,) = connection.one(sql(CHANGE_COUNT)).await?;
        let directory = Arc::new(load(&mut connection).await?);
        *known() = Some((count, Arc::clone(&directory)));
        Ok(directory)
    }

    /// Returns the id of the group with the present tool's id.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn group_by_datatracker_id(&self, id: i64) -> Result<Option<GroupId>, Fault> {
        let mut connection = self.ask("find a group").await?;
        let found = connection.first(sql(GROUP_BY_DATATRACKER_ID).bind(id)).await?;
        Ok(found.map(|(id,)| GroupId(id)))
    }

    /// Returns the person who has this address, in whatever case it is written.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn person_by_address(&self, address: &str) -> Result<Option<PersonId>, Fault> {
        let mut connection = self.ask("find a person").await?;
        let found = connection.first(sql(PERSON_BY_ADDRESS).bind(key(address))).await?;
        Ok(found.map(|(id,)| PersonId(id)))
    }
}

impl Transaction {
    /// Returns the whole directory, those just brought in included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn directory(&mut self) -> Result<Directory, Fault> {
        load(&mut self.connection).await
    }

    /// Returns the person who has this address, as [`Reader::person_by_address`], those just brought in included.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn person_by_address(&mut self, address: &str) -> Result<Option<PersonId>, Fault> {
        let found = self.connection.first(sql(PERSON_BY_ADDRESS).bind(key(address))).await?;
        Ok(found.map(|(id,)| PersonId(id)))
    }

    /// Brings groups into the directory by acronym; parents may come in any order.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for a group that comes twice, belongs to one that nobody knows, or to itself; a [`Fault`]
    /// of the database.
    pub async fn save_groups(
        &mut self,
        groups: &[GroupEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let changes = groups::save(&mut self.connection, groups, ids, now).await?;
        self.directory_saved(changes, changes.added + changes.changed > 0).await
    }

    /// Brings people and their roles into the directory; the addresses and roles given replace those that the people had
    /// before, and any of the addresses tells the person apart.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for a person without an address, one whose addresses are those of two people, and a role
    /// on a group that nobody knows; a [`Fault`] of the database.
    pub async fn save_people(
        &mut self,
        people: &[PersonEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        self.save_people_of(people, RoleSource::File, ids, now).await
    }

    /// Brings people and their roles in as [`Transaction::save_people`], from some source: it says what happens to roles
    /// that are no longer given ([`rules::renewed_terms`]).
    ///
    /// # Errors
    /// As [`Transaction::save_people`].
    pub async fn save_people_of(
        &mut self,
        people: &[PersonEntry],
        source: RoleSource,
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let changes = people::save(&mut self.connection, people, source, ids, now).await?;
        self.directory_saved(changes, changes.added + changes.changed > 0).await
    }

    /// Keeps the roles of a person in place of those that they had.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn save_terms(
        &mut self,
        person: PersonId,
        terms: &[RoleTerm],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<(), Fault> {
        people::save_terms(&mut self.connection, person, terms, || ids.next(now)).await?;
        self.count_directory_change().await
    }

    /// Takes away everything that is listed for a group.
    ///
    /// # Errors
    /// A [`Fault`] of the database.
    pub async fn remove_contacts(&mut self, group: GroupId) -> Result<(), Fault> {
        contacts::remove(&mut self.connection, group).await?;
        self.count_directory_change().await
    }

    /// Gives groups other names in place of those that they had.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for a name that two groups claim; a [`Fault`] of the database.
    pub async fn save_aliases(&mut self, aliases: &[(GroupId, Vec<Alias>)]) -> Result<(), Fault> {
        let any = aliases::save(&mut self.connection, aliases).await?;
        if any {
            self.count_directory_change().await?;
        }
        Ok(())
    }

    /// Brings listed contacts into the directory; those given for a group replace those that it had.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for a group that nobody knows; a [`Fault`] of the database.
    pub async fn save_contacts(
        &mut self,
        contacts: &[ContactEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let (changes, any) = contacts::save(&mut self.connection, contacts, ids, now).await?;
        self.directory_saved(changes, any).await
    }

    /// Counts a change of the directory, if there was any.
    async fn directory_saved(&mut self, changes: Changes, any: bool) -> Result<Changes, Fault> {
        if any {
            self.count_directory_change().await?;
        }
        Ok(changes)
    }

    async fn count_directory_change(&mut self) -> Result<(), Fault> {
        self.connection.run(sql(COUNT_CHANGE)).await?;
        self.note_shown();
        self.changed.note_all(DIRECTORY);
        Ok(())
    }
}

type GroupRow = (i64, String, String, String, String, Option<i64>, Option<String>);
type RoleRow = (i64, String, i64, Option<String>, Option<String>, String);
type ContactRow = (i64, String, bool, String, String);

async fn load(connection: &mut Connection) -> Result<Directory, Fault> {
    let groups: Vec<GroupRow> = connection.all(sql(GROUPS)).await?;
    let mut directory = Directory::new(groups.into_iter().map(group).collect::<Vec<_>>());
    let people: Vec<(i64, String, Option<String>)> = connection.all(sql(PEOPLE)).await?;
    for person in joined(people) {
        directory.add_person(person);
    }
    let roles: Vec<RoleRow> = connection.all(sql(people::ROLES)).await?;
    for row in roles {
        directory.add_term(term(row)?);
    }
    let contacts: Vec<ContactRow> = connection.all(sql(CONTACTS)).await?;
    for (group, why, send_to, name, address) in contacts {
        let why = known(Why::from_slug(&why), "kind of contact", &why)?;
        let mailbox = mailbox(&name, &address)?;
        directory.add_contact(ListedContact { group: GroupId(group), why, send_to, mailbox });
    }
    let rows: Vec<facts::Row> = connection.all(sql(facts::ALL)).await?;
    let mut meetings = facts::meetings(connection).await?;
    for row in rows {
        let (group, mut facts) = facts::facts(row)?;
        facts.meetings = meetings.remove(&group).unwrap_or_default();
        directory.set_facts(group, facts);
    }
    let rows: Vec<aliases::Row> = connection.all(sql(aliases::ALL)).await?;
    for (group, words, is_former) in rows {
        directory.add_alias(GroupId(group), Alias { words, is_former });
    }
    Ok(directory)
}

fn term((person, kind, group, from, until, source): RoleRow) -> Result<RoleTerm, Fault> {
    Ok(RoleTerm {
        person: PersonId(person),
        kind: known(RoleKind::from_slug(&kind), "role", &kind)?,
        group: GroupId(group),
        from: some_day(from)?,
        until: some_day(until)?,
        source: known(RoleSource::from_slug(&source), "source of a role", &source)?,
    })
}

fn group((id, acronym, name, kind, state, parent, list_address): GroupRow) -> Group {
    Group {
        id: GroupId(id),
        acronym,
        name,
        kind: GroupKind::from_slug(&kind),
        state: GroupState::from_slug(&state),
        parent: parent.map(GroupId),
        list_address,
    }
}

/// Joins the rows of people, one for each address.
fn joined(rows: Vec<(i64, String, Option<String>)>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for (id, name, address) in rows {
        if people.last().is_none_or(|last| last.id != PersonId(id)) {
            people.push(Person { id: PersonId(id), name, addresses: Vec::new() });
        }
        if let Some(last) = people.last_mut() {
            last.addresses.extend(address);
        }
    }
    people
}

/// The fault of an entry that cannot be brought in, with what to do.
fn contradiction(what: String) -> Fault {
    Fault::Contradiction { what }
}
