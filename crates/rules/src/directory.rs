//! Who is who: organizations, groups, people and the roles that they hold.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Actor, HeldRole, Mailbox, RoleKind, Why};

/// Tells groups apart; an organization is the group at the top of its hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub i64);

/// Tells people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// An organization, or anything inside one that can be named in From or To (CON-1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Tells it apart.
    pub id: GroupId,
    /// The short name, unique, in lower case: `itu-t-sg-15`.
    pub acronym: String,
    /// The full name.
    pub name: String,
    /// What it is.
    pub kind: GroupKind,
    /// Whether it is at work.
    pub state: GroupState,
    /// The group that it belongs to.
    pub parent: Option<GroupId>,
    /// The mailing list.
    pub list_address: Option<String>,
}

/// Says what a group is; the names are those of the datatracker's group types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    /// Another organization, or a part of one.
    Sdo,
    /// A working group of ours.
    Wg,
    /// An area of ours.
    Area,
    /// Our organization itself, or one of its leading bodies.
    Ietf,
    /// A research group.
    Rg,
    /// The research task force.
    Irtf,
    /// Any other group of ours: a directorate, a team.
    Other,
}

impl GroupKind {
    /// All kinds.
    pub const ALL: [Self; 7] =
        [Self::Sdo, Self::Wg, Self::Area, Self::Ietf, Self::Rg, Self::Irtf, Self::Other];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Sdo => "sdo",
            Self::Wg => "wg",
            Self::Area => "area",
            Self::Ietf => "ietf",
            Self::Rg => "rg",
            Self::Irtf => "irtf",
            Self::Other => "other",
        }
    }

    /// Returns the kind of that name; a type that the directory uses and we do not is [`GroupKind::Other`].
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug).unwrap_or(Self::Other)
    }

    /// Returns what a group of this kind is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sdo => "organization",
            Self::Wg => "working group",
            Self::Area => "area",
            Self::Ietf => "leadership",
            Self::Rg => "research group",
            Self::Irtf => "research task force",
            Self::Other => "group",
        }
    }
}

/// Says whether a group is at work; the names are those of the datatracker's group states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupState {
    /// At work.
    Active,
    /// About to be formed.
    Proposed,
    /// A meeting to see whether a group should be formed.
    Bof,
    /// Its work is done or was given up.
    Concluded,
    /// The directory does not say.
    Unknown,
}

impl GroupState {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Active, Self::Proposed, Self::Bof, Self::Concluded, Self::Unknown];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Proposed => "proposed",
            Self::Bof => "bof",
            Self::Concluded => "concluded",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the state of that name, the datatracker's own names included.
    pub fn from_slug(slug: &str) -> Self {
        match slug {
            "active" => Self::Active,
            "proposed" => Self::Proposed,
            "bof" => Self::Bof,
            "concluded" | "conclude" | "bof-conc" | "abandon" | "replaced" | "dormant" => {
                Self::Concluded
            }
            _ => Self::Unknown,
        }
    }

    /// Says whether a group in this state can be written to.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Active | Self::Proposed | Self::Bof | Self::Unknown)
    }
}

/// A group as a statement names it: enough to show and to link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GroupRef {
    /// Tells it apart.
    pub id: GroupId,
    /// The short name.
    pub acronym: String,
    /// The full name.
    pub name: String,
    /// The short name of its organization.
    pub organization: String,
}

/// A person whom the directory knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Tells them apart.
    pub id: PersonId,
    /// The name as it is to be shown.
    pub name: String,
    /// Their addresses, the preferred one first.
    pub addresses: Vec<String>,
}

/// An address that the directory lists for a group (CON-2, CON-3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedContact {
    /// The group.
    pub group: GroupId,
    /// What the address is: a liaison manager's alias, a list, a contact.
    pub why: Why,
    /// Whether statements are sent to it alone (CON-5, Send-To).
    pub send_to: bool,
    /// The name and address.
    pub mailbox: Mailbox,
}

/// A role that somebody holds on a group, from one day to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoleEntry {
    pub(crate) person: PersonId,
    pub(crate) kind: RoleKind,
    pub(crate) group: GroupId,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
}

/// All organizations, groups, people and roles, as one value that every rule can ask.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    groups: HashMap<GroupId, Group>,
    by_acronym: HashMap<String, GroupId>,
    people: HashMap<PersonId, Person>,
    roles: Vec<RoleEntry>,
    contacts: HashMap<GroupId, Vec<ListedContact>>,
}

