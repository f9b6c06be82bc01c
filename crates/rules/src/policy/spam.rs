//! Which messages are kept apart as spam, by what is in their headers.

use serde::Deserialize;

use super::{Policy, Wrong, wrong};

/// A field of the header, and what in it makes a message spam.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpamRule {
    /// The name of the field.
    header: String,
    /// These words stand in it, in whatever case.
    #[serde(default)]
    contains: Option<String>,
    /// The whole of it has this form, in whatever case; `*` stands for anything.
    #[serde(default)]
    matches: Option<String>,
    /// The first number in it is greater.
    #[serde(default)]
    over: Option<f64>,
    /// What is said of such a message.
    reason: String,
}

impl SpamRule {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let is_name = |c: char| c.is_ascii_graphic() && c != ':';
        if self.header.is_empty() || !self.header.chars().all(is_name) {
            return wrong(format!(
                "that spam is known by the field “{}”: write the name of a header field, without its colon",
                self.header
            ))
            .at(&["header"]);
        }
        let conditions = [
            self.contains.as_ref().is_some_and(|words| !words.trim().is_empty()),
            self.matches.as_ref().is_some_and(|form| !form.trim_matches('*').trim().is_empty()),
            self.over.is_some_and(f64::is_finite),
        ];
        if conditions.iter().filter(|is_set| **is_set).count() != 1 {
            return wrong(
                "of spam no condition, or several: set one of contains, matches and over",
            )
            .at(&["header"]);
        }
        if self.reason.trim().is_empty() || self.reason.chars().any(char::is_control) {
            return wrong("of spam no reason: write one on one line").at(&["reason"]);
        }
        Ok(())
    }

    /// Says whether a value of the field makes the message spam.
    fn finds(&self, value: &str) -> bool {
        let value = value.trim().to_lowercase();
        let contains = self.contains.as_ref().map(|words| value.contains(&words.to_lowercase()));
        let matches = self.matches.as_ref().map(|form| has_form(&value, &form.to_lowercase()));
        let over = self.over.map(|limit| first_number(&value).is_some_and(|number| number > limit));
        contains.or(matches).or(over).unwrap_or(false)
    }

    fn words(&self) -> String {
        let field = &self.header;
        let condition = match (&self.contains, &self.matches, self.over) {
            (Some(words), ..) => format!("holds “{words}”"),
            (None, Some(form), _) => format!("has the form “{form}”"),
            (None, None, over) => format!("is above {}", over.unwrap_or_default()),
        };
        format!("Where {field} {condition}: {}.", self.reason.trim_end_matches('.'))
    }
}

impl Policy {
    /// Returns why a message is kept apart as spam, each reason once; nothing if it is none.
    ///
    /// `values` returns the values of a field, as they stand in the header.
    pub fn spam_reasons(&self, values: impl Fn(&str) -> Vec<String>) -> Vec<&str> {
        let mut reasons: Vec<&str> = Vec::new();
        for rule in &self.spam {
            let is_found = values(&rule.header).iter().any(|value| rule.finds(value));
            if is_found && !reasons.contains(&rule.reason.as_str()) {
                reasons.push(&rule.reason);
            }
        }
        reasons
    }

    pub(super) fn spam_words(&self) -> Vec<String> {
        self.spam.iter().map(SpamRule::words).collect()
    }
}

/// Says whether a text has a form in which `*` stands for anything.
fn has_form(text: &str, form: &str) -> bool {
    let mut pieces = form.split('*');
    let Some(mut rest) = text.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

/// Returns the first number in a text: a mail server writes `Yes, score=7.2 required=5.0`.
fn first_number(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let digits = &text[start..];
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let number: f64 = digits[..end].trim_end_matches('.').parse().ok()?;
    Some(if text[..start].ends_with('-') { -number } else { number })
}
