//! What somebody keeps of the directory, and the contacts that are theirs to confirm.

use axum::Json;
use axum::extract::State;
use operations::{KeptContacts, words};
use rules::{EntryVerb, Group, may_keep};
use serde::Serialize;
use store::Confirmation;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::looking_after::ChangeShape;
use crate::Site;
use crate::handlers::desk::{NEWEST, unconfirmed};
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(keeps)).routes(routes!(mine))
}

/// What somebody keeps of the directory.
#[derive(Debug, Serialize, ToSchema)]
struct Keeps {
    /// Whether that is all of it; `entries` is empty then, since `/api/groups` lists them.
    keeps_all: bool,
    /// The entries that somebody keeps.
    entries: Vec<EntryNamed>,
    /// For those who keep all of it: organizations that somebody looks after, and whose contacts nobody confirmed within a year.
    unconfirmed: Vec<Unconfirmed>,
    /// For those who keep all of it: what was changed last, the newest first.
    changes: Vec<ChangeShape>,
}

/// An entry of the directory.
#[derive(Debug, Serialize, ToSchema)]
struct EntryNamed {
    acronym: String,
    name: String,
}

impl From<&Group> for EntryNamed {
    fn from(of: &Group) -> Self {
        Self { acronym: of.acronym.clone(), name: of.name.clone() }
    }
}

/// An organization whose contacts nobody confirmed for long.
#[derive(Debug, Serialize, ToSchema)]
struct Unconfirmed {
    acronym: String,
    name: String,
    /// When somebody last did.
    #[schema(value_type = Option<words::Instant>)]
    confirmed_at: Option<jiff::Timestamp>,
}

/// What do I keep of the directory?
#[utoipa::path(get, path = "/directory", tag = "directory", security(("token" = ["read"])),
    responses((status = 200, description = "What whoever asks keeps.", body = Keeps)))]
async fn keeps(State(site): State<Site>, view: View) -> Result<Json<Keeps>, Problem> {
    let reader = site.desk.store.reader();
    let directory = reader.directory().await?;
    let may = |verb, group| may_keep(&view.actor, verb, group, &directory, &site.desk.policy);
    if may(EntryVerb::Make, None).is_err() {
        let groups = directory.groups().into_iter();
        let own = groups.filter(|group| may(EntryVerb::Edit, Some(group.id)).is_ok());
        let entries = own.map(EntryNamed::from).collect();
        let (unconfirmed, changes) = (Vec::new(), Vec::new());
        return Ok(Json(Keeps { keeps_all: false, entries, unconfirmed, changes }));
    }
    let unconfirmed = unconfirmed(&site, &directory).await?.into_iter();
    let unconfirmed = unconfirmed.map(|(group, confirmed)| Unconfirmed {
        acronym: group.acronym.clone(),
        name: group.name.clone(),
        confirmed_at: confirmed.map(|it| it.at),
    });
    let changes = reader.newest_directory_changes(NEWEST).await?;
    Ok(Json(Keeps {
        keeps_all: true,
        entries: Vec::new(),
        unconfirmed: unconfirmed.collect(),
        changes: changes.into_iter().map(ChangeShape::from).collect(),
    }))
}

/// The contacts of the groups on which somebody holds a role.
#[derive(Debug, Serialize, ToSchema)]
struct OwnContacts {
    /// The person's own addresses.
    own: Vec<String>,
    groups: Vec<ContactsShape>,
}

/// The contacts of a group on which somebody holds a role.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptContacts)]
struct ContactsShape {
    /// What `/api/directory/entries/{acronym}/confirm` names.
    acronym: String,
    name: String,
    /// The roles that are held there, in words.
    roles: Vec<String>,
    /// What is listed for the group.
    listed: Vec<String>,
    /// Who last said that they are right.
    confirmed_by: Option<String>,
    /// When.
    #[schema(value_type = Option<words::Instant>)]
    confirmed_at: Option<jiff::Timestamp>,
}

impl From<KeptContacts> for ContactsShape {
    fn from(of: KeptContacts) -> Self {
        let confirmed = of.confirmed.map(|Confirmation { name, at, .. }| (name, at));
        let (confirmed_by, confirmed_at) = confirmed.unzip();
        Self {
            acronym: of.group.acronym,
            name: of.group.name,
            roles: of.roles,
            listed: of.listed,
            confirmed_by,
            confirmed_at,
        }
    }
}

/// Read one's contacts
///
/// What the directory lists of the groups on which one holds a role, to be confirmed or corrected.
#[utoipa::path(get, path = "/directory/mine", tag = "directory", security(("token" = ["read"])),
    responses((status = 200, description = "The contacts.", body = OwnContacts)))]
async fn mine(State(site): State<Site>, view: View) -> Result<Json<OwnContacts>, Problem> {
    let kept = operations::contacts_to_confirm(&site.desk, &view.actor).await?;
    let own = kept.first().map(|kept| kept.own.clone()).unwrap_or_default();
    Ok(Json(OwnContacts { own, groups: kept.into_iter().map(ContactsShape::from).collect() }))
}
