//! How it stands: an exchange, what is open with an organization, and all that waits.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use operations::{Failure, OpenWith, StatementShape, words};
use rules::{Group, Needed, Number, Period};
use serde::{Deserialize, Serialize};
use store::{Count, ExchangeRow, Found, Row, StoppedMail, WaitingRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::deadlines::acronyms;
use super::input::{Asked, Named, Of};
use crate::Site;
use crate::handlers::list;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(exchange))
        .routes(routes!(open))
        .routes(routes!(report))
        .routes(routes!(overview))
}

/// A whole exchange.
#[derive(Debug, Serialize, ToSchema)]
struct Exchange {
    /// The number of the oldest statement, under which it is cited.
    first: i64,
    /// Its statements on the record, oldest first; `links` of each say how they hang together.
    statements: Vec<StatementShape>,
    /// The numbers of those that wait for an answer.
    waiting: Vec<i64>,
    /// The page that shows it.
    url: String,
}

/// Read an exchange
///
/// Every statement on the record that is linked to this one, over any number of links.
#[utoipa::path(get, path = "/statements/{number}/exchange", tag = "statements",
    params(("number" = i64, Path, description = "The number of any statement of it.")),
    responses((status = 200, description = "The exchange.", body = Exchange)))]
async fn exchange(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
) -> Result<Json<Exchange>, Problem> {
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    if !statement.state.is_public() {
        return Err(Problem::not_found("exchange"));
    }
    let linked: Vec<ExchangeRow> = site.desk.store.reader().exchange(number).await?;
    let rows: Vec<Row> = linked.into_iter().map(|one| one.row).collect();
    let first = rows.first().map_or(number, |row| row.number);
    Ok(Json(Exchange {
        first: first.0,
        waiting: rows.iter().filter(|row| row.is_open()).map(|row| row.number.0).collect(),
        url: format!("{}/exchange", site.desk.settings.statement_url(first)),
        statements: list::shapes(&site, &rows).await?,
    }))
}

/// A statement in few words; `/api/statements/{number}` has all of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Listed)]
struct ListedShape {
    number: i64,
    #[schema(value_type = words::DirectionWord)]
    direction: rules::Direction,
    subject: String,
    /// The acronyms of those who sent it.
    from: Vec<String>,
    /// The acronyms of those to whom it is.
    to: Vec<String>,
    /// The day by which it is sorted.
    #[schema(value_type = words::Day)]
    day: Date,
    /// The deadline in force.
    #[schema(value_type = Option<words::Day>)]
    deadline: Option<Date>,
    /// The day by which an answer was promised.
    #[schema(value_type = Option<words::Day>)]
    promised: Option<Date>,
    /// What it needs next, while it waits for an answer: `owner`, `acceptance` or `answer`.
    #[schema(value_type = Option<String>, pattern = "^(owner|acceptance|answer)$")]
    needed: Option<&'static str>,
    /// The statements that settle it.
    answered_by: Vec<i64>,
    url: String,
}

/// Some statements, with how many there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Listing)]
struct ListingShape {
    total: i64,
    /// Whether that is exact; else there are more.
    total_is_exact: bool,
    /// The first of them.
    statements: Vec<ListedShape>,
}

impl ListingShape {
    fn of(site: &Site, found: Found) -> Self {
        let (total, total_is_exact) = match found.total {
            Count::Exactly(total) => (total, true),
            Count::MoreThan(total) => (total, false),
        };
        let statements = found.rows.into_iter().map(|row| listed(site, row)).collect();
        Self { total, total_is_exact, statements }
    }
}

fn listed(site: &Site, row: Row) -> ListedShape {
    let needed = row.needed().map(|needed| match needed {
        Needed::Owner => "owner",
        Needed::Acceptance => "acceptance",
        Needed::Answer => "answer",
    });
    ListedShape {
        number: row.number.0,
        direction: row.direction,
        from: acronyms(&row.from),
        to: acronyms(&row.to),
        day: row.day,
        deadline: row.deadline,
        promised: row.promised,
        needed,
        answered_by: row.answered_by.iter().map(|Number(number)| *number).collect(),
        url: site.desk.settings.statement_url(row.number),
        subject: row.subject,
    }
}

/// What is open with an organization, both ways.
#[derive(Debug, Serialize, ToSchema)]
struct OpenShape {
    acronym: String,
    name: String,
    /// What they wait for, the nearest day first.
    we_owe: ListingShape,
    /// What we wait for, the nearest deadline first.
    they_owe: ListingShape,
}

impl OpenShape {
    fn of(site: &Site, OpenWith { group, we_owe, they_owe }: OpenWith) -> Self {
        let Group { acronym, name, .. } = group;
        let [we_owe, they_owe] = [we_owe, they_owe].map(|found| ListingShape::of(site, found));
        Self { acronym, name, we_owe, they_owe }
    }
}

