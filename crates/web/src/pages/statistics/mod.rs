//! `/statistics`: how much was exchanged, with whom, and what came of what was asked, in pictures with their numbers.

mod answers;
mod counts;
mod exchanges;
mod sections;

use askama::Template;
use rules::Direction;
use store::{OrganizationRow, Statistics};

pub(crate) use counts::{counted, days, list};
use sections::Section;

use crate::asked::address;
use crate::view::View;
use crate::words;

/// The statistics.
#[derive(Debug, Template)]
#[template(path = "statistics.html")]
pub(crate) struct StatisticsPage {
    view: View,
    /// The organization that they are of; empty for all.
    organization: String,
    name: String,
    /// All that can be chosen: acronym and name.
    organizations: Vec<(String, String)>,
    /// The whole in figures: how many, of what, and where they are listed.
    whole: Vec<(String, String, String)>,
    sections: Vec<Section>,
    formats: Vec<(&'static str, String)>,
}

impl StatisticsPage {
    pub(crate) fn of(
        view: View,
        statistics: &Statistics,
        organization: &str,
        organizations: &[OrganizationRow],
    ) -> Self {
        let found = organizations.iter().find(|one| one.acronym == organization);
        let name = found.map_or(organization, |one| one.name.as_str()).to_owned();
        let mut all: Vec<_> = organizations
            .iter()
            .filter(|one| one.received + one.sent > 0)
            .map(|one| (one.acronym.clone(), one.name.clone()))
            .collect();
        all.sort_by_key(|(_, name)| name.to_lowercase());
        let pairs = [("organization", organization)];
        let pairs = if organization.is_empty() { &[] } else { pairs.as_slice() };
        let sections = vec![
            exchanges::by_year(statistics, organization),
            exchanges::by_organization(statistics, organization),
            exchanges::by_purpose(statistics, organization),
            answers::by_year(statistics, organization, Direction::Incoming),
            answers::by_year(statistics, organization, Direction::Outgoing),
            answers::by_purpose(statistics, organization),
            answers::times(statistics, organization),
            answers::by_organization(statistics, organization),
        ];
        Self {
            whole: whole(statistics, organization),
            sections: sections.into_iter().flatten().collect(),
            formats: vec![
                ("JSON", address("/statistics.json", pairs)),
                ("CSV", address("/statistics.csv", pairs)),
            ],
            organization: organization.to_owned(),
            name,
            organizations: all,
            view,
        }
    }

    pub(crate) fn sample() -> Self {
        let organizations = [sections::sample_organization()];
        Self::of(View::sample("/statistics"), &sections::sample(), "", &organizations)
    }
}

/// The whole in figures.
fn whole(statistics: &Statistics, organization: &str) -> Vec<(String, String, String)> {
    let of = |direction| {
        let rows = statistics.exchanged.iter().filter(|row| row.direction == direction);
        rows.map(|row| row.count).sum::<i64>()
    };
    let to = |filters: Vec<_>| {
        let mut filters: Vec<(&'static str, String)> = filters;
        filters.extend((!organization.is_empty()).then(|| counts::with(organization)));
        list(&filters)
    };
    let (received, sent) = (of(Direction::Incoming), of(Direction::Outgoing));
    let figure = |count, what: &str, to| (words::number(count), what.to_owned(), to);
    vec![
        figure(received + sent, "statements", to(vec![])),
        figure(received, "received", to(vec![counts::way(Direction::Incoming)])),
        figure(sent, "sent", to(vec![counts::way(Direction::Outgoing)])),
    ]
}
