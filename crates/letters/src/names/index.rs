//! What is looked up: every spelling of every group, made once from the directory and the organization files.

use std::collections::{BTreeMap, HashMap, HashSet};

use regex::{Regex, RegexSet};
use rules::{Directory, Group, GroupId, GroupKind, GroupState};

use super::fold::words_of;
use super::form::Form;
use super::grammar::{MarkerKind, Organization, Pattern};

/// A group, as far as choosing among groups needs it.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) acronym: String,
    pub(super) kind: GroupKind,
    /// The organization file that it belongs to.
    pub(super) family: usize,
    /// Whether it is a group of our own organization.
    pub(super) ours: bool,
    /// Whether it is an organization and not a part of one.
    pub(super) is_top: bool,
    /// Whether an acronym alone may mean it: it is at work, or was part of an area that still stands for something.
    pub(super) is_modern: bool,
    /// Whether it is at work.
    pub(super) is_active: bool,
    /// Whether its acronym is an ordinary word.
    pub(super) is_ordinary: bool,
    /// All that it belongs to.
    pub(super) line: Vec<GroupId>,
    /// Of several that fit, the lowest is meant.
    rank: (u8, bool, bool, usize),
}

/// What some words are.
#[derive(Debug, Default, Clone)]
pub(super) struct Meaning {
    /// Groups that they may name, the likeliest first.
    pub(super) groups: Vec<GroupId>,
    pub(super) marker: Option<MarkerKind>,
    /// Whether it is a body that the directory does not have.
    pub(super) is_unknown: bool,
}

/// Every spelling of every group.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) groups: HashMap<GroupId, Known>,
    by_acronym: HashMap<String, GroupId>,
    /// By first word, the longest first.
    phrases: HashMap<String, Vec<(Vec<String>, Meaning)>>,
    pub(super) expressions: RegexSet,
    /// Each expression, and the pattern (family, place) that it is of.
    pub(super) patterns: Vec<(Regex, usize, usize)>,
    /// Words that a slip of the hand may be a spelling of.
    pub(super) vocabulary: HashMap<char, Vec<String>>,
    words: HashSet<String>,
    /// Our acronyms, each in one word.
    pub(super) acronyms: Vec<(String, GroupId)>,
    pub(super) lists: HashMap<String, GroupId>,
    /// Groups that are the same body.
    pub(super) same: Vec<Vec<GroupId>>,
    pub(super) organizations: Vec<Organization>,
}

impl Index {
    /// Makes the index.
    pub(super) fn new(directory: &Directory, organizations: Vec<Organization>) -> Self {
        let groups: HashMap<GroupId, Known> = directory
            .groups()
            .into_iter()
            .map(|group| (group.id, known(group, directory, &organizations)))
            .collect();
        let by_acronym = groups.iter().map(|(id, known)| (known.acronym.clone(), *id)).collect();
        let mut index = Self {
            groups,
            by_acronym,
            phrases: HashMap::new(),
            expressions: RegexSet::empty(),
            patterns: Vec::new(),
            vocabulary: HashMap::new(),
            words: HashSet::new(),
            acronyms: Vec::new(),
            lists: HashMap::new(),
            same: Vec::new(),
            organizations,
        };
        index.add_phrases(directory);
        index.add_patterns();
        index.same = index
            .organizations
            .iter()
            .flat_map(|one| &one.same)
            .map(|same| index.ids(same))
            .collect();
        index
    }

    /// Returns the group of that acronym.
    pub(super) fn by_acronym(&self, acronym: &str) -> Option<GroupId> {
        self.by_acronym.get(acronym).copied()
    }

    /// Returns the phrases that begin with a word, the longest first.
    pub(super) fn phrases(&self, first: &str) -> &[(Vec<String>, Meaning)] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// Returns the pattern that an expression is of.
    pub(super) fn pattern(&self, expression: usize) -> Option<(&Regex, usize, &Pattern)> {
        let (regex, family, at) = self.patterns.get(expression)?;
        Some((regex, *family, self.organizations.get(*family)?.patterns.get(*at)?))
    }

    /// Says whether a word stands in any spelling.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Says whether one group is the organization of another, or a part that holds it.
    pub(super) fn holds(&self, one: GroupId, other: GroupId) -> bool {
        let (Some(a), Some(b)) = (self.groups.get(&one), self.groups.get(&other)) else {
            return false;
        };
        let by_name = b.acronym.strip_prefix(&a.acronym).is_some_and(|rest| rest.starts_with('-'));
        let within = b.line.contains(&one);
        let our_top = a.is_top && !b.is_top && b.ours && (within || self.is_first_top(a));
        one != other && (by_name || if a.ours { our_top } else { within })
    }

    fn is_first_top(&self, group: &Known) -> bool {
        group.ours && self.organizations[group.family].tops.first() == Some(&group.acronym)
    }

    fn ids(&self, acronyms: &[String]) -> Vec<GroupId> {
        acronyms.iter().filter_map(|acronym| self.by_acronym(acronym)).collect()
    }

