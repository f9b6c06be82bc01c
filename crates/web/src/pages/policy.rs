//! Who must agree to what, who hears of it, and what is said of documents: the policy in words.

use askama::Template;
use rules::{Policy, PolicyWords};

use crate::view::View;
use crate::words;

/// The policy in words.
#[derive(Debug, Template)]
#[template(path = "policy.html")]
pub(crate) struct PolicyPage {
    view: View,
    name: String,
    /// Where to write, obscured; empty if the policy names no address.
    coordination: String,
    words: PolicyWords,
}

impl PolicyPage {
    pub(crate) fn of(view: View, policy: &Policy) -> Self {
        let coordination = policy.coordination();
        Self {
            view,
            name: policy.name.clone(),
            coordination: coordination.as_ref().map(words::obscured_mailbox).unwrap_or_default(),
            words: policy.in_words(),
        }
    }

    pub(crate) fn sample() -> Self {
        Self::of(View::sample("/policy"), &super::samples::policy())
    }
}
