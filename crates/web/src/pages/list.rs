//! The list of statements, whole or narrowed down.

use askama::Template;
use jiff::civil::Date;
use rules::Purpose;
use store::{Count, Facet, Facets, Row};

use crate::asked::Asked;
use crate::pages::watching::to_follow;
use crate::pieces::{Paging, StatementRow};
use crate::view::View;
use crate::words;

/// How many statements a page of the list holds.
pub(crate) const PER_PAGE: i64 = 25;

/// As many organizations are offered at once as fit beside a page of the list.
const ORGANIZATIONS: usize = 15;

const PATH: &str = "/statements";

/// The list of statements, whole or narrowed down.
#[derive(Debug, Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage {
    view: View,
    words: String,
    kept: Vec<(&'static str, String)>,
    chosen: Vec<(String, String)>,
    left_out: Vec<String>,
    tally: String,
    sorts: Vec<Offer>,
    rows: Vec<StatementRow>,
    paging: Paging,
    filters: Vec<Filter>,
    formats: Vec<(&'static str, String)>,
    /// What is asked for, as an address has it, whatever its order.
    query: String,
    /// The number that was typed into the search box, if it is one.
    number: Option<i64>,
}

/// A filter with the values that it may have.
#[derive(Debug)]
pub(crate) struct Filter {
    title: &'static str,
    offers: Vec<Offer>,
}

/// A value of a filter, or an order: what it is called, how many there are, where it leads.
#[derive(Debug)]
pub(crate) struct Offer {
    label: String,
    count: String,
    to: String,
    is_chosen: bool,
}

impl ListPage {
    pub(crate) fn of(
        view: View,
        asked: Asked,
        rows: Vec<Row>,
        counted: Counted<'_>,
        today: Date,
        name: impl Fn(&str) -> String,
    ) -> Self {
        let chosen = asked.all().iter().filter(|(key, _)| *key != "sort");
        let chosen =
            chosen.map(|(key, _)| (asked.words(key, &name), asked.with(PATH, key, ""))).collect();
        let kept = asked.all().iter().filter(|(key, _)| *key != "q").cloned().collect();
        let total = counted.facets.total;
        Self {
            view,
            words: asked.get("q").to_owned(),
            kept,
            chosen,
            tally: tally(total),
            sorts: sorts(&asked),
            paging: paging(&asked, total),
            rows: rows.into_iter().map(|row| StatementRow::of(row, today)).collect(),
            filters: filters(&asked, &counted),
            formats: vec![
                ("Feed", asked.at("/statements.atom")),
                ("JSON", asked.at("/statements.json")),
                ("CSV", asked.at("/statements.csv")),
            ],
            query: asked.with("", "sort", ""),
            number: asked.get("q").trim_start_matches("No. ").parse().ok().filter(|n| *n > 0),
            left_out: asked.left_out,
        }
    }

    /// Returns where this list can be followed by mail; nothing for the list of everything.
    fn follow(&self) -> Option<String> {
        let query = self.query.trim_start_matches('?');
        (!query.is_empty()).then(|| to_follow(&rules::Watched::Search(query.to_owned())))
    }

    fn feed(&self) -> &str {
        self.formats.first().map_or("", |(_, to)| to)
    }

    pub(crate) fn sample() -> Self {
        let asked = Asked::of(vec![
            ("q".to_owned(), "clocks & <b>".to_owned()),
            ("purpose".to_owned(), "action".to_owned()),
            ("year".to_owned(), "soon".to_owned()),
            ("page".to_owned(), "2".to_owned()),
        ]);
        let rows = vec![crate::pieces::sample_row()];
        let facets = Facets {
            total: Count::MoreThan(1_000),
            beyond: Vec::new(),
            directions: vec![("incoming".to_owned(), 1_234), ("outgoing".to_owned(), 7)],
            purposes: vec![("action".to_owned(), 3), (String::new(), 1)],
            years: vec![(2026, 12), (2025, 40)],
            organizations: vec![("itu-x".to_owned(), "ITU-X".to_owned(), 9)],
        };
        let today = jiff::civil::date(2026, 3, 10);
        let counted = Counted { facets: &facets, all: &facets };
        Self::of(View::sample(PATH), asked, rows, counted, today, str::to_uppercase)
    }
}

fn tally(total: Count) -> String {
    match total {
        Count::Exactly(0) => "No statement".to_owned(),
        total => words::count_of(total, "statement", "statements"),
    }
}

/// Returns the way from page to page.
fn paging(asked: &Asked, total: Count) -> Paging {
    let page = asked.page;
    let pages = |total: i64| (total.max(1) - 1) / PER_PAGE + 1;
    let (last, here) = match total {
        Count::Exactly(total) => {
            (Some(pages(total)), format!("Page {page} of {}", words::number(pages(total))))
        }
        Count::MoreThan(_) => (None, format!("Page {page}")),
    };
    Paging {
        before: (page > 1).then(|| asked.page(PATH, (page - 1).min(last.unwrap_or(page)))),
        next: last.is_none_or(|last| page < last).then(|| asked.page(PATH, page + 1)),
        here: if last == Some(1) && page == 1 { String::new() } else { here },
    }
}

fn sorts(asked: &Asked) -> Vec<Offer> {
    let now = if asked.get("sort").is_empty() { "newest" } else { asked.get("sort") };
    let sorts = [
        ("newest", "newest first"),
        ("oldest", "oldest first"),
        ("deadline", "by deadline"),
        ("subject", "by subject"),
    ];
    let sort = |(sort, label): (&str, &str)| Offer {
        label: label.to_owned(),
        count: String::new(),
        to: asked.with(PATH, "sort", if sort == "newest" { "" } else { sort }),
        is_chosen: now == sort,
    };
    sorts.into_iter().map(sort).collect()
}

/// What was counted of a list, and of the whole record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) facets: &'a Facets,
    pub(crate) all: &'a Facets,
}