    fn add_phrases(&mut self, directory: &Directory) {
        let mut phrases: BTreeMap<Vec<String>, Meaning> = BTreeMap::new();
        for group in directory.groups() {
            let Some(known) = self.groups.get(&group.id) else { continue };
            if self.organizations[known.family].ignore.contains(&known.acronym) {
                continue;
            }
            let aliases = directory.aliases(group.id).iter().map(|alias| words_of(&alias.words));
            let mut spellings = spellings(group, known, &self.organizations);
            spellings.extend(aliases.filter(|words| !words.is_empty()));
            for words in spellings {
                phrases.entry(words).or_default().groups.push(group.id);
            }
            if known.ours {
                self.acronyms.push((known.acronym.clone(), group.id));
            }
            if let Some(list) = &group.list_address {
                self.lists.insert(list.to_lowercase(), group.id);
            }
        }
        for organization in &self.organizations {
            for words in organization.unknown.iter().filter_map(Form::spellings).flatten() {
                phrases.entry(words).or_default().is_unknown = true;
            }
            for (kind, form) in &organization.markers {
                for words in form.spellings().unwrap_or_default() {
                    self.words.extend(words.iter().cloned());
                    add_word(&mut self.vocabulary, &words, 5);
                    phrases.entry(words).or_default().marker = Some(*kind);
                }
            }
        }
        for (words, mut meaning) in phrases {
            meaning.groups.sort_by_key(|id| self.groups.get(id).map(|known| known.rank));
            meaning.groups.dedup();
            self.words.extend(words.iter().cloned());
            let is_name = meaning
                .groups
                .iter()
                .filter_map(|id| self.groups.get(id))
                .any(|known| !known.ours || known.kind != GroupKind::Wg);
            if is_name {
                add_word(&mut self.vocabulary, &words, 6);
            }
            if let Some(first) = words.first() {
                self.phrases.entry(first.clone()).or_default().push((words, meaning));
            }
        }
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
    }

    fn add_patterns(&mut self) {
        let mut expressions = Vec::new();
        for (family, organization) in self.organizations.iter().enumerate() {
            for (at, pattern) in organization.patterns.iter().enumerate() {
                for form in &pattern.written {
                    let expression = form.expression();
                    let Ok(regex) = Regex::new(&expression) else { continue };
                    let literals: Vec<String> = words_of(&form.literals());
                    self.words.extend(literals.iter().cloned());
                    add_word(&mut self.vocabulary, &literals, 5);
                    self.patterns.push((regex, family, at));
                    expressions.push(expression);
                }
            }
        }
        self.expressions = RegexSet::new(expressions).unwrap_or_default();
    }
}

fn add_word(vocabulary: &mut HashMap<char, Vec<String>>, words: &[String], shortest: usize) {
    for word in words {
        let letters = word.chars().all(char::is_alphabetic);
        let Some(first) = word.chars().next().filter(|_| letters && word.len() >= shortest) else {
            continue;
        };
        let known = vocabulary.entry(first).or_default();
        if !known.contains(word) {
            known.push(word.clone());
        }
    }
}

fn known(group: &Group, directory: &Directory, organizations: &[Organization]) -> Known {
    let acronym = group.acronym.to_lowercase();
    let line: Vec<GroupId> =
        directory.line(group.id).iter().skip(1).map(|group| group.id).collect();
    let family = family(group, &line, directory, organizations);
    let organization = &organizations[family];
    let area = group.parent.and_then(|parent| directory.group(parent));
    let stands =
        area.is_some_and(|area| area.kind != GroupKind::Area || area.state != GroupState::Unknown);
    let state = match group.state {
        GroupState::Active => 0,
        _ if group.kind == GroupKind::Sdo => 0,
        GroupState::Concluded => 2,
        _ => 1,
    };
    let is_top =
        organization.tops.contains(&acronym) || (organization.tops.is_empty() && line.is_empty());
    Known {
        kind: group.kind,
        family,
        ours: organization.ours,
        is_top,
        is_modern: stands || group.state == GroupState::Active || group.kind == GroupKind::Sdo,
        is_active: group.state == GroupState::Active,
        is_ordinary: organization.ordinary.contains(&acronym),
        rank: (
            state,
            group.name.to_lowercase() == acronym || line.is_empty(),
            acronym.contains('-'),
            acronym.len(),
        ),
        acronym,
        line,
    }
}

/// Returns the organization file that a group belongs to: the one that names it, that of its organization, or the last.
fn family(
    group: &Group,
    line: &[GroupId],
    directory: &Directory,
    organizations: &[Organization],
) -> usize {
    let acronym = group.acronym.to_lowercase();
    let belongs = |acronym: &str, one: &Organization| {
        one.tops.iter().any(|top| {
            acronym
                .strip_prefix(top.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
    };
    let named = organizations.iter().position(|one| one.groups.contains_key(&acronym));
    let ours = organizations.iter().position(|one| one.ours && group.kind != GroupKind::Sdo);
    let by_acronym = organizations.iter().position(|one| belongs(&acronym, one));
    let by_line = || {
        let top = line.last().and_then(|top| directory.group(*top))?;
        organizations.iter().position(|one| belongs(&top.acronym, one))
    };
    named.or(ours).or(by_acronym).or_else(by_line).unwrap_or(organizations.len().saturating_sub(1))
}

/// Returns all ways in which a group is written, each as its words.
fn spellings(group: &Group, known: &Known, organizations: &[Organization]) -> Vec<Vec<String>> {
    let mut all = vec![words_of(&group.acronym), words_of(&group.name)];
    if known.ours {
        const ENDS: &[&str] = &[" area", " working group", " wg", " research group", " rg", " bof"];
        let name = group.name.to_lowercase();
        if let Some(short) =
            known.acronym.strip_suffix("rg").filter(|_| group.kind == GroupKind::Rg)
        {
            all.extend(["rg", "research group"].map(|end| words_of(&format!("{short} {end}"))));
        }
        let short = ENDS.iter().filter_map(|end| name.strip_suffix(end));
        all.extend(short.filter(|name| !name.ends_with(" area")).map(words_of));
        // The word beside it says whether an area is meant, or its working group.
        all.retain(|words| words.last().is_none_or(|last| last != "area"));
    }
    let forms = organizations[known.family].groups.get(&known.acronym);
    for form in forms.into_iter().flatten() {
        all.extend(form.spellings().unwrap_or_default());
    }
    all.retain(|words| !words.is_empty());
    all.sort();
    all.dedup();
    all
}
