//! The two sides of a statement, and how they are reached.

use rules::RetiredContacts;

use crate::pieces::{ContactNote, Parties};
use crate::words;

/// One side of a statement: bodies, and how to reach them.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) parties: Parties,
    /// The organizations that the groups belong to, where that does not go without saying.
    pub(crate) organizations: String,
    /// As the sender wrote it, where groups stand for it.
    pub(crate) as_written: String,
    pub(crate) contacts: Vec<ContactNote>,
    pub(crate) liaison_contact: Option<ContactNote>,
}

impl Side {
    pub(crate) fn of(side: &rules::Side) -> Self {
        let mut organizations: Vec<String> = Vec::new();
        for group in &side.groups {
            let name = group.organization.to_uppercase();
            if group.organization != group.acronym && !organizations.contains(&name) {
                organizations.push(name);
            }
        }
        let written = side.as_written.join(", ");
        let is_said = side.groups.is_empty() || written == side.words();
        Self {
            parties: Parties::of(side),
            organizations: organizations.join(", "),
            as_written: if is_said { String::new() } else { written },
            contacts: side.contacts.iter().map(ContactNote::of).collect(),
            liaison_contact: side.liaison_contact.as_ref().map(ContactNote::of_mailbox),
        }
    }
}

/// Returns the contact fields that only the imported record has, one address a line, obscured.
pub(crate) fn retired(contacts: &RetiredContacts) -> Vec<(&'static str, Vec<String>)> {
    let fields = [
        ("Response contact", &contacts.response),
        ("Technical contact", &contacts.technical),
        ("Action holder", &contacts.action_holder),
        ("Copied to", &contacts.cc),
    ];
    let filled = fields.into_iter().filter(|(_, contacts)| !contacts.trim().is_empty());
    filled.map(|(label, contacts)| (label, lines(contacts))).collect()
}

fn lines(contacts: &str) -> Vec<String> {
    let one = contacts.split([',', '\n']).map(str::trim).filter(|one| !one.is_empty());
    one.map(|one| words::obscured(&one.replace(['<', '>'], ""))).collect()
}
