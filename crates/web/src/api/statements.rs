//! Statements: the list with its filters, and one.

use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LINK};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use operations::{AttachmentShape, LIST_KEYS, Making, StatementShape, readable_forms, words};
use rules::{Statement, Unreadable};
use serde::Serialize;
use store::Count;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::cursor::{List, limit};
use super::guard::Version;
use super::input::{Named, Of};
use crate::Site;
use crate::asked::{Asked, address};
use crate::handlers::{attachment, list, statement};
use crate::view::View;

/// As many statements at a time as are given where none is asked for, and at most.
const USUAL: i64 = 20;
const MOST: i64 = 100;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(find))
        .routes(routes!(one))
        .routes(routes!(attachments))
        .routes(routes!(attached))
}

/// What a list of statements may be asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "it is what the document says; the same parameters are read as the pages read them"
)]
pub(crate) struct Filters {
    /// Words, `"quoted phrases"`, `-not`: all must be in the statement or what is attached to it.
    q: Option<String>,
    /// The acronym of an organization on either side.
    organization: Option<String>,
    /// The acronym of a group on either side, or one that it was given to.
    group: Option<String>,
    /// The acronym of a group or organization in From.
    from: Option<String>,
    /// The acronym of a group or organization in To.
    to: Option<String>,
    /// Whether it was received or sent.
    #[param(value_type = Option<words::DirectionWord>)]
    direction: Option<String>,
    /// What it is for; `none` where that is not stated.
    #[param(value_type = Option<String>, pattern = "^(none|action|comment|information|response)$")]
    purpose: Option<String>,
    /// `posted` or `withdrawn`.
    #[param(value_type = Option<String>, pattern = "^(posted|withdrawn)$")]
    state: Option<String>,
    /// The year of the day by which statements are sorted.
    #[param(minimum = 1900, maximum = 9999)]
    year: Option<i16>,
    /// `any`: it has a day to watch, which is the one on which an answer was promised, else the deadline. `open`: one that has
    /// not passed. `passed`: one that has. `stated`: it has a deadline.
    #[param(value_type = Option<String>, pattern = "^(any|stated|open|passed)$")]
    deadline: Option<String>,
    /// `yes`: it was received and waits for an answer of ours.
    #[param(value_type = Option<String>, pattern = "^yes$")]
    open: Option<String>,
    /// How what was asked for came out.
    #[param(value_type = Option<String>, pattern = "^(expected|given|in-time|late|undated|answered-informally|no-answer|marked-done|missing)$")]
    answer: Option<String>,
    /// The order; the newest first if it is left out.
    #[param(value_type = Option<String>, pattern = "^(newest|oldest|deadline|subject)$")]
    sort: Option<String>,
    /// How many at a time.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
    /// Where to go on: `next` of the answer before.
    cursor: Option<String>,
}

/// Some statements of a list.
#[derive(Debug, Serialize, ToSchema)]
struct StatementList {
    /// How many there are in all.
    total: i64,
    /// Whether that is exact; where words are searched for, or a group in a large record, no more than 1,000 are counted.
    total_is_exact: bool,
    /// The `cursor` of those that follow, if any do.
    next: Option<String>,
    /// The statements.
    statements: Vec<StatementShape>,
}

/// Find statements
///
/// The public record, with the filters of the page `/statements`.
#[utoipa::path(get, path = "/statements", tag = "statements", params(Filters),
    responses((status = 200, description = "Some of them.", body = StatementList)))]
async fn find(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let (asked, besides) = known(query.as_deref().unwrap_or_default())?;
    let now = site.now();
    let wanted = limit(besides.limit.as_deref(), USUAL, MOST)?;
    let own = asked.at("/api/statements");
    let here = List { name: "statements", asked: &own, lasts: false };
    let after = match &besides.cursor {
        Some(cursor) => Some(rules::Number(here.place(&site, "cursor", cursor, now)?)),
        None => None,
    };
    let find = asked.find(site.deadline_day());
    let (found, has_more) = site.desk.store.reader().find_after(&find, after, wanted).await?;
    let last = found.rows.last().filter(|_| has_more);
    let next = last.map(|row| here.cursor(&site, row.number.0, now));
    let (total, total_is_exact) = match found.total {
        Count::Exactly(total) => (total, true),
        Count::MoreThan(total) => (total, false),
    };
    let link = next.as_ref().map(|cursor| {
        let mut pairs: Vec<(&str, &str)> =
            asked.all().iter().map(|(key, value)| (*key, value.as_str())).collect();
        let limit = wanted.to_string();
        pairs.extend([("limit", limit.as_str()), ("cursor", cursor)]);
        format!(
            "<{}{}>; rel=\"next\"",
            site.desk.settings.base_url,
            address("/api/statements", &pairs)
        )
    });
    let statements = list::shapes(&site, &found.rows).await?;
    let list = StatementList { total, total_is_exact, next, statements };
    let mut response = axum::Json(list).into_response();
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(LINK, link);
    }
    Ok(response)
}

/// What is asked for besides the filters.
#[derive(Debug, Default)]
struct Besides {
    limit: Option<String>,
    cursor: Option<String>,
}

