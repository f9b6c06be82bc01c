//! Who is who: organizations, groups, people and the roles that they hold.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Actor, Alias, Facts, Group, GroupId, GroupKind, GroupRef, HeldRole, Mailbox, RoleKind,
    RoleSource, RoleTerm, TokenReach, Why,
};

/// Tells people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

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

/// All organizations, groups, people and roles, as one value that every rule can ask.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    groups: HashMap<GroupId, Group>,
    by_acronym: HashMap<String, GroupId>,
    people: HashMap<PersonId, Person>,
    roles: Vec<RoleTerm>,
    contacts: HashMap<GroupId, Vec<ListedContact>>,
    facts: HashMap<GroupId, Facts>,
    no_facts: Facts,
    aliases: HashMap<GroupId, Vec<Alias>>,
    by_alias: HashMap<String, GroupId>,
}

impl Directory {
    /// Makes a directory of groups.
    pub fn new(groups: impl IntoIterator<Item = Group>) -> Self {
        let mut directory = Self::default();
        for group in groups {
            directory.by_acronym.insert(group.acronym.to_lowercase(), group.id);
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
        self.add_term(RoleTerm { person, kind, group, from, until, source: RoleSource::File });
    }

    /// Adds a role with where it comes from.
    pub fn add_term(&mut self, term: RoleTerm) {
        self.roles.push(term);
    }

    /// Adds what is known of a group besides.
    pub fn set_facts(&mut self, group: GroupId, facts: Facts) {
        self.facts.insert(group, facts);
    }

    /// Adds a name by which a group is known besides its own.
    pub fn add_alias(&mut self, group: GroupId, alias: Alias) {
        self.by_alias.insert(alias_key(&alias.words), group);
        self.aliases.entry(group).or_default().push(alias);
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

    /// Returns the group that is or was also called so, in whatever case it is written.
    pub fn by_alias(&self, words: &str) -> Option<&Group> {
        self.group(*self.by_alias.get(&alias_key(words))?)
    }

    /// Returns the other names of a group.
    pub fn aliases(&self, id: GroupId) -> &[Alias] {
        self.aliases.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns what the directory says of a group besides.
    pub fn facts(&self, id: GroupId) -> &Facts {
        self.facts.get(&id).unwrap_or(&self.no_facts)
    }

    /// Returns a fact of a group, else of the nearest that it belongs to, with the group that it is said of.
    pub fn inherited<T>(
        &self,
        id: GroupId,
        of: impl Fn(&Facts) -> Option<T>,
    ) -> Option<(T, &Group)> {
        self.line(id).into_iter().find_map(|group| Some((of(self.facts(group.id))?, group)))
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

    /// Returns everybody, in no order.
    pub fn people(&self) -> Vec<&Person> {
        self.people.values().collect()
    }

    /// Returns all roles, held now, formerly or later.
    pub fn terms(&self) -> &[RoleTerm] {
        &self.roles
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

    /// Returns the people who hold a role in our organization on a day, on whatever group.
    pub fn holders_anywhere(&self, kind: RoleKind, today: Date) -> Vec<&Person> {
        let held = self.roles.iter().filter(|role| role.kind == kind && role.holds_on(today));
        let held = held.filter(|role| self.is_ours(role.group));
        let mut people: Vec<&Person> = held.filter_map(|role| self.person(role.person)).collect();
        people.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        people.dedup_by_key(|person| person.id);
        people
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
    ///
    /// A role in another organization gives no say in ours, save that of our liaison manager for it.
    pub fn actor(&self, person: PersonId, today: Date) -> Actor {
        let name = self.person(person).map(|person| person.name.clone()).unwrap_or_default();
        let mut roles: Vec<HeldRole> = self
            .roles
            .iter()
            .filter(|role| role.person == person && role.holds_on(today))
            .filter(|role| role.kind == RoleKind::LiaisonManager || self.is_ours(role.group))
            .map(|role| HeldRole { kind: role.kind, group: role.group })
            .collect();
        roles.sort();
        roles.dedup();
        Actor { person: Some(person), name, roles, chosen: None, reach: TokenReach::All }
    }

    /// Says whether somebody left: they hold no role any more that gives them a say here.
    pub fn has_left(&self, person: PersonId, today: Date) -> bool {
        self.actor(person, today).roles.is_empty()
    }
}

impl Directory {
    fn is_ours(&self, group: GroupId) -> bool {
        self.group(group).is_some_and(|group| group.kind != GroupKind::Sdo)
    }
}

/// Returns a name so that it is found however it is written: in lower case, with single spaces.
fn alias_key(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
