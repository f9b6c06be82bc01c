//! Texts to begin an answer with, and whether such an answer settles what was asked (RSP-3).

use serde::Deserialize;

use super::{Policy, Wrong, in_a_row, wrong};

/// A text to begin an answer with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartingText {
    /// The name used in addresses.
    pub slug: String,
    /// What is answered, in words.
    pub name: String,
    /// Whether such an answer settles what was asked; a preliminary one does not.
    pub settles: bool,
    /// Whether it asks for a later day than the one that was set (PUR-4).
    #[serde(default)]
    pub asks_deadline: bool,
    /// The text, with slots, and with places in square brackets that the writer fills.
    pub text: String,
}

/// What a starting text says of the statement that is answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnsweredWords {
    /// `{subject}`: its subject.
    pub subject: String,
    /// `{from}`: who sent it.
    pub from: String,
    /// `{cited}`: its identifiers in brackets, as its sender writes them, with a space before; empty if it has none.
    pub cited: String,
    /// `{deadline}`: the day that it names, or words for none.
    pub deadline: String,
}

const SLOTS: [&str; 5] = ["subject", "from", "cited", "deadline", "organization"];

impl Policy {
    /// Returns the texts to begin an answer with, as they are offered.
    pub fn starting_texts(&self) -> &[StartingText] {
        &self.answers
    }

    /// Returns a starting text with its slots filled, each once.
    pub fn begun_with(&self, start: &StartingText, words: &AnsweredWords) -> String {
        filled(&start.text, |slot| match slot {
            "subject" => &words.subject,
            "from" => &words.from,
            "cited" => &words.cited,
            "deadline" => &words.deadline,
            _ => &self.short_name,
        })
    }

    /// Returns the places of starting texts that a text still leaves to be filled, brackets included, in their order.
    pub fn left_to_fill<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let texts = self.answers.iter().map(|start| &start.text);
        let texts: Vec<&String> =
            texts.chain(self.templates.iter().flat_map(|it| [&it.subject, &it.text])).collect();
        let is_ours = |place: &&str| texts.iter().any(|text| text.contains(*place));
        places(text).into_iter().filter(is_ours).collect()
    }
}

/// Returns a text with its slots filled, each once, and one line end behind it.
pub(super) fn filled<'w>(text: &str, words: impl Fn(&str) -> &'w str) -> String {
    let mut pieces = text.trim().split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((slot, rest)) = piece.split_once('}') else { continue };
        filled.push_str(words(slot));
        filled.push_str(rest);
    }
    filled.push('\n');
    filled
}

impl StartingText {
    pub(super) fn check(&self, all: &[Self]) -> Result<(), Wrong> {
        let is_slug = |slug: &str| {
            !slug.is_empty() && slug.chars().all(|it| it.is_ascii_lowercase() || it == '-')
        };
        if !is_slug(&self.slug) || all.iter().filter(|it| it.slug == self.slug).count() > 1 {
            return wrong(format!(
                "of a starting text the slug “{}”: each has one of its own, of small letters and hyphens",
                self.slug
            ))
            .at(&["slug"]);
        }
        if self.name.trim().is_empty() || self.name.chars().any(char::is_control) {
            return wrong("no name of a starting text that could stand on a line").at(&["name"]);
        }
        if self.settles && self.asks_deadline {
            return wrong("that an answer settles what was asked, and asks for a later day for it")
                .at(&["asks_deadline"]);
        }
        let mut slots = self.text.split('{').skip(1).map(|piece| piece.split('}').next());
        let unknown = slots.find(|slot| slot.is_none_or(|slot| !SLOTS.contains(&slot))).flatten();
        match unknown {
            Some(slot) => {
                let known = in_a_row(SLOTS.map(|slot| format!("{{{slot}}}")), "and");
                wrong(format!(
                    "a starting text with the slot “{{{slot}}}”, which nothing fills: there are {known}"
                ))
                .at(&["text"])
            }
            None => Ok(()),
        }
    }
}

/// The words in square brackets, brackets included; none goes over a line end.
fn places(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('[') {
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find(']').filter(|end| !rest.get(..*end).unwrap_or_default().contains('\n'));
        found.extend(end.and_then(|end| rest.get(..=end)));
    }
    found
}
