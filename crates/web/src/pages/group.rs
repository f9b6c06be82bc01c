//! An organization or a group: what it is, how it is reached, and what it sent and received.

use askama::Template;
use jiff::civil::Date;
use rules::{Directory, Group, GroupId, GroupKind, RoleKind};
use store::{Facets, Found};

use crate::asked::{address, part};
use crate::pieces::{ContactNote, StatementRow, YearsFigure};
use crate::view::View;
use crate::words;

/// How many statements the page shows.
pub(crate) const NEWEST: i64 = 15;

/// An organization or a group.
#[derive(Debug, Template)]
#[template(path = "group.html")]
pub(crate) struct GroupPage {
    view: View,
    name: String,
    acronym: String,
    about: String,
    /// What it belongs to, the outermost first: (name, address).
    above: Vec<(String, String)>,
    /// What is inside it: (name, address).
    inside: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    contacts: Vec<ContactNote>,
    received: i64,
    sent: i64,
    list: String,
    path: String,
    rows: Vec<StatementRow>,
    figure: YearsFigure,
}

impl GroupPage {
    pub(crate) fn of(
        view: View,
        group: &Group,
        directory: &Directory,
        found: Found,
        facets: &Facets,
        today: Date,
    ) -> Self {
        let is_organization = group.parent.is_none();
        let key = if is_organization { "organization" } else { "group" };
        let count = |slug: &str| {
            facets.directions.iter().find(|(known, _)| known == slug).map_or(0, |(_, count)| *count)
        };
        let mut above: Vec<_> = directory.line(group.id).into_iter().skip(1).collect();
        above.reverse();
        let years = facets.years.iter().rev().map(|(year, count)| (*year, *count, 0)).collect();
        Self {
            view,
            name: group.name.clone(),
            acronym: group.acronym.clone(),
            about: about(group),
            above: above.iter().map(|group| (group.name.clone(), path(group))).collect(),
            inside: directory
                .children(group.id)
                .into_iter()
                .map(|child| (child.name.clone(), path(child)))
                .collect(),
            roles: roles(group.id, directory, today),
            contacts: contacts(group, directory),
            received: count("incoming"),
            sent: count("outgoing"),
            list: address("/statements", &[(key, &group.acronym)]),
            path: path(group),
            rows: found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect(),
            figure: YearsFigure::of_all(years),
        }
    }

    fn counts(&self) -> String {
        format!(
            "{} on record: {} received, {} sent",
            words::count(self.received + self.sent, "statement", "statements"),
            words::number(self.received),
            words::number(self.sent)
        )
    }

    pub(crate) fn sample() -> Self {
        let group = |id, acronym: &str, name: &str, parent| Group {
            id: GroupId(id),
            acronym: acronym.to_owned(),
            name: name.to_owned(),
            kind: GroupKind::Sdo,
            state: rules::GroupState::Active,
            parent,
            list_address: Some("list@example.com".to_owned()),
        };
        let groups = [
            group(1, "itu-x", "ITU-X", None),
            group(2, "itu-x-sg-4", "Study Group 4 <4>", Some(GroupId(1))),
            group(3, "itu-x-sg-4-q1", "Question 1/4", Some(GroupId(2))),
        ];
        let directory = Directory::new(groups.clone());
        let total = store::Count::Exactly(1);
        let found = Found { rows: vec![crate::pieces::sample_row()], total };
        let facets = Facets {
            directions: vec![("incoming".to_owned(), 1)],
            years: vec![(2026, 1)],
            ..Facets::default()
        };
        let [_, group, _] = &groups;
        let today = jiff::civil::date(2026, 3, 10);
        Self::of(View::sample("/groups/itu-x-sg-4"), group, &directory, found, &facets, today)
    }
}

/// Returns the address of a group's page.
pub(crate) fn path(group: &Group) -> String {
    let kind = if group.parent.is_none() { "organizations" } else { "groups" };
    format!("/{kind}/{}", part(&group.acronym))
}

fn about(group: &Group) -> String {
    let state = match group.state {
        rules::GroupState::Active | rules::GroupState::Unknown => "",
        rules::GroupState::Proposed => ", proposed",
        rules::GroupState::Bof => ", being formed",
        rules::GroupState::Concluded => ", concluded",
    };
    let kind = match (group.kind, group.parent) {
        (GroupKind::Sdo, Some(_)) => "group of another organization",
        (kind, _) => kind.words(),
    };
    format!("{}{state}", words::capitalized(kind))
}

/// Returns who holds which role, the keepers of the relationship first.
fn roles(group: GroupId, directory: &Directory, today: Date) -> Vec<(String, String)> {
    let kinds =
        [RoleKind::LiaisonManager, RoleKind::Chair, RoleKind::AreaDirector, RoleKind::Secretary];
    let mut roles = Vec::new();
    for kind in kinds {
        for person in directory.holders(kind, group, today) {
            roles.push((words::capitalized(&kind.to_string()), person.name.clone()));
        }
    }
    let has_manager = roles.iter().any(|(role, _)| role == "Liaison manager");
    if !has_manager {
        // A group inside an organization is kept by whoever keeps the organization.
        for person in directory.liaison_managers(group, today) {
            roles.push(("Liaison manager".to_owned(), person.name.clone()));
        }
    }
    roles
}

fn contacts(group: &Group, directory: &Directory) -> Vec<ContactNote> {
    let list = group.list_address.iter().map(|address| ContactNote {
        name: String::new(),
        address: words::obscured(address),
        why: "mailing list".to_owned(),
    });
    let listed = directory.contacts(group.id).iter().map(|contact| ContactNote {
        why: if contact.send_to {
            "statements are sent here".to_owned()
        } else {
            contact.why.to_string()
        },
        ..ContactNote::of_mailbox(&contact.mailbox)
    });
    list.chain(listed).collect()
}
