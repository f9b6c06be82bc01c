//! Addresses of the former tool, which lead to what is there now.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;

use rules::Directory;

use super::list::Pairs;
use crate::Site;
use crate::asked::{address, part};
use crate::failed::Failed;

/// Leads to another address for good.
type Moved = (StatusCode, [(axum::http::HeaderName, String); 1]);

/// Where a received statement is entered.
const NEW_INCOMING: &str = "/statements/new?direction=incoming";

fn moved(to: String) -> Moved {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, to)])
}

/// `/liaison/`: the list, with what was searched for.
pub(crate) async fn list(State(site): State<Site>, Query(pairs): Pairs) -> Result<Moved, Failed> {
    let get = |key: &str| pairs.iter().find(|(known, _)| known == key).map_or("", |(_, it)| it);
    let sort = match get("sort") {
        "deadline" => "deadline",
        "title" => "subject",
        _ => "",
    };
    // Source and destination could be lists; the list here knows one of each.
    let first = |key: &str| get(key).split(',').next().unwrap_or_default().trim().to_owned();
    let (from, to) = (first("source"), first("destination"));
    let (from, to) = if from.is_empty() && to.is_empty() {
        (from, to)
    } else {
        let directory = site.desk.store.reader().directory().await?;
        (acronym(&directory, &from), acronym(&directory, &to))
    };
    let all = [("q", get("text")), ("from", &from), ("to", &to), ("sort", sort)];
    let filled: Vec<(&str, &str)> = all.into_iter().filter(|(_, it)| !it.is_empty()).collect();
    Ok(moved(address("/statements", &filled)))
}

/// Returns the acronym of the group that somebody means by an acronym or by a part of its name; what is known by neither
/// stays as it is, and finds nothing.
fn acronym(directory: &Directory, named: &str) -> String {
    let wanted = named.to_lowercase();
    if wanted.is_empty() || directory.by_acronym(&wanted).is_some() {
        return wanted;
    }
    let mut groups = directory.groups();
    groups.sort_by_key(|group| (group.name.chars().count(), group.acronym.clone()));
    let found = directory.by_alias(named);
    let found =
        found.or_else(|| groups.into_iter().find(|it| it.name.to_lowercase().contains(&wanted)));
    found.map_or(wanted, |group| group.acronym.clone())
}

/// `/liaison/N/` and `/liaison/N/history/`: the statement, or its history.
pub(crate) async fn statement(Path(number): Path<String>) -> Moved {
    moved(format!("/statements/{}", part(&number)))
}

/// `/liaison/N/history/`.
pub(crate) async fn history(Path(number): Path<String>) -> Moved {
    moved(format!("/statements/{}/history", part(&number)))
}

/// `/liaison/N/edit/`, `/liaison/N/reply/`: the same form here.
pub(crate) async fn form(Path((number, form)): Path<(String, String)>) -> Result<Moved, Failed> {
    match form.as_str() {
        "edit" | "reply" => Ok(moved(format!("/statements/{}/{form}", part(&number)))),
        "addcomment" => Ok(moved(format!("/statements/{}/history", part(&number)))),
        _ => Err(Failed::not_found("page")),
    }
}

/// `/liaison/N/edit-attachment/K`, `/liaison/N/delete-attachment/K`: the statement, whose form has its attachments.
pub(crate) async fn attachment_form(
    Path((number, form, _)): Path<(String, String, String)>,
) -> Result<Moved, Failed> {
    match form.as_str() {
        "edit-attachment" | "delete-attachment" => {
            Ok(moved(format!("/statements/{}", part(&number))))
        }
        _ => Err(Failed::not_found("page")),
    }
}

/// `/liaison/add/`: a new statement, a received one where `?incoming` stands behind it.
pub(crate) async fn add(Query(pairs): Pairs) -> Moved {
    let incoming = pairs.iter().any(|(key, _)| key == "incoming");
    moved(if incoming { NEW_INCOMING } else { "/statements/new" }.to_owned())
}

/// `/liaison/add/incoming/`: a received statement.
pub(crate) async fn add_incoming() -> Moved {
    moved(NEW_INCOMING.to_owned())
}

/// `/liaison/for_approval/…`, `/liaison/pending/`, `/liaison/dead/`: what waits for somebody.
pub(crate) async fn for_approval() -> Moved {
    moved("/desk".to_owned())
}

/// `/liaison/for_approval/N/`.
pub(crate) async fn one_for_approval(Path(number): Path<String>) -> Moved {
    moved(format!("/statements/{}", part(&number)))
}

/// `/liaison/help/…`: what this is.
pub(crate) async fn help() -> Moved {
    moved("/about".to_owned())
}

/// `/liaison/managers/`: the organizations, whose pages name them.
pub(crate) async fn managers() -> Moved {
    moved("/organizations".to_owned())
}

/// `/feed/liaison/recent/`.
pub(crate) async fn feed() -> Moved {
    moved("/statements.atom".to_owned())
}

/// `/feed/liaison/from/NAME/`, `/feed/liaison/to/NAME/`, `/feed/liaison/subject/WORDS/`.
pub(crate) async fn feed_of(
    State(site): State<Site>,
    Path((kind, name)): Path<(String, String)>,
) -> Result<Moved, Failed> {
    let key = match kind.as_str() {
        "from" => "from",
        "to" => "to",
        "subject" => "q",
        _ => return Err(Failed::not_found("feed")),
    };
    let name = if key == "q" {
        name
    } else {
        let directory = site.desk.store.reader().directory().await?;
        acronym(&directory, &name)
    };
    Ok(moved(address("/statements.atom", &[(key, &name)])))
}

/// `/sitemap-liaison.xml`.
pub(crate) async fn sitemap() -> Moved {
    moved("/sitemap.xml".to_owned())
}
