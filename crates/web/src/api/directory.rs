//! Organizations, groups and people, as everybody may know them.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use operations::words;
use rules::{Directory, Group, Meeting, PersonId, RoleTerm};
use serde::Serialize;
use store::{Find, OrganizationRow};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::Named;
use crate::Site;
use crate::asked::part;
use crate::pages::group::path;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(organizations))
        .routes(routes!(organization))
        .routes(routes!(groups))
        .routes(routes!(group))
        .routes(routes!(person))
}

/// The organizations with which statements are exchanged.
#[derive(Debug, Serialize, ToSchema)]
struct OrganizationList {
    organizations: Vec<OrganizationShape>,
}

/// An organization, with how much there is of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
struct OrganizationShape {
    acronym: String,
    name: String,
    #[schema(value_type = words::GroupStateWord)]
    state: rules::GroupState,
    /// Statements received from it and its groups.
    received: i64,
    /// Statements sent to it and its groups.
    sent: i64,
    /// The day of the newest.
    #[schema(value_type = Option<words::Day>)]
    newest: Option<Date>,
    /// How many of its statements wait for an answer of ours.
    open: i64,
    #[schema(value_type = Option<words::RelationshipWord>)]
    relationship: Option<rules::Relationship>,
    /// Since when: a year, a month or a day.
    since: Option<String>,
    /// Who manages the liaison with it.
    liaison_managers: Vec<String>,
    url: String,
}

/// List organizations
#[utoipa::path(get, path = "/organizations", tag = "directory",
    responses((status = 200, description = "All of them, those with most statements first.", body = OrganizationList)))]
async fn organizations(State(site): State<Site>) -> Result<Json<OrganizationList>, Problem> {
    let reader = site.desk.store.reader();
    let rows = reader.organizations(&site.desk.policy.organization).await?;
    let directory = reader.directory().await?;
    let open = Find { unanswered: true, ..Find::default() };
    let counts = reader.facets(&open).await?.organizations.into_iter();
    let open: HashMap<String, i64> = counts.map(|(acronym, _, count)| (acronym, count)).collect();
    let shapes = rows.into_iter().map(|row| organization_shape(&site, row, &directory, &open));
    Ok(Json(OrganizationList { organizations: shapes.collect() }))
}

fn organization_shape(
    site: &Site,
    row: OrganizationRow,
    directory: &Directory,
    open: &HashMap<String, i64>,
) -> OrganizationShape {
    let group = directory.by_acronym(&row.acronym);
    let facts = group.map(|group| directory.facts(group.id));
    let managers = group.map(|it| directory.liaison_managers(it.id, site.today()));
    let managers = managers.unwrap_or_default().into_iter().map(|person| person.name.clone());
    OrganizationShape {
        open: open.get(&row.acronym).copied().unwrap_or_default(),
        relationship: facts.and_then(|facts| facts.relationship),
        since: facts.map(|facts| facts.since.clone()),
        liaison_managers: managers.collect(),
        url: format!("{}/organizations/{}", site.desk.settings.base_url, part(&row.acronym)),
        acronym: row.acronym,
        name: row.name,
        state: row.state,
        received: row.received,
        sent: row.sent,
        newest: row.newest,
    }
}

/// Groups, each as its own page shows it.
#[derive(Debug, Serialize, ToSchema)]
struct GroupList {
    groups: Vec<GroupShape>,
}

/// A group or an organization: what the directory says of it to everybody.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Group)]
struct GroupShape {
    acronym: String,
    name: String,
    #[schema(value_type = words::GroupWord)]
    kind: rules::GroupKind,
    #[schema(value_type = words::GroupStateWord)]
    state: rules::GroupState,
    /// The acronym of the organization that it is in.
    organization: Option<String>,
    /// The acronym of what it belongs to.
    parent: Option<String>,
    /// The acronyms of what belongs to it.
    groups: Vec<String>,
    #[schema(value_type = Option<words::RelationshipWord>)]
    relationship: Option<rules::Relationship>,
    /// Since when: a year, a month or a day; empty if that is not known.
    since: String,
    /// Who keeps the relationship on the other side.
    counterpart: String,
    /// Which coordinator looks after it.
    coordinator: Option<String>,
    /// The form in which it wants letters.
    letter_format: String,
    /// What may be shared of what it sends.
    sharing: String,
    /// What else is good to know.
    notes: String,
    /// When it meets.
    meetings: Vec<MeetingShape>,
    /// Other names by which it is known.
    names: Vec<OtherName>,
    /// Its mailing list.
    list: Option<String>,
    /// The addresses listed for it.
    contacts: Vec<ListedShape>,
    /// Who holds or held which role.
    roles: Vec<HeldShape>,
    url: String,
}

/// A meeting of a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Meeting)]
struct MeetingShape {
    name: String,
    /// Empty if it is not known.
    place: String,
    /// The first day.
    #[schema(value_type = words::Day)]
    from: Date,
    /// The last day.
    #[schema(value_type = words::Day)]
    until: Date,
}

/// Another name of a group.
#[derive(Debug, Serialize, ToSchema)]
struct OtherName {
    name: String,
    /// Whether it was called so formerly.
    former: bool,
}

/// An address listed for a group.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ListedContact)]
struct ListedShape {
    name: String,
    email: String,
    /// Whether statements go to it alone (CON-5).
    send_to: bool,
}

/// A role that somebody holds or held.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HeldRole)]
struct HeldShape {
    #[schema(value_type = words::RoleWord)]
    role: rules::RoleKind,
    /// The acronym of the group.
    group: String,
    /// Who, as they are called; addresses of people are not given.
    name: String,
    /// The number of their page.
    person: i64,
    /// The first day; null if it is not known.
    #[schema(value_type = Option<words::Day>)]
    from: Option<Date>,
    /// The first day on which it is not held any more; null if that is open.
    #[schema(value_type = Option<words::Day>)]
    until: Option<Date>,
}

