//! What was read from a letter.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::Purpose;
use serde::{Deserialize, Serialize};

use super::layouts::Claim;
use super::sent::Sent;

/// What was read from one letter; what it does not state is empty.
///
/// Every field that is filled has evidence: the words that it was read from, and where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The file, or the message and the file within it.
    pub file: String,
    /// The format, by a short name: `docx`, `pdf`, `message`.
    pub format: String,
    /// Whether it is a liaison statement, and does not only talk about one.
    pub is_statement: bool,
    /// Why it is one or is not, a sentence each.
    pub reasons: Vec<String>,
    /// What it is about, as it is written.
    pub subject: Option<String>,
    /// The bodies that it comes from, as they are written.
    pub from: Vec<String>,
    /// The bodies that it is addressed to, as they are written.
    pub to: Vec<String>,
    /// The bodies and people that get a copy, as they are written.
    pub cc: Vec<String>,
    /// The groups that `from` names, as far as the directory knows them.
    pub from_groups: Vec<String>,
    /// The groups that `to` names, as far as the directory knows them.
    pub to_groups: Vec<String>,
    /// What it is for (PUR-1).
    pub purpose: Option<Purpose>,
    /// What it is for, in its own words; empty if it does not say.
    pub purpose_as_written: String,
    /// What is wanted of whom, where it says so for each.
    pub addressees: Vec<Addressee>,
    /// The last day for an answer.
    pub deadline: Option<Date>,
    /// The deadline in its own words, where it is no day: `mid-May 2007`.
    pub deadline_as_written: String,
    /// Its own date.
    pub date: Option<Date>,
    /// Whom to ask.
    pub contacts: Vec<Person>,
    /// Whom it is addressed to by name.
    pub to_contacts: Vec<Person>,
    /// Whom to ask about the matter itself.
    pub technical_contacts: Vec<Person>,
    /// Where answers go.
    pub send_reply_to: Vec<Person>,
    /// Its numbers, those that a receiver gave it included.
    pub identifiers: Vec<String>,
    /// The statements that it answers: their numbers, or what it says of them.
    pub in_response_to: Vec<String>,
    /// The files that come with it, as it names them.
    pub attachments: Vec<String>,
    /// Its text, without its head.
    pub text: String,
    /// What was cut from the text: signatures, notes of mail programs and lists.
    pub left_out: Vec<String>,
    /// What each field was read from, by the name of the field.
    pub evidence: BTreeMap<String, Vec<Evidence>>,
    /// What a reader should know, a sentence each.
    pub warnings: Vec<String>,
    /// Which forms of letters it could have, the strongest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// What the sender's installation wrote down beside the letter, where the fields were read from that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<Box<Sent>>,
}

/// One of several addressees of a letter, and what is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The body, as it is written.
    pub name: String,
    /// What is wanted: `action`, `comment`, `information`.
    pub purpose: String,
}

/// A person or a role with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name; empty if only an address is given.
    pub name: String,
    /// The address, restored where it was disguised; empty if none is given.
    pub email: String,
    /// The organization or the role; empty if none is given.
    pub organization: String,
}

/// The words that a field was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The words.
    pub text: String,
    /// Where they stand: `table 1, row 3`, `file name`, `From field of the message`.
    #[serde(rename = "where")]
    pub place: String,
    /// Where they stand in the text of the letter, in bytes, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(usize, usize)>,
    /// Why a person should look, if one should; a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
}

/// A field of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// [`Reading::subject`].
    Subject,
    /// [`Reading::from`].
    From,
    /// [`Reading::to`].
    To,
    /// [`Reading::cc`].
    Cc,
    /// [`Reading::purpose`].
    Purpose,
    /// [`Reading::addressees`].
    Addressees,
    /// [`Reading::deadline`].
    Deadline,
    /// [`Reading::date`].
    Date,
    /// [`Reading::contacts`].
    Contacts,
    /// [`Reading::to_contacts`].
    ToContacts,
    /// [`Reading::technical_contacts`].
    TechnicalContacts,
    /// [`Reading::send_reply_to`].
    SendReplyTo,
    /// [`Reading::identifiers`].
    Identifiers,
    /// [`Reading::in_response_to`].
    InResponseTo,
    /// [`Reading::attachments`].
    Attachments,
}

impl Field {
    /// All fields that have evidence.
    pub const ALL: [Self; 15] = [
        Self::Subject,
        Self::From,
        Self::To,
        Self::Cc,
        Self::Purpose,
        Self::Addressees,
        Self::Deadline,
        Self::Date,
        Self::Contacts,
        Self::ToContacts,
        Self::TechnicalContacts,
        Self::SendReplyTo,
        Self::Identifiers,
        Self::InResponseTo,
        Self::Attachments,
    ];

    /// Returns its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::From => "from",
            Self::To => "to",
            Self::Cc => "cc",
            Self::Purpose => "purpose",
            Self::Addressees => "addressees",
            Self::Deadline => "deadline",
            Self::Date => "date",
            Self::Contacts => "contacts",
            Self::ToContacts => "to_contacts",
            Self::TechnicalContacts => "technical_contacts",
            Self::SendReplyTo => "send_reply_to",
            Self::Identifiers => "identifiers",
            Self::InResponseTo => "in_response_to",
            Self::Attachments => "attachments",
        }
    }
}

impl Reading {
    /// Returns what a field was read from.
    pub fn evidence_of(&self, field: Field) -> &[Evidence] {
        self.evidence.get(field.name()).map_or(&[], Vec::as_slice)
    }

    /// Says whether a field holds anything.
    pub fn is_filled(&self, field: Field) -> bool {
        match field {
            Field::Subject => self.subject.is_some(),
            Field::From => !self.from.is_empty(),
            Field::To => !self.to.is_empty(),
            Field::Cc => !self.cc.is_empty(),
            Field::Purpose => self.purpose.is_some() || !self.purpose_as_written.is_empty(),
            Field::Addressees => !self.addressees.is_empty(),
            Field::Deadline => self.deadline.is_some() || !self.deadline_as_written.is_empty(),
            Field::Date => self.date.is_some(),
            Field::Contacts => !self.contacts.is_empty(),
            Field::ToContacts => !self.to_contacts.is_empty(),
            Field::TechnicalContacts => !self.technical_contacts.is_empty(),
            Field::SendReplyTo => !self.send_reply_to.is_empty(),
            Field::Identifiers => !self.identifiers.is_empty(),
            Field::InResponseTo => !self.in_response_to.is_empty(),
            Field::Attachments => !self.attachments.is_empty(),
        }
    }

    /// Keeps evidence of a field, once.
    pub(super) fn note(&mut self, field: Field, evidence: Evidence) {
        let known = self.evidence.entry(field.name().to_owned()).or_default();
        if !known.iter().any(|one| one.text == evidence.text && one.place == evidence.place) {
            known.push(evidence);
        }
    }
}

impl std::fmt::Display for Person {
    /// Writes `Name <address>`, or what there is of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.name.as_str(), self.email.as_str()) {
            (name, "") => f.write_str(name),
            ("", email) => f.write_str(email),
            (name, email) => write!(f, "{name} <{email}>"),
        }
    }
}
