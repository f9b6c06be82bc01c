//! A list of groups as JSON: acronym, name, type, state, parent, list address and the datatracker's id.

use std::collections::HashSet;

use rules::{EntryField, GroupKind, GroupState};
use serde::Deserialize;

use super::entries::{Entries, StatedGroup};
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
        let kind = GroupKind::from_slug(&group.kind);
        let state = group.state.as_deref().map(GroupState::from_slug);
        let stated = [
            (EntryField::Name, group.name),
            (EntryField::Kind, Some(kind.slug().to_owned())),
            (EntryField::State, state.map(|state| state.slug().to_owned())),
            (EntryField::Parent, parent.map(|parent| parent.to_lowercase())),
            (EntryField::List, group.list_email.filter(|list| !list.is_empty())),
        ];
        let stated = stated.into_iter().filter_map(|(field, text)| Some((field, text?)));
        entries.groups.push(StatedGroup {
            acronym: group.acronym,
            stated: stated.collect(),
            otherwise: GroupState::Unknown,
            datatracker_id: group.datatracker_id,
            is_known: false,
        });
    }
    Ok(entries)
}
