//! A statement as programs write it, and the form that verbs take.

use operations::StatementForm;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Problem;

/// What is written of a statement; what is left out stays as it is, and an empty text or list clears a field.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Writing {
    /// Acronyms of the groups that it is from.
    from_groups: Option<Vec<String>>,
    /// The bodies that it is from, as its sender wrote them.
    from_as_written: Option<Vec<String>>,
    /// Acronyms of the groups that it goes to.
    to_groups: Option<Vec<String>>,
    /// The bodies that it goes to, as its sender wrote them.
    to_as_written: Option<Vec<String>>,
    /// `information`, `action`, `response` or `comment`.
    #[schema(value_type = Option<String>)]
    purpose: Option<String>,
    /// The purpose in the letter's own words.
    purpose_as_written: Option<String>,
    /// A day.
    #[schema(value_type = Option<String>)]
    deadline: Option<String>,
    /// Whether the letter has a deadline so that is hardly what its sender meant: before the day on which it was sent, or years
    /// ahead. Such a day of what was received is refused without it.
    deadline_sure: Option<bool>,
    /// One line.
    subject: Option<String>,
    /// The words, exactly as they are to be kept.
    text: Option<String>,
    /// Whose consensus it expresses.
    consensus: Option<String>,
    /// What that rests on: what it is, a colon, and an RFC or draft, the name of a file of the statement, or an address.
    consensus_basis: Option<Vec<String>>,
    /// Mailboxes: `Ana Example <ana@example.org>`.
    from_contacts: Option<Vec<String>>,
    /// One mailbox (Send-Reply-To).
    from_liaison_contact: Option<String>,
    /// Mailboxes.
    to_contacts: Option<Vec<String>>,
    /// One mailbox (Send-To).
    to_liaison_contact: Option<String>,
    /// Numbers and names by which it is known.
    identifiers: Option<Vec<String>>,
    /// Numbers of the statements that it answers.
    in_response_to: Option<Vec<i64>>,
    /// Numbers of the statements that it follows up (RSP-6).
    follows_up: Option<Vec<i64>>,
    /// Numbers of the statements whose place it takes (OUT-5).
    revises: Option<Vec<i64>>,
    /// Numbers of the statements that it passes on.
    forwards: Option<Vec<i64>>,
    /// Numbers of the statements that it mentions.
    refers_to: Option<Vec<i64>>,
    /// Whether it settles what it answers (RSP-3).
    settles: Option<bool>,
    /// The later day that it asks for (PUR-4).
    deadline_asked: Option<String>,
    /// The day on which it was sent.
    sent_on: Option<String>,
    /// The day on which it was received.
    received_on: Option<String>,
    /// Acronyms of the groups that a received statement is given to in place of those that it names (IN-3).
    given_to: Option<Vec<String>>,
    /// Whether a received statement is about research (IN-4).
    about_research: Option<bool>,
    /// How it travelled, or is to go, where it does not come or go as a message from here (REC-7).
    travelled: Option<String>,
    /// The role in which you act, as `/api/me` names it (OUT-9).
    pub(super) role: Option<String>,
    /// What a new statement is; `draft` if it is left out. A change takes none.
    #[serde(rename = "as")]
    #[schema(value_type = Option<BegunAs>)]
    pub(super) begun_as: Option<BegunAs>,
}

/// What a new statement is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum BegunAs {
    /// A draft of ours.
    #[default]
    Draft,
    /// Something that was received (IN-1).
    Received,
    /// Something that was sent by other means (OUT-5).
    Sent,
}

