//! Following what happens on the record by mail.

use askama::Template;
use rules::Watched;
use store::{Watch, Watcher};

use crate::asked::address;
use crate::pieces::{Field, FieldKind, Instant};
use crate::view::View;

/// The form that asks for an address.
#[derive(Debug, Template)]
#[template(path = "watch.html")]
pub(crate) struct WatchPage {
    view: View,
    what: &'static str,
    key: String,
    /// What it is called; empty where it cannot be followed.
    name: String,
    /// The page that it is followed from, and its feed.
    page: String,
    feed: String,
    address: Field,
    /// Why it was not taken; empty if it was not tried.
    trouble: String,
}

/// What follows when an address was given.
#[derive(Debug, Template)]
#[template(path = "watch_sent.html")]
pub(crate) struct WatchSentPage {
    pub(crate) view: View,
}

/// What somebody follows, each with its buttons.
#[derive(Debug, Template)]
#[template(path = "watching.html")]
pub(crate) struct WatchingPage {
    view: View,
    token: String,
    address: String,
    waiting: Vec<Followed>,
    followed: Vec<Followed>,
    is_ended: bool,
}

/// Something that is followed.
#[derive(Debug)]
pub(crate) struct Followed {
    id: i64,
    name: String,
    page: String,
    since: Option<Instant>,
}

/// Returns the page of what is followed, and its feed.
fn places(watched: &Watched) -> (String, String) {
    match watched {
        Watched::Exchange(number) => {
            let page = format!("/statements/{number}/exchange");
            (page.clone(), format!("{page}.atom"))
        }
        Watched::Group(acronym) => {
            let page = format!("/groups/{}", crate::asked::part(acronym));
            (page.clone(), format!("{page}.atom"))
        }
        Watched::Organization(acronym) => {
            let page = format!("/organizations/{}", crate::asked::part(acronym));
            (page.clone(), format!("{page}.atom"))
        }
        Watched::Search(query) => {
            (format!("/statements?{query}"), format!("/statements.atom?{query}"))
        }
    }
}

/// Returns the address where something can be followed by mail.
pub(crate) fn to_follow(watched: &Watched) -> String {
    address("/watch", &[("what", watched.kind()), ("key", &watched.key())])
}

impl WatchPage {
    pub(crate) fn of(view: View, watched: &Watched, name: String) -> Self {
        let (page, feed) = places(watched);
        Self {
            view,
            what: watched.kind(),
            key: watched.key(),
            name,
            page,
            feed,
            address: Field::new("address", "Your mail address", FieldKind::Email)
                .hint("One link is mailed to it; nothing else before you confirm.")
                .autocomplete("email"),
            trouble: String::new(),
        }
    }

    /// Says why what was asked for cannot be followed.
    pub(crate) fn too_much(view: View, why: String) -> Self {
        let nothing = Watched::Search(String::new());
        let page = Self::of(view, &nothing, String::new());
        Self { trouble: why, page: "/statements".to_owned(), ..page }
    }

    /// Adds what was typed, and why it was not taken.
    pub(crate) fn refused(self, typed: &str, why: String) -> Self {
        Self { address: self.address.value(typed), trouble: why, ..self }
    }

    pub(crate) fn sample() -> Self {
        let watched = Watched::Search("q=a%26b&year=2026".to_owned());
        let page =
            Self::of(View::sample("/watch"), &watched, "the search “a&b, year 2026”".to_owned());
        page.refused("<nobody>", "“<nobody>” is no address: it has no @.".to_owned())
    }
}

impl WatchSentPage {
    pub(crate) fn sample() -> Self {
        Self { view: View::sample("/watch/sent") }
    }
}

impl WatchingPage {
    /// Shows what somebody follows; each with what it is called.
    pub(crate) fn of(
        view: View,
        token: &str,
        watcher: &Watcher,
        watches: &[(&Watch, String)],
    ) -> Self {
        let all = watches.iter().map(|(watch, name)| Followed {
            id: watch.id,
            name: name.clone(),
            page: places(&watch.watched).0,
            since: watch.confirmed_at.map(Instant),
        });
        let (followed, waiting) = all.partition(|one| one.since.is_some());
        let (token, address) = (token.to_owned(), watcher.address.clone());
        Self { view, token, address, waiting, followed, is_ended: false }
    }

    /// Says that nothing is followed any longer.
    pub(crate) fn ended(view: View) -> Self {
        let (waiting, followed) = (Vec::new(), Vec::new());
        let (token, address) = (String::new(), String::new());
        Self { view, token, address, waiting, followed, is_ended: true }
    }

    pub(crate) fn sample() -> Self {
        let watch = |id, watched, confirmed_at| Watch { id, watched, confirmed_at };
        let at = jiff::Timestamp::from_second(1_772_000_000).ok();
        let watches = [
            watch(1, Watched::Exchange(rules::Number(12)), at),
            watch(2, Watched::Group("a&b".to_owned()), None),
        ];
        let watcher =
            Watcher { id: 7, address: "<reader>@example.org".to_owned(), watches: Vec::new() };
        let names = ["the exchange of No. 12, “<Clocks>”", "Time & Frequency (a&b)"];
        let named: Vec<(&Watch, String)> = watches.iter().zip(names.map(str::to_owned)).collect();
        Self::of(View::sample("/watching/7-token"), "7-token", &watcher, &named)
    }
}
