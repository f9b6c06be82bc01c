//! The first page: what this is, what is new, what is waited for.

use askama::Template;
use jiff::civil::Date;
use store::{Count, Found, OrganizationRow};

use super::organizations::Organization;
use crate::pieces::{StatementRow, YearsFigure};
use crate::view::View;
use crate::words;

/// How many of the newest statements the page shows.
pub(crate) const NEWEST: i64 = 8;

/// How many open deadlines the page shows.
pub(crate) const DEADLINES: i64 = 6;

/// How many organizations the page shows.
const ORGANIZATIONS: usize = 10;

/// The first page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    view: View,
    total: String,
    since: Option<i16>,
    newest: Vec<StatementRow>,
    deadlines: Vec<StatementRow>,
    organizations: Vec<Organization>,
    figure: YearsFigure,
}

/// What the first page is made from.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) newest: Found,
    pub(crate) deadlines: Found,
    pub(crate) organizations: Vec<OrganizationRow>,
    pub(crate) per_year: Vec<(i16, i64, i64)>,
    pub(crate) today: Date,
}

impl HomePage {
    pub(crate) fn of(view: View, whole: Whole) -> Self {
        let Whole { newest, deadlines, organizations, per_year, today } = whole;
        let (Count::Exactly(total) | Count::MoreThan(total)) = newest.total;
        let rows = |found: Found| -> Vec<StatementRow> {
            found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect()
        };
        let organizations = organizations.into_iter().take(ORGANIZATIONS).map(Organization::of);
        Self {
            view,
            total: words::count(total, "statement", "statements"),
            since: per_year.first().map(|(year, ..)| *year),
            newest: rows(newest),
            deadlines: rows(deadlines),
            organizations: organizations.filter(|one| one.newest.is_some()).collect(),
            figure: YearsFigure::of(per_year),
        }
    }

    pub(crate) fn sample() -> Self {
        let found =
            || Found { rows: vec![crate::pieces::sample_row()], total: Count::Exactly(1_912) };
        let organization = OrganizationRow {
            acronym: "itu-x".to_owned(),
            name: "ITU-X".to_owned(),
            state: rules::GroupState::Active,
            received: 12,
            sent: 3,
            newest: Some(jiff::civil::date(2026, 2, 3)),
        };
        let whole = Whole {
            newest: found(),
            deadlines: found(),
            organizations: vec![organization],
            per_year: vec![(2023, 3, 1), (2025, 4, 4), (2026, 1, 0)],
            today: jiff::civil::date(2026, 3, 10),
        };
        Self::of(View::sample("/"), whole)
    }
}
