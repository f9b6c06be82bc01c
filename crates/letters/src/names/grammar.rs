//! Reading the `[names]` tables of the organization files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::form::Form;
use crate::organizations::FILES;

/// What of an organization file is about names; other tables are for other readers.
#[derive(Debug, Default, Deserialize)]
struct File {
    names: Option<Table>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    organizations: Vec<String>,
    ours: bool,
    parts: BTreeMap<String, String>,
    groups: BTreeMap<String, Vec<String>>,
    addresses: BTreeMap<String, String>,
    patterns: Vec<PatternInFile>,
    ignore: Vec<String>,
    unknown: Vec<String>,
    same: Vec<Vec<String>>,
    ordinary: Vec<String>,
    markers: BTreeMap<MarkerKind, Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternInFile {
    written: Vec<String>,
    #[serde(default)]
    means: Vec<String>,
    #[serde(default, rename = "else")]
    otherwise: Option<String>,
    #[serde(default)]
    near: Option<String>,
    #[serde(default)]
    within: bool,
    #[serde(default)]
    introduces: bool,
}

/// What a word or two say of the names beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum MarkerKind {
    /// A working group or research group: "WG", "Working Groups".
    Group,
    /// An area: "Area", "ADs".
    Area,
    /// Somebody who stands for a group: "chairs".
    People,
    /// Nothing: "the", "of".
    Filler,
    /// What follows holds what was named: "of".
    Of,
    /// Joins names to a list: "and".
    Joiner,
    /// What follows is not written to: "liaison to".
    Aside,
    /// What follows is meant in the place of what was named: "renamed".
    Instead,
}

/// How the names of one organization and its groups are written.
#[derive(Debug)]
pub(super) struct Organization {
    /// The acronyms of its tops, which introduce what belongs to them; none in a file of many organizations.
    pub(super) tops: Vec<String>,
    /// Whether it is the one whose groups are not outside bodies.
    pub(super) ours: bool,
    /// Other spellings of groups, by acronym.
    pub(super) groups: BTreeMap<String, Vec<Form>>,
    /// Addresses, and the acronyms of the groups that are behind them; both may have holes.
    pub(super) addresses: Vec<(String, String)>,
    pub(super) patterns: Vec<Pattern>,
    /// Entries of the directory that are no names.
    pub(super) ignore: Vec<String>,
    /// Names of bodies that the directory does not have.
    pub(super) unknown: Vec<Form>,
    /// Groups that are the same body under two names.
    pub(super) same: Vec<Vec<String>>,
    /// Acronyms that are ordinary words.
    pub(super) ordinary: Vec<String>,
    pub(super) markers: Vec<(MarkerKind, Form)>,
}

/// A way of writing names that have numbers in them, and what it means.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) written: Vec<Form>,
    /// Acronyms with holes; the first that the directory knows is meant.
    pub(super) means: Vec<String>,
    /// What is meant if it knows none of them: a part that was named as well.
    pub(super) otherwise: Option<String>,
    /// What is suggested if it knows none of them.
    pub(super) near: Option<String>,
    /// Whether it is only read among other names of the organization.
    pub(super) within: bool,
    /// Whether it only introduces its parts, where they follow.
    pub(super) introduces: bool,
}

/// Why an organization file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the organization file {file}: {why}")]
pub(super) struct BadFile {
    file: String,
    why: String,
}

/// Returns the organizations of the files that are part of the program; a test holds that each can be read.
pub(super) fn built_in() -> Vec<Organization> {
    FILES.iter().filter_map(|(name, text)| read(name, text).ok().flatten()).collect()
}

/// Reads one file; `None` if it says nothing of names.
fn read(name: &str, text: &str) -> Result<Option<Organization>, BadFile> {
    let bad = |why: String| BadFile { file: name.to_owned(), why };
    let file: File = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
    let Some(table) = file.names else { return Ok(None) };
    organization(table).map(Some).map_err(bad)
}

fn organization(table: Table) -> Result<Organization, String> {
    let form = |text: &String| {
        let mut text = text.clone();
        for (name, part) in &table.parts {
            text = text.replace(&format!("{{{name}}}"), part);
        }
        match text.contains('{') {
            true => Err(format!("“{text}” uses a part that is not there")),
            false => Form::parse(&text),
        }
    };
    let forms = |texts: &Vec<String>| texts.iter().map(form).collect::<Result<Vec<_>, _>>();
    let mut organization = Organization {
        tops: table.organizations.clone(),
        ours: table.ours,
        groups: BTreeMap::new(),
        addresses: table.addresses.clone().into_iter().collect(),
        patterns: Vec::new(),
        ignore: table.ignore.clone(),
        unknown: forms(&table.unknown)?,
        same: table.same.clone(),
        ordinary: table.ordinary.clone(),
        markers: Vec::new(),
    };
    for (acronym, texts) in &table.groups {
        organization.groups.insert(acronym.to_lowercase(), forms(texts)?);
    }
    for pattern in &table.patterns {
        organization.patterns.push(Pattern {
            written: forms(&pattern.written)?,
            means: pattern.means.clone(),
            otherwise: pattern.otherwise.clone(),
            near: pattern.near.clone(),
            within: pattern.within,
            introduces: pattern.introduces,
        });
    }
    for (kind, texts) in &table.markers {
        organization.markers.extend(forms(texts)?.into_iter().map(|form| (*kind, form)));
    }
    Ok(organization)
}

#[cfg(test)]
mod tests {
    use super::{FILES, read};

    #[test]
    fn every_organization_file_can_be_read_and_is_part_of_the_program() {
        for (name, text) in FILES {
            let organization = read(name, text).expect("the file can be read");
            for pattern in organization.iter().flat_map(|one| &one.patterns) {
                for form in &pattern.written {
                    regex::Regex::new(&form.expression()).expect("the form makes an expression");
                }
            }
            for form in organization.iter().flat_map(|one| one.groups.values()).flatten() {
                assert!(form.spellings().is_some(), "{name}: {form:?} has holes");
            }
        }
    }
}
