//! How it stands with an organization: what is open both ways, and the report of a quarter or a year.

use askama::Template;
use jiff::civil::Date;
use operations::{OpenWith, OrganizationReport};
use rules::{Group, Period};
use store::{Count, Found};

use crate::asked::{address, part};
use crate::pages::group::path;
use crate::pieces::StatementRow;
use crate::view::View;
use crate::words;

/// As many periods are offered beside the one that is shown.
const QUARTERS: usize = 5;
const YEARS: usize = 2;

/// What is open with an organization, both ways.
#[derive(Debug, Template)]
#[template(path = "open.html")]
pub(crate) struct OpenPage {
    view: View,
    name: String,
    path: String,
    path_open: String,
    report_at: String,
    lead: String,
    parts: Vec<Part>,
}

/// The report of a quarter or a year with an organization.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub(crate) struct ReportPage {
    view: View,
    name: String,
    path: String,
    open_at: String,
    period: String,
    words: String,
    parts: Vec<Part>,
    /// The same as text to be pasted.
    markdown: String,
    /// Other periods: words and address.
    others: Vec<(String, String)>,
    markdown_at: String,
    pdf_at: String,
}

/// Statements with what they have in common.
#[derive(Debug)]
struct Part {
    id: &'static str,
    title: String,
    rows: Vec<StatementRow>,
    nothing: &'static str,
    /// How many more there are, in words; empty if none.
    more: String,
}

impl Part {
    fn of(id: &'static str, title: &str, found: Found, today: Date, nothing: &'static str) -> Self {
        let (Count::Exactly(total) | Count::MoreThan(total)) = found.total;
        let listed = i64::try_from(found.rows.len()).unwrap_or(i64::MAX);
        let more = total - listed;
        Self {
            id,
            title: format!("{title}: {}", words::number(total)),
            rows: found.rows.into_iter().map(|row| StatementRow::of(row, today)).collect(),
            nothing,
            more: match more {
                ..=0 => String::new(),
                more => format!("And {} more.", words::number(more)),
            },
        }
    }
}

/// Where it is told how it stands with an organization or a group of one.
pub(super) fn report_path(group: &Group) -> String {
    format!("/organizations/{}/report", part(&group.acronym))
}

/// Where what is open with it is listed.
pub(super) fn open_path(group: &Group) -> String {
    format!("/organizations/{}/open", part(&group.acronym))
}

impl OpenPage {
    pub(crate) fn of(view: View, open: OpenWith, today: Date) -> Self {
        let OpenWith { group, we_owe, they_owe } = open;
        let count = |found: &Found| match found.total {
            Count::Exactly(0) => "nothing".to_owned(),
            total => words::count_of(total, "answer", "answers"),
        };
        let lead = format!(
            "{} waits for {} from us, and we wait for {} from there.",
            group.name,
            count(&we_owe),
            count(&they_owe)
        );
        Self {
            path: path(&group),
            path_open: open_path(&group),
            report_at: report_path(&group),
            name: group.name,
            lead,
            parts: vec![
                Part::of(
                    "ours",
                    "They wait for us",
                    we_owe,
                    today,
                    "They wait for nothing that is on record.",
                ),
                Part::of(
                    "theirs",
                    "We wait for them",
                    they_owe,
                    today,
                    "We wait for nothing that is on record.",
                ),
            ],
            view,
        }
    }

    pub(crate) fn sample() -> Self {
        let directory = super::group::sample_directory();
        let group = directory.by_acronym("itu-x").cloned();
        let group = group.unwrap_or_else(|| unreachable!("the sample holds it"));
        let found = |rows: Vec<store::Row>, total| Found { rows, total: Count::Exactly(total) };
        let we_owe = found(vec![crate::pieces::sample_row()], 3);
        let (view, today) =
            (View::sample("/organizations/itu-x/open"), jiff::civil::date(2026, 3, 10));
        Self::of(view, OpenWith { group, we_owe, they_owe: found(Vec::new(), 0) }, today)
    }
}

impl ReportPage {
    pub(crate) fn of(view: View, report: OrganizationReport) -> Self {
        let own = report_path(&report.group);
        let (period, today) = (report.period, report.today);
        let slug = period.to_string();
        let at = |form: &str| address(&format!("{own}{form}"), &[("period", &slug)]);
        let nothing = "Nothing in that time.";
        let markdown = report.markdown();
        Self {
            path: path(&report.group),
            open_at: open_path(&report.group),
            name: report.group.name,
            words: words::capitalized(&period.words()),
            markdown_at: at(".md"),
            pdf_at: at(".pdf"),
            others: others(&own, period, today),
            parts: vec![
                Part::of("received", "Received", report.received, today, nothing),
                Part::of("sent", "Sent", report.sent, today, nothing),
                Part::of(
                    "ours",
                    "They wait for us",
                    report.we_owe,
                    today,
                    "They wait for nothing.",
                ),
                Part::of(
                    "theirs",
                    "We wait for them",
                    report.they_owe,
                    today,
                    "We wait for nothing.",
                ),
            ],
            period: slug,
            markdown,
            view,
        }
    }
}

/// The present quarters and years, but for the one that is shown.
fn others(own: &str, shown: Period, today: Date) -> Vec<(String, String)> {
    let quarters = std::iter::successors(Some(Period::quarter_of(today)), |it| Some(it.before()));
    let years = std::iter::successors(Some(Period::year_of(today)), |it| Some(it.before()));
    let all = quarters.take(QUARTERS).chain(years.take(YEARS));
    all.filter(|period| *period != shown)
        .map(|period| {
            let to = address(own, &[("period", &period.to_string())]);
            (words::capitalized(&period.words()), to)
        })
        .collect()
}
