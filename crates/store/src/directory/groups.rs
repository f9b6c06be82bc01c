//! Groups on their way into the directory.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;

use super::contradiction;
use crate::connection::Connection;
use crate::sql::{Value, sql};
use crate::{Changes, Fault, GroupEntry, Ids};

const ALL: &str = "
    select id, acronym, name, kind, state, parent, organization, list_address, datatracker_id from groups";

const INSERT: &str = "insert into groups (id, acronym, name, kind, state, parent, organization, list_address, \
     datatracker_id) values";

const UPDATE: &str = "
    update groups set acronym = $2, name = $3, kind = $4, state = $5, parent = $6, organization = $7, list_address = $8,
        datatracker_id = $9
    where id = $1";

const EMPTY_LINE: &str = "delete from group_line";

const INSERT_LINE: &str = "insert into group_line (group_id, ancestor_id, depth) values";

/// A group as the table has it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
struct Row {
    id: i64,
    acronym: String,
    name: String,
    kind: String,
    state: String,
    parent: Option<i64>,
    organization: i64,
    list_address: Option<String>,
    datatracker_id: Option<i64>,
}

/// All groups by id, and which of them are what they were.
struct Groups {
    rows: BTreeMap<i64, Row>,
    ids: HashMap<String, i64>,
}

pub(super) async fn save(
    connection: &mut Connection,
    entries: &[GroupEntry],
    ids: &Ids,
    now: Timestamp,
) -> Result<Changes, Fault> {
    let before: Vec<Row> = connection.all(sql(ALL)).await?;
    let before: BTreeMap<i64, Row> = before.into_iter().map(|row| (row.id, row)).collect();
    let mut groups = Groups {
        ids: before.values().map(|row| (row.acronym.clone(), row.id)).collect(),
        rows: before.clone(),
    };
    let given = groups.take(entries, || ids.next(now))?;
    let lines = groups.lines()?;
    let mut changes = Changes::default();
    let mut new: Vec<&Row> = Vec::new();
    let mut updates: Vec<&Row> = Vec::new();
    for row in groups.rows.values() {
        match before.get(&row.id) {
            None => new.push(row),
            Some(old) if old == row => changes.unchanged += i64::from(given.contains(&row.id)),
            Some(_) => updates.push(row),
        }
    }
    changes.added = count(new.len());
    changes.changed = count(updates.len());
    if changes.added + changes.changed > 0 {
        // What a group belongs to is there before it.
        new.sort_by_key(|row| lines.get(&row.id).map_or(0, Vec::len));
        connection.insert(INSERT, 9, new.into_iter().flat_map(values).collect()).await?;
        for row in updates {
            connection.run(sql(UPDATE).bind_all(values(row))).await?;
        }
        save_lines(connection, &lines).await?;
    }
    Ok(changes)
}

/// Finds out anew what each group belongs to, after groups were joined.
pub(super) async fn renew(connection: &mut Connection) -> Result<(), Fault> {
    let before: Vec<Row> = connection.all(sql(ALL)).await?;
    let rows: BTreeMap<i64, Row> = before.iter().map(|row| (row.id, row.clone())).collect();
    let mut groups = Groups { ids: HashMap::new(), rows };
    let lines = groups.lines()?;
    for row in before.iter().filter_map(|old| groups.rows.get(&old.id).filter(|row| *row != old)) {
        connection.run(sql(UPDATE).bind_all(values(row))).await?;
    }
    save_lines(connection, &lines).await
}

/// Writes anew what each group belongs to.
async fn save_lines(
    connection: &mut Connection,
    lines: &HashMap<i64, Vec<i64>>,
) -> Result<(), Fault> {
    connection.run(sql(EMPTY_LINE)).await?;
    let mut rows = Vec::new();
    for (group, line) in lines {
        for (depth, ancestor) in (0_i64..).zip(line) {
            rows.extend([Value::from(*group), Value::from(*ancestor), Value::from(depth)]);
        }
    }
    connection.insert(INSERT_LINE, 3, rows).await
}

