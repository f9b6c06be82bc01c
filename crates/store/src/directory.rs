//! Organizations, groups, people and roles.

use std::sync::Arc;

use jiff::Timestamp;
use rules::{Directory, GroupId, PersonId};

use crate::{Changes, ContactEntry, Fault, GroupEntry, Ids, PersonEntry, Reader, Transaction};

impl Reader {
    /// A [`Fault`] of the database.
    pub async fn directory(&self) -> Result<Arc<Directory>, Fault> {
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn group_by_datatracker_id(&self, id: i64) -> Result<Option<GroupId>, Fault> {
        let _ = id;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn person_by_address(&self, address: &str) -> Result<Option<PersonId>, Fault> {
        let _ = address;
        Err(crate::fault::pending())
    }
}

impl Transaction {
    /// A [`Fault`] of the database.
    pub async fn save_groups(
        &mut self,
        groups: &[GroupEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let _ = groups;
        let _ = ids;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn save_people(
        &mut self,
        people: &[PersonEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let _ = people;
        let _ = ids;
        let _ = now;
        Err(crate::fault::pending())
    }

    /// A [`Fault`] of the database.
    pub async fn save_contacts(
        &mut self,
        contacts: &[ContactEntry],
        ids: &Ids,
        now: Timestamp,
    ) -> Result<Changes, Fault> {
        let _ = contacts;
        let _ = ids;
        let _ = now;
        Err(crate::fault::pending())
    }
}
