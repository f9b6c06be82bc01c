//! What comes with a statement: files and links (BOD-2).

use serde::{Deserialize, Serialize};

use crate::MadeOf;

/// A file or a link that comes with a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Counts from 1 within the statement and is never reused; part of the address.
    pub position: i64,
    /// What it is called.
    pub title: String,
    /// The file or the link itself.
    pub body: AttachmentBody,
    /// Where it came from.
    pub source: AttachmentSource,
    /// Whether it was added after the statement was sent.
    pub added_after_sending: bool,
    /// Why it was taken from view, if it was; the file itself is kept.
    pub hidden: Option<String>,
    /// The file that this tool made it of, if it made it (BOD-3).
    pub made_of: Option<MadeOf>,
}

/// The file or the link itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttachmentBody {
    /// A file.
    File {
        /// The file name as it came.
        name: String,
        /// The type as detected from the content.
        media_type: String,
        /// The SHA-256 of the bytes in lower-case hexadecimal; `None` where an imported record names a file whose
        /// bytes have not been brought.
        sha256: Option<String>,
        /// The number of bytes; 0 where they have not been brought.
        size: i64,
        /// The name under which the present tool serves it, if it does.
        legacy_name: Option<String>,
        /// What was made of it.
        renditions: Vec<Rendition>,
    },
    /// A link.
    Link {
        /// An absolute http or https address.
        url: String,
    },
}

/// Something made from a file, so that all can read it (BOD-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// What it is.
    pub kind: RenditionKind,
    /// The SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
    /// The number of bytes.
    pub size: i64,
}

/// Says what a rendition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RenditionKind {
    /// A PDF.
    Pdf,
    /// Its words, as UTF-8.
    Text,
}

impl RenditionKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Text];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "text",
        }
    }

    /// Returns the kind of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// Says where an attachment came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentSource {
    /// It came in the received message.
    Received,
    /// Somebody uploaded or linked it.
    Uploaded,
    /// It came with the imported record.
    Imported,
    /// This tool made it of the statement: the letter in the receiver's form (BOD-4).
    Made,
    /// Somebody put it in the place of a letter that this tool had made.
    Converted,
}

impl AttachmentSource {
    /// All sources.
    pub const ALL: [Self; 5] =
        [Self::Received, Self::Uploaded, Self::Imported, Self::Made, Self::Converted];

    /// Returns the name used in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Uploaded => "uploaded",
            Self::Imported => "imported",
            Self::Made => "made",
            Self::Converted => "converted",
        }
    }

    /// Returns the source of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.slug() == slug)
    }

    /// Says whether it is that of a letter in the receiver's form.
    pub fn is_letter(self) -> bool {
        matches!(self, Self::Made | Self::Converted)
    }
}

impl Attachment {
    /// Says whether it is the statement itself, as a letter in the form of its receiver (BOD-4).
    pub fn is_letter(&self) -> bool {
        self.source.is_letter()
    }

    /// Returns the PDF that was made of it, if one was.
    pub fn pdf(&self) -> Option<&Rendition> {
        let AttachmentBody::File { renditions, .. } = &self.body else { return None };
        renditions.iter().find(|rendition| rendition.kind == RenditionKind::Pdf)
    }

    /// Returns the digest of its file, if it is a file whose bytes are here.
    pub fn sha256(&self) -> Option<&str> {
        match &self.body {
            AttachmentBody::File { sha256, .. } => sha256.as_deref(),
            AttachmentBody::Link { .. } => None,
        }
    }

    /// Returns the last part of its address: the file's name, or `link`.
    pub fn file_name(&self) -> &str {
        match &self.body {
            AttachmentBody::File { name, .. } => name,
            AttachmentBody::Link { .. } => "link",
        }
    }
}
