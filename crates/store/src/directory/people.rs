//! People and their roles on their way into the directory.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rules::{GroupId, PersonId, RoleSource, RoleTerm, renewed_terms};

use super::groups::{acronym, count};
use super::{RoleRow, contradiction, term};
use crate::connection::Connection;
use crate::sql::{Value, key, numbers, sql};
use crate::{Changes, Fault, Ids, PersonEntry};

const PEOPLE: &str = "
    select p.id, p.name, p.datatracker_id, a.address from people p left join addresses a on a.person = p.id
    order by p.id, a.position";

pub(super) const ROLES: &str =
    "select person, kind, group_id, from_day, until_day, source from roles";

pub(super) const ACRONYMS: &str = "select acronym, id from groups";

const INSERT_PEOPLE: &str = "insert into people (id, name, datatracker_id) values";

const UPDATE_PERSON: &str = "update people set name = $2, datatracker_id = $3 where id = $1";

const EMPTY_ADDRESSES: &str = "delete from addresses where person in (numbers($1))";

const EMPTY_ROLES: &str = "delete from roles where person in (numbers($1))";

const INSERT_ADDRESSES: &str =
    "insert into addresses (address_key, person, position, address) values";

const INSERT_ROLES: &str =
    "insert into roles (id, person, kind, group_id, from_day, until_day, source) values";

/// A person as the tables have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    name: String,
    datatracker_id: Option<i64>,
    addresses: Vec<String>,
    terms: Vec<RoleTerm>,
}

/// Everybody, and who has which address.
struct People {
    known: HashMap<i64, Known>,
    by_address: HashMap<String, i64>,
    by_datatracker_id: HashMap<i64, i64>,
    groups: HashMap<String, i64>,
    has_roles: bool,
    today: Date,
    source: RoleSource,
}

pub(super) async fn save(
    connection: &mut Connection,
    entries: &[PersonEntry],
    source: RoleSource,
    ids: &Ids,
    now: Timestamp,
) -> Result<Changes, Fault> {
    let people = People::load(connection, source, now).await?;
    let mut changes = Changes::default();
    let mut given = HashSet::new();
    let mut given_ids = HashSet::new();
    let mut new: Vec<(i64, Known)> = Vec::new();
    let mut changed: Vec<(i64, Known)> = Vec::new();
    for entry in entries {
        let known = people.who(entry)?;
        let id = known.unwrap_or_else(|| ids.next(now));
        let wanted = people.wanted(entry, id)?;
        if !wanted.addresses.iter().all(|address| given.insert(key(address)))
            || !given_ids.insert(id)
        {
            return Err(contradiction(format!(
                "“{}” comes twice, or shares an address with somebody else: keep one entry for each person",
                entry.name
            )));
        }
        match known.and_then(|id| people.known.get(&id)) {
            None => new.push((id, wanted)),
            Some(known) if *known == wanted => changes.unchanged += 1,
            Some(_) => changed.push((id, wanted)),
        }
    }
    if source == RoleSource::Datatracker {
        changed.extend(people.no_longer_named(&given_ids));
    }
    people.check_addresses(&new, &changed)?;
    changes.added = count(new.len());
    changes.changed = count(changed.len());
    write(connection, &new, &changed, || ids.next(now)).await?;
    Ok(changes)
}

/// Writes the roles of one person in place of those that they had.
pub(super) async fn save_terms(
    connection: &mut Connection,
    person: PersonId,
    terms: &[RoleTerm],
    next_id: impl Fn() -> i64,
) -> Result<(), Fault> {
    connection.run(sql(EMPTY_ROLES).bind(numbers([person.0]))).await?;
    let values = terms.iter().flat_map(|term| term_values(term, person.0, next_id())).collect();
    connection.insert(INSERT_ROLES, 7, values).await
}

async fn write(
    connection: &mut Connection,
    new: &[(i64, Known)],
    changed: &[(i64, Known)],
    next_id: impl Fn() -> i64,
) -> Result<(), Fault> {
    let names = new.iter().flat_map(|(id, known)| {
        [Value::from(*id), Value::from(&known.name), Value::from(known.datatracker_id)]
    });
    connection.insert(INSERT_PEOPLE, 3, names.collect()).await?;
    for (id, known) in changed {
        let update = sql(UPDATE_PERSON).bind(*id).bind(&known.name).bind(known.datatracker_id);
        connection.run(update).await?;
    }
    let list = numbers(changed.iter().map(|(id, _)| *id));
    connection.run(sql(EMPTY_ADDRESSES).bind(&list)).await?;
    connection.run(sql(EMPTY_ROLES).bind(&list)).await?;
    let (mut addresses, mut roles) = (Vec::new(), Vec::new());
    for (id, known) in new.iter().chain(changed) {
        for (position, address) in (1_i64..).zip(&known.addresses) {
            let row = [key(address).into(), (*id).into(), position.into(), address.into()];
            addresses.extend::<[Value; 4]>(row);
        }
        roles.extend(known.terms.iter().flat_map(|term| term_values(term, *id, next_id())));
    }
    connection.insert(INSERT_ADDRESSES, 4, addresses).await?;
    connection.insert(INSERT_ROLES, 7, roles).await
}

