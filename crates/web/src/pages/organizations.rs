//! All organizations as a register of relationships, each with the groups inside it.

use std::collections::HashMap;

use askama::Template;
use jiff::civil::Date;
use rules::{Directory, Group, GroupId, GroupState};
use store::OrganizationRow;

use crate::asked::{address, part};
use crate::pages::group::path;
use crate::pages::known::{KnownFact, known_facts};
use crate::pieces::Day;
use crate::view::View;
use crate::words;

/// All organizations of which something is known or on record, and the names of the others.
#[derive(Debug, Template)]
#[template(path = "organizations.html")]
pub(crate) struct OrganizationsPage {
    view: View,
    with: Vec<Organization>,
    without: Vec<Organization>,
}

/// An organization in the register.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) name: String,
    pub(crate) to: String,
    pub(crate) received: String,
    pub(crate) sent: String,
    pub(crate) newest: Option<Day>,
    is_concluded: bool,
    acronym: String,
    /// How we stand to it, in words; empty if the directory does not say.
    relationship: String,
    facts: Vec<KnownFact>,
    /// Statements that wait for an answer of ours, with the list of them.
    open: Option<(String, String)>,
    inside: Vec<Inside>,
}

/// A group inside an organization.
#[derive(Debug)]
struct Inside {
    /// How far inside, from 1.
    depth: usize,
    name: String,
    to: String,
}

impl OrganizationsPage {
    /// Makes the page; `open` says how many statements of each organization wait for an answer.
    pub(crate) fn of(
        view: View,
        rows: Vec<OrganizationRow>,
        open: &HashMap<String, i64>,
        directory: &Directory,
        today: Date,
    ) -> Self {
        let all = rows.into_iter().map(|row| {
            let group = directory.by_acronym(&row.acronym);
            let open = open.get(&row.acronym).copied().unwrap_or_default();
            Organization::of(row).with(group, open, directory, today)
        });
        let (with, mut without): (Vec<_>, Vec<_>) = all.partition(Organization::says_something);
        without.sort_by_key(|one| one.name.to_lowercase());
        Self { view, with, without }
    }

    pub(crate) fn sample() -> Self {
        let row = |acronym: &str, name: &str, received, newest| OrganizationRow {
            acronym: acronym.to_owned(),
            name: name.to_owned(),
            state: GroupState::Concluded,
            received,
            sent: 2,
            newest,
        };
        let day = jiff::civil::date(2026, 2, 3);
        let rows = vec![row("itu-x", "ITU-X", 1_234, Some(day)), row("q&a", "Q & A", 0, None)];
        let directory = super::group::sample_directory();
        let open = HashMap::from([("itu-x".to_owned(), 2)]);
        let today = jiff::civil::date(2026, 3, 10);
        Self::of(View::sample("/organizations"), rows, &open, &directory, today)
    }
}

impl Organization {
    pub(crate) fn of(row: OrganizationRow) -> Self {
        Self {
            to: format!("/organizations/{}", part(&row.acronym)),
            name: row.name,
            received: words::number(row.received),
            sent: words::number(row.sent),
            newest: row.newest.map(Day),
            is_concluded: row.state == GroupState::Concluded,
            acronym: row.acronym,
            relationship: String::new(),
            facts: Vec::new(),
            open: None,
            inside: Vec::new(),
        }
    }

    fn with(
        mut self,
        group: Option<&Group>,
        open: i64,
        directory: &Directory,
        today: Date,
    ) -> Self {
        if open > 0 {
            let pairs = [("organization", self.acronym.as_str()), ("open", "yes")];
            let words = words::count(open, "waits for an answer", "wait for an answer");
            self.open = Some((words, address("/statements", &pairs)));
        }
        let Some(group) = group else { return self };
        self.relationship = super::known::relationship(group, directory);
        self.facts = known_facts(group, directory, today);
        self.facts.retain(|fact| !fact.is_long);
        inside(group.id, 1, directory, &mut self.inside);
        self
    }

    fn says_something(&self) -> bool {
        self.newest.is_some() || !self.relationship.is_empty() || !self.facts.is_empty()
    }

    fn inside_words(&self) -> String {
        let count = i64::try_from(self.inside.len()).unwrap_or(i64::MAX);
        words::count(count, "group inside", "groups inside")
    }
}

fn inside(group: GroupId, depth: usize, directory: &Directory, found: &mut Vec<Inside>) {
    // A hierarchy is never this deep; a circle is refused where it is made.
    if depth > 9 {
        return;
    }
    for child in directory.children(group) {
        found.push(Inside { depth, name: child.name.clone(), to: path(child) });
        inside(child.id, depth + 1, directory, found);
    }
}
