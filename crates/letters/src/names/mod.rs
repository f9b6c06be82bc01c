//! Body names: what people write in From and To, resolved to groups of the directory.
//!
//! The engine is small, and knows no organization. How each one's names are written is in `organizations/*.toml`, and
//! which groups there are comes from the [`Directory`]. A name goes through five steps, each a file:
//!
//! 1. `fold`: the text becomes words. Case, hyphens, dots and blanks no longer matter; commas, slashes and parentheses are
//!    remembered as gaps. Addresses are taken out. A long word that is one slip away from one that names are made of is set
//!    right (`near`).
//! 2. `find`: at each word the longest of these is taken: a pattern of an organization file, written in the little
//!    language of `form`, such as `SG <sg>, Q <q...>`; or a spelling from the `index`: every acronym, every name, and the
//!    other spellings of the files. What patterns say is a template, `itu-t-sg-{sg}-q{q}`; a hole that was not written is
//!    filled from names before it, or from who writes.
//! 3. `items`: outside bodies are then known. Groups of our own organization have acronyms that are ordinary words, so they
//!    need support: "WG" behind them or behind their list, "IETF" before them, or that they stand alone in capitals.
//! 4. `settle`: an organization or Study Group that only introduces what follows is left out, and no group is said twice.
//! 5. What has no support, or is one slip away from a short acronym, becomes a [`Suggestion`]; other words are left over.
//!
//! Where several entries of the directory fit, the one is meant that is at work, then one that has a name and a parent, then
//! the one with the plainest acronym. At most 4 KiB of a name are looked at, and time grows with them.

mod find;
mod fold;
mod form;
mod grammar;
mod index;
mod items;
mod near;
mod settle;

use rules::{Directory, GroupId};

use find::Context;
use fold::Folded;
use index::Index;
use items::Mention;
use near::slip;

/// Body names, made once from a directory and then asked many times.
#[derive(Debug)]
pub struct Names {
    index: Index,
}

/// What a body name was resolved to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// The groups that are named, in the order in which they are.
    pub groups: Vec<GroupId>,
    /// Groups that may have been meant; nobody should be written to because of it.
    pub suggestions: Vec<Suggestion>,
    /// Words of which nothing is known: persons, bodies that the directory does not have.
    pub left_over: Vec<String>,
}

/// A group that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The group.
    pub group: GroupId,
    /// Why it is suggested, in words.
    pub why: String,
}

/// Suggestions and left-over words that are kept of one name.
const KEPT: usize = 20;
/// Words of one name that are looked at for slips of the hand.
const CORRECTED: usize = 64;

impl Names {
    /// Makes the names of a directory.
    pub fn new(directory: &Directory) -> Self {
        Self { index: Index::new(directory, grammar::built_in()) }
    }

    /// Resolves what somebody wrote for one or several bodies.
    ///
    /// `home` is the group, or the organization, that wrote it: "Q14/15" or "WG1" may mean a part of it.
    pub fn resolve(&self, written: &str, home: Option<GroupId>) -> Resolved {
        let mut context = self.context(home);
        self.resolve_in(written, &mut context)
    }

    /// Resolves the names of one list, where one may go on from another: "3GPP SA1", "SA3", "CT3".
    pub fn resolve_all(&self, written: &[String], home: Option<GroupId>) -> Vec<Resolved> {
        let mut context = self.context(home);
        written.iter().map(|name| self.resolve_in(name, &mut context)).collect()
    }

    fn context(&self, home: Option<GroupId>) -> Context {
        home.map(|home| Context::of(home, &self.index)).unwrap_or_default()
    }

    fn resolve_in(&self, written: &str, context: &mut Context) -> Resolved {
        let mut folded = Folded::new(written);
        self.correct(&mut folded);
        let pieces = find::pieces(&folded, &self.index, context);
        let mut read = items::read(&folded, &self.index, &pieces);
        if read.mentions.is_empty() {
            read.mentions.extend(self.of_addresses(&folded));
        }
        let groups = settle::settle(&read.mentions, &pieces, &folded, &self.index);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for (group, why) in read.doubts {
            let is_new =
                !groups.contains(&group) && suggestions.iter().all(|one| one.group != group);
            if is_new && suggestions.len() < KEPT {
                suggestions.push(Suggestion { group, why });
            }
        }
        let left_over = read.left_over.into_iter().take(KEPT);
        let left_over = left_over.map(|words| folded.raw(words).to_owned()).collect();
        Resolved { groups, suggestions, left_over }
    }

    /// Sets long words right that are one slip away from a word that names are made of.
    fn correct(&self, folded: &mut Folded) {
        let unknown = folded
            .words
            .iter_mut()
            .filter(|word| word.text.len() >= 5 && !self.index.has_word(&word.text));
        for word in unknown.take(CORRECTED) {
            let Some(first) = word.text.chars().next() else { continue };
            let vocabulary = self.index.vocabulary.get(&first);
            let mut near =
                vocabulary.into_iter().flatten().filter(|meant| slip(&word.text, meant).is_some());
            if let (Some(meant), None) = (near.next(), near.next()) {
                word.text.clone_from(meant);
            }
        }
    }

    /// Returns the groups whose lists or role addresses stand in a name that says nothing else.
    fn of_addresses(&self, folded: &Folded) -> Option<Mention> {
        let group = |address: &String| {
            let (local, _) = address.split_once('@')?;
            let list = ["-chairs@", "-chair@", "-ads@"].iter().find_map(|role| {
                let (acronym, domain) = address.split_once(role)?;
                Some(format!("{acronym}@{domain}"))
            });
            let listed = |list: &String| self.index.lists.get(list).copied();
            let known = listed(address).or_else(|| listed(&list?)).filter(|_| !local.is_empty());
            known.or_else(|| find::behind_address(address, &self.index))
        };
        let groups: Vec<GroupId> = folded.addresses.iter().filter_map(group).collect();
        (!groups.is_empty()).then_some(Mention { groups, words: 0..0, introduces: false })
    }
}