fn term_values(term: &RoleTerm, person: i64, id: i64) -> [Value; 7] {
    [
        id.into(),
        person.into(),
        term.kind.slug().into(),
        term.group.into(),
        term.from.into(),
        term.until.into(),
        term.source.slug().into(),
    ]
}

impl People {
    async fn load(
        connection: &mut Connection,
        source: RoleSource,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let mut known: HashMap<i64, Known> = HashMap::new();
        let (mut by_address, mut by_datatracker_id) = (HashMap::new(), HashMap::new());
        let rows: Vec<(i64, String, Option<i64>, Option<String>)> =
            connection.all(sql(PEOPLE)).await?;
        for (id, name, datatracker_id, address) in rows {
            let person = known.entry(id).or_default();
            (person.name, person.datatracker_id) = (name, datatracker_id);
            by_datatracker_id.extend(datatracker_id.map(|theirs| (theirs, id)));
            by_address.extend(address.iter().map(|address| (key(address), id)));
            person.addresses.extend(address);
        }
        let rows: Vec<RoleRow> = connection.all(sql(ROLES)).await?;
        let has_roles = !rows.is_empty();
        for row in rows {
            let term = term(row)?;
            known.entry(term.person.0).or_default().terms.push(term);
        }
        known.values_mut().for_each(|person| person.terms.sort());
        let groups: Vec<(String, i64)> = connection.all(sql(ACRONYMS)).await?;
        let groups = groups.into_iter().collect();
        let today = TimeZone::UTC.to_datetime(now).date();
        Ok(Self { known, by_address, by_datatracker_id, groups, has_roles, today, source })
    }

    /// Returns the people whose roles end because the present tool, which names everybody, no longer names them.
    fn no_longer_named(&self, given: &HashSet<i64>) -> Vec<(i64, Known)> {
        let others = self.known.iter().filter(|(id, _)| !given.contains(id));
        let ended = others.filter_map(|(id, known)| {
            let terms = renewed_terms(&known.terms, &[], self.today, self.source, false);
            (terms != known.terms).then(|| (*id, Known { terms, ..known.clone() }))
        });
        ended.collect()
    }

    /// Returns what the tables are to have of a person.
    fn wanted(&self, entry: &PersonEntry, id: i64) -> Result<Known, Fault> {
        let mut addresses: Vec<String> = Vec::new();
        for address in entry.addresses.iter().map(|address| address.trim()) {
            if !address.is_empty() && !addresses.iter().any(|other| key(other) == key(address)) {
                addresses.push(address.to_owned());
            }
        }
        if addresses.is_empty() {
            return Err(contradiction(format!(
                "“{}” has no address: give one, since people are told apart by their addresses",
                entry.name
            )));
        }
        let mut wanted = Vec::new();
        for (kind, group, from, until) in &entry.roles {
            let group = self.groups.get(&acronym(group)).copied().ok_or_else(|| {
                contradiction(format!(
                    "“{}” holds a role on “{group}”, which is not in the directory: bring the group in first, or \
                     correct its acronym",
                    entry.name
                ))
            })?;
            let (person, group, source) = (PersonId(id), GroupId(group), self.source);
            let (kind, from, until) = (*kind, *from, *until);
            wanted.push(RoleTerm { person, kind, group, from, until, source });
        }
        let known = self.known.get(&id);
        let before = known.map_or(&[][..], |known| &known.terms);
        let terms = renewed_terms(before, &wanted, self.today, self.source, !self.has_roles);
        // A file that says nothing of the present tool takes nothing from what is known of it.
        let datatracker_id = entry.datatracker_id.or(known.and_then(|known| known.datatracker_id));
        Ok(Known { name: entry.name.clone(), datatracker_id, addresses, terms })
    }

    /// Returns who it is, if the present tool's id or any of the addresses is known.
    fn who(&self, entry: &PersonEntry) -> Result<Option<i64>, Fault> {
        let by_id = entry.datatracker_id.and_then(|id| self.by_datatracker_id.get(&id));
        if let Some(id) = by_id {
            return Ok(Some(*id));
        }
        let mut found = entry.addresses.iter().filter_map(|it| self.by_address.get(&key(it)));
        let first = found.next().copied();
        match found.find(|other| Some(**other) != first) {
            None => Ok(first),
            Some(_) => Err(contradiction(format!(
                "the addresses of “{}” are those of two people ({}): correct the addresses of one of them first",
                entry.name,
                entry.addresses.join(", ")
            ))),
        }
    }

    /// Refuses an address that somebody else has and keeps.
    fn check_addresses(&self, new: &[(i64, Known)], changed: &[(i64, Known)]) -> Result<(), Fault> {
        let rewritten: HashSet<i64> = changed.iter().map(|(id, _)| *id).collect();
        for (id, person) in new.iter().chain(changed) {
            for address in &person.addresses {
                let owner = self.by_address.get(&key(address)).filter(|owner| *owner != id);
                if let Some(owner) = owner.filter(|owner| !rewritten.contains(owner)) {
                    let other = self.known.get(owner).map_or("somebody", |known| &known.name);
                    return Err(contradiction(format!(
                        "“{}” has the address {address}, which is that of “{other}”: correct one of the two",
                        person.name
                    )));
                }
            }
        }
        Ok(())
    }
}
