//! What an import says of the directory, from whatever it came; and our own file of it, TOML with `[[groups]]`,
//! `[[people]]` and `[[contacts]]`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::{
    EntryField, GroupKind, GroupState, Mailbox, Meeting, Relationship, RoleKind, Why, since,
    written_meetings,
};
use serde::{Deserialize, Serialize};

use super::groups_json;
use crate::{ImportFault, Unplaced};

/// What an import says of the directory; kept as JSON while it is held.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Entries {
    /// Whether it is the datatracker's answer, which names everybody and knows no days.
    pub(crate) is_answer: bool,
    pub(crate) groups: Vec<StatedGroup>,
    pub(crate) people: Vec<StatedPerson>,
    #[serde(skip)]
    pub(crate) unplaced: Vec<Unplaced>,
}

/// A group as far as an import says something of it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StatedGroup {
    pub(crate) acronym: String,
    pub(crate) stated: BTreeMap<EntryField, String>,
    /// The state of a group that is new, if the import does not say.
    pub(crate) otherwise: GroupState,
    pub(crate) datatracker_id: Option<i64>,
    /// Whether only its contacts are said, so that it has to be there.
    pub(crate) is_known: bool,
}

/// A person with their roles.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StatedPerson {
    pub(crate) name: String,
    pub(crate) addresses: Vec<String>,
    pub(crate) roles: Vec<(RoleKind, String, Option<Date>, Option<Date>)>,
    pub(crate) datatracker_id: Option<i64>,
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
    aliases: Option<Vec<String>>,
    former_names: Option<Vec<String>>,
    relationship: Option<Relationship>,
    since: Option<String>,
    counterpart: Option<String>,
    coordinator: Option<String>,
    letter_format: Option<String>,
    sharing: Option<String>,
    meetings: Option<Vec<Meeting>>,
    notes: Option<String>,
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
        let groups = file.groups.into_iter().map(|it| group(it, place));
        let mut entries = Self { groups: groups.collect::<Result<_, _>>()?, ..Self::default() };
        let people = (1..).zip(file.people).map(|(count, it)| person(it, count, place));
        entries.people = people.collect::<Result<_, _>>()?;
        for (count, contact) in (1..).zip(file.contacts) {
            entries.add_contact(contact, count, place)?;
        }
        Ok(entries)
    }

    /// Adds an address to what is said of its group.
    fn add_contact(
        &mut self,
        contact: ContactInFile,
        count: usize,
        place: &str,
    ) -> Result<(), ImportFault> {
        let mailbox = Mailbox::parse(&contact.mailbox).map_err(|fault| {
            let place = format!("{place}, contact {count} (of {})", contact.group);
            ImportFault::input(&place, fault.to_string())
        })?;
        let (field, line) = match (contact.send_to, contact.why) {
            (true, _) => (EntryField::SendTo, mailbox.to_string()),
            (false, Why::LiaisonManager) => (EntryField::ManagerAlias, mailbox.to_string()),
            (false, Why::Listed) => (EntryField::Contacts, mailbox.to_string()),
            (false, why) => (EntryField::Contacts, format!("{}: {mailbox}", why.slug())),
        };
        let acronym = contact.group.trim().to_lowercase();
        let at = self.groups.iter().position(|it| it.acronym.trim().to_lowercase() == acronym);
        let at = at.unwrap_or_else(|| {
            self.groups.push(StatedGroup {
                acronym: contact.group,
                stated: BTreeMap::new(),
                otherwise: GroupState::Active,
                datatracker_id: None,
                is_known: true,
            });
            self.groups.len() - 1
        });
        let stated = &mut self.groups[at].stated;
        // What a file lists for a group is all that is listed for it.
        for field in [EntryField::ManagerAlias, EntryField::SendTo, EntryField::Contacts] {
            stated.entry(field).or_default();
        }
        let lines = stated.entry(field).or_default();
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&line);
        Ok(())
    }
}

fn group(group: GroupInFile, place: &str) -> Result<StatedGroup, ImportFault> {
    let at = |what: String| ImportFault::input(&format!("{place}, group {}", group.acronym), what);
    let since = group.since.as_deref().map(since).transpose();
    let since = since.map_err(|what| at(what.trim_end_matches('.').to_owned()))?;
    let lines = |names: Option<Vec<String>>| names.map(|names| names.join("\n"));
    let stated = [
        (EntryField::Name, group.name),
        (EntryField::Kind, Some(group.kind.slug().to_owned())),
        (EntryField::State, group.state.map(|state| state.slug().to_owned())),
        (EntryField::Parent, group.parent.map(|parent| parent.trim().to_lowercase())),
        (EntryField::List, group.list),
        (EntryField::Aliases, lines(group.aliases)),
        (EntryField::FormerNames, lines(group.former_names)),
        (EntryField::Relationship, group.relationship.map(|it| it.slug().to_owned())),
        (EntryField::Since, since),
        (EntryField::Counterpart, group.counterpart),
        (EntryField::Coordinator, group.coordinator),
        (EntryField::LetterFormat, group.letter_format),
        (EntryField::Sharing, group.sharing),
        (EntryField::Meetings, group.meetings.map(|meetings| written_meetings(&meetings))),
        (EntryField::Notes, group.notes),
    ];
    let stated = stated.into_iter().filter_map(|(field, text)| Some((field, text?)));
    Ok(StatedGroup {
        stated: stated.collect(),
        otherwise: GroupState::Active,
        datatracker_id: group.datatracker_id,
        is_known: false,
        acronym: group.acronym,
    })
}

fn person(person: PersonInFile, count: usize, place: &str) -> Result<StatedPerson, ImportFault> {
    if let Some(fault) = person.addresses.iter().find_map(|it| Mailbox::new("", it).err()) {
        let place = format!("{place}, person {count} ({})", person.name);
        return Err(ImportFault::input(&place, fault.to_string()));
    }
    let roles = person.roles.into_iter().map(|it| (it.role, it.group, it.from, it.until));
    let (name, addresses, roles) = (person.name, person.addresses, roles.collect());
    Ok(StatedPerson { name, addresses, roles, datatracker_id: None })
}
