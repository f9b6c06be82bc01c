//! Who writes to whom, and how they are reached.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{Contact, Mailbox, Side};

use crate::words;

/// The bodies on one side in a line: groups as links, others as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/parties.html")]
pub(crate) struct Parties {
    /// Acronym and name of each; the acronym is empty for a body as written.
    pub(crate) bodies: Vec<(String, String)>,
}

/// A contact as a reader may see it, its address obscured.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "pieces/contact.html")]
pub(crate) struct ContactNote {
    /// The name, empty if none is known.
    pub(crate) name: String,
    /// The address, obscured; empty if there is none.
    pub(crate) address: String,
    /// Why it is there, in words; empty where it goes without saying.
    pub(crate) why: String,
}

impl Parties {
    /// Returns the bodies on a side: its groups, else what was written.
    pub(crate) fn of(side: &Side) -> Self {
        let groups = side.groups.iter().map(|group| (group.acronym.clone(), group.name.clone()));
        let mut bodies: Vec<_> = groups.collect();
        if bodies.is_empty() {
            bodies = side.as_written.iter().map(|words| (String::new(), words.clone())).collect();
        }
        Self { bodies }
    }
}

impl ContactNote {
    /// Returns a contact.
    pub(crate) fn of(contact: &Contact) -> Self {
        Self {
            name: contact.name.clone(),
            address: words::obscured(contact.address.as_deref().unwrap_or_default()),
            why: contact.why.to_string(),
        }
    }

    /// Returns a mailbox.
    pub(crate) fn of_mailbox(mailbox: &Mailbox) -> Self {
        Self {
            name: mailbox.name().to_owned(),
            address: words::obscured(mailbox.address()),
            why: String::new(),
        }
    }
}

impl HtmlSafe for Parties {}
impl HtmlSafe for ContactNote {}
