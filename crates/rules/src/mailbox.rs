//! Mailboxes: a name and an address, checked when made.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name and an address (RFC 5322 §3.4), checked when made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Mailbox {
    name: String,
    address: String,
}

#[derive(Deserialize)]
struct Unchecked {
    name: String,
    address: String,
}

impl TryFrom<Unchecked> for Mailbox {
    type Error = BadAddress;

    fn try_from(unchecked: Unchecked) -> Result<Self, BadAddress> {
        Self::new(&unchecked.name, &unchecked.address)
    }
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
        && local.chars().all(|c| belongs_to_a_word(c) || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let domain_is_fine = domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| belongs_to_a_word(c) || c == '-')
        });
    if local_is_fine && domain_is_fine { Ok(()) } else { Err(bad()) }
}

/// Many scripts need marks that are no letters of their own, so that beyond ASCII only spaces are ruled out (RFC 6531).
fn belongs_to_a_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { !c.is_whitespace() }
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