/// Read an organization
#[utoipa::path(get, path = "/organizations/{acronym}", tag = "directory",
    params(("acronym" = String, Path, description = "Its acronym, or another name that it is known by.")),
    responses((status = 200, description = "What the directory says of it.", body = GroupShape)))]
async fn organization(
    State(site): State<Site>,
    Named(acronym): Named<String>,
) -> Result<Json<GroupShape>, Problem> {
    one(&site, &acronym, |group| group.parent.is_none()).await
}

/// List groups
///
/// Every group of every organization, the organizations themselves included.
#[utoipa::path(get, path = "/groups", tag = "directory",
    responses((status = 200, description = "All of them, by acronym.", body = GroupList)))]
async fn groups(State(site): State<Site>) -> Result<Json<GroupList>, Problem> {
    let directory = site.desk.store.reader().directory().await?;
    let mut groups: Vec<&Group> = directory.groups();
    groups.sort_by(|one, other| one.acronym.cmp(&other.acronym));
    let shapes = groups.into_iter().map(|group| shape(&site, group, &directory));
    Ok(Json(GroupList { groups: shapes.collect() }))
}

/// Read a group
#[utoipa::path(get, path = "/groups/{acronym}", tag = "directory",
    params(("acronym" = String, Path, description = "Its acronym, or another name that it is known by.")),
    responses((status = 200, description = "What the directory says of it.", body = GroupShape)))]
async fn group(
    State(site): State<Site>,
    Named(acronym): Named<String>,
) -> Result<Json<GroupShape>, Problem> {
    one(&site, &acronym, |_| true).await
}

async fn one(
    site: &Site,
    acronym: &str,
    is_it: impl Fn(&Group) -> bool,
) -> Result<Json<GroupShape>, Problem> {
    let directory = site.desk.store.reader().directory().await?;
    let found = directory.by_acronym(acronym).or_else(|| directory.by_alias(acronym));
    let found = found.filter(|group| is_it(group));
    let group = found.ok_or_else(|| Problem::not_found("organization or group"))?;
    Ok(Json(shape(site, group, &directory)))
}

fn shape(site: &Site, group: &Group, directory: &Directory) -> GroupShape {
    let facts = directory.facts(group.id);
    let acronym = |group: Option<&Group>| group.map(|group| group.acronym.clone());
    let coordinator = facts.coordinator.and_then(|person| directory.person(person));
    let names = directory.aliases(group.id).iter();
    let contacts = directory.contacts(group.id).iter();
    let mut terms: Vec<&RoleTerm> =
        directory.terms().iter().filter(|term| term.group == group.id).collect();
    terms.sort_by_key(|term| (term.kind, term.from, term.person));
    GroupShape {
        acronym: group.acronym.clone(),
        name: group.name.clone(),
        kind: group.kind,
        state: group.state,
        organization: acronym(directory.organization(group.id)),
        parent: acronym(group.parent.and_then(|parent| directory.group(parent))),
        groups: directory.children(group.id).iter().map(|group| group.acronym.clone()).collect(),
        relationship: facts.relationship,
        since: facts.since.clone(),
        counterpart: facts.counterpart.clone(),
        coordinator: coordinator.map(|person| person.name.clone()),
        letter_format: facts.letter_format.clone(),
        sharing: facts.sharing.clone(),
        notes: facts.notes.clone(),
        meetings: facts.meetings.iter().map(meeting).collect(),
        names: names
            .map(|alias| OtherName { name: alias.words.clone(), former: alias.is_former })
            .collect(),
        list: group.list_address.as_ref().map(ToString::to_string),
        contacts: contacts
            .map(|contact| ListedShape {
                name: contact.mailbox.name().to_owned(),
                email: contact.mailbox.address().to_owned(),
                send_to: contact.send_to,
            })
            .collect(),
        roles: terms.into_iter().filter_map(|term| held(term, directory)).collect(),
        url: format!("{}{}", site.desk.settings.base_url, path(group)),
    }
}

fn meeting(meeting: &Meeting) -> MeetingShape {
    let Meeting { name, place, from, until } = meeting.clone();
    MeetingShape { name, place, from, until }
}

fn held(term: &RoleTerm, directory: &Directory) -> Option<HeldShape> {
    Some(HeldShape {
        role: term.kind,
        group: directory.group(term.group)?.acronym.clone(),
        name: directory.person(term.person)?.name.clone(),
        person: term.person.0,
        from: term.from,
        until: term.until,
    })
}

/// Somebody who holds or held a role.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Person)]
struct PersonShape {
    name: String,
    roles: Vec<HeldShape>,
    url: String,
}

/// Read about a person
///
/// Those who hold or held a role alone; addresses of people are not given.
#[utoipa::path(get, path = "/people/{id}", tag = "directory",
    params(("id" = i64, Path, description = "The number of their page.")),
    responses((status = 200, description = "What the directory says of them.", body = PersonShape)))]
async fn person(
    State(site): State<Site>,
    Named(id): Named<i64>,
) -> Result<Json<PersonShape>, Problem> {
    let directory = site.desk.store.reader().directory().await?;
    let terms = directory.terms().iter().filter(|term| term.person == PersonId(id));
    let roles: Vec<HeldShape> = terms.filter_map(|term| held(term, &directory)).collect();
    let person = directory.person(PersonId(id)).filter(|_| !roles.is_empty());
    let person = person.ok_or_else(|| Problem::not_found("person"))?;
    let url = format!("{}/people/{id}", site.desk.settings.base_url);
    Ok(Json(PersonShape { name: person.name.clone(), roles, url }))
}