/// Read what is open with an organization
///
/// Or with a group of one: what they wait for, and what we wait for; the first 1,000 of each.
#[utoipa::path(get, path = "/organizations/{acronym}/open", tag = "record",
    params(("acronym" = String, Path, description = "Its acronym.")),
    responses((status = 200, description = "What is open.", body = OpenShape)))]
async fn open(
    State(site): State<Site>,
    Named(acronym): Named<String>,
) -> Result<Json<OpenShape>, Problem> {
    let open = operations::open_with(&site.desk, &acronym).await?;
    Ok(Json(OpenShape::of(&site, open)))
}

/// Of when a report is to be.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// A quarter, `2026-Q1`, or a year, `2026`; the present quarter if it is left out.
    #[param(value_type = Option<String>, pattern = "^[0-9]{4}(-Q[1-4])?$")]
    period: Option<String>,
}

/// What was exchanged with an organization in a quarter or a year, and what is open with it.
#[derive(Debug, Serialize, ToSchema)]
struct Report {
    /// The quarter or year.
    period: String,
    /// What was received in it, oldest first.
    received: ListingShape,
    /// What was sent in it, oldest first.
    sent: ListingShape,
    /// What is open on the day on which this is asked.
    open: OpenShape,
    /// The same as text to be pasted (Markdown).
    markdown: String,
}

/// Read the report on an organization
///
/// Or on a group of one, for a quarter or a year; the first 1,000 of each kind.
#[utoipa::path(get, path = "/organizations/{acronym}/report", tag = "record",
    params(("acronym" = String, Path, description = "Its acronym."), Wanted),
    responses((status = 200, description = "The report.", body = Report)))]
async fn report(
    State(site): State<Site>,
    Named(acronym): Named<String>,
    Asked(Wanted { period }): Asked<Wanted>,
) -> Result<Json<Report>, Problem> {
    let today = site.deadline_day();
    let period = match period.as_deref().map(str::trim).filter(|period| !period.is_empty()) {
        None => Period::quarter_of(today),
        Some(typed) => Period::parse(typed).ok_or_else(|| {
            let fault = format!("“{typed}” is no period: write it as 2026-Q1 or 2026.");
            Problem::parameter("period", fault)
        })?,
    };
    let report = operations::organization_report(&site.desk, &acronym, period, today).await?;
    let (period, markdown) = (report.period.to_string(), report.markdown());
    let [received, sent] = [report.received, report.sent].map(|it| ListingShape::of(&site, it));
    let (we_owe, they_owe) = (report.we_owe, report.they_owe);
    let open = OpenShape::of(&site, OpenWith { group: report.group, we_owe, they_owe });
    Ok(Json(Report { period, received, sent, open, markdown }))
}

/// All that waits for an answer.
#[derive(Debug, Serialize, ToSchema)]
struct Overview {
    /// What is past its day, the longest first.
    overdue: ListingShape,
    /// What waits longest.
    longest: ListingShape,
    /// What nobody has taken on who is still there.
    ownerless: ListingShape,
    /// How much of each organization.
    organizations: Vec<WaitingShape>,
    /// To whom nothing is mailed any longer, since it came back.
    stopped: Vec<StoppedShape>,
}

/// How much of an organization waits.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waiting)]
struct WaitingShape {
    acronym: String,
    name: String,
    /// Statements that wait for an answer.
    open: i64,
    /// Those past their day.
    overdue: i64,
    /// Those that nobody has taken on.
    ownerless: i64,
}

impl From<WaitingRow> for WaitingShape {
    fn from(of: WaitingRow) -> Self {
        let WaitingRow { acronym, name, open, overdue, ownerless } = of;
        Self { acronym, name, open, overdue, ownerless }
    }
}

/// An address to which messages of a kind are mailed no longer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StoppedMail)]
struct StoppedShape {
    address: String,
    /// Which messages: `news` of what is followed, or `reminders`.
    kind: String,
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// The words of the last server that refused one.
    words: String,
}

impl From<StoppedMail> for StoppedShape {
    fn from(of: StoppedMail) -> Self {
        Self { address: of.address, kind: of.kind, at: of.at, words: of.words }
    }
}

/// What waits for anybody?
///
/// For those who look after all of it: what is overdue, what waits longest, what nobody has taken on; the first 20 of each.
#[utoipa::path(get, path = "/overview", tag = "desk", security(("token" = ["read"])),
    responses((status = 200, description = "All that waits.", body = Overview)))]
async fn overview(State(site): State<Site>, view: View) -> Result<Json<Overview>, Problem> {
    let found = operations::overview(&site.desk, &view.actor, site.now()).await;
    let found = found.map_err(|failure| match failure {
        Failure::NotFound(_) => Problem::not_found("overview"),
        failure => failure.into(),
    })?;
    let [overdue, longest, ownerless] =
        [found.overdue, found.longest, found.ownerless].map(|rows| ListingShape::of(&site, rows));
    Ok(Json(Overview {
        overdue,
        longest,
        ownerless,
        organizations: found.organizations.into_iter().map(WaitingShape::from).collect(),
        stopped: found.stopped.into_iter().map(StoppedShape::from).collect(),
    }))
}
