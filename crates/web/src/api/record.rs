//! The record as a whole: its numbers, the policy that it follows, and the documents that texts refer to.

use axum::Json;
use axum::extract::State;
use operations::{CheckedDocument, check_documents, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Asked, Sent};
use crate::Site;
use crate::pages::statistics::{counted, days, list};

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(statistics))
        .routes(routes!(policy))
        .routes(routes!(documents))
}

/// Whose numbers.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// The acronym of an organization; all if it is left out.
    organization: Option<String>,
}

/// Numbers of the record.
#[derive(Debug, Serialize, ToSchema)]
struct Statistics {
    /// The organization, if one was asked for.
    organization: Option<String>,
    /// How many there are.
    counts: Vec<CountShape>,
    /// How long it takes.
    days: Vec<DaysShape>,
}

/// How many statements there are with some filters.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Count)]
struct CountShape {
    /// What it tells of.
    of: String,
    /// The filters, as `/api/statements` takes them.
    filters: BTreeMap<&'static str, String>,
    count: i64,
    /// The page that lists them.
    url: String,
}

/// How many days something took.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Days)]
struct DaysShape {
    /// `given` up to the deadline, or `taken` up to the answer.
    of: String,
    /// The filters, as `/api/statements` takes them.
    filters: BTreeMap<&'static str, String>,
    count: i64,
    quarter: i64,
    median: i64,
    three_quarters: i64,
    /// The page that lists what was looked at.
    url: String,
}

/// Read statistics
#[utoipa::path(get, path = "/statistics", tag = "record", params(Whose),
    responses((status = 200, description = "Every number of the page of statistics.", body = Statistics)))]
async fn statistics(
    State(site): State<Site>,
    Asked(asked): Asked<Whose>,
) -> Result<Json<Statistics>, Problem> {
    let whose = asked.organization.map(|acronym| acronym.trim().to_lowercase());
    let whose = whose.filter(|acronym| !acronym.is_empty());
    let ours = &site.desk.policy.organization;
    let numbers = site.desk.store.reader().statistics(ours, whose.as_deref()).await?;
    let (base, of) = (&site.desk.settings.base_url, whose.as_deref().unwrap_or_default());
    let counts = counted(&numbers, of).into_iter().map(|it| CountShape {
        of: it.of.to_owned(),
        count: it.count,
        url: format!("{base}{}", list(&it.filters)),
        filters: it.filters.into_iter().collect(),
    });
    let days = days(&numbers, of).into_iter().map(|it| DaysShape {
        of: it.what.to_owned(),
        count: it.spread.count,
        quarter: it.spread.quarter,
        median: it.spread.half,
        three_quarters: it.spread.three_quarters,
        url: format!("{base}{}", list(&it.filters)),
        filters: it.filters.into_iter().collect(),
    });
    let (counts, days) = (counts.collect(), days.collect());
    Ok(Json(Statistics { organization: whose, counts, days }))
}

/// The policy in force.
#[derive(Debug, Serialize, ToSchema)]
struct PolicyShape {
    /// The acronym of our organization.
    organization: String,
    /// What it is called in a sentence.
    short_name: String,
    /// The policy as it is written (TOML), comments included.
    source: String,
}

/// Read the policy
///
/// Who may speak for whom, who must agree, who is told, by which day somebody is reminded.
#[utoipa::path(get, path = "/policy", tag = "record",
    responses((status = 200, description = "The policy in force.", body = PolicyShape)))]
async fn policy(State(site): State<Site>) -> Json<PolicyShape> {
    let policy = &site.desk.policy;
    Json(PolicyShape {
        organization: policy.organization.clone(),
        short_name: policy.short_name.clone(),
        source: policy.source().to_owned(),
    })
}

/// A text to be looked through.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TextToCheck {
    /// The words of a statement.
    text: String,
}

/// The documents that a text refers to.
#[derive(Debug, Serialize, ToSchema)]
struct CheckedList {
    documents: Vec<CheckedShape>,
}

/// A document that a text refers to, and what is to be said of it; what is not known is null.
#[derive(Debug, Serialize, ToSchema)]
struct CheckedShape {
    name: String,
    kind: String,
    status: Option<String>,
    stream: Option<String>,
    #[schema(value_type = words::StandingWord)]
    standing: rules::Standing,
    /// Whether the text says so.
    said: bool,
    /// A sentence that says it.
    wording: Option<String>,
    revision: Option<String>,
    title: Option<String>,
    obsoleted_by: Vec<String>,
    note: Option<String>,
    /// Where the text names it.
    #[serde(rename = "where")]
    places: Vec<PlaceShape>,
}

/// A place in a text.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceShape {
    /// The line, counted from 1.
    line: usize,
    words: String,
}

impl From<CheckedDocument> for CheckedShape {
    fn from(of: CheckedDocument) -> Self {
        Self {
            name: of.name,
            kind: of.kind.slug().to_owned(),
            status: of.status,
            stream: of.stream,
            standing: of.standing,
            said: of.said,
            wording: of.wording,
            revision: of.revision,
            title: of.title,
            obsoleted_by: of.obsoleted_by,
            note: of.note,
            places: of
                .places
                .into_iter()
                .map(|place| PlaceShape { line: place.line, words: place.words })
                .collect(),
        }
    }
}

/// Check documents
///
/// How the RFCs and drafts that a text names stand, and whether it says what must be said of them. Nothing is kept.
#[utoipa::path(post, path = "/documents/check", tag = "record", request_body = TextToCheck,
    responses((status = 200, description = "The documents, in the order of the text.", body = CheckedList)))]
async fn documents(
    State(site): State<Site>,
    Sent(sent): Sent<TextToCheck>,
) -> Result<Json<CheckedList>, Problem> {
    let reader = site.desk.store.reader();
    if sent.text.len() > site.desk.settings.text_limit {
        let fault = format!("At most {} bytes are looked through.", site.desk.settings.text_limit);
        return Err(Problem::field("text", fault));
    }
    let found = check_documents(&reader, &site.desk.policy, &sent.text).await?;
    Ok(Json(CheckedList { documents: found.into_iter().map(CheckedShape::from).collect() }))
}
