//! `/deadlines`: what received statements ask for by which day; and the same as a calendar.

use axum::extract::{Query, State};
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::{Direction, State as Stage};
use store::{Count, Find, Found, Sort};

use super::list::Pairs;
use crate::asked::Asked;
use crate::failed::Failed;
use crate::page::{Page, typed};
use crate::pages::deadlines::{DeadlinesPage, Found as Deadlines, Span, Week};
use crate::view::View;
use crate::{Site, calendar, feed};

/// As many deadlines to come are shown, and as many that passed.
const COMING: i64 = 100;
const PASSED: i64 = 25;

/// The most of a calendar.
const LARGEST: i64 = 1_000;

/// The weeks of the picture: so many before this one, and all.
const BEFORE: i64 = 8;
const WEEKS: i64 = 34;

/// A calendar goes back so far, so that what passed is still found where it stood.
const BACK: i64 = 92;

/// Shows deadlines: those to come and those that passed unanswered, or all of a span of days.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Query(pairs): Pairs,
) -> Result<Page<DeadlinesPage>, Failed> {
    let span = Span::of(&pairs);
    let (asked, today) = (asked(pairs), site.deadline_day());
    let reader = site.desk.store.reader();
    let find = received(&asked, today);
    let (coming, passed) = match (span.from, span.until) {
        (None, None) => {
            let coming = Find { due: (Some(today), None), sort: Sort::Due, ..find.clone() };
            let passed = Find {
                due: (None, today.checked_sub(1.day()).ok()),
                unanswered: true,
                sort: Sort::DueLast,
                ..find.clone()
            };
            (reader.find(&coming, 1, COMING).await?, reader.find(&passed, 1, PASSED).await?)
        }
        bounds => {
            let within = Find { due: bounds, sort: Sort::Due, ..find.clone() };
            let nothing = Found { rows: Vec::new(), total: Count::Exactly(0) };
            (reader.find(&within, 1, COMING).await?, nothing)
        }
    };
    let first = first_week(span, today);
    let last = first.saturating_add((WEEKS * 7 - 1).days());
    let weeks = Week::of(first, WEEKS, &reader.due(&find, first, last).await?);
    let organizations = reader.organizations(&site.desk.policy.organization).await?;
    let found = Deadlines { coming, passed, weeks, organizations, today };
    Ok(Page(DeadlinesPage::of(view, &asked, span, found)))
}

/// Gives open deadlines as a calendar (RFC 5545).
pub(crate) async fn ics(State(site): State<Site>, Query(pairs): Pairs) -> Result<Response, Failed> {
    let today = site.deadline_day();
    let asked = asked(pairs);
    let from = today.checked_sub(BACK.days()).ok();
    let find = Find { due: (from, None), sort: Sort::Due, ..received(&asked, today) };
    let found = site.desk.store.reader().find(&find, 1, LARGEST).await?;
    let calendar = calendar::of(&site.desk.settings, &site.desk.policy.short_name, &found.rows);
    let shown = [(CONTENT_DISPOSITION, "inline; filename=\"deadlines.ics\"")];
    Ok((shown, typed("text/calendar; charset=utf-8", calendar)).into_response())
}

/// Gives the statements whose deadlines are still to come as a feed, the nearest deadline first.
pub(crate) async fn atom(
    State(site): State<Site>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let (asked, found) = coming(&site, pairs).await?;
    let (own, list) = (asked.at("/deadlines.atom"), asked.at("/deadlines"));
    Ok(feed::of_rows(&site, "Deadlines of liaison statements", &own, &list, &found.rows))
}

/// Gives the same as a table.
pub(crate) async fn csv(State(site): State<Site>, Query(pairs): Pairs) -> Result<Response, Failed> {
    Ok(super::list::table(&site, coming(&site, pairs).await?.1.rows))
}

async fn coming(site: &Site, pairs: Vec<(String, String)>) -> Result<(Asked, Found), Failed> {
    let (asked, today) = (asked(pairs), site.deadline_day());
    let find = Find { due: (Some(today), None), sort: Sort::Due, ..received(&asked, today) };
    let found = site.desk.store.reader().find(&find, 1, COMING).await?;
    Ok((asked, found))
}

/// Keeps the filters that deadlines have: of their keys, two mean days here.
fn asked(pairs: Vec<(String, String)>) -> Asked {
    let known = ["organization", "group"];
    Asked::of(pairs.into_iter().filter(|(key, _)| known.contains(&key.as_str())).collect())
}

/// What was received and stands, with the filters that were asked for.
fn received(asked: &Asked, today: Date) -> Find {
    Find { direction: Some(Direction::Incoming), states: vec![Stage::Posted], ..asked.find(today) }
}

/// Returns the Monday with which the picture begins.
fn first_week(span: Span, today: Date) -> Date {
    let day = span.from.or(span.until).unwrap_or(today);
    let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
    monday.saturating_sub((BEFORE * 7).days())
}
