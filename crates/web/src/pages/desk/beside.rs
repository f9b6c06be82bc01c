//! What stands beside the text while it is written: the documents that it refers to, and what is kept of it.

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::Timestamp;
use operations::Referred;

use crate::pages::documents::DocumentRow;
use crate::pieces::Instant;

/// What stands beside the text while it is written (DOC-1 to DOC-5).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/beside.html")]
pub(crate) struct BesideText {
    documents: Vec<DocumentRow>,
    /// The attachments of which it is not known to what they refer, with why.
    unread: Vec<(String, String)>,
    /// When what is typed was last kept; none on a page that was just opened.
    kept: Option<Instant>,
    /// Why it could not be kept; empty if it could.
    fault: String,
}

/// What was typed before and never saved.
#[derive(Debug, Clone)]
pub(crate) struct UnsavedNote {
    pub(crate) at: Instant,
    /// Where the form is as it was typed.
    pub(crate) take: String,
    /// Where it is thrown away.
    pub(crate) drop: String,
}

impl BesideText {
    /// Returns what the text refers to.
    pub(crate) fn of(referred: Referred) -> Self {
        let documents = referred.documents.iter().map(DocumentRow::of).collect();
        Self { documents, unread: referred.unread, ..Self::default() }
    }

    /// Returns the same, saying that what was typed is kept.
    pub(crate) fn kept(self, at: Timestamp) -> Self {
        Self { kept: Some(Instant(at)), ..self }
    }

    /// Returns the same, saying why what was typed could not be kept.
    pub(crate) fn not_kept(self, fault: String) -> Self {
        Self { fault, ..self }
    }

    fn is_wanting(&self) -> bool {
        self.documents.iter().any(DocumentRow::is_wanting)
    }
}

impl HtmlSafe for BesideText {}
