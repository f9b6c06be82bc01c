//! Addresses of the former tool, which lead to what is there now.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::http::header::LOCATION;

use super::list::Pairs;
use crate::asked::{address, part};
use crate::failed::Failed;

/// Leads to another address for good.
type Moved = (StatusCode, [(axum::http::HeaderName, String); 1]);

fn moved(to: String) -> Moved {
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, to)])
}

/// `/liaison/`: the list, with what was searched for.
pub(crate) async fn list(Query(pairs): Pairs) -> Moved {
    let get = |key: &str| pairs.iter().find(|(known, _)| known == key).map_or("", |(_, it)| it);
    let sort = match get("sort") {
        "deadline" => "deadline",
        "title" => "subject",
        _ => "",
    };
    // Source and destination could be lists; the list here knows one of each.
    let first = |key: &str| get(key).split(',').next().unwrap_or_default().trim().to_lowercase();
    let (from, to) = (first("source"), first("destination"));
    let all = [("q", get("text")), ("from", &from), ("to", &to), ("sort", sort)];
    let filled: Vec<(&str, &str)> = all.into_iter().filter(|(_, it)| !it.is_empty()).collect();
    moved(address("/statements", &filled))
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

/// `/liaison/add/…`: a new statement.
pub(crate) async fn add() -> Moved {
    moved("/statements/new".to_owned())
}

/// `/liaison/for_approval/…`, `/liaison/pending/`: what waits for somebody.
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
pub(crate) async fn feed_of(Path((kind, name)): Path<(String, String)>) -> Result<Moved, Failed> {
    let key = match kind.as_str() {
        "from" => "from",
        "to" => "to",
        "subject" => "q",
        _ => return Err(Failed::not_found("feed")),
    };
    Ok(moved(address("/statements.atom", &[(key, &name)])))
}

/// `/sitemap-liaison.xml`.
pub(crate) async fn sitemap() -> Moved {
    moved("/sitemap.xml".to_owned())
}
