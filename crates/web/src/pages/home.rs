//! The first page.

use askama::Template;

use crate::view::View;

/// The first page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    pub(crate) view: View,
}

impl HomePage {
    pub(crate) fn sample() -> Self {
        Self { view: View::sample("/") }
    }
}
