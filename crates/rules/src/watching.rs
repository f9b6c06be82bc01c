//! What somebody may follow by mail, without an account, and what of the record is news to them.

use std::fmt;

use crate::{EventKind, Number};

/// What somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Watched {
    /// The exchange that a statement belongs to, also as it grows.
    Exchange(Number),
    /// What a group, or one under it, sends, is sent or is given; by its acronym.
    Group(String),
    /// What goes to and from an organization; by its acronym.
    Organization(String),
    /// What a search finds; as the address of the list has it behind `?`.
    Search(String),
}

impl Watched {
    /// Returns the name used in data of what kind it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Exchange(_) => "exchange",
            Self::Group(_) => "group",
            Self::Organization(_) => "organization",
            Self::Search(_) => "search",
        }
    }

    /// Returns which one of its kind it is.
    pub fn key(&self) -> String {
        match self {
            Self::Exchange(number) => number.to_string(),
            Self::Group(key) | Self::Organization(key) | Self::Search(key) => key.clone(),
        }
    }

    /// Reads what [`kind`](Self::kind) and [`key`](Self::key) returned; nothing for another kind, or an empty key.
    pub fn of(kind: &str, key: &str) -> Option<Self> {
        let named = Some(key.to_owned()).filter(|key| !key.is_empty());
        match kind {
            "exchange" => {
                let number = key.parse().ok().filter(|number| *number > 0)?;
                Some(Self::Exchange(Number(number)))
            }
            "group" => named.map(Self::Group),
            "organization" => named.map(Self::Organization),
            "search" => named.map(Self::Search),
            _ => None,
        }
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.key())
    }
}

impl EventKind {
    /// Returns what whoever follows a statement is told of it; nothing for steps that lead there, or tell only of mail.
    pub fn news(self) -> Option<&'static str> {
        match self {
            Self::Posted => Some("new on the record"),
            Self::RecordedUnapproved => Some("new on the record, sent without its approvals"),
            Self::Corrected => Some("corrected"),
            Self::Withdrawn => Some("withdrawn"),
            Self::AttachmentChanged => Some("other attachments"),
            Self::DeadlineAgreed => Some("its deadline was put off"),
            Self::Promised => Some("an answer was promised"),
            Self::AnsweredInformally => Some("answered by mail"),
            Self::NoAnswer => Some("no answer will be sent"),
            Self::Answered => Some("answered"),
            Self::Reopened => Some("waits for an answer again"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_followed_reads_back_as_it_was_kept() {
        let all = [
            Watched::Exchange(Number(12)),
            Watched::Group("tsync".to_owned()),
            Watched::Organization("etu".to_owned()),
            Watched::Search("q=clock&year=2026".to_owned()),
        ];
        for watched in all {
            assert_eq!(Watched::of(watched.kind(), &watched.key()), Some(watched));
        }
        for (kind, key) in [("exchange", "x"), ("exchange", "-1"), ("group", ""), ("person", "1")] {
            assert_eq!(Watched::of(kind, key), None, "{kind} {key}");
        }
    }
}
