//! The levels at which statements are sent.

use serde::Deserialize;

use super::{Wrong, wrong};
use crate::{Directory, GateKind, Group, GroupId, GroupKind, Mailbox, Person, RoleKind, Why};

/// A level at which statements are sent (4053bis §4, OUT-1).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What it is called: "working group".
    pub name: String,
    acronym: Option<String>,
    kind: Option<GroupKind>,
    authority: Authority,
    /// The roles, on the group itself, whose holders draft for it.
    pub drafts: Vec<RoleKind>,
    /// Those whose holders agree to what others draft for it (OUT-12); where empty, the approval is agreement enough.
    #[serde(default)]
    pub agrees: Vec<RoleKind>,
    /// The roles, on any group of ours, whose holders may draft for it.
    #[serde(default)]
    pub drafts_anywhere: Vec<RoleKind>,
    /// The gates of outgoing statements that its groups do not need.
    #[serde(default)]
    pub without: Vec<GateKind>,
    #[serde(default)]
    contacts: Vec<LevelContact>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Authority {
    role: RoleKind,
    group: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelContact {
    why: Why,
    name: String,
    address: String,
}

impl Level {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        if self.acronym.is_none() && self.kind.is_none() {
            return wrong(format!("of the level “{}” neither acronym nor kind", self.name))
                .at(&["name"]);
        }
        if self.kind == Some(GroupKind::Sdo) {
            return wrong(format!(
                "that statements are sent at the level “{}” by other organizations: choose a kind of ours",
                self.name
            ))
            .at(&["kind"]);
        }
        if self.without.contains(&GateKind::Approval) {
            return wrong(format!(
                "that the level “{}” sends without approval: its authority is asked always",
                self.name
            ))
            .at(&["without"]);
        }
        check_contacts(&self.contacts, &format!("the level “{}”", self.name))
    }

    /// Says whether a group of ours is at this level.
    pub(super) fn fits(&self, group: &Group) -> bool {
        self.acronym.as_ref().is_none_or(|acronym| *acronym == group.acronym)
            && self.kind.is_none_or(|kind| kind == group.kind)
    }

    /// Returns the groups on which the authority's role may be held for a group: a named one, else the group itself
    /// and what it belongs to (an Area Director is responsible for the area's working groups, OUT-2).
    pub(crate) fn authority_groups(
        &self,
        group: GroupId,
        directory: &Directory,
    ) -> (RoleKind, Vec<GroupId>) {
        let groups = match &self.authority.group {
            Some(acronym) => {
                directory.by_acronym(acronym).map(|group| vec![group.id]).unwrap_or_default()
            }
            None => directory.line(group).iter().map(|group| group.id).collect(),
        };
        (self.authority.role, groups)
    }

    /// Returns the people who approve for a group today.
    pub(crate) fn authority_holders<'a>(
        &self,
        group: GroupId,
        directory: &'a Directory,
        today: jiff::civil::Date,
    ) -> Vec<&'a Person> {
        let (role, groups) = self.authority_groups(group, directory);
        let holders = groups.into_iter().flat_map(|group| directory.holders(role, group, today));
        one_each(holders)
    }

    /// Returns the people who agree to what others draft for a group (OUT-12).
    pub(crate) fn agreeing<'a>(
        &self,
        group: GroupId,
        directory: &'a Directory,
        today: jiff::civil::Date,
    ) -> Vec<&'a Person> {
        one_each(self.agrees.iter().flat_map(|role| directory.holders(*role, group, today)))
    }

    /// Returns the role that approves, and the acronym of the group on which it is held, where one is named.
    pub fn authority(&self) -> (RoleKind, Option<&str>) {
        (self.authority.role, self.authority.group.as_deref())
    }

    /// Returns the role addresses of a group at this level (CON-2).
    pub(crate) fn role_addresses(&self, group: &Group) -> Vec<(Why, Mailbox)> {
        addresses(&self.contacts, group)
    }
}

/// Checks the role addresses of groups, `whose` being what they are called.
pub(super) fn check_contacts(contacts: &[LevelContact], whose: &str) -> Result<(), Wrong> {
    for (at, contact) in contacts.iter().enumerate() {
        let address = contact.address.replace("{acronym}", "group");
        if let Err(error) = Mailbox::new(&contact.name, &address) {
            let fault = wrong(format!("of {whose} that {error}"));
            return fault.at(&["address"]).map_err(|wrong| wrong.within_item("contacts", at));
        }
    }
    Ok(())
}

/// Returns the role addresses of a group as they follow from its names.
pub(super) fn addresses(contacts: &[LevelContact], group: &Group) -> Vec<(Why, Mailbox)> {
    let address = |contact: &LevelContact| {
        let name = contact.name.replace("{name}", &group.name).replace("{acronym}", &group.acronym);
        let pattern = contact.address.replace("{acronym}", &group.acronym);
        let address = match &group.list_address {
            Some(list) if contact.why == Why::List => list.clone(),
            _ => pattern,
        };
        Some((contact.why, Mailbox::new(&name, &address).ok()?))
    };
    contacts.iter().filter_map(address).collect()
}

fn one_each<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<&'a Person> {
    let mut people: Vec<&Person> = people.collect();
    people.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    people.dedup_by_key(|person| person.id);
    people
}