impl<'a> Counted<'a> {
    /// Returns what names the values of a filter, and whether it says how many there are.
    fn of(self, facet: Facet) -> (&'a Facets, bool) {
        let is_beyond = self.facets.beyond.contains(&facet);
        (if is_beyond { self.all } else { self.facets }, !is_beyond)
    }
}

/// Returns the filters with their values; one that is chosen leads back to all.
fn filters(asked: &Asked, counted: &Counted<'_>) -> Vec<Filter> {
    let offer = |key: &str, value: &str, label: String, count: Option<i64>| {
        let is_chosen = asked.get(key).eq_ignore_ascii_case(value);
        Offer {
            label,
            count: count.map(words::number).unwrap_or_default(),
            to: asked.with(PATH, key, if is_chosen { "" } else { value }),
            is_chosen,
        }
    };
    let (facets, says) = counted.of(Facet::Direction);
    let directions = facets.directions.iter().map(|(slug, count)| {
        let label = if slug == "incoming" { "Received" } else { "Sent" };
        offer("direction", slug, label.to_owned(), says.then_some(*count))
    });
    let (facets, says) = counted.of(Facet::Purpose);
    let purposes = facets.purposes.iter().map(|(slug, count)| {
        let label = Purpose::from_slug(slug).map(|purpose| purpose.to_string());
        let slug = if slug.is_empty() { "none" } else { slug.as_str() };
        let label = label.unwrap_or_else(|| "None stated".to_owned());
        offer("purpose", slug, label, says.then_some(*count))
    });
    let (facets, says) = counted.of(Facet::Organization);
    let organizations = facets.organizations.iter().take(ORGANIZATIONS);
    let organizations = organizations.map(|(acronym, name, count)| {
        offer("organization", acronym, name.clone(), says.then_some(*count))
    });
    let (facets, says) = counted.of(Facet::Year);
    let years = facets.years.iter().map(|(year, count)| {
        offer("year", &year.to_string(), year.to_string(), says.then_some(*count))
    });
    let waiting = vec![
        offer("deadline", "open", "Deadline not passed".to_owned(), None),
        offer("deadline", "passed", "Deadline passed".to_owned(), None),
        offer("open", "yes", "No answer on record".to_owned(), None),
    ];
    let filter = |title, offers| Filter { title, offers };
    let filters = vec![
        filter("Direction", directions.collect()),
        filter("Purpose", purposes.collect()),
        filter("Waiting", waiting),
        filter("Organization", organizations.collect()),
        filter("Year", years.collect()),
    ];
    filters.into_iter().filter(|filter| !filter.offers.is_empty()).collect()
}
