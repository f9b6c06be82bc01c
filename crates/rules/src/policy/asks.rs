//! What a statement may ask for, and whose consensus that takes (RSP-8).

use serde::Deserialize;

use super::{Policy, Wrong, wrong};

/// Something that a statement may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The name used in data.
    pub slug: String,
    /// What is asked, in words.
    pub name: String,
    /// Whose consensus it takes, in a sentence.
    pub takes: String,
}

impl Policy {
    /// Returns what a statement may ask for, as it is offered.
    pub fn asks(&self) -> &[Ask] {
        &self.asks
    }

    /// Returns what is asked by the name used in data; one that the policy has no longer is nothing.
    pub fn ask(&self, slug: &str) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.slug == slug)
    }
}

impl Ask {
    pub(super) fn check(&self, all: &[Self]) -> Result<(), Wrong> {
        let is_slug = |slug: &str| {
            !slug.is_empty() && slug.chars().all(|it| it.is_ascii_lowercase() || it == '-')
        };
        if !is_slug(&self.slug) || all.iter().filter(|it| it.slug == self.slug).count() > 1 {
            return wrong(format!(
                "of what is asked the slug “{}”: each has one of its own, of small letters and hyphens",
                self.slug
            ))
            .at(&["slug"]);
        }
        for (key, words) in [("name", &self.name), ("takes", &self.takes)] {
            if words.trim().is_empty() || words.chars().any(char::is_control) {
                return wrong(format!("no “{key}” of what is asked that could stand on a line"))
                    .at(&[key]);
            }
        }
        Ok(())
    }
}
