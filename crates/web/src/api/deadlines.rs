//! What received statements ask for by which day.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use operations::words;
use rules::{Direction, State as Stage};
use serde::{Deserialize, Serialize};
use store::{Find, Row, Sort};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::cursor::{List, limit};
use super::input::Asked;
use crate::Site;
use crate::asked::address;

const USUAL: i64 = 50;
const MOST: i64 = 500;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(deadlines))
}

/// What deadlines may be asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The acronym of the organization that asks.
    organization: Option<String>,
    /// The acronym of a group that was asked.
    group: Option<String>,
    /// The first day; today if it is left out.
    #[param(value_type = Option<words::Day>)]
    from: Option<String>,
    /// The last day.
    #[param(value_type = Option<words::Day>)]
    until: Option<String>,
    /// Only what waits for an answer.
    open: Option<bool>,
    /// How many at a time.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 500)]
    limit: Option<String>,
    /// Where to go on: `next` of the answer before.
    cursor: Option<String>,
}

/// Some deadlines, the nearest first.
#[derive(Debug, Serialize, ToSchema)]
struct DeadlineList {
    deadlines: Vec<DueShape>,
    /// The `cursor` of those that follow, if any do.
    next: Option<String>,
}

/// What is asked for by a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Due)]
struct DueShape {
    /// The day to watch: the promised one, else the deadline.
    #[schema(value_type = words::Day)]
    due: Date,
    /// The deadline that it set.
    #[schema(value_type = Option<words::Day>)]
    deadline: Option<Date>,
    /// The day by which an answer was promised.
    #[schema(value_type = Option<words::Day>)]
    promised: Option<Date>,
    /// The number of the statement.
    number: i64,
    subject: String,
    /// The acronyms of those who ask.
    from: Vec<String>,
    /// The acronyms of those who were asked.
    to: Vec<String>,
    /// The statements that settle it.
    answered_by: Vec<i64>,
    url: String,
}

/// List deadlines
#[utoipa::path(get, path = "/deadlines", tag = "record", params(Filters),
    responses((status = 200, description = "The nearest first.", body = DeadlineList)))]
async fn deadlines(
    State(site): State<Site>,
    Asked(asked): Asked<Filters>,
) -> Result<Json<DeadlineList>, Problem> {
    let now = site.now();
    let wanted = limit(asked.limit.as_deref(), USUAL, MOST)?;
    let from = day("from", asked.from.as_deref())?.unwrap_or(site.deadline_day());
    let until = day("until", asked.until.as_deref())?;
    let acronym =
        |acronym: &Option<String>| acronym.as_ref().map(|text| text.trim().to_lowercase());
    let find = Find {
        direction: Some(Direction::Incoming),
        states: vec![Stage::Posted],
        organization: acronym(&asked.organization),
        group: acronym(&asked.group),
        unanswered: asked.open == Some(true),
        due: (Some(from), until),
        sort: Sort::Due,
        ..Find::default()
    };
    let pairs = [
        ("organization", asked.organization.unwrap_or_default()),
        ("group", asked.group.unwrap_or_default()),
        ("from", asked.from.unwrap_or_default()),
        ("until", asked.until.unwrap_or_default()),
        ("open", find.unanswered.to_string()),
    ];
    let pairs: Vec<(&str, &str)> =
        pairs.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let own = address("/api/deadlines", &pairs);
    let here = List { name: "deadlines", asked: &own, lasts: false };
    let after = match &asked.cursor {
        Some(cursor) => Some(rules::Number(here.place(&site, "cursor", cursor, now)?)),
        None => None,
    };
    let (found, has_more) = site.desk.store.reader().find_after(&find, after, wanted).await?;
    let last = found.rows.last().filter(|_| has_more);
    let next = last.map(|row| here.cursor(&site, row.number.0, now));
    let deadlines = found.rows.into_iter().filter_map(|row| shape(&site, row)).collect();
    Ok(Json(DeadlineList { deadlines, next }))
}

/// Reads a day of an address.
pub(super) fn day(name: &str, typed: Option<&str>) -> Result<Option<Date>, Problem> {
    let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    let fault =
        || Problem::parameter(name, format!("“{typed}” is not a day: write it as 2027-01-31."));
    typed.parse().map(Some).map_err(|_| fault())
}

/// Returns groups by acronym, and what is none as it was written.
pub(super) fn acronyms(bodies: &[(String, String)]) -> Vec<String> {
    let named = |(acronym, name): &(String, String)| match acronym.is_empty() {
        true => name.clone(),
        false => acronym.clone(),
    };
    bodies.iter().map(named).collect()
}

fn shape(site: &Site, row: Row) -> Option<DueShape> {
    Some(DueShape {
        due: row.due?,
        deadline: row.deadline,
        promised: row.promised,
        number: row.number.0,
        from: acronyms(&row.from),
        to: acronyms(&row.to),
        answered_by: row.answered_by.iter().map(|number| number.0).collect(),
        url: site.desk.settings.statement_url(row.number),
        subject: row.subject,
    })
}
