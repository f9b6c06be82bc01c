//! What is done with received messages: whose they are at first, and what marks a letter as not for the public.

use serde::Deserialize;

use super::{Policy, Wrong, wrong};
use crate::{Directory, GroupId, RoleKind};

/// What is done with received messages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct InboxPolicy {
    assigned_to: Vec<RoleKind>,
    markings: Vec<Markings>,
}

/// Words by which letters are marked as not for everyone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Markings {
    /// The acronym of the organization that uses them; whoever it is where none is named.
    organization: Option<String>,
    words: Vec<String>,
}

impl Default for InboxPolicy {
    fn default() -> Self {
        let assigned_to = vec![RoleKind::LiaisonManager, RoleKind::Coordinator];
        Self { assigned_to, markings: Vec::new() }
    }
}

impl InboxPolicy {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        if self.assigned_to.is_empty() {
            return wrong("of received messages that they are nobody's: name a role")
                .at(&["inbox", "assigned_to"]);
        }
        for (at, markings) in self.markings.iter().enumerate() {
            if markings.words.is_empty()
                || markings.words.iter().any(|words| folded(words).is_empty())
            {
                let found: Result<(), Wrong> = wrong(
                    "of markings no words, or words without a letter: they would mark every letter",
                )
                .at(&["words"]);
                return found.map_err(|wrong| wrong.within_item("markings", at).within("inbox"));
            }
        }
        Ok(())
    }
}

impl Policy {
    /// Returns the roles whose holders received messages are assigned to: the first that anybody holds (IN-1).
    pub fn inbox_roles(&self) -> &[RoleKind] {
        &self.inbox.assigned_to
    }

    pub(super) fn has_markings(&self) -> bool {
        !self.inbox.markings.is_empty()
    }

    /// Returns the markings that a text bears, as the policy words them, which say that it is not for everyone.
    ///
    /// `from` are the groups that it comes from; what their organizations use counts, and what is nobody's own.
    pub fn markings_in(&self, text: &str, from: &[GroupId], directory: &Directory) -> Vec<&str> {
        let lines: Vec<GroupId> =
            from.iter().flat_map(|group| directory.line(*group)).map(|group| group.id).collect();
        let is_used = |markings: &&Markings| {
            markings.organization.as_deref().is_none_or(|acronym| {
                directory.by_acronym(acronym).is_some_and(|group| lines.contains(&group.id))
            })
        };
        let text = format!(" {} ", folded(text));
        let all = self.inbox.markings.iter().filter(is_used).flat_map(|markings| &markings.words);
        let borne = all.filter(|words| text.contains(&format!(" {} ", folded(words))));
        borne.map(String::as_str).collect()
    }
}

/// Returns words as they are compared: in small letters, whatever stands between them being one space.
fn folded(words: &str) -> String {
    let words = words.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
