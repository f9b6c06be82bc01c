//! Texts that the organization words itself, with slots for what differs.

use serde::Deserialize;

use super::{Policy, Wrong, wrong};
use crate::Purpose;

/// The texts that a policy words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wordings {
    receipt: Receipts,
}

/// What the sender of a recorded statement is told, by its purpose (IN-6).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Receipts {
    /// For every purpose that has none of its own.
    usual: Wording,
    action: Option<Wording>,
    information: Option<Wording>,
    response: Option<Wording>,
    /// For what is about research, whatever its purpose (IN-4).
    research: Option<Wording>,
}

/// A subject and a text with slots.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// The subject, with slots.
    pub subject: String,
    /// Paragraphs, with slots; a paragraph with a slot that is empty is left out.
    pub text: String,
}

/// What fills the slots of a wording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slots {
    /// `{subject}`: the statement's.
    pub subject: String,
    /// `{link}`: where it is on the record.
    pub link: String,
    /// `{from}`: who sent it.
    pub from: String,
    /// `{to}`: the groups that it was passed on to.
    pub to: String,
    /// `{deadline}`: the one noted, empty if none.
    pub deadline: String,
}

const SLOTS: [&str; 7] =
    ["subject", "link", "from", "to", "deadline", "organization", "coordination"];

impl Policy {
    /// Returns the receipt for a statement of a purpose, or about research: its subject, and its text (IN-6, IN-4).
    pub fn receipt(
        &self,
        purpose: Option<Purpose>,
        about_research: bool,
        slots: &Slots,
    ) -> Wording {
        let receipts = &self.wordings.receipt;
        let own = match purpose {
            _ if about_research && receipts.research.is_some() => receipts.research.as_ref(),
            Some(Purpose::Action) => receipts.action.as_ref(),
            Some(Purpose::Information) => receipts.information.as_ref(),
            Some(Purpose::Response) => receipts.response.as_ref(),
            Some(Purpose::Comment) | None => None,
        };
        let wording = own.unwrap_or(&receipts.usual);
        let text = wording.text.split("\n\n").filter(|it| !self.is_left_open(it, slots));
        let text: Vec<String> = text.map(|it| self.filled(it.trim(), slots)).collect();
        Wording { subject: self.filled(&wording.subject, slots), text: text.join("\n\n") + "\n" }
    }

    fn value<'a>(&'a self, slot: &str, slots: &'a Slots) -> &'a str {
        match slot {
            "subject" => &slots.subject,
            "link" => &slots.link,
            "from" => &slots.from,
            "to" => &slots.to,
            "deadline" => &slots.deadline,
            "organization" => &self.short_name,
            _ => &self.addresses.coordination,
        }
    }

    fn is_left_open(&self, paragraph: &str, slots: &Slots) -> bool {
        let has = |slot: &str| paragraph.contains(&format!("{{{slot}}}"));
        SLOTS.into_iter().any(|slot| has(slot) && self.value(slot, slots).is_empty())
    }

    /// Fills each slot once, from left to right: braces in what fills it are words.
    fn filled(&self, words: &str, slots: &Slots) -> String {
        let mut pieces = words.split('{');
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            if let Some((slot, rest)) = piece.split_once('}') {
                filled.push_str(self.value(slot, slots));
                filled.push_str(rest);
            }
        }
        filled
    }
}

impl Wordings {
    pub(super) fn check(&self, has_research: bool) -> Result<(), Wrong> {
        let Receipts { usual, action, information, response, research } = &self.receipt;
        if research.is_some() && !has_research {
            return wrong("how a receipt on research reads, and not who is asked about research: add [research]")
                .at(&["wordings", "receipt", "research"]);
        }
        let named = [
            ("usual", Some(usual)),
            ("action", action.as_ref()),
            ("information", information.as_ref()),
            ("response", response.as_ref()),
            ("research", research.as_ref()),
        ];
        for (name, wording) in named {
            if let Some(words) = wording.and_then(Wording::fault) {
                return wrong(words).at(&["wordings", "receipt", name]);
            }
        }
        Ok(())
    }
}

impl Wording {
    /// Returns what is wrong with it, in words.
    fn fault(&self) -> Option<String> {
        if self.subject.trim().is_empty() || self.subject.chars().any(char::is_control) {
            return Some("a wording whose subject is not one line of words".to_owned());
        }
        if !self.text.contains("{link}") {
            return Some(
                "a receipt without “{link}”: the sender could not find the record".to_owned(),
            );
        }
        let unknown = |words: &str| {
            let mut slots = words.split('{').skip(1).map(|piece| piece.split('}').next());
            slots
                .find(|slot| slot.is_none_or(|slot| !SLOTS.contains(&slot)))
                .flatten()
                .map(str::to_owned)
        };
        let slot = unknown(&self.subject).or_else(|| unknown(&self.text))?;
        let known = super::in_a_row(SLOTS.map(|slot| format!("{{{slot}}}")), "and");
        Some(format!(
            "a wording with the slot “{{{slot}}}”, which nothing fills: there are {known}"
        ))
    }
}
