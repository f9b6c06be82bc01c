//! What a statement's word of consensus rests on (OUT-6, OUT-8).

use serde::{Deserialize, Serialize};

/// Something that consensus rests on, with what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// What it is: "Last call on the list"; empty where its name says enough.
    pub label: String,
    /// What is linked.
    pub at: BasisAt,
}

/// A document, a file that comes with the statement, or an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BasisAt {
    /// An RFC or an Internet-Draft by its name, such as `RFC 8446`.
    Document(String),
    /// A file of the statement by its name.
    File(String),
    /// An absolute http or https address.
    Url(String),
}

impl Basis {
    /// Returns it as it is typed, a line: what it is, a colon, what is linked.
    pub fn line(&self) -> String {
        match self.label.as_str() {
            "" => self.at.name().to_owned(),
            label => format!("{label}: {}", self.at.name()),
        }
    }
}

impl BasisAt {
    /// Returns the name or the address of what is linked.
    pub fn name(&self) -> &str {
        match self {
            Self::Document(name) | Self::File(name) | Self::Url(name) => name,
        }
    }
}
