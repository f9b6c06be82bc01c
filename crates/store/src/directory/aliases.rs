//! The other names of groups.

use std::collections::{BTreeMap, HashMap};

use rules::{Alias, GroupId};

use super::contradiction;
use super::people::ACRONYMS;
use crate::Fault;
use crate::connection::Connection;
use crate::sql::{Value, key, numbers, sql};

pub(super) const ALL: &str =
    "select group_id, alias, is_former from group_aliases order by group_id, position";

const EMPTY: &str = "delete from group_aliases where group_id in (numbers($1))";

const INSERT: &str =
    "insert into group_aliases (alias_key, group_id, position, alias, is_former) values";

pub(super) type Row = (i64, String, bool);

/// Gives groups other names in place of those that they had; says whether anything changed.
pub(super) async fn save(
    connection: &mut Connection,
    wanted: &[(GroupId, Vec<Alias>)],
) -> Result<bool, Fault> {
    let acronyms: Vec<(String, i64)> = connection.all(sql(ACRONYMS)).await?;
    let acronyms: HashMap<String, i64> = acronyms.into_iter().collect();
    let rows: Vec<Row> = connection.all(sql(ALL)).await?;
    let mut before: BTreeMap<i64, Vec<Alias>> = BTreeMap::new();
    for (group, words, is_former) in rows {
        before.entry(group).or_default().push(Alias { words, is_former });
    }
    let mut after = before.clone();
    let mut changed: BTreeMap<i64, Vec<Alias>> = BTreeMap::new();
    for (group, aliases) in wanted {
        let aliases = once_each(aliases);
        if before.get(&group.0).map_or(&[][..], Vec::as_slice) != aliases {
            changed.insert(group.0, aliases.clone());
        }
        after.insert(group.0, aliases);
    }
    check(&after, &acronyms)?;
    connection.run(sql(EMPTY).bind(numbers(changed.keys().copied()))).await?;
    let mut values: Vec<Value> = Vec::new();
    for (group, aliases) in &changed {
        for (position, alias) in (1_i64..).zip(aliases) {
            values.extend::<[Value; 5]>([
                alias_key(&alias.words).into(),
                (*group).into(),
                position.into(),
                (&alias.words).into(),
                alias.is_former.into(),
            ]);
        }
    }
    connection.insert(INSERT, 5, values).await?;
    Ok(!changed.is_empty())
}

/// Refuses a name that two groups claim.
fn check(all: &BTreeMap<i64, Vec<Alias>>, acronyms: &HashMap<String, i64>) -> Result<(), Fault> {
    let by_id: HashMap<i64, &str> =
        acronyms.iter().map(|(acronym, id)| (*id, acronym.as_str())).collect();
    let mut seen: HashMap<String, i64> = HashMap::new();
    for (group, aliases) in all {
        for alias in aliases {
            let key = alias_key(&alias.words);
            let other = acronyms.get(&key).copied().or_else(|| seen.insert(key, *group));
            if let Some(other) = other.filter(|other| other != group) {
                let name = |id: &i64| by_id.get(id).copied().unwrap_or_default();
                return Err(contradiction(format!(
                    "the name “{}” is claimed by “{}” and by “{}”: take it from one of them",
                    alias.words,
                    name(&other),
                    name(group)
                )));
            }
        }
    }
    Ok(())
}

/// Returns names with single spaces, each once.
fn once_each(aliases: &[Alias]) -> Vec<Alias> {
    let mut once: Vec<Alias> = Vec::new();
    for alias in aliases {
        let words = alias.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_new = !once.iter().any(|other| alias_key(&other.words) == alias_key(&words));
        if is_new && !words.is_empty() {
            once.push(Alias { words, is_former: alias.is_former });
        }
    }
    once
}

/// Returns a name so that it is found however it is written.
fn alias_key(words: &str) -> String {
    key(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}
