//! What those who look after the service read and decide: sign-ins, imports of the directory, what was changed in it, and the messages
//! of the inbox byte for byte.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use operations::words;
use rules::{AuditEvent, Directory, EntryVerb, ItemVerb, may_handle_item, may_keep};
use serde::{Deserialize, Serialize};
use store::{DirectoryChange, DirectoryImport, Item};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Asked, Named};
use crate::Site;
use crate::handlers::desk::saved;
use crate::view::View;

/// So many events are given at once.
const PER_PAGE: i64 = 100;
/// So many imports and changes are given.
const MOST: i64 = 500;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(audit))
        .routes(routes!(imports))
        .routes(routes!(import))
        .routes(routes!(confirm_import))
        .routes(routes!(drop_import))
        .routes(routes!(group_history))
        .routes(routes!(original))
        .routes(routes!(file))
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Counts from 1, the newest first.
    #[param(minimum = 1, maximum = 100_000)]
    page: Option<i64>,
}

/// What was noted of sign-ins, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct Audit {
    events: Vec<AuditShape>,
    /// How many there are on all pages.
    total: i64,
}

/// What was noted of somebody: a sign-in, a password, a token, a role.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEvent)]
pub(super) struct AuditShape {
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// What happened: `signed-in`, `sign-in-failed`, `roles-changed` and so on.
    kind: &'static str,
    /// Who; null where nobody of that address is known.
    person: Option<String>,
    words: String,
    /// Tells unknown addresses apart without naming them; empty where the person is known.
    address_digest: String,
    /// The program that asked, in plain words.
    agent: String,
}

impl AuditShape {
    pub(super) fn of(event: AuditEvent, directory: &Directory) -> Self {
        let person = event.person.map(|person| {
            let known = directory.person(person).map(|it| it.name.clone());
            known.unwrap_or_else(|| format!("person {}", person.0))
        });
        Self {
            at: event.at,
            kind: event.kind.slug(),
            person,
            words: event.words,
            address_digest: event.address_digest,
            agent: event.agent,
        }
    }
}

/// Read everybody's sign-ins
#[utoipa::path(get, path = "/audit", tag = "desk", security(("token" = ["admin"])), params(Page),
    responses((status = 200, description = "A page of what was noted.", body = Audit)))]
async fn audit(
    State(site): State<Site>,
    view: View,
    Asked(asked): Asked<Page>,
) -> Result<Json<Audit>, Problem> {
    let page = asked.page.unwrap_or(1);
    if !(1..=100_000).contains(&page) {
        return Err(Problem::parameter("page", "Pages count from 1."));
    }
    let (events, total) = operations::audit(&site.desk, &view.actor, page, PER_PAGE).await?;
    let directory = site.desk.store.reader().directory().await?;
    let events = events.into_iter().map(|event| AuditShape::of(event, &directory)).collect();
    Ok(Json(Audit { events, total }))
}

/// An import of the directory.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryImport)]
struct ImportShape {
    id: i64,
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// The file or address.
    source: String,
    /// Where it stands: `held` until somebody decides.
    state: &'static str,
    /// Why it was held or failed, a sentence each.
    reasons: Vec<String>,
}

impl From<DirectoryImport> for ImportShape {
    fn from(of: DirectoryImport) -> Self {
        Self {
            id: of.id,
            at: of.at,
            source: of.source,
            state: of.state.slug(),
            reasons: of.reason.lines().map(str::to_owned).collect(),
        }
    }
}

/// Imports of the directory, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct ImportList {
    imports: Vec<ImportShape>,
}

/// List imports of the directory
///
/// What each did, and those that wait for somebody's decision.
#[utoipa::path(get, path = "/directory/imports", tag = "directory", security(("token" = ["read"])),
    responses((status = 200, description = "The last of them.", body = ImportList)))]
async fn imports(State(site): State<Site>, view: View) -> Result<Json<ImportList>, Problem> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    may_keep(&view.actor, EntryVerb::DecideImport, None, &directory, &site.desk.policy)
        .map_err(|_| Problem::not_found("import"))?;
    let imports = reader.directory_imports(MOST).await?;
    Ok(Json(ImportList { imports: imports.into_iter().map(ImportShape::from).collect() }))
}

/// An import of the directory, with what it would change, or did.
#[derive(Debug, Serialize, ToSchema)]
struct SeenImportShape {
    import: ImportShape,
    /// The entries, roles and people that are new, changed or gone, each with what it was and is.
    #[schema(value_type = Object)]
    difference: rules::Difference,
}

