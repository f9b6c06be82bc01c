//! The contacts of a statement.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Mailbox;

/// A contact of a statement: who is told, and why (CON-1 to CON-5).
///
/// Imported contacts may be a name alone; every other has an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// The name, empty if none is known.
    pub name: String,
    /// The address; `None` in imported statements that give only a name.
    pub address: Option<String>,
    /// Why it is there.
    pub why: Why,
}

impl Contact {
    /// Makes a contact from a mailbox.
    pub fn new(mailbox: &Mailbox, why: Why) -> Self {
        Self { name: mailbox.name().to_owned(), address: Some(mailbox.address().to_owned()), why }
    }

    /// Returns the mailbox, if there is an address that has the form of one.
    pub fn mailbox(&self) -> Option<Mailbox> {
        Mailbox::new(&self.name, self.address.as_deref()?).ok()
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.mailbox(), &self.address) {
            (Some(mailbox), _) => mailbox.fmt(f),
            (None, Some(address)) if self.name.is_empty() => f.write_str(address),
            (None, Some(address)) => write!(f, "{} <{address}>", self.name),
            (None, None) => f.write_str(&self.name),
        }
    }
}

/// Says why somebody is a contact of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The group's mailing list.
    List,
    /// The chairs of the group.
    Chairs,
    /// The Area Directors responsible for the group.
    AreaDirectors,
    /// The leadership of our organization at this level (its chair, the IESG, the IAB).
    Leadership,
    /// The liaison manager for the other organization.
    LiaisonManager,
    /// The coordination address.
    Coordination,
    /// The address that the directory lists for the group.
    Listed,
    /// Whoever mailed a received statement.
    Sender,
    /// Somebody added it by hand.
    Entered,
    /// It came with an imported statement.
    Imported,
}

impl Why {
    /// All reasons.
    pub const ALL: [Self; 10] = [
        Self::List,
        Self::Chairs,
        Self::AreaDirectors,
        Self::Leadership,
        Self::LiaisonManager,
        Self::Coordination,
        Self::Listed,
        Self::Sender,
        Self::Entered,
        Self::Imported,
    ];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Chairs => "chairs",
            Self::AreaDirectors => "area-directors",
            Self::Leadership => "leadership",
            Self::LiaisonManager => "liaison-manager",
            Self::Coordination => "coordination",
            Self::Listed => "listed",
            Self::Sender => "sender",
            Self::Entered => "entered",
            Self::Imported => "imported",
        }
    }

    /// Returns the reason of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.slug() == slug)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "mailing list",
            Self::Chairs => "chairs",
            Self::AreaDirectors => "Area Directors",
            Self::Leadership => "leadership",
            Self::LiaisonManager => "liaison manager",
            Self::Coordination => "coordination address",
            Self::Listed => "listed for the group",
            Self::Sender => "mailed the statement",
            Self::Entered => "added by hand",
            Self::Imported => "from the imported record",
        })
    }
}

/// The contact fields of the present record that the process no longer has, kept as they are (REC-10).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RetiredContacts {
    /// Response Contact.
    pub response: String,
    /// Technical Contact.
    pub technical: String,
    /// Action Holder Contact.
    pub action_holder: String,
    /// CC.
    pub cc: String,
}

impl RetiredContacts {
    /// Says whether none is filled.
    pub fn is_empty(&self) -> bool {
        [&self.response, &self.technical, &self.action_holder, &self.cc]
            .iter()
            .all(|field| field.is_empty())
    }
}
