//! Entries of the directory, for those who keep them.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use operations::{KeptEntry, NewRole};
use rules::{Actor, Entry, EntryField, PersonId, RoleKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::guard::Version;
use super::input::{Named, Saw, Sent};
use crate::Site;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(entry))
        .routes(routes!(make))
        .routes(routes!(change))
        .routes(routes!(confirm))
        .routes(routes!(join))
        .routes(routes!(add_role))
        .routes(routes!(end_role))
}

/// An entry as those who keep it see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
struct EntryShape {
    acronym: String,
    /// Its fields as texts, the private notes included; lists have an entry a line.
    fields: BTreeMap<&'static str, String>,
    /// The fields that were set here, with what the last import says.
    corrections: BTreeMap<&'static str, String>,
}

fn shown(kept: KeptEntry) -> Response {
    let fields = EntryField::ALL.map(|field| (field.slug(), kept.entry.get(field).to_owned()));
    let corrections = kept.corrections.into_iter().map(|(field, said)| (field.slug(), said));
    let shape = EntryShape {
        acronym: kept.group.acronym,
        fields: BTreeMap::from(fields),
        corrections: corrections.collect(),
    };
    let mut response = Json(shape).into_response();
    response.extensions_mut().insert(Version(kept.version));
    response
}

/// Answers with an entry as it is now.
pub(super) async fn kept(site: &Site, actor: &Actor, acronym: &str) -> Result<Response, Problem> {
    Ok(shown(operations::entry_to_keep(&site.desk, actor, acronym).await?))
}

/// Read an entry to keep it
#[utoipa::path(get, path = "/directory/entries/{acronym}", tag = "directory", security(("token" = ["read"])),
    params(("acronym" = String, Path, description = "Its acronym.")),
    responses((status = 200, description = "The entry.", body = EntryShape)))]
async fn entry(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
) -> Result<Response, Problem> {
    kept(&site, &view.actor, &acronym).await
}

/// What is written of an entry; what is left out stays as it is, and an empty text clears a field.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct WrittenEntry {
    /// For a new entry: its acronym.
    acronym: Option<String>,
    /// Fields by name.
    fields: BTreeMap<String, String>,
}

impl WrittenEntry {
    fn onto(self, mut entry: Entry) -> Result<Entry, Problem> {
        for (name, text) in self.fields {
            let field = EntryField::from_slug(&name).ok_or_else(|| {
                let known = EntryField::ALL.map(EntryField::slug).join(", ");
                Problem::field(&name, format!("An entry has no such field: it has {known}."))
            })?;
            entry.set(field, text.trim().to_owned());
        }
        Ok(entry)
    }
}

/// Make an entry
///
/// A new organization or group (REC-3).
#[utoipa::path(post, path = "/directory/entries", tag = "directory", security(("token" = ["act"])),
    request_body = WrittenEntry,
    responses((status = 201, description = "It is there.", body = EntryShape)))]
async fn make(
    State(site): State<Site>,
    view: View,
    Sent(sent): Sent<WrittenEntry>,
) -> Result<Response, Problem> {
    let acronym = sent.acronym.clone().unwrap_or_default().trim().to_lowercase();
    let entry = sent.onto(Entry::default())?;
    operations::make_entry(&site.desk, &view.actor, &acronym, &entry, site.now()).await?;
    let mut response = kept(&site, &view.actor, &acronym).await?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Change an entry
#[utoipa::path(patch, path = "/directory/entries/{acronym}", tag = "directory", security(("token" = ["act"])),
    params(("acronym" = String, Path, description = "Its acronym."),
        ("If-Match" = String, Header, description = "The ETag of the version that you read.")),
    request_body = WrittenEntry,
    responses((status = 200, description = "It was changed.", body = EntryShape)))]
async fn change(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
    saw: Saw,
    Sent(sent): Sent<WrittenEntry>,
) -> Result<Response, Problem> {
    if sent.acronym.is_some() {
        return Err(Problem::field("acronym", "An entry keeps its acronym."));
    }
    let (desk, actor, now) = (&site.desk, &view.actor, site.now());
    let kept = operations::entry_to_keep(desk, actor, &acronym).await?;
    let entry = sent.onto(kept.entry)?;
    operations::change_entry(desk, actor, &acronym, saw.version(), &entry, now).await?;
    self::kept(&site, actor, &acronym).await
}

/// Confirm contacts
///
/// What is listed for the group is right.
#[utoipa::path(post, path = "/directory/entries/{acronym}/confirm", tag = "directory", security(("token" = ["act"])),
    params(("acronym" = String, Path, description = "Its acronym.")),
    responses((status = 204, description = "It is noted.")))]
async fn confirm(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
) -> Result<StatusCode, Problem> {
    let (desk, actor, now) = (&site.desk, &view.actor, site.now());
    let all = operations::contacts_to_confirm(desk, actor).await?;
    let seen = all.into_iter().find(|kept| kept.group.acronym == acronym);
    let seen = seen.map(|kept| kept.version).unwrap_or_default();
    operations::confirm_contacts(desk, actor, &acronym, &seen, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where an entry is joined into.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct Joining {
    /// The acronym of the entry that stays.
    into: String,
}

/// Join entries
///
/// This one goes into another, which is known by both names from then on (REC-3).
#[utoipa::path(post, path = "/directory/entries/{acronym}/join", tag = "directory", security(("token" = ["act"])),
    params(("acronym" = String, Path, description = "Its acronym.")), request_body = Joining,
    responses((status = 204, description = "They are one.")))]
async fn join(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
    Sent(sent): Sent<Joining>,
) -> Result<StatusCode, Problem> {
    let into = sent.into.trim().to_lowercase();
    operations::join_entries(&site.desk, &view.actor, &acronym, &into, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A role to enter.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct RoleToAdd {
    /// Its name in data: `chair`, `liaiman`.
    role: String,
    /// Whose: an address, with the name before it for somebody whom the directory does not know.
    person: String,
    /// The first day; today if it is left out.
    from: String,
    /// The first day on which it is not held any more.
    until: String,
}

/// Enter a role
#[utoipa::path(post, path = "/directory/entries/{acronym}/roles", tag = "directory", security(("token" = ["act"])),
    params(("acronym" = String, Path, description = "Its acronym.")), request_body = RoleToAdd,
    responses((status = 204, description = "It is held.")))]
async fn add_role(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
    Sent(sent): Sent<RoleToAdd>,
) -> Result<StatusCode, Problem> {
    let RoleToAdd { role, person, from, until } = sent;
    let new = NewRole { role, person, from, until };
    operations::add_role(&site.desk, &view.actor, &acronym, &new, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A role to end.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct RoleToEnd {
    /// Its name in data.
    role: String,
    /// The number of whoever holds it.
    person: i64,
}

/// End a role
///
/// Today.
#[utoipa::path(post, path = "/directory/entries/{acronym}/end-role", tag = "directory", security(("token" = ["act"])),
    params(("acronym" = String, Path, description = "Its acronym.")), request_body = RoleToEnd,
    responses((status = 204, description = "It is not held any more.")))]
async fn end_role(
    State(site): State<Site>,
    view: View,
    Named(acronym): Named<String>,
    Sent(sent): Sent<RoleToEnd>,
) -> Result<StatusCode, Problem> {
    let kind = RoleKind::from_slug(&sent.role)
        .ok_or_else(|| Problem::field("role", format!("“{}” is no role.", sent.role)))?;
    let (desk, person, now) = (&site.desk, PersonId(sent.person), site.now());
    operations::end_role(desk, &view.actor, &acronym, person, kind, now).await?;
    Ok(StatusCode::NO_CONTENT)
}
