//! What a list shows of the letters in received messages.

use std::collections::HashMap;

use jiff::civil::Date;
use rules::{ItemState, Purpose};
use serde::{Deserialize, Serialize};
use store::{Item, Reader};

use crate::{Failure, ReadLetter};

/// What a list shows of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterGlance {
    /// Whether it is a liaison statement.
    pub is_statement: bool,
    /// Why it is one or is not.
    pub reason: String,
    /// What it is about; empty if that could not be read.
    pub subject: String,
    /// The bodies that it comes from, as it names them.
    pub from: Vec<String>,
    /// The bodies that it is addressed to, as it names them.
    pub to: Vec<String>,
    /// What it is for.
    pub purpose: Option<Purpose>,
    /// What it is for in its own words, where that is none of the purposes.
    pub purpose_as_written: String,
    /// The last day for an answer.
    pub deadline: Option<Date>,
    /// How many of its fields a person should look at.
    pub doubts: usize,
}

/// Says what became of reading a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemGlance {
    /// It is to be read, and nobody has come to it yet.
    BeingRead,
    /// It was read.
    Read(Vec<LetterGlance>),
}

impl LetterGlance {
    pub(crate) fn of(letter: &ReadLetter) -> Self {
        let reading = &letter.reading;
        let is_doubted =
            |all: &&Vec<letters::reading::Evidence>| all.iter().any(|one| one.doubt.is_some());
        Self {
            is_statement: reading.is_statement,
            reason: reading.reasons.first().cloned().unwrap_or_default(),
            subject: reading.subject.clone().unwrap_or_default(),
            from: reading.from.iter().take(5).cloned().collect(),
            to: reading.to.iter().take(5).cloned().collect(),
            purpose: reading.purpose,
            purpose_as_written: reading.purpose_as_written.clone(),
            deadline: reading.deadline,
            doubts: reading.evidence.values().filter(is_doubted).count(),
        }
    }
}

/// Returns what a list shows of the readings of messages that wait, by the message's id; one query for all.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn item_glances(
    reader: &Reader,
    items: &[Item],
) -> Result<HashMap<i64, ItemGlance>, Failure> {
    let ids: Vec<i64> = items.iter().map(|item| item.id).collect();
    let waits = |id: i64| items.iter().any(|one| one.id == id && one.state == ItemState::Waiting);
    let mut glances = HashMap::with_capacity(ids.len());
    for stored in reader.reading_summaries(&ids).await? {
        if stored.is_done {
            // What another version wrote is not shown, rather than wrongly.
            let letters = serde_json::from_str(&stored.summary).unwrap_or_default();
            glances.insert(stored.item, ItemGlance::Read(letters));
        } else if waits(stored.item) {
            glances.insert(stored.item, ItemGlance::BeingRead);
        }
    }
    Ok(glances)
}
