//! People and their roles on their way into the directory.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;

use super::groups::{acronym, count};
use super::{RoleRow, contradiction};
use crate::connection::Connection;
use crate::sql::{Value, key, numbers, sql};
use crate::{Changes, Fault, Ids, PersonEntry};

const PEOPLE: &str = "
    select p.id, p.name, a.address from people p left join addresses a on a.person = p.id
    order by p.id, a.position";

const ROLES: &str = "select person, kind, group_id, from_day, until_day from roles";

pub(super) const ACRONYMS: &str = "select acronym, id from groups";

const INSERT_PEOPLE: &str = "insert into people (id, name) values";

const UPDATE_PERSON: &str = "update people set name = $2 where id = $1";

const EMPTY_ADDRESSES: &str = "delete from addresses where person in (numbers($1))";

const EMPTY_ROLES: &str = "delete from roles where person in (numbers($1))";

const INSERT_ADDRESSES: &str =
    "insert into addresses (address_key, person, position, address) values";

const INSERT_ROLES: &str =
    "insert into roles (id, person, kind, group_id, from_day, until_day) values";

/// A role: kind, group, from, until.
type Role = (String, i64, Option<String>, Option<String>);

/// A person as the tables have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    name: String,
    addresses: Vec<String>,
    roles: BTreeSet<Role>,
}

/// Everybody, and who has which address.
struct People {
    known: HashMap<i64, Known>,
    by_address: HashMap<String, i64>,
    groups: HashMap<String, i64>,
}

pub(super) async fn save(
    connection: &mut Connection,
    entries: &[PersonEntry],
    ids: &Ids,
    now: Timestamp,
) -> Result<Changes, Fault> {
    let people = People::load(connection).await?;
    let mut changes = Changes::default();
    let mut given = HashSet::new();
    let mut new: Vec<(i64, Known)> = Vec::new();
    let mut changed: Vec<(i64, Known)> = Vec::new();
    for entry in entries {
        let wanted = people.wanted(entry)?;
        let known = people.who(entry)?;
        let id = known.unwrap_or_else(|| ids.next(now));
        if !wanted.addresses.iter().all(|address| given.insert(key(address)))
            || (known.is_some() && !given.insert(id.to_string()))
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
    changes.added = count(new.len());
    changes.changed = count(changed.len());
    write(connection, &new, &changed, || ids.next(now)).await?;
    Ok(changes)
}

async fn write(
    connection: &mut Connection,
    new: &[(i64, Known)],
    changed: &[(i64, Known)],
    next_id: impl Fn() -> i64,
) -> Result<(), Fault> {
    let names = new.iter().flat_map(|(id, known)| [Value::from(*id), Value::from(&known.name)]);
    connection.insert(INSERT_PEOPLE, 2, names.collect()).await?;
    for (id, known) in changed {
        connection.run(sql(UPDATE_PERSON).bind(*id).bind(&known.name)).await?;
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
        for (kind, group, from, until) in &known.roles {
            roles.extend::<[Value; 6]>([
                next_id().into(),
                (*id).into(),
                kind.into(),
                (*group).into(),
                from.clone().into(),
                until.clone().into(),
            ]);
        }
    }
    connection.insert(INSERT_ADDRESSES, 4, addresses).await?;
    connection.insert(INSERT_ROLES, 6, roles).await
}

impl People {
    async fn load(connection: &mut Connection) -> Result<Self, Fault> {
        let mut known: HashMap<i64, Known> = HashMap::new();
        let mut by_address = HashMap::new();
        let rows: Vec<(i64, String, Option<String>)> = connection.all(sql(PEOPLE)).await?;
        for (id, name, address) in rows {
            let person = known.entry(id).or_default();
            person.name = name;
            by_address.extend(address.iter().map(|address| (key(address), id)));
            person.addresses.extend(address);
        }
        let rows: Vec<RoleRow> = connection.all(sql(ROLES)).await?;
        for (id, kind, group, from, until) in rows {
            known.entry(id).or_default().roles.insert((kind, group, from, until));
        }
        let groups: Vec<(String, i64)> = connection.all(sql(ACRONYMS)).await?;
        Ok(Self { known, by_address, groups: groups.into_iter().collect() })
    }

    /// Returns what the tables are to have of a person.
    fn wanted(&self, entry: &PersonEntry) -> Result<Known, Fault> {
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
        let mut roles = BTreeSet::new();
        for (kind, group, from, until) in &entry.roles {
            let id = self.groups.get(&acronym(group)).copied().ok_or_else(|| {
                contradiction(format!(
                    "“{}” holds a role on “{group}”, which is not in the directory: bring the group in first, or \
                     correct its acronym",
                    entry.name
                ))
            })?;
            let (from, until) = (from.map(|day| day.to_string()), until.map(|day| day.to_string()));
            roles.insert((kind.slug().to_owned(), id, from, until));
        }
        Ok(Known { name: entry.name.clone(), addresses, roles })
    }

    /// Returns who it is, if any of the addresses is known.
    fn who(&self, entry: &PersonEntry) -> Result<Option<i64>, Fault> {
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
}
