//! Ending the daily message by the link in it.

use askama::Template;

use crate::view::View;

/// Ending the daily message by the link in it.
#[derive(Debug, Template)]
#[template(path = "desk/unsubscribe.html")]
pub(crate) struct UnsubscribePage {
    view: View,
    name: String,
    /// The token with which it is done; none once it is.
    token: Option<String>,
}

impl UnsubscribePage {
    pub(crate) fn of(view: View, name: &str, token: Option<String>) -> Self {
        Self { view, name: name.to_owned(), token }
    }

    pub(crate) fn sample() -> Self {
        Self::of(View::sample("/reminders/off/token"), "Ana <Chair>", Some("token".to_owned()))
    }
}