impl Directory {
    /// Makes a directory of groups.
    pub fn new(groups: impl IntoIterator<Item = Group>) -> Self {
        let mut directory = Self::default();
        for group in groups {
            directory.by_acronym.insert(group.acronym.clone(), group.id);
            directory.groups.insert(group.id, group);
        }
        directory
    }

    /// Adds a person.
    pub fn add_person(&mut self, person: Person) {
        self.people.insert(person.id, person);
    }

    /// Adds a role that a person holds on a group, `until` being the first day on which they no longer do.
    pub fn add_role(
        &mut self,
        person: PersonId,
        kind: RoleKind,
        group: GroupId,
        from: Option<Date>,
        until: Option<Date>,
    ) {
        self.roles.push(RoleEntry { person, kind, group, from, until });
    }

    /// Adds an address that is listed for a group.
    pub fn add_contact(&mut self, contact: ListedContact) {
        self.contacts.entry(contact.group).or_default().push(contact);
    }

    /// Returns the group of that id.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(&id)
    }

    /// Returns the group of that acronym, in whatever case it is written.
    pub fn by_acronym(&self, acronym: &str) -> Option<&Group> {
        self.groups.get(self.by_acronym.get(&acronym.trim().to_lowercase())?)
    }

    /// Returns all groups, by acronym.
    pub fn groups(&self) -> Vec<&Group> {
        let mut groups: Vec<&Group> = self.groups.values().collect();
        groups.sort_by(|a, b| a.acronym.cmp(&b.acronym));
        groups
    }

    /// Returns the person of that id.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// Returns the group itself and all that it belongs to, the nearest first; a cycle ends the walk.
    pub fn line(&self, id: GroupId) -> Vec<&Group> {
        let (mut line, mut seen, mut next) = (Vec::new(), HashSet::new(), Some(id));
        while let Some(group) = next.filter(|id| seen.insert(*id)).and_then(|id| self.group(id)) {
            line.push(group);
            next = group.parent;
        }
        line
    }

    /// Returns the organization that a group belongs to: the top of its line.
    pub fn organization(&self, id: GroupId) -> Option<&Group> {
        self.line(id).last().copied()
    }

    /// Returns the groups directly inside another, by acronym.
    pub fn children(&self, id: GroupId) -> Vec<&Group> {
        let mut children: Vec<&Group> =
            self.groups.values().filter(|group| group.parent == Some(id)).collect();
        children.sort_by(|a, b| a.acronym.cmp(&b.acronym));
        children
    }

    /// Returns the group as a statement names it.
    pub fn reference(&self, id: GroupId) -> Option<GroupRef> {
        let group = self.group(id)?;
        let organization = self.organization(id)?.acronym.clone();
        Some(GroupRef {
            id,
            acronym: group.acronym.clone(),
            name: group.name.clone(),
            organization,
        })
    }

    /// Returns the addresses listed for a group itself.
    pub fn contacts(&self, id: GroupId) -> &[ListedContact] {
        self.contacts.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns the people who hold a role on a group on a day, in the order of their names.
    pub fn holders(&self, kind: RoleKind, group: GroupId, today: Date) -> Vec<&Person> {
        let mut holders: Vec<&Person> = self
            .roles
            .iter()
            .filter(|role| role.kind == kind && role.group == group && role.holds_on(today))
            .filter_map(|role| self.person(role.person))
            .collect();
        holders.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        holders.dedup_by_key(|person| person.id);
        holders
    }

    /// Returns the liaison managers for a group's organization: its own, else those of what it belongs to.
    pub fn liaison_managers(&self, group: GroupId, today: Date) -> Vec<&Person> {
        self.line(group)
            .iter()
            .map(|group| self.holders(RoleKind::LiaisonManager, group.id, today))
            .find(|holders| !holders.is_empty())
            .unwrap_or_default()
    }

    /// Returns a person with the roles that they hold on a day.
    pub fn actor(&self, person: PersonId, today: Date) -> Actor {
        let name = self.person(person).map(|person| person.name.clone()).unwrap_or_default();
        let mut roles: Vec<HeldRole> = self
            .roles
            .iter()
            .filter(|role| role.person == person && role.holds_on(today))
            .map(|role| HeldRole { kind: role.kind, group: role.group })
            .collect();
        roles.sort();
        roles.dedup();
        Actor { person: Some(person), name, roles }
    }
}

impl RoleEntry {
    fn holds_on(&self, today: Date) -> bool {
        self.from.is_none_or(|from| from <= today) && self.until.is_none_or(|until| today < until)
    }
}
