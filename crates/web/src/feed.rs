//! Lists as Atom feeds (RFC 4287).

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use axum::response::Response;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rules::{Doer, Event, Statement};
use store::{DirectoryChange, Row};

use crate::asked::Asked;
use crate::failed::Failed;
use crate::page::typed;
use crate::pages::entry_history::ChangeLine;
use crate::{Site, words};

/// As many entries a feed has.
const ENTRIES: i64 = 30;
const AT_MOST: usize = 30;

/// Answers with the newest statements that are asked for; `path` is the list that the feed follows.
pub(crate) async fn answer(
    site: &Site,
    asked: &Asked,
    title: &str,
    path: &str,
) -> Result<Response, Failed> {
    let found = site.desk.store.reader().find(&asked.find(site.deadline_day()), 1, ENTRIES).await?;
    let (own, list) = match path {
        "/statements" => (asked.at("/statements.atom"), asked.at("/statements")),
        path => (format!("{path}.atom"), path.to_owned()),
    };
    Ok(of_rows(site, title, &own, &list, &found.rows))
}

/// Answers with some statements, the newest first; `own` is the address of the feed, `list` of the page that it follows.
pub(crate) fn of_rows(site: &Site, title: &str, own: &str, list: &str, rows: &[Row]) -> Response {
    let entries: Vec<Entry> = rows.iter().map(|row| entry(site, row)).collect();
    let updated = rows.iter().map(updated).max();
    written(site, title, (own, list), updated, entries)
}

/// Answers with what happened to a statement, the newest first.
pub(crate) fn of_events(site: &Site, statement: &Statement, history: &[Event]) -> Response {
    let url = site.desk.settings.statement_url(statement.number);
    let newest = history.iter().rev().take(AT_MOST);
    let entries = newest.map(|event| Entry {
        id: format!("{url}/history#{}", event.id),
        title: plain(&format!("{}: {}", event.kind, statement.subject)),
        updated: date(event.at),
        authors: vec![Person { name: who(&event.by), ..Person::default() }],
        links: vec![link("alternate", &format!("{url}/history"))],
        summary: Some(plain(&words::obscured(&event.words))),
        ..Entry::default()
    });
    let path = format!("/statements/{}/history", statement.number);
    let title = format!("History of {} (No. {})", statement.subject, statement.number);
    let updated = history.last().map(|event| event.at);
    written(site, &title, (&format!("{path}.atom"), &path), updated, entries.collect())
}

/// Answers with changes of the directory that everybody may read, the newest first; `path` is the page that the feed follows.
pub(crate) fn of_changes(
    site: &Site,
    title: &str,
    path: &str,
    changes: &[DirectoryChange],
) -> Response {
    let base = &site.desk.settings.base_url;
    let public = changes.iter().filter(|change| change.public && change.group.is_some());
    let public: Vec<&DirectoryChange> = public.take(AT_MOST).collect();
    let entries = public.iter().map(|change| {
        let line = ChangeLine::of(change);
        let url = format!("{base}{}/history", line.to);
        let said =
            [line.was, line.is].map(|said| if said.is_empty() { "–".to_owned() } else { said });
        Entry {
            id: format!("{url}#{}", change.id),
            title: plain(&format!("{}: {}", line.subject, line.what)),
            updated: date(change.at),
            authors: vec![Person { name: who(&change.by), ..Person::default() }],
            links: vec![link("alternate", &url)],
            summary: Some(plain(&said.join(" → "))),
            ..Entry::default()
        }
    });
    let updated = public.first().map(|change| change.at);
    written(site, title, (&format!("{path}.atom"), path), updated, entries.collect())
}

fn who(by: &Doer) -> String {
    match by.role() {
        "" => by.name().to_owned(),
        role => format!("{}, {role}", by.name()),
    }
}

fn written(
    site: &Site,
    title: &str,
    (own, list): (&str, &str),
    updated: Option<Timestamp>,
    entries: Vec<Entry>,
) -> Response {
    let base = &site.desk.settings.base_url;
    let feed = Feed {
        id: format!("{base}{own}"),
        title: plain(title),
        updated: date(updated.unwrap_or(Timestamp::UNIX_EPOCH)),
        links: vec![
            link("self", &format!("{base}{own}")),
            link("alternate", &format!("{base}{list}")),
        ],
        entries,
        ..Feed::default()
    };
    typed("application/atom+xml; charset=utf-8", feed.to_string())
}

fn entry(site: &Site, row: &Row) -> Entry {
    let url = site.desk.settings.statement_url(row.number);
    let names = |bodies: &[(String, String)]| {
        let names: Vec<&str> = bodies.iter().map(|(_, name)| name.as_str()).collect();
        if names.is_empty() { "not stated".to_owned() } else { names.join(", ") }
    };
    let purpose = row.purpose.map(|purpose| format!("{purpose}. ")).unwrap_or_default();
    let deadline = row.deadline.map(|date| format!(" Deadline: {date}.")).unwrap_or_default();
    let summary = format!(
        "{purpose}From {} to {}, {}.{deadline}",
        names(&row.from),
        names(&row.to),
        words::day(row.day)
    );
    Entry {
        id: url.clone(),
        title: plain(&row.subject),
        updated: date(updated(row)),
        published: row.recorded_at.map(date),
        authors: vec![Person { name: names(&row.from), ..Person::default() }],
        categories: row.purpose.into_iter().map(|purpose| category(purpose.slug())).collect(),
        links: vec![link("alternate", &url)],
        summary: Some(plain(&summary)),
        ..Entry::default()
    }
}

/// Returns plain text without the control characters that XML cannot hold.
fn plain(text: &str) -> Text {
    Text::plain(text.replace(|c: char| c.is_control() && !"\t\n".contains(c), " "))
}

fn category(term: &str) -> Category {
    Category { term: term.to_owned(), ..Category::default() }
}

fn link(rel: &str, href: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), ..Link::default() }
}

/// When it went on the record, else the day it bears.
fn updated(row: &Row) -> Timestamp {
    row.recorded_at.unwrap_or_else(|| {
        let midnight = TimeZone::UTC.to_timestamp(row.day.at(0, 0, 0, 0));
        midnight.unwrap_or(Timestamp::UNIX_EPOCH)
    })
}

fn date(at: Timestamp) -> FixedDateTime {
    let text = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    text.parse().unwrap_or_default()
}
