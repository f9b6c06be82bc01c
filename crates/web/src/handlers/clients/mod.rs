//! `/api/v1/`: what clients of the datatracker ask, answered from our record in the shapes that they know.
//!
//! Lists, single objects, sets and schemas as the framework behind the datatracker's API gives them. Nothing can be
//! changed here, and nothing but what is public is answered, whoever asks.

mod asked;
mod objects;
mod schema;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use store::Fault;
use store::datatracker::{Cell, RESOURCES, Resource};

use super::list::Pairs;
use crate::Site;
use crate::failed::Failed;
use crate::headers::not_for_search;
use crate::page::typed;

/// Where all of it is.
const TOP: &str = "/api/v1";

/// The most objects that are asked for by name at once.
const MOST_IN_A_SET: usize = 1_000;

/// `/api/v1/`: the parts.
pub(crate) async fn top() -> Response {
    let mut apps: Vec<&str> = RESOURCES.iter().map(|resource| resource.app).collect();
    apps.sort_unstable();
    apps.dedup();
    let listed = apps
        .into_iter()
        .map(|app| (app.to_owned(), json!({"list_endpoint": format!("{TOP}/{app}/")})));
    given(&Value::Object(listed.collect()))
}

/// `/api/v1/liaisons/`: the resources of a part.
pub(crate) async fn app(Path(app): Path<String>) -> Response {
    let mut of_app: Vec<&Resource> =
        RESOURCES.iter().filter(|resource| resource.app == app).collect();
    of_app.sort_unstable_by_key(|resource| resource.name);
    if of_app.is_empty() {
        return unknown("part");
    }
    let listed = of_app.into_iter().map(|resource| {
        let list = address(resource);
        (
            resource.name.to_owned(),
            json!({"list_endpoint": list, "schema": format!("{list}schema/")}),
        )
    });
    given(&Value::Object(listed.collect()))
}

/// `/api/v1/liaisons/liaisonstatement/`: a page of objects.
pub(crate) async fn list(
    State(site): State<Site>,
    Path((app, name)): Path<(String, String)>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let Some(resource) = resource(&app, &name) else { return Ok(unknown("resource")) };
    let asked = match asked::list(resource, &pairs) {
        Ok(asked) => asked,
        Err(why) => return Ok(refused(&why)),
    };
    let found = site.desk.store.reader().datatracker(&asked).await?;
    let (limit, offset, total) = (asked.limit, asked.offset, found.total);
    let other = |offset: i64| objects::other_page(resource, &pairs, limit, offset);
    let next = (limit > 0 && offset.saturating_add(limit) < total).then(|| other(offset + limit));
    let previous = (limit > 0 && offset >= limit).then(|| other(offset - limit));
    Ok(given(&json!({
        "meta": {"limit": limit, "next": next, "offset": offset, "previous": previous, "total_count": total},
        "objects": objects::shapes(resource, &found.objects),
    })))
}

/// `/api/v1/liaisons/liaisonstatement/12/`, `…/schema/`: one object, or what each holds.
pub(crate) async fn one(
    State(site): State<Site>,
    Path((app, name, key)): Path<(String, String, String)>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let Some(resource) = resource(&app, &name) else { return Ok(unknown("resource")) };
    if let Err(why) = asked::format(&pairs) {
        return Ok(refused(&why));
    }
    if key == "schema" {
        return Ok(given(&schema::of(resource)));
    }
    let found = by_keys(&site, resource, &[&key]).await?;
    Ok(found.into_iter().next().map_or_else(|| unknown("object"), |(_, object)| given(&object)))
}

/// `/api/v1/liaisons/liaisonstatement/set/12;17/`: several objects by name.
pub(crate) async fn set(
    State(site): State<Site>,
    Path((app, name, keys)): Path<(String, String, String)>,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let Some(resource) = resource(&app, &name) else { return Ok(unknown("resource")) };
    if let Err(why) = asked::format(&pairs) {
        return Ok(refused(&why));
    }
    let keys: Vec<&str> = keys.split(';').filter(|key| !key.is_empty()).collect();
    if keys.len() > MOST_IN_A_SET {
        return Ok(refused(&format!("At most {MOST_IN_A_SET} objects can be asked for at once.")));
    }
    let found = by_keys(&site, resource, &keys).await?;
    let (mut objects, mut missing) = (Vec::new(), Vec::new());
    for key in keys {
        match found.iter().find(|(known, _)| known == key) {
            Some((_, object)) => objects.push(object.clone()),
            None => missing.push(key),
        }
    }
    let mut answer = Map::new();
    if !missing.is_empty() {
        answer.insert("not_found".to_owned(), json!(missing));
    }
    answer.insert("objects".to_owned(), Value::Array(objects));
    Ok(given(&Value::Object(answer)))
}

/// Says whether an address is of this API, so that what failed is told as its clients read it.
pub(crate) fn is_here(path: &str) -> bool {
    path.strip_prefix(TOP).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns an answer that says why there is none, as clients of the datatracker read it.
pub(crate) fn failed(status: StatusCode, why: &str) -> Response {
    let mut response = (status, given(&json!({"error": why}))).into_response();
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    response
}

fn refused(why: &str) -> Response {
    failed(StatusCode::BAD_REQUEST, why)
}

fn unknown(what: &str) -> Response {
    let words = format!("There is no {what} of this name that you could read: begin at {TOP}/.");
    failed(StatusCode::NOT_FOUND, &words)
}

fn given(value: &Value) -> Response {
    not_for_search(typed("application/json", value.to_string()))
}

fn resource(app: &str, name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.app == app && resource.name == name)
}

/// Returns where a resource is listed.
fn address(resource: &Resource) -> String {
    format!("{TOP}/{}/{}/", resource.app, resource.name)
}

/// Returns the objects of these keys that there are, each with its key as it stands in addresses.
async fn by_keys(
    site: &Site,
    resource: &'static Resource,
    keys: &[&str],
) -> Result<Vec<(String, Value)>, Fault> {
    let kind = resource.key_kind();
    let keys: Vec<Cell> = keys.iter().filter_map(|key| asked::key(kind, key)).collect();
    let found = site.desk.store.reader().datatracker_objects(resource, &keys).await?;
    let shapes = objects::shapes(resource, &found).into_iter();
    Ok(shapes.map(|shape| (objects::key_of(resource, &shape), shape)).collect())
}
