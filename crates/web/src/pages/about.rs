//! What liaison statements are and are not (REC-4), and how this record is kept.

use askama::Template;
use rules::Policy;

use crate::view::View;
use crate::words;

/// What liaison statements are, and how this record is kept.
#[derive(Debug, Template)]
#[template(path = "about.html")]
pub(crate) struct AboutPage {
    view: View,
    /// Where to write, obscured; empty if the policy names no address.
    coordination: String,
    levels: String,
}

impl AboutPage {
    pub(crate) fn of(view: View, policy: &Policy) -> Self {
        let coordination = policy.coordination();
        Self {
            view,
            coordination: coordination.as_ref().map(words::obscured_mailbox).unwrap_or_default(),
            levels: policy.levels_in_words(),
        }
    }

    pub(crate) fn sample() -> Self {
        Self::of(View::sample("/about"), &super::samples::policy())
    }
}
