//! What things are called in an organization.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Policy;
use crate::{Consensus, GroupKind, HeldRole, RoleKind};

/// An organization's words for roles, kinds of groups and levels of consensus: what it names it has; a table that it leaves
/// out means all, by their usual names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordTables {
    /// Who signs in, in a sentence: "Chairs and coordinators".
    people: String,
    #[serde(default)]
    roles: BTreeMap<RoleKind, String>,
    #[serde(default)]
    kinds: BTreeMap<GroupKind, String>,
    #[serde(default)]
    consensus: BTreeMap<Consensus, String>,
}

impl Policy {
    /// Returns who signs in, as the subject of a sentence.
    pub fn people_words(&self) -> &str {
        &self.words.people
    }

    /// Returns what a role is called, with its article: "an Area Director".
    pub fn a_role(&self, kind: RoleKind) -> String {
        a(&self.role_words(kind))
    }

    /// Returns what a role is called.
    pub fn role_words(&self, kind: RoleKind) -> String {
        self.words.roles.get(&kind).cloned().unwrap_or_else(|| kind.to_string())
    }

    /// Returns what a group of a kind is called.
    pub fn kind_words(&self, kind: GroupKind) -> &str {
        self.words.kinds.get(&kind).map_or_else(|| kind.words(), String::as_str)
    }

    /// Returns the roles that people hold here, in their usual order: all, where the policy names none.
    pub fn offered_roles(&self) -> Vec<RoleKind> {
        offered(&RoleKind::ALL, &self.words.roles)
    }

    /// Returns the kinds of groups that there are: other organizations, what is of no kind of its own, and those that the
    /// policy names; all, where it names none.
    pub fn offered_kinds(&self) -> Vec<GroupKind> {
        let always = [GroupKind::Sdo, GroupKind::Other];
        let named = offered(&GroupKind::ALL, &self.words.kinds);
        let is_offered = |kind: &GroupKind| always.contains(kind) || named.contains(kind);
        GroupKind::ALL.into_iter().filter(is_offered).collect()
    }

    /// Returns how a level of consensus reads (OUT-6).
    pub fn consensus_words(&self, consensus: Consensus) -> String {
        self.words.consensus.get(&consensus).cloned().unwrap_or_else(|| consensus.to_string())
    }

    /// Returns the levels of consensus that are offered, the strongest first.
    pub fn offered_consensus(&self) -> Vec<Consensus> {
        offered(&Consensus::ALL, &self.words.consensus)
    }

    /// Returns who approves at a level, in words: "Area Director", "chair of ietf".
    pub fn authority_words(&self, level: &super::Level) -> String {
        match level.authority() {
            (role, Some(group)) => format!("{} of {group}", self.role_words(role)),
            (role, None) => self.role_words(role),
        }
    }

    /// Returns a held role in words: "chair of tsync".
    pub fn held_words(&self, role: HeldRole, directory: &crate::Directory) -> String {
        let word = self.role_words(role.kind);
        match (role.kind, directory.group(role.group)) {
            (RoleKind::Coordinator, _) | (_, None) => word,
            (RoleKind::LiaisonManager, Some(group)) => format!("{word} for {}", group.name),
            (_, Some(group)) => format!("{word} of {}", group.acronym),
        }
    }
}

/// Returns a word with its article: "an envoy".
fn a(word: &str) -> String {
    let first = word.chars().next().map(|first| first.to_ascii_lowercase());
    let article = if first.is_some_and(|first| "aeiou".contains(first)) { "an" } else { "a" };
    format!("{article} {word}")
}

fn offered<T: Ord + Copy>(all: &[T], named: &BTreeMap<T, String>) -> Vec<T> {
    let is_offered = |one: &T| named.is_empty() || named.contains_key(one);
    all.iter().copied().filter(is_offered).collect()
}
