//! Our own file of the directory: TOML with `[[groups]]`, `[[people]]` and `[[contacts]]`.

use jiff::civil::Date;
use rules::{Directory, GroupKind, GroupState, Mailbox, RoleKind, Why};
use serde::Deserialize;
use store::{ContactEntry, GroupEntry, PersonEntry};

use super::groups_json;
use crate::{ImportFault, Unplaced};

/// What a file of the directory holds.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) groups: Vec<NamedGroup>,
    pub(super) people: Vec<PersonEntry>,
    pub(super) contacts: Vec<ContactEntry>,
    pub(super) unplaced: Vec<Unplaced>,
}

/// A group as far as a file says something of it.
#[derive(Debug)]
pub(super) struct NamedGroup {
    pub(super) acronym: String,
    pub(super) name: Option<String>,
    pub(super) kind: GroupKind,
    pub(super) state: Option<GroupState>,
    /// The state of a group that is new, if the file does not say.
    pub(super) otherwise: GroupState,
    pub(super) parent: Option<String>,
    pub(super) list_address: Option<String>,
    pub(super) datatracker_id: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    groups: Vec<GroupInFile>,
    #[serde(default)]
    people: Vec<PersonInFile>,
    #[serde(default)]
    contacts: Vec<ContactInFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupInFile {
    acronym: String,
    name: Option<String>,
    kind: GroupKind,
    state: Option<GroupState>,
    parent: Option<String>,
    list: Option<String>,
    datatracker_id: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonInFile {
    name: String,
    addresses: Vec<String>,
    #[serde(default)]
    roles: Vec<RoleInFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleInFile {
    role: RoleKind,
    group: String,
    from: Option<Date>,
    until: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactInFile {
    group: String,
    why: Why,
    #[serde(default)]
    send_to: bool,
    mailbox: String,
}

impl Entries {
    /// Reads a file that came from `place`: JSON if it begins as a list of objects, else TOML.
    pub(super) fn read(text: &str, place: &str) -> Result<Self, ImportFault> {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']'])) {
            return groups_json::read(start, place);
        }
        let file: File = toml::from_str(text).map_err(|error| {
            let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |start| start.chars().count()) + 1;
            let what = format!("{}: see docs/directory-file.md", error.message());
            ImportFault::input(&format!("{place}, line {line}, column {column}"), what)
        })?;
        let contacts = (1..).zip(file.contacts).map(|(count, it)| contact(it, count, place));
        let people = (1..).zip(file.people).map(|(count, it)| person(it, count, place));
        Ok(Self {
            groups: file.groups.into_iter().map(group).collect(),
            people: people.collect::<Result<_, _>>()?,
            contacts: contacts.collect::<Result<_, _>>()?,
            unplaced: Vec::new(),
        })
    }
}

impl NamedGroup {
    /// Returns the whole entry: what the file does not say stays as the directory has it.
    pub(super) fn completed(self, directory: &Directory) -> GroupEntry {
        let known = directory.by_acronym(&self.acronym);
        let parent = known.and_then(|known| directory.group(known.parent?));
        GroupEntry {
            name: self
                .name
                .or_else(|| known.map(|known| known.name.clone()))
                .unwrap_or_else(|| self.acronym.to_uppercase()),
            kind: self.kind,
            state: self.state.or(known.map(|known| known.state)).unwrap_or(self.otherwise),
            parent: self.parent.or_else(|| parent.map(|parent| parent.acronym.clone())),
            list_address: self.list_address.or_else(|| known?.list_address.clone()),
            datatracker_id: self.datatracker_id,
            acronym: self.acronym,
        }
    }
}

fn group(group: GroupInFile) -> NamedGroup {
    NamedGroup {
        acronym: group.acronym,
        name: group.name,
        kind: group.kind,
        state: group.state,
        otherwise: GroupState::Active,
        parent: group.parent,
        list_address: group.list,
        datatracker_id: group.datatracker_id,
    }
}

fn person(person: PersonInFile, count: usize, place: &str) -> Result<PersonEntry, ImportFault> {
    if let Some(fault) = person.addresses.iter().find_map(|it| Mailbox::new("", it).err()) {
        let place = format!("{place}, person {count} ({})", person.name);
        return Err(ImportFault::input(&place, fault.to_string()));
    }
    let roles = person.roles.into_iter().map(|it| (it.role, it.group, it.from, it.until));
    Ok(PersonEntry { name: person.name, addresses: person.addresses, roles: roles.collect() })
}

fn contact(contact: ContactInFile, count: usize, place: &str) -> Result<ContactEntry, ImportFault> {
    let mailbox = Mailbox::parse(&contact.mailbox).map_err(|fault| {
        let place = format!("{place}, contact {count} (of {})", contact.group);
        ImportFault::input(&place, fault.to_string())
    })?;
    Ok(ContactEntry { group: contact.group, why: contact.why, send_to: contact.send_to, mailbox })
}
