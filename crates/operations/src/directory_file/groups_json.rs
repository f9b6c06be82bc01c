//! A list of groups as JSON: acronym, name, type, state, parent, list address and the datatracker's id.

use std::collections::HashSet;

use rules::{GroupKind, GroupState};
use serde::Deserialize;

use super::entries::{Entries, NamedGroup};
use crate::{ImportFault, Unplaced};

#[derive(Debug, Deserialize)]
struct Listed {
    acronym: String,
    name: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    state: Option<String>,
    parent: Option<String>,
    list_email: Option<String>,
    datatracker_id: Option<i64>,
}

/// Reads the list; a parent that is not in it is left out and named.
pub(super) fn read(text: &str, place: &str) -> Result<Entries, ImportFault> {
    let list: Vec<Listed> = serde_json::from_str(text).map_err(|error| {
        let place = format!("{place}, line {}, column {}", error.line(), error.column());
        ImportFault::input(&place, format!("this is not a list of groups: {error}"))
    })?;
    let known: HashSet<String> = list.iter().map(|group| group.acronym.to_lowercase()).collect();
    let mut entries = Entries::default();
    for group in list {
        let (parent, unknown): (Option<String>, Option<String>) = match group.parent {
            Some(parent) if known.contains(&parent.to_lowercase()) => (Some(parent), None),
            unknown => (None, unknown),
        };
        entries.unplaced.extend(unknown.map(|value| Unplaced {
            number: None,
            field: "parent",
            value,
            why: format!("is not in the list: “{}” was brought in without it", group.acronym),
        }));
        entries.groups.push(NamedGroup {
            acronym: group.acronym,
            name: group.name,
            kind: GroupKind::from_slug(&group.kind),
            state: group.state.as_deref().map(GroupState::from_slug),
            otherwise: GroupState::Unknown,
            parent,
            list_address: group.list_email.filter(|list| !list.is_empty()),
            datatracker_id: group.datatracker_id,
        });
    }
    Ok(entries)
}