impl Groups {
    /// Takes the entries over, and returns the ids of their groups.
    fn take(
        &mut self,
        entries: &[GroupEntry],
        next_id: impl Fn() -> i64,
    ) -> Result<HashSet<i64>, Fault> {
        let mut given = HashSet::new();
        for entry in entries {
            let id = *self.ids.entry(acronym(&entry.acronym)).or_insert_with(&next_id);
            if !given.insert(id) {
                return Err(contradiction(format!(
                    "the group “{}” comes twice: keep one of the two entries",
                    entry.acronym
                )));
            }
        }
        for entry in entries {
            let parent = entry.parent.as_deref().map(|parent| self.parent(entry, parent));
            let Some(id) = self.ids.get(&acronym(&entry.acronym)).copied() else { continue };
            // A file that says nothing of the present tool takes nothing from what is known of it.
            let known = self.rows.get(&id).and_then(|row| row.datatracker_id);
            let row = Row {
                id,
                acronym: acronym(&entry.acronym),
                name: entry.name.clone(),
                kind: entry.kind.slug().to_owned(),
                state: entry.state.slug().to_owned(),
                parent: parent.transpose()?,
                organization: id,
                list_address: entry.list_address.clone(),
                datatracker_id: entry.datatracker_id.or(known),
            };
            self.rows.insert(id, row);
        }
        self.check_datatracker_ids()?;
        Ok(given)
    }

    fn parent(&self, entry: &GroupEntry, parent: &str) -> Result<i64, Fault> {
        self.ids.get(&acronym(parent)).copied().ok_or_else(|| {
            contradiction(format!(
                "the group “{}” belongs to “{parent}”, which is not in the directory: add “{parent}”, or correct its \
                 acronym",
                entry.acronym
            ))
        })
    }

    fn check_datatracker_ids(&self) -> Result<(), Fault> {
        let mut seen: HashMap<i64, &str> = HashMap::new();
        for row in self.rows.values() {
            let Some(id) = row.datatracker_id else { continue };
            if let Some(other) = seen.insert(id, &row.acronym) {
                return Err(contradiction(format!(
                    "the groups “{other}” and “{}” have the same datatracker id {id}: correct one of them",
                    row.acronym
                )));
            }
        }
        Ok(())
    }

    /// Returns for each group itself and what it belongs to, the nearest first, and sets its organization.
    fn lines(&mut self) -> Result<HashMap<i64, Vec<i64>>, Fault> {
        let parents: HashMap<i64, Option<i64>> =
            self.rows.values().map(|row| (row.id, row.parent)).collect();
        let mut lines = HashMap::with_capacity(parents.len());
        for group in parents.keys().copied() {
            let mut line = vec![group];
            let mut next = parents.get(&group).copied().flatten();
            while let Some(parent) = next {
                if let Some(start) = line.iter().position(|id| *id == parent) {
                    return Err(self.circle(&line[start..]));
                }
                line.push(parent);
                next = parents.get(&parent).copied().flatten();
            }
            if let (Some(row), Some(organization)) = (self.rows.get_mut(&group), line.last()) {
                row.organization = *organization;
            }
            lines.insert(group, line);
        }
        Ok(lines)
    }

    /// The fault of groups of which each belongs to the next, and the last to the first.
    fn circle(&self, ids: &[i64]) -> Fault {
        let groups = ids.iter().filter_map(|id| self.rows.get(id));
        let mut acronyms: Vec<&str> = groups.map(|row| row.acronym.as_str()).collect();
        acronyms.sort_unstable();
        contradiction(format!(
            "groups belong to each other in a circle ({}): correct the parent of one of them",
            acronyms.join(", ")
        ))
    }
}

fn values(row: &Row) -> [Value; 9] {
    [
        row.id.into(),
        (&row.acronym).into(),
        (&row.name).into(),
        (&row.kind).into(),
        (&row.state).into(),
        row.parent.into(),
        row.organization.into(),
        row.list_address.clone().into(),
        row.datatracker_id.into(),
    ]
}

/// Returns an acronym as the directory has it.
pub(super) fn acronym(written: &str) -> String {
    written.trim().to_lowercase()
}

/// Counts for people, who have no more than 2^63 of anything.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
