//! `/organizations/ACRONYM` and `/groups/ACRONYM`, and the same for programs: `.atom`, `.json`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use rules::{Directory, Group};
use serde_json::{Value, json};
use store::Find;

use crate::asked::Asked;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::group::{GroupPage, NEWEST, path};
use crate::view::View;
use crate::{Site, feed};

/// Shows a group; an organization is shown under `/organizations`.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Path(name): Path<String>,
) -> Result<Response, Failed> {
    let directory = site.desk.store.reader().directory().await?;
    // An acronym may hold a full stop itself.
    let (group, form) = match (directory.by_acronym(&name), name.rsplit_once('.')) {
        (Some(group), _) => (Some(group), ""),
        (None, Some((acronym, form))) => (directory.by_acronym(acronym), form),
        (None, None) => (None, ""),
    };
    let group = group.ok_or(Failed::not_found("organization or group"))?;
    let own = path(group);
    let dotted = if form.is_empty() { String::new() } else { format!(".{form}") };
    if view.path != format!("{own}{dotted}") {
        let to = format!("{own}{dotted}");
        return Ok((StatusCode::MOVED_PERMANENTLY, [(LOCATION, to)]).into_response());
    }
    match form {
        "" => Ok(page(&site, view, group, &directory).await?.into_response()),
        "atom" => {
            let key = if group.parent.is_none() { "organization" } else { "group" };
            let asked = Asked::of(vec![(key.to_owned(), group.acronym.clone())]);
            let title = format!("Liaison statements with {}", group.name);
            feed::answer(&site, &asked, &title, &own).await
        }
        "json" => Ok(axum::Json(shape(&site, group, &directory)).into_response()),
        _ => Err(Failed::not_found("organization or group")),
    }
}

async fn page(
    site: &Site,
    view: View,
    group: &Group,
    directory: &Directory,
) -> Result<Page<GroupPage>, Failed> {
    let acronym = Some(group.acronym.clone());
    let find = match group.parent {
        None => Find { organization: acronym, ..Find::default() },
        Some(_) => Find { group: acronym, ..Find::default() },
    };
    let reader = site.desk.store.reader();
    let found = reader.find(&find, 1, NEWEST).await?;
    let facets = reader.facets(&find).await?;
    Ok(Page(GroupPage::of(view, group, directory, found, &facets, site.today())))
}

/// A group as programs read it.
fn shape(site: &Site, group: &Group, directory: &Directory) -> Value {
    let base = &site.desk.settings.base_url;
    let organization = directory.organization(group.id);
    let parent = group.parent.and_then(|parent| directory.group(parent));
    let children = directory.children(group.id);
    let key = if group.parent.is_none() { "organization" } else { "group" };
    let list = crate::asked::address("/statements.json", &[(key, &group.acronym)]);
    json!({
        "acronym": group.acronym,
        "name": group.name,
        "kind": group.kind,
        "state": group.state,
        "organization": organization.map(|group| &group.acronym),
        "parent": parent.map(|group| &group.acronym),
        "groups": children.iter().map(|group| &group.acronym).collect::<Vec<_>>(),
        "statements": format!("{base}{list}"),
        "url": format!("{base}{}", path(group)),
    })
}