impl Writing {
    /// Puts what is written into a form.
    ///
    /// # Errors
    /// A [`Problem`] for what would be two entries of a list.
    pub(super) fn onto(self, form: StatementForm) -> Result<StatementForm, Problem> {
        let flag = |flag: Option<bool>, [yes, no]: [&str; 2], old: String| match flag {
            Some(true) => yes.to_owned(),
            Some(false) => no.to_owned(),
            None => old,
        };
        let numbers = |of: Option<Vec<i64>>, old: String| match of {
            Some(of) => of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            None => old,
        };
        let text = |of: Option<String>, old: String| of.unwrap_or(old);
        Ok(StatementForm {
            from_groups: acronyms("from_groups", self.from_groups, form.from_groups)?,
            from_as_written: lines("from_as_written", self.from_as_written, form.from_as_written)?,
            to_groups: acronyms("to_groups", self.to_groups, form.to_groups)?,
            to_as_written: lines("to_as_written", self.to_as_written, form.to_as_written)?,
            purpose: text(self.purpose, form.purpose),
            purpose_as_written: text(self.purpose_as_written, form.purpose_as_written),
            deadline: text(self.deadline, form.deadline),
            deadline_sure: flag(self.deadline_sure, ["yes", ""], form.deadline_sure),
            subject: text(self.subject, form.subject),
            text: text(self.text, form.text),
            consensus: text(self.consensus, form.consensus),
            consensus_basis: lines("consensus_basis", self.consensus_basis, form.consensus_basis)?,
            from_contacts: lines("from_contacts", self.from_contacts, form.from_contacts)?,
            from_liaison_contact: text(self.from_liaison_contact, form.from_liaison_contact),
            to_contacts: lines("to_contacts", self.to_contacts, form.to_contacts)?,
            to_liaison_contact: text(self.to_liaison_contact, form.to_liaison_contact),
            identifiers: lines("identifiers", self.identifiers, form.identifiers)?,
            in_response_to: numbers(self.in_response_to, form.in_response_to),
            follows_up: numbers(self.follows_up, form.follows_up),
            revises: numbers(self.revises, form.revises),
            forwards: numbers(self.forwards, form.forwards),
            refers_to: numbers(self.refers_to, form.refers_to),
            settles: flag(self.settles, ["yes", "no"], form.settles),
            deadline_asked: text(self.deadline_asked, form.deadline_asked),
            sent_on: text(self.sent_on, form.sent_on),
            received_on: text(self.received_on, form.received_on),
            given_to: acronyms("given_to", self.given_to, form.given_to)?,
            about_research: flag(self.about_research, ["yes", ""], form.about_research),
            travelled: text(self.travelled, form.travelled),
        })
    }

    /// Returns the day and the way of what was sent by other means.
    pub(super) fn sent_otherwise(&self) -> Result<(jiff::civil::Date, String), Problem> {
        let day = day("sent_on", self.sent_on.as_deref().unwrap_or_default())?;
        Ok((day, self.travelled.clone().unwrap_or_default()))
    }
}

/// Writes a list as forms have it, one entry a line.
fn lines(field: &str, list: Option<Vec<String>>, old: String) -> Result<String, Problem> {
    let Some(list) = list else { return Ok(old) };
    match list.iter().find(|one| one.contains(['\n', '\r'])) {
        Some(_) => Err(Problem::field(field, "Write each entry on one line.")),
        None => Ok(list.join("\n")),
    }
}

/// Writes acronyms as forms have them.
pub(super) fn acronyms(
    field: &str,
    list: Option<Vec<String>>,
    old: String,
) -> Result<String, Problem> {
    let Some(list) = list else { return Ok(old) };
    let separates = |c: char| c.is_whitespace() || c == ',';
    match list.iter().find(|one| one.trim().contains(separates)) {
        Some(one) => Err(Problem::field(field, format!("“{one}” is no acronym."))),
        None => Ok(list.join(", ")),
    }
}

/// Reads a day of a body.
pub(super) fn day(field: &str, text: &str) -> Result<jiff::civil::Date, Problem> {
    let text = text.trim();
    text.parse().map_err(|_| match text.is_empty() {
        true => Problem::field(field, "Name the day."),
        false => Problem::field(field, format!("“{text}” is not a day: write it as 2027-01-31.")),
    })
}
