//! `/watch` and `/watching/TOKEN`: following what happens on the record by mail, without an account.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::response::{IntoResponse, Redirect, Response};
use operations::Failure;
use rules::Watched;

use super::desk::typed::Typed;
use super::list::Pairs;
use crate::Site;
use crate::asked::Asked;
use crate::failed::Failed;
use crate::page::Page;
use crate::pages::watching::{WatchPage, WatchSentPage, WatchingPage};
use crate::view::View;
use crate::visitor::Asking;

/// What is at the address of somebody's link is theirs alone.
const FOR_ONE: [(axum::http::HeaderName, &str); 1] = [(CACHE_CONTROL, "private, no-store")];

/// Shows the form that asks for an address.
pub(crate) async fn show(
    State(site): State<Site>,
    view: View,
    Query(pairs): Pairs,
) -> Result<Response, Failed> {
    let watched = watched_in(&pairs)?;
    let name = operations::name_of_watched(&site.desk, &watched).await;
    let name = match name {
        Err(Failure::Unacceptable(why)) => {
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(WatchPage::too_much(view, why)))
                .into_response());
        }
        name => name?,
    };
    Ok(Page(WatchPage::of(view, &watched, name)).into_response())
}

/// Mails the link that confirms it; the answer is the same for every address.
pub(crate) async fn ask(
    State(site): State<Site>,
    view: View,
    Asking(visitor): Asking,
    typed: Typed,
) -> Result<Response, Failed> {
    let one = |name: &str| (name.to_owned(), typed.one(name).to_owned());
    let watched = watched_in(&[one("what"), one("key")])?;
    if !typed.one("website").is_empty() {
        return Ok(Redirect::to("/watch/sent").into_response());
    }
    let address = typed.one("address");
    let now = site.now();
    match operations::ask_to_watch(&site.desk, &watched, address, &visitor, now).await {
        Ok(()) => Ok(Redirect::to("/watch/sent").into_response()),
        Err(Failure::Unacceptable(why)) => {
            let name = operations::name_of_watched(&site.desk, &watched).await?;
            let page = WatchPage::of(view, &watched, name).refused(address, why);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, FOR_ONE, Page(page)).into_response())
        }
        Err(Failure::TooOften { wait, words }) => {
            let name = operations::name_of_watched(&site.desk, &watched).await?;
            let page = WatchPage::of(view, &watched, name).refused(address, words);
            let retry = [(RETRY_AFTER, wait.as_secs().max(1).to_string())];
            Ok((StatusCode::TOO_MANY_REQUESTS, retry, FOR_ONE, Page(page)).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Returns what the pairs of a form or an address name.
fn watched_in(pairs: &[(String, String)]) -> Result<Watched, Failed> {
    let get = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    watched(get("what"), get("key")).ok_or(Failed::not_found("page"))
}

/// Returns what is to be followed: a search as its list asks for it, whatever else stands in the address.
pub(crate) fn watched(what: &str, key: &str) -> Option<Watched> {
    if what != "search" {
        return Watched::of(what, key);
    }
    // Without its order and its page, which change nothing of what it finds.
    let address = format!("/?{key}").parse().ok()?;
    let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&address).ok()?;
    let found = Asked::of(pairs).with("", "sort", "");
    Some(Watched::Search(found.trim_start_matches('?').to_owned()))
}

/// Says that a link was mailed, whoever's address it was.
pub(crate) async fn sent(view: View) -> Page<WatchSentPage> {
    Page(WatchSentPage { view })
}

/// Shows what somebody follows, and what they have still to confirm: programs follow links too, so a link confirms nothing.
pub(crate) async fn mine(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Failed> {
    let watcher = operations::watcher(&site.desk, &token).await?;
    let mut watches = Vec::with_capacity(watcher.watches.len());
    for watch in &watcher.watches {
        let name = operations::name_of_watched(&site.desk, &watch.watched).await;
        watches.push((watch, name.unwrap_or_else(|_| watch.watched.to_string())));
    }
    Ok((FOR_ONE, Page(WatchingPage::of(view, &token, &watcher, &watches))).into_response())
}

/// Notes that whoever reads at the address wants it.
pub(crate) async fn confirm(
    State(site): State<Site>,
    Path((token, id)): Path<(String, i64)>,
) -> Result<Redirect, Failed> {
    operations::confirm_watch(&site.desk, &token, id, site.now()).await?;
    Ok(Redirect::to(&format!("/watching/{token}?done=followed")))
}

/// Ends one thing that somebody follows.
pub(crate) async fn end(
    State(site): State<Site>,
    Path((token, id)): Path<(String, i64)>,
) -> Result<Redirect, Failed> {
    operations::end_watch(&site.desk, &token, id).await?;
    Ok(Redirect::to(&format!("/watching/{token}?done=follow-ended")))
}

/// Leads whoever opens the address of the header field to the page with its buttons.
pub(crate) async fn asked_to_end(Path(token): Path<String>) -> Redirect {
    Redirect::to(&format!("/watching/{token}"))
}

/// Ends all that somebody follows, by the button of the page or of a mail program (RFC 8058).
pub(crate) async fn end_all(
    State(site): State<Site>,
    view: View,
    Path(token): Path<String>,
) -> Result<Response, Failed> {
    operations::end_watches(&site.desk, &token).await?;
    Ok((FOR_ONE, Page(WatchingPage::ended(view))).into_response())
}
