//! Where the present tool's answers come from: pages of objects, each with the place where it stands.

use async_trait::async_trait;
use bytes::Bytes;
use serde_json::Value;

use super::ImportFault;

/// The answers of the present tool that an import reads, whichever way they come.
#[async_trait]
pub trait Source: Send + Sync {
    /// Returns a page of what is wanted; `next` is what the page before it gave.
    ///
    /// # Errors
    /// [`ImportFault`] if there is none to be had, or it is not what it should be.
    async fn page(&self, wanted: Wanted<'_>, next: Option<&str>) -> Result<Page, ImportFault>;
}

/// Where the bytes of attached files come from.
#[async_trait]
pub trait FileSource: Send + Sync {
    /// Returns the bytes of the file of this name, if it is there.
    ///
    /// # Errors
    /// [`ImportFault`] if it is there and cannot be read.
    async fn file(&self, name: &str) -> Result<Option<Bytes>, ImportFault>;
}

/// What an import asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// All statements.
    Statements,
    /// All events of statements.
    Events,
    /// Which documents are attached to which statements.
    Attachments,
    /// Which statements refer to which.
    Relations,
    /// All documents that are attached.
    Documents,
    /// All groups.
    Groups,
    /// The people of these ids; a source may give more.
    People(&'a [i64]),
    /// All roles that people hold on groups; a source may give only those that have a part in the process.
    Roles,
    /// The addresses of the people of these ids; a source may give more.
    Emails(&'a [i64]),
    /// Names, such as those of purposes, at this path; they only say how the rest is called.
    Names(&'static str),
}

/// The paths of the names that statements and groups are told in.
pub(super) const NAMES: [&str; 8] = [
    "name/liaisonstatementpurposename/",
    "name/liaisonstatementstate/",
    "name/liaisonstatementtagname/",
    "name/liaisonstatementeventtypename/",
    "name/docrelationshipname/",
    "name/groupstatename/",
    "name/grouptypename/",
    "name/rolename/",
];

impl Wanted<'_> {
    /// Returns the path of the answers below `/api/v1/`.
    pub fn path(self) -> &'static str {
        match self {
            Self::Statements => "liaisons/liaisonstatement/",
            Self::Events => "liaisons/liaisonstatementevent/",
            Self::Attachments => "liaisons/liaisonstatementattachment/",
            Self::Relations => "liaisons/relatedliaisonstatement/",
            Self::Documents => "doc/document/",
            Self::Groups => "group/group/",
            Self::People(_) => "person/person/",
            Self::Roles => "group/role/",
            Self::Emails(_) => "person/email/",
            Self::Names(path) => path,
        }
    }

    /// Returns the last part of the path, which is also the name of its file in a directory of answers.
    pub fn name(self) -> &'static str {
        let path = self.path().trim_end_matches('/');
        path.rsplit('/').next().unwrap_or(path)
    }

    /// Says whether an import makes no sense without it.
    pub fn is_needed(self) -> bool {
        matches!(self, Self::Statements | Self::Events | Self::Roles)
    }
}

/// A page of objects.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The objects.
    pub objects: Vec<Object>,
    /// What to ask for next; `None` on the last page.
    pub next: Option<String>,
    /// How many there are on all pages, where the answer says so.
    pub total: Option<u64>,
    /// What could not be had and was left out, in words.
    pub missing: Vec<String>,
}

/// An object with the place where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Where it stands: a file or an address, and which object of it.
    pub place: String,
    /// The object.
    pub value: Value,
}

impl Page {
    /// Reads a page from the text of an answer that came from `place`; objects are counted from `first`.
    ///
    /// # Errors
    /// [`ImportFault::Input`] with line and column if it is not JSON, or not a list of objects with its count.
    pub fn read(text: &[u8], place: &str, first: u64) -> Result<Self, ImportFault> {
        let mut answer: Value = serde_json::from_slice(text).map_err(|error| {
            ImportFault::input(
                &format!("{place}, line {}, column {}", error.line(), error.column()),
                format!("this is not the JSON of an answer ({error}): fetch it again"),
            )
        })?;
        let Some(Value::Array(objects)) = answer.get_mut("objects").map(Value::take) else {
            let what = "there is no list of “objects”, as every answer has one";
            return Err(ImportFault::input(place, what));
        };
        let meta = answer.get("meta");
        let total = meta.and_then(|meta| meta.get("total_count")).and_then(Value::as_u64);
        let next = meta.and_then(|meta| meta.get("next")).and_then(Value::as_str);
        let objects = (first..)
            .zip(objects)
            .map(|(index, value)| Object { place: format!("{place}, object {index}"), value })
            .collect();
        Ok(Self { objects, next: next.map(str::to_owned), total, missing: Vec::new() })
    }
}
