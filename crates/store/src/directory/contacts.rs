//! Listed contacts on their way into the directory.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use rules::GroupId;

use super::contradiction;
use super::groups::acronym;
use super::people::ACRONYMS;
use crate::connection::Connection;
use crate::sql::{Value, numbers, sql};
use crate::{Changes, ContactEntry, Fault, Ids};

const ALL: &str = "
    select group_id, why, send_to, name, address from listed_contacts order by group_id, position";

const EMPTY: &str = "delete from listed_contacts where group_id in (numbers($1))";

const INSERT: &str =
    "insert into listed_contacts (id, group_id, position, why, send_to, name, address) values";

/// A contact: why, send to, name, address.
type Contact = (String, bool, String, String);

/// Saves contacts; says also whether anything changed, which may be that one was only taken away.
pub(super) async fn save(
    connection: &mut Connection,
    entries: &[ContactEntry],
    ids: &Ids,
    now: Timestamp,
) -> Result<(Changes, bool), Fault> {
    let groups: Vec<(String, i64)> = connection.all(sql(ACRONYMS)).await?;
    let groups: HashMap<String, i64> = groups.into_iter().collect();
    let rows: Vec<(i64, String, bool, String, String)> = connection.all(sql(ALL)).await?;
    let mut before: HashMap<i64, Vec<Contact>> = HashMap::new();
    for (group, why, send_to, name, address) in rows {
        before.entry(group).or_default().push((why, send_to, name, address));
    }
    let mut wanted: BTreeMap<i64, Vec<Contact>> = BTreeMap::new();
    for entry in entries {
        let group = groups.get(&acronym(&entry.group)).copied().ok_or_else(|| {
            contradiction(format!(
                "a contact is listed for “{}”, which is not in the directory: bring the group in first, or correct \
                 its acronym",
                entry.group
            ))
        })?;
        let (name, address) = (entry.mailbox.name().to_owned(), entry.mailbox.address().to_owned());
        let contact = (entry.why.slug().to_owned(), entry.send_to, name, address);
        wanted.entry(group).or_default().push(contact);
    }
    let mut changes = Changes::default();
    for (group, contacts) in &wanted {
        let old = before.get(group).map_or(&[][..], Vec::as_slice);
        compare(old, contacts, &mut changes);
    }
    wanted.retain(|group, contacts| before.get(group) != Some(contacts));
    connection.run(sql(EMPTY).bind(numbers(wanted.keys().copied()))).await?;
    connection.insert(INSERT, 7, values(&wanted, || ids.next(now))).await?;
    Ok((changes, !wanted.is_empty()))
}

/// Takes away all contacts of a group.
pub(super) async fn remove(connection: &mut Connection, group: GroupId) -> Result<(), Fault> {
    connection.run(sql(EMPTY).bind(numbers([group.0]))).await?;
    Ok(())
}

/// Counts what is new, changed and as it was in the contacts of a group.
fn compare(old: &[Contact], new: &[Contact], changes: &mut Changes) {
    for contact in new {
        if old.contains(contact) {
            changes.unchanged += 1;
        } else if old.iter().any(|(.., address)| *address == contact.3) {
            changes.changed += 1;
        } else {
            changes.added += 1;
        }
    }
}

fn values(wanted: &BTreeMap<i64, Vec<Contact>>, next_id: impl Fn() -> i64) -> Vec<Value> {
    let mut values = Vec::new();
    for (group, contacts) in wanted {
        for (position, (why, send_to, name, address)) in (1_i64..).zip(contacts) {
            values.extend::<[Value; 7]>([
                next_id().into(),
                (*group).into(),
                position.into(),
                why.into(),
                (*send_to).into(),
                name.into(),
                address.into(),
            ]);
        }
    }
    values
}
