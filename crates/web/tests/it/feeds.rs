//! Feeds: every page that lists something has one, and each is what Atom says (RFC 4287).

use std::collections::BTreeSet;

use atom_syndication::Feed;
use axum::http::StatusCode;
use operations::Desk;
use rules::Doer;
use store::DirectoryChange;

use crate::made;
use crate::routes::asked;
use crate::support::{NOW, Service, services};

/// Pages that have no feed, each with why.
const NO_LIST: [(&str, &str); 17] = [
    ("/about", "words"),
    ("/api", "the operations of this version"),
    ("/policy", "the policy in force; its history is that of its file"),
    (
        "/statements/{number}",
        "a statement; what happened to it, and its exchange, have feeds of their own",
    ),
    ("/statements/{number}/versions/{version}", "what the record once said does not change"),
    ("/organizations/{acronym}/report", "of a time that has passed"),
    ("/statistics", "numbers"),
    ("/people/{id}", "the roles of somebody; the directory has a feed"),
    ("/log", "words about files; what is proved is what the feeds of statements tell"),
    ("/watch", "a form"),
    ("/watch/sent", "says what was done"),
    ("/submit", "a form"),
    ("/submit/sent", "says what was done"),
    ("/sign-in", "a form"),
    ("/sign-in/asked", "says what was done"),
    ("/sign-in/{token}", "a form"),
    ("/demo", "of the demonstration alone"),
];

/// What stands in addresses for their parameters.
fn filled(pattern: &str) -> String {
    let values = [
        ("{number}", "1"),
        ("{acronym}", "etu"),
        ("{version}", "1"),
        ("{id}", "1"),
        ("{position}", "1"),
    ];
    values.iter().fold(pattern.to_owned(), |path, (name, value)| path.replace(name, value))
}

/// Keeps what two people changed of an organization, one of which is not for everybody.
async fn changes(service: &Service) {
    let Desk { store, .. } = &service.desk;
    let etu = store.reader().directory().await.unwrap().by_acronym("etu").unwrap().id;
    let change = |id, public, is: &str| DirectoryChange {
        id,
        group: Some(etu),
        subject: "etu".to_owned(),
        what: "notes".to_owned(),
        was: String::new(),
        is: is.to_owned(),
        public,
        by: Doer::System,
        at: NOW.parse().unwrap(),
    };
    let changes = [change(1, true, "Write to lee@example.com."), change(2, false, made::SECRET)];
    let mut tx = store.begin("change an entry").await.unwrap();
    tx.add_directory_changes(&changes).await.unwrap();
    tx.commit().await.unwrap();
}

fn feed_of(page: &str) -> Option<&str> {
    let link = page.split("<link ").find(|link| link.contains("type=\"application/atom+xml\""))?;
    link.split("href=\"").nth(1)?.split('"').next()
}

#[tokio::test]
async fn every_page_that_lists_something_has_a_feed() {
    for (label, service) in services("feeds").await {
        made::record(&service).await;
        changes(&service).await;
        let (mut feeds, mut unlisted) = (BTreeSet::new(), BTreeSet::new());
        for pattern in asked().iter().filter_map(|asked| asked.strip_prefix("GET ")) {
            let answer = service.get(&filled(pattern)).await;
            if answer.status != StatusCode::OK
                || !answer.header("content-type").starts_with("text/html")
            {
                continue;
            }
            match feed_of(&answer.text()) {
                Some(feed) => drop(feeds.insert(feed.replace("&amp;", "&"))),
                None => drop(unlisted.insert(pattern.to_owned())),
            }
        }
        let without: BTreeSet<String> =
            NO_LIST.iter().map(|(pattern, _)| (*pattern).to_owned()).collect();
        let forgotten: Vec<_> = unlisted.difference(&without).collect();
        assert!(forgotten.is_empty(), "{label}: give them a feed, or say why not: {forgotten:#?}");
        assert!(feeds.len() >= 8, "{label}: {feeds:?}");
        for path in &feeds {
            is_atom(&service.get(path).await.text(), path);
        }
    }
}

fn is_atom(text: &str, path: &str) {
    let feed = Feed::read_from(text.as_bytes()).unwrap();
    let address = format!("https://liaison.example.org{path}");
    assert_eq!(feed.id, address);
    assert!(!feed.title.value.is_empty(), "{path}");
    let to = |rel: &str| feed.links.iter().find(|link| link.rel == rel).map(|link| &link.href);
    assert_eq!(to("self"), Some(&address));
    assert!(to("alternate").is_some_and(|page| page.starts_with("https://")), "{path}");
    // Nothing is open with the union of the made record.
    let is_right = path.ends_with("/open.atom") == feed.entries.is_empty();
    assert!(is_right, "{path}: the made record has something for each");
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), feed.entries.len(), "{path}: entries are told apart");
    for entry in &feed.entries {
        let is_whole = !entry.title.value.is_empty() && entry.updated <= feed.updated;
        let is_signed = entry.authors.iter().all(|author| !author.name.is_empty());
        assert!(is_whole && is_signed && !entry.authors.is_empty(), "{path}: {entry:?}");
        assert!(!entry.summary.as_ref().unwrap().value.contains('@'), "{path}: {entry:?}");
    }
}

#[tokio::test]
async fn what_happened_to_a_statement_and_to_the_directory_is_told_by_feeds() {
    for (label, service) in services("feeds_told").await {
        made::record(&service).await;
        changes(&service).await;
        for (name, path) in [
            ("feed_history", "/statements/1/history.atom"),
            ("feed_directory", "/organizations.atom"),
            ("feed_open", "/organizations/etu/open.atom"),
        ] {
            let answer = service.get(path).await;
            assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
            insta::with_settings!({ filters => vec![(r"#\d+", "#ID")] }, {
                insta::assert_snapshot!(name, answer.text().replace('>', ">\n"), label);
            });
            assert!(!answer.text().contains(made::SECRET), "{path}");
        }
        for hidden in ["/statements/4/history.atom", "/groups/nothing/history.atom"] {
            assert_eq!(service.get(hidden).await.status, StatusCode::NOT_FOUND, "{hidden}");
        }
    }
}