/// Read an import of the directory
#[utoipa::path(get, path = "/directory/imports/{id}", tag = "directory", security(("token" = ["read"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 200, description = "The import.", body = SeenImportShape)))]
async fn import(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<Json<SeenImportShape>, Problem> {
    let seen = operations::see_import(&site.desk, &view.actor, id).await?;
    Ok(Json(SeenImportShape { import: seen.import.into(), difference: seen.difference }))
}

/// Take an import of the directory
///
/// One that is held, if it still does what reading it shows.
#[utoipa::path(post, path = "/directory/imports/{id}/confirm", tag = "directory", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It is taken.")))]
async fn confirm_import(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::confirm_import(&site.desk, &view.actor, id, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Throw an import of the directory away
///
/// One that is held: nothing is changed.
#[utoipa::path(post, path = "/directory/imports/{id}/drop", tag = "directory", security(("token" = ["act"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It is thrown away.")))]
async fn drop_import(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::drop_import(&site.desk, &view.actor, id, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was changed in an entry of the directory, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct EntryHistory {
    changes: Vec<ChangeShape>,
}

/// A change of an entry of the directory.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EntryChange)]
pub(super) struct ChangeShape {
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// What: a field of the entry, or `made`, `joined`, `role`, `person`, `confirmed`.
    what: String,
    was: String,
    is: String,
    /// Who did it, as they were called; `(System)` for an import.
    by: String,
    /// In which role.
    role: String,
    /// Whether everyone may read it.
    public: bool,
}

impl From<DirectoryChange> for ChangeShape {
    fn from(of: DirectoryChange) -> Self {
        Self {
            at: of.at,
            what: of.what,
            was: of.was,
            is: of.is,
            by: of.by.name().to_owned(),
            role: of.by.role().to_owned(),
            public: of.public,
        }
    }
}

/// Read the history of a group
///
/// What was changed in its entry; what is not public, to those who keep it alone.
#[utoipa::path(get, path = "/groups/{acronym}/history", tag = "directory",
    params(("acronym" = String, Path, description = "The acronym of the group or organization.")),
    responses((status = 200, description = "What was changed.", body = EntryHistory)))]
async fn group_history(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
) -> Result<Json<EntryHistory>, Problem> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let group = directory.by_acronym(&acronym).map(|group| group.id);
    let group = group.ok_or_else(|| Problem::not_found("group"))?;
    let policy = &site.desk.policy;
    let may = may_keep(&view.actor, EntryVerb::SeePrivate, Some(group), &directory, policy);
    let mut changes = reader.directory_changes(group, MOST).await?;
    changes.retain(|change| change.public || may.is_ok());
    Ok(Json(EntryHistory { changes: changes.into_iter().map(ChangeShape::from).collect() }))
}

/// Read a received message byte for byte
#[utoipa::path(get, path = "/inbox/{id}/original", tag = "inbox", security(("token" = ["read"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 200, description = "The message, as it arrived.", body = Vec<u8>,
        content_type = "application/octet-stream")))]
async fn original(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<Response, Problem> {
    let item = item(&site, &view, id).await?;
    let name = format!("message-{id}.eml");
    saved(&site, &item.sha256, &name).await.map_err(|failed| Problem::from(failed.0))
}

/// Read a file of a received message
#[utoipa::path(get, path = "/inbox/{id}/files/{position}", tag = "inbox", security(("token" = ["read"])),
    params(("id" = i64, Path, description = "Its id."),
        ("position" = i64, Path, description = "Where the file stands, counted from 1.")),
    responses((status = 200, description = "The file, as it arrived.", body = Vec<u8>,
        content_type = "application/octet-stream")))]
async fn file(
    State(site): State<Site>,
    view: View,
    Named((id, position)): Named<(i64, i64)>,
) -> Result<Response, Problem> {
    let item = item(&site, &view, id).await?;
    let part = item.parts.iter().find(|part| part.position == position);
    let part = part.ok_or_else(|| Problem::not_found("file"))?;
    saved(&site, &part.sha256, &part.name).await.map_err(|failed| Problem::from(failed.0))
}

async fn item(site: &Site, view: &View, id: i64) -> Result<Item, Problem> {
    let directory = site.desk.store.reader().directory().await?;
    may_handle_item(&view.actor, ItemVerb::See, &directory, &site.desk.policy)
        .map_err(|_| Problem::not_found("message"))?;
    site.desk.store.reader().item(id).await?.ok_or_else(|| Problem::not_found("message"))
}
