//! What an organization decides for itself, as data.

use serde::Deserialize;

use crate::document::DocumentPolicy;
use crate::{
    Direction, Directory, GateKind, Group, GroupId, GroupKind, Mailbox, Person, RoleKind, Why,
};

/// An organization's own rules: levels and their authorities, gates, addresses, the standing of documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The acronym of our organization.
    pub organization: String,
    /// The acronym of the group whose secretaries are the secretariat.
    pub secretariat: String,
    gates: Gates,
    addresses: Addresses,
    /// The levels at which statements are sent; the first that fits a group is its level.
    pub levels: Vec<Level>,
    /// How documents stand that statements refer to.
    #[serde(default)]
    pub(crate) documents: DocumentPolicy,
    #[serde(default)]
    directory: DirectoryPolicy,
}

/// A level at which statements are sent (4053bis §4, OUT-1).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What it is called: "working group".
    pub name: String,
    acronym: Option<String>,
    kind: Option<GroupKind>,
    authority: Authority,
    /// The roles, on the group itself, whose holders may draft for it.
    pub drafts: Vec<RoleKind>,
    /// The roles, on any group of ours, whose holders may draft for it.
    #[serde(default)]
    pub drafts_anywhere: Vec<RoleKind>,
    #[serde(default)]
    contacts: Vec<LevelContact>,
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadPolicy {
    /// It is not the TOML that is expected; the text names line and reason.
    #[error("the policy cannot be read: {0}")]
    Form(String),
    /// It is read, and says something that cannot be.
    #[error("the policy says {0}")]
    Sense(String),
    /// No policy of that name is built in.
    #[error("no policy “{0}” is built in: the one that is, is “ietf”")]
    Unknown(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Gates {
    outgoing: Vec<GateKind>,
    incoming: Vec<GateKind>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addresses {
    coordination: String,
    coordination_name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Authority {
    role: RoleKind,
    group: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelContact {
    why: Why,
    name: String,
    address: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DirectoryPolicy {
    hold_percent: u8,
}

impl Default for DirectoryPolicy {
    fn default() -> Self {
        Self { hold_percent: 50 }
    }
}

const IETF: &str = include_str!("../policies/ietf.toml");

impl Policy {
    /// Returns the built-in policy of that name.
    ///
    /// # Errors
    /// [`BadPolicy::Unknown`] if there is none.
    pub fn built_in(name: &str) -> Result<Self, BadPolicy> {
        if name == "ietf" { Self::parse(IETF) } else { Err(BadPolicy::Unknown(name.to_owned())) }
    }

    /// Returns the IETF's policy with every address at another domain, for demonstrations and tests.
    ///
    /// # Errors
    /// [`BadPolicy`] if the domain makes an address that is none.
    pub fn ietf_at(domain: &str) -> Result<Self, BadPolicy> {
        Self::parse(
            &IETF
                .replace("@ietf.org", &format!("@{domain}"))
                .replace("@iab.org", &format!("@{domain}")),
        )
    }

    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// [`BadPolicy::Form`] with line and reason; [`BadPolicy::Sense`] for what cannot be.
    pub fn parse(text: &str) -> Result<Self, BadPolicy> {
        let policy: Self =
            toml::from_str(text).map_err(|error| BadPolicy::Form(error.to_string()))?;
        policy.check()?;
        Ok(policy)
    }

    fn check(&self) -> Result<(), BadPolicy> {
        let Addresses { coordination, coordination_name } = &self.addresses;
        if let Err(error) = Mailbox::new(coordination_name, coordination) {
            return sense(format!("of the coordination address that {error}"));
        }
        if self.levels.is_empty() {
            return sense("nothing of levels: name at least one at which statements are sent");
        }
        if !(1..=100).contains(&self.directory.hold_percent) {
            return sense(
                "of imports of the directory a share that is not between 1 and 100 percent",
            );
        }
        self.levels.iter().try_for_each(Level::check)?;
        self.documents.check()?;
        self.gates.check()
    }

    /// Returns the gates of a direction, in their order.
    pub fn gates(&self, direction: Direction) -> &[GateKind] {
        match direction {
            Direction::Outgoing => &self.gates.outgoing,
            Direction::Incoming => &self.gates.incoming,
        }
    }

    /// Returns the share, in percent, of the holders of a role, or of the groups, whose end an import is held for.
    pub fn hold_percent(&self) -> u8 {
        self.directory.hold_percent
    }

    /// Returns where liaison matters are coordinated.
    pub fn coordination(&self) -> Option<Mailbox> {
        Mailbox::new(&self.addresses.coordination_name, &self.addresses.coordination).ok()
    }

    /// Returns the level at which a group sends statements; a group of other organizations, a research group and
    /// any other that the policy does not name has none (OUT-1).
    pub fn level(&self, group: &Group) -> Option<&Level> {
        self.levels.iter().filter(|_| self.is_ours(group)).find(|level| {
            level.acronym.as_ref().is_none_or(|acronym| *acronym == group.acronym)
                && level.kind.is_none_or(|kind| kind == group.kind)
        })
    }

    /// Returns the levels in words: "IETF, IESG, IAB, area or working group".
    pub fn levels_in_words(&self) -> String {
        let names: Vec<&str> = self.levels.iter().map(|level| level.name.as_str()).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }

    /// Says whether a group is one of ours.
    pub fn is_ours(&self, group: &Group) -> bool {
        group.kind != GroupKind::Sdo
    }
}

impl Gates {
    fn check(&self) -> Result<(), BadPolicy> {
        for (direction, gates) in [("outgoing", &self.outgoing), ("incoming", &self.incoming)] {
            let mut kinds = gates.iter().enumerate();
            if let Some((_, kind)) = kinds.find(|(at, kind)| gates[..*at].contains(kind)) {
                return sense(format!(
                    "of the {direction} gates “{kind}” twice: one opening opens one gate"
                ));
            }
        }
        if self.incoming.contains(&GateKind::Approval) {
            return sense(
                "that a received statement needs approval: nobody here can approve what others sent",
            );
        }
        Ok(())
    }
}

fn sense(words: impl Into<String>) -> Result<(), BadPolicy> {
    Err(BadPolicy::Sense(words.into()))
}

impl Level {
    fn check(&self) -> Result<(), BadPolicy> {
        if self.acronym.is_none() && self.kind.is_none() {
            return sense(format!("of the level “{}” neither acronym nor kind", self.name));
        }
        for contact in &self.contacts {
            let address = contact.address.replace("{acronym}", "group");
            if let Err(error) = Mailbox::new(&contact.name, &address) {
                return sense(format!("of the level “{}” that {error}", self.name));
            }
        }
        Ok(())
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
        let mut holders: Vec<&Person> =
            groups.into_iter().flat_map(|group| directory.holders(role, group, today)).collect();
        holders.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        holders.dedup_by_key(|person| person.id);
        holders
    }

    /// Returns who approves, in words: "Area Director", "chair of ietf".
    pub fn authority_words(&self) -> String {
        match &self.authority.group {
            Some(group) => format!("{} of {group}", self.authority.role),
            None => self.authority.role.to_string(),
        }
    }

    /// Returns the role addresses of a group at this level (CON-2).
    pub(crate) fn role_addresses(&self, group: &Group) -> Vec<(Why, Mailbox)> {
        self.contacts
            .iter()
            .filter_map(|contact| {
                let name = contact
                    .name
                    .replace("{name}", &group.name)
                    .replace("{acronym}", &group.acronym);
                let pattern = contact.address.replace("{acronym}", &group.acronym);
                let address = match &group.list_address {
                    Some(list) if contact.why == Why::List => list.clone(),
                    _ => pattern,
                };
                Some((contact.why, Mailbox::new(&name, &address).ok()?))
            })
            .collect()
    }
}
