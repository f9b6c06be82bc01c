//! Mailboxes and the contacts of a statement.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name and an address (RFC 5322 §3.4), checked when made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mailbox {
    name: String,
    address: String,
}

/// Says why something is not a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// There is nothing.
    #[error("no address was given: write it as name@example.org")]
    Empty,
    /// Line ends and other control characters could forge headers.
    #[error("an address holds a line end or another control character: type it again on one line")]
    Control,
    /// It does not have the form of an address.
    #[error(
        "“{0}” is not an e-mail address: write it as name@example.org or Name <name@example.org>"
    )]
    Form(String),
    /// Longer than any mail server accepts (RFC 5321 §4.5.3.1).
    #[error("an address is longer than 254 characters: no mail server would take it")]
    TooLong,
}

impl Mailbox {
    /// Makes a mailbox from a name, which may be empty, and an address.
    ///
    /// # Errors
    /// [`BadAddress`] if the address has not the form `local@domain`, or either holds a control character.
    pub fn new(name: &str, address: &str) -> Result<Self, BadAddress> {
        let (name, address) = (name.trim(), address.trim());
        if name.chars().chain(address.chars()).any(char::is_control) {
            return Err(BadAddress::Control);
        }
        check_address(address)?;
        Ok(Self { name: name.to_owned(), address: address.to_owned() })
    }

    /// Reads `Name <name@example.org>`, `"Name, Title" <…>` or a bare address.
    ///
    /// # Errors
    /// [`BadAddress`] as for [`Mailbox::new`].
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim();
        let Some(rest) = text.strip_suffix('>') else { return Self::new("", text) };
        let Some((name, address)) = rest.rsplit_once('<') else {
            return Err(BadAddress::Form(shortened(text)));
        };
        Self::new(&unquoted(name.trim()), address)
    }

    /// Reads mailboxes separated by commas, semicolons or line ends; a comma within quotes belongs to the name.
    ///
    /// # Errors
    /// The first [`BadAddress`] found.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, BadAddress> {
        split_list(text).iter().map(|one| Self::parse(one)).collect()
    }

    /// Returns the name, empty if there is none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the address as it was written.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Returns what tells two addresses apart: the whole in lower case.
    pub fn key(&self) -> String {
        self.address.to_lowercase()
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.is_empty() {
            f.write_str(&self.address)
        } else if self.name.chars().all(|c| c.is_alphanumeric() || " -'".contains(c)) {
            write!(f, "{} <{}>", self.name, self.address)
        } else {
            write!(
                f,
                "\"{}\" <{}>",
                self.name.replace('\\', "\\\\").replace('"', "\\\""),
                self.address
            )
        }
    }
}

fn check_address(address: &str) -> Result<(), BadAddress> {
    if address.is_empty() {
        return Err(BadAddress::Empty);
    }
    if address.len() > 254 {
        return Err(BadAddress::TooLong);
    }
    let bad = || BadAddress::Form(shortened(address));
    let (local, domain) = address.rsplit_once('@').ok_or_else(bad)?;
    let local_is_fine = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c) || !c.is_ascii());
    let domain_is_fine = domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    if local_is_fine && domain_is_fine { Ok(()) } else { Err(bad()) }
}

fn unquoted(name: &str) -> String {
    let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return name.to_owned();
    };
    let mut plain = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    plain
}

fn split_list(text: &str) -> Vec<String> {
    let (mut list, mut one, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for c in text.chars() {
        let separates = !quoted && matches!(c, ',' | ';' | '\n' | '\r');
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        if separates {
            list.push(std::mem::take(&mut one));
        } else {
            one.push(c);
        }
    }
    list.push(one);
    list.retain(|one| !one.trim().is_empty());
    list
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_owned()
    } else {
        text.chars().take(79).chain(['…']).collect()
    }
}

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
        Self { name: mailbox.name.clone(), address: Some(mailbox.address.clone()), why }
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
