//! The small parts that pages are made of, for the tests of each alone.
//!
//! The library is built once, for its users and for its tests: built twice, the tests would take minutes longer.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use jiff::civil::Date;
use rules::{Mailbox, Number, State};
use utoipa::IntoParams;

use crate::api::statements::Filters;
use crate::asked::Asked;
use crate::copy::addresses::{self, Addresses};
use crate::drawing::scale;
use crate::handlers::metrics;
use crate::pieces::{self, Snippet};
use crate::{Metrics, visitor, words};

/// Returns a share in words.
pub fn percent(part: i64, whole: i64) -> String {
    pieces::percent(part, whole)
}

/// Returns a number in words.
pub fn number(number: i64) -> String {
    words::number(number)
}

/// Returns a size in words.
pub fn size(bytes: i64) -> String {
    words::size(bytes)
}

/// Returns an address as people read it.
pub fn obscured(address: &str) -> String {
    words::obscured(address)
}

/// Returns a name with its address as people read them.
pub fn obscured_mailbox(mailbox: &Mailbox) -> String {
    words::obscured_mailbox(mailbox)
}

/// Returns a part of a text with what was found marked, as HTML.
pub fn marked(text: &str) -> String {
    Snippet(text.to_owned()).to_string()
}

/// Returns the numbers beside a scale.
pub fn ticks(most: i64) -> Vec<i64> {
    scale::ticks(most)
}

/// Says whether somebody may read what is counted.
pub fn may_know(metrics: &Metrics, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    metrics::may_know(metrics, peer, headers)
}

/// Returns the kind of program that an agent's name stands for.
pub fn program(agent: &str) -> String {
    visitor::program(agent)
}

/// Returns the network that a request comes from.
pub fn network(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> String {
    visitor::network_of(visitor::origin(peer, headers, proxies))
}

/// Returns the filters that the API's document names.
pub fn filters() -> Vec<String> {
    Filters::into_params(|| None).into_iter().map(|param| param.name).collect()
}

/// A list as its address asks for it.
pub struct AskedList(Asked);

impl AskedList {
    /// Reads the parts of a query.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Self(Asked::of(pairs.iter().map(owned).collect()))
    }

    /// Returns the one address of this list.
    pub fn at(&self, path: &str) -> String {
        self.0.at(path)
    }

    /// Returns the address of one of its pages.
    pub fn page(&self, path: &str, page: i64) -> String {
        self.0.page(path, page)
    }

    /// Returns the address of the list with one filter set.
    pub fn with(&self, path: &str, key: &str, value: &str) -> String {
        self.0.with(path, key, value)
    }

    /// Returns the states that it looks for.
    pub fn states(&self, today: Date) -> Vec<State> {
        self.0.find(today).states
    }

    /// Returns what was left out, in words.
    pub fn left_out(&self) -> &[String] {
        &self.0.left_out
    }
}

/// Returns a page as it stands in a copy of the record that holds these statements and groups.
pub fn copied(page: &str, own: &str, numbers: &[Number], groups: &[&str]) -> String {
    let groups = groups.iter().map(|group| (*group).to_owned()).collect();
    Addresses::new("https://liaison.example.org", numbers, groups).rewritten(page, own)
}

/// Returns the name that a file has in a copy.
pub fn copied_name(name: &str) -> String {
    addresses::file_name(name)
}
