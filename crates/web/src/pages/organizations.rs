//! All organizations with which statements were exchanged.

use askama::Template;
use store::OrganizationRow;

use crate::asked::part;
use crate::pieces::Day;
use crate::view::View;
use crate::words;

/// All organizations with which statements were exchanged, and those with which they may be.
#[derive(Debug, Template)]
#[template(path = "organizations.html")]
pub(crate) struct OrganizationsPage {
    view: View,
    with: Vec<Organization>,
    without: Vec<Organization>,
}

/// An organization in a table.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) name: String,
    pub(crate) to: String,
    pub(crate) received: String,
    pub(crate) sent: String,
    pub(crate) newest: Option<Day>,
    is_concluded: bool,
}

impl OrganizationsPage {
    pub(crate) fn of(view: View, rows: Vec<OrganizationRow>) -> Self {
        let all = rows.into_iter().map(Organization::of);
        let (with, mut without): (Vec<_>, Vec<_>) = all.partition(|one| one.newest.is_some());
        without.sort_by_key(|one| one.name.to_lowercase());
        Self { view, with, without }
    }

    pub(crate) fn sample() -> Self {
        let row = |acronym: &str, name: &str, received, newest| OrganizationRow {
            acronym: acronym.to_owned(),
            name: name.to_owned(),
            state: rules::GroupState::Concluded,
            received,
            sent: 2,
            newest,
        };
        let day = jiff::civil::date(2026, 2, 3);
        let rows = vec![row("itu-x", "ITU-X", 1_234, Some(day)), row("q&a", "Q & A", 0, None)];
        Self::of(View::sample("/organizations"), rows)
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
            is_concluded: row.state == rules::GroupState::Concluded,
        }
    }
}
