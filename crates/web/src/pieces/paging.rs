//! The way from one page of a list to the next.

use askama::Template;
use askama::filters::HtmlSafe;

/// The way from one page of a list to the next.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/paging.html")]
pub(crate) struct Paging {
    /// Where the page before is, if there is one.
    pub(crate) before: Option<String>,
    /// Where the next page is, if there is one.
    pub(crate) next: Option<String>,
    /// Which page this is, in words; empty if it is the only one.
    pub(crate) here: String,
}

impl HtmlSafe for Paging {}