/// Reads filters as pages do, and refuses what pages leave out.
fn known(query: &str) -> Result<(Asked, Besides), Problem> {
    let pairs: Vec<(String, String)> = pairs_of(query);
    let mut besides = Besides::default();
    let mut filters: Vec<(String, String)> = Vec::new();
    for (key, value) in pairs {
        let place = match key.as_str() {
            "limit" => &mut besides.limit,
            "cursor" => &mut besides.cursor,
            key if !LIST_KEYS.contains(&key) => {
                let fault = format!(
                    "No list knows a filter “{key}”: it knows {}, limit and cursor.",
                    LIST_KEYS.join(", ")
                );
                return Err(Problem::parameter(key, fault));
            }
            key if filters.iter().any(|(there, _)| there == key) => {
                return Err(Problem::parameter(key, format!("“{key}” is there twice.")));
            }
            _ => {
                filters.push((key, value));
                continue;
            }
        };
        if place.replace(value).is_some() {
            return Err(Problem::parameter(&key, format!("“{key}” is there twice.")));
        }
    }
    let asked = Asked::of(filters.clone());
    let refused = filters.iter().find(|(key, value)| {
        let value = value.trim();
        !value.is_empty() && asked.get(key) != value
    });
    match refused {
        Some((key, value)) => {
            Err(Problem::parameter(key, format!("“{value}” is no {key} that a list knows.")))
        }
        None => Ok((asked, besides)),
    }
}

/// Reads the pairs behind `?`.
fn pairs_of(query: &str) -> Vec<(String, String)> {
    let uri: Option<axum::http::Uri> = format!("/?{query}").parse().ok();
    let pairs = uri.and_then(|uri| axum::extract::Query::try_from_uri(&uri).ok());
    pairs.map(|axum::extract::Query(pairs)| pairs).unwrap_or_default()
}

/// Read a statement
///
/// In the shape that every program reads; drafts and statements in review for those who may see them.
#[utoipa::path(get, path = "/statements/{number}", tag = "statements",
    params(("number" = i64, Path, description = "Its number.")),
    responses((status = 200, description = "The statement.", body = StatementShape)))]
async fn one(State(site): State<Site>, view: View, Of(number): Of) -> Result<Response, Problem> {
    let found = operations::see(&site.desk, &view.actor, number).await?;
    shown(&site, &found).await
}

/// Returns a statement as an answer, with its version.
pub(super) async fn shown(site: &Site, found: &Statement) -> Result<Response, Problem> {
    let mut response = axum::Json(statement::shape(site, found).await?).into_response();
    response.extensions_mut().insert(Version(found.revision.to_string()));
    Ok(response)
}

/// What is attached to a statement.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttachmentList {
    /// The files and links, in their order.
    attachments: Vec<AttachmentShape>,
    /// Of a statement of ours: the files that few can read, with nothing beside them that everybody can (BOD-3).
    few_can_read: Vec<FewCanRead>,
    /// The files that were made of others which do not come with it any more.
    outlived: Vec<OutlivedFile>,
}

/// A file that few can read, with nothing beside it that everybody can.
#[derive(Debug, Serialize, ToSchema)]
struct FewCanRead {
    /// Where it stands, counted from 1.
    position: i64,
    /// Its name.
    name: String,
    /// Whether a PDF can be made of it.
    can_be_made: bool,
    /// `unasked`: nobody asked for a PDF of it; `now`: one is being made; `failed`: none could be made.
    #[schema(pattern = "^(unasked|now|failed)$")]
    making: &'static str,
    /// Why none could be made, and what to do.
    fault: Option<String>,
}

/// A file that was made of one that does not come with the statement any more.
#[derive(Debug, Serialize, ToSchema)]
struct OutlivedFile {
    /// Where it stands, counted from 1.
    position: i64,
    /// Its name.
    name: String,
    /// The name of what it was made of.
    made_of: String,
}

/// List attachments
///
/// Each file with its SHA-256 and the address of its bytes; and which of them not everybody can read.
#[utoipa::path(get, path = "/statements/{number}/attachments", tag = "statements",
    params(("number" = i64, Path, description = "The statement's number.")),
    responses((status = 200, description = "What is attached.", body = AttachmentList)))]
async fn attachments(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
) -> Result<axum::Json<AttachmentList>, Problem> {
    let found = operations::see(&site.desk, &view.actor, number).await?;
    Ok(axum::Json(AttachmentList::of(&site, &found).await?))
}

/// Read an attached file
///
/// Byte for byte as it came; of drafts and statements in review, for those who may see them.
#[utoipa::path(get, path = "/statements/{number}/attachments/{position}", tag = "statements",
    params(("number" = i64, Path, description = "The statement's number."),
        ("position" = i64, Path, description = "Where the file stands, counted from 1.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/octet-stream")))]
async fn attached(
    State(site): State<Site>,
    view: View,
    headers: HeaderMap,
    Named((number, position)): Named<(i64, i64)>,
) -> Result<Response, Problem> {
    let number = rules::Number(number);
    let found = operations::see(&site.desk, &view.actor, number).await?;
    let file = attachment::of(&site, &found, position, &headers).await;
    let mut file = file.map_err(|failed| Problem::from(failed.0))?;
    // The list of attachments says what it is.
    let bytes = HeaderValue::from_static("application/octet-stream");
    file.headers_mut().insert(CONTENT_TYPE, bytes);
    Ok(file)
}

impl AttachmentList {
    /// Returns what is attached to a statement.
    pub(super) async fn of(site: &Site, found: &Statement) -> Result<Self, Problem> {
        let readable = readable_forms(&site.desk.store.reader(), found).await?;
        let few_can_read = readable.lacking.into_iter().map(|it| {
            let (making, fault) = match it.making {
                Making::Unasked => ("unasked", None),
                Making::Now => ("now", None),
                Making::Failed(fault) => ("failed", Some(fault)),
            };
            let Unreadable { position, name, can_be_made, .. } = it.file;
            FewCanRead { position, name, can_be_made, making, fault }
        });
        let outlived = readable.outlived.into_iter().map(|it| OutlivedFile {
            position: it.position,
            name: it.name,
            made_of: it.made_of,
        });
        Ok(Self {
            attachments: operations::attachment_shapes(found, &site.desk.settings),
            few_can_read: few_can_read.collect(),
            outlived: outlived.collect(),
        })
    }
}
