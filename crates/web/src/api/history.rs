//! What happened to a statement, and what the record said of it in each version.

use axum::Json;
use axum::extract::State;
use operations::words;
use rules::{Event, Verb, may};
use serde::Serialize;
use store::StatementVersion;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Named, Of};
use crate::Site;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(history)).routes(routes!(versions)).routes(routes!(version))
}

/// What happened to a statement, oldest first.
#[derive(Debug, Serialize, ToSchema)]
struct History {
    events: Vec<EventShape>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
struct EventShape {
    /// When.
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// What.
    #[schema(value_type = words::EventWord)]
    kind: &'static str,
    /// Who did it, as they were called; `(System)` where the tool did.
    by: String,
    /// In which role.
    role: String,
    /// A reason, a comment, a recipient's answer.
    words: String,
    /// What changed, as a unified difference.
    difference: String,
    /// Whether everyone may read it.
    public: bool,
}

/// Read a history
///
/// What is not public is there for those who may see it.
#[utoipa::path(get, path = "/statements/{number}/history", tag = "statements",
    params(("number" = i64, Path, description = "The statement's number.")),
    responses((status = 200, description = "What happened.", body = History)))]
async fn history(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
) -> Result<Json<History>, Problem> {
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let private =
        may(&view.actor, Verb::SeePrivate, &statement, &directory, &site.desk.policy).is_ok();
    let events = reader.history(statement.number, private).await?;
    Ok(Json(History { events: events.into_iter().map(event).collect() }))
}

fn event(event: Event) -> EventShape {
    EventShape {
        at: event.at,
        kind: event.kind.slug(),
        by: event.by.name().to_owned(),
        role: event.by.role().to_owned(),
        words: event.words,
        difference: event.difference,
        public: event.public,
    }
}

/// What the record said of a statement, the first version first; empty if it was never corrected.
#[derive(Debug, Serialize, ToSchema)]
struct VersionList {
    versions: Vec<VersionShape>,
}

/// What the record said in one version (REC-2).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Version)]
struct VersionShape {
    /// Counts from 1.
    version: i64,
    /// When it was posted.
    #[schema(value_type = words::Instant)]
    posted_at: jiff::Timestamp,
    /// Who began it.
    by: String,
    /// In which role.
    role: String,
    /// Why it took the place of the one before it.
    why: String,
    /// The subject.
    subject: String,
    /// All of it, written out.
    content: String,
    /// From the version before it, as a unified difference.
    difference: String,
}

impl From<StatementVersion> for VersionShape {
    fn from(of: StatementVersion) -> Self {
        Self {
            version: of.version,
            posted_at: of.at,
            by: of.by_name,
            role: of.by_role,
            why: of.why,
            subject: of.subject,
            content: of.content,
            difference: of.difference,
        }
    }
}

/// List versions
#[utoipa::path(get, path = "/statements/{number}/versions", tag = "statements",
    params(("number" = i64, Path, description = "The statement's number.")),
    responses((status = 200, description = "What the record said.", body = VersionList)))]
async fn versions(
    State(site): State<Site>,
    view: View,
    Of(number): Of,
) -> Result<Json<VersionList>, Problem> {
    let versions = all(&site, &view, number).await?;
    Ok(Json(VersionList { versions: versions.into_iter().map(VersionShape::from).collect() }))
}

/// Read a version
#[utoipa::path(get, path = "/statements/{number}/versions/{version}", tag = "statements",
    params(("number" = i64, Path, description = "The statement's number."),
        ("version" = i64, Path, description = "Counts from 1.")),
    responses((status = 200, description = "What the record said in it.", body = VersionShape)))]
async fn version(
    State(site): State<Site>,
    view: View,
    Named((number, wanted)): Named<(i64, i64)>,
) -> Result<Json<VersionShape>, Problem> {
    let versions = all(&site, &view, rules::Number(number)).await?;
    let found = versions.into_iter().find(|version| version.version == wanted);
    found.map(|found| Json(found.into())).ok_or_else(|| Problem::not_found("version"))
}

async fn all(
    site: &Site,
    view: &View,
    number: rules::Number,
) -> Result<Vec<StatementVersion>, Problem> {
    let statement = operations::see(&site.desk, &view.actor, number).await?;
    Ok(site.desk.store.reader().versions(&[statement.number]).await?)
}
