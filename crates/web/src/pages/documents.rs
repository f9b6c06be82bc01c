//! The documents that a statement refers to, with status, stream and what is to be said of them.

use operations::{CheckedDocument, MentionPlace};
use rules::{DocumentKind, Standing};

/// A document that a statement refers to (DOC-1).
#[derive(Debug, Clone)]
pub(crate) struct DocumentRow {
    pub(crate) name: String,
    pub(crate) title: String,
    /// Where it can be read.
    pub(crate) to: String,
    /// Its status and stream, in words.
    pub(crate) status: String,
    pub(crate) standing: String,
    /// The class of the mark before the standing.
    pub(crate) mark: &'static str,
    pub(crate) note: String,
    /// The words to take into the text; empty if none are needed.
    pub(crate) wording: String,
    /// The attachments that name it, and whether the text does too; empty where the text alone does.
    pub(crate) named_in: String,
    is_said: bool,
}

impl DocumentRow {
    pub(crate) fn of(document: &CheckedDocument) -> Self {
        let is_said = document.said;
        let (standing, mark) = match (document.standing, is_said) {
            (Standing::Fine, _) => (document.standing.to_string(), "mark-met"),
            (Standing::Unknown, false) => (document.standing.to_string(), "mark-open"),
            (standing, true) if document.is_only_attached() => {
                (format!("{standing}: the attachment says so"), "mark-met")
            }
            (standing, true) => (format!("{standing}: the text says so"), "mark-met"),
            (standing, false) => (format!("{standing}: the text does not say so"), "mark-passed"),
        };
        Self {
            name: match &document.revision {
                Some(revision) => format!("{}-{revision}", document.name),
                None => document.name.clone(),
            },
            title: document.title.clone().unwrap_or_default(),
            to: address_of(&document.name),
            status: document.status_words(),
            standing,
            mark,
            note: document.note.clone().unwrap_or_default(),
            named_in: named_in(document),
            wording: document.wording.clone().unwrap_or_default(),
            is_said,
        }
    }

    /// Says whether the text leaves out what must, or can, be said of it.
    pub(crate) fn is_wanting(&self) -> bool {
        !self.is_said && !self.wording.is_empty()
    }
}

/// Says in which attachments a document is named.
fn named_in(document: &CheckedDocument) -> String {
    let attachments = document.attachments.join(", ");
    match (attachments.is_empty(), document.is_only_attached()) {
        (true, _) => String::new(),
        (false, true) => format!("Named in {attachments}, not in the text."),
        (false, false) => format!("Named in the text, and in {attachments}."),
    }
}

/// Returns where the RFC Editor or the datatracker has a document of this name.
pub(crate) fn address_of(name: &str) -> String {
    if name.starts_with("draft-") {
        return format!("https://datatracker.ietf.org/doc/{name}/");
    }
    let name = name.replace(' ', "").to_ascii_lowercase();
    format!("https://www.rfc-editor.org/info/{name}")
}

/// Returns the documents of the samples of pages: one of each standing.
pub(crate) fn sample() -> Vec<CheckedDocument> {
    let document = |name: &str, kind, status: &str, stream: &str, standing| CheckedDocument {
        name: name.to_owned(),
        kind,
        status: (!status.is_empty()).then(|| status.to_owned()),
        stream: (!stream.is_empty()).then(|| stream.to_owned()),
        standing,
        said: false,
        wording: None,
        revision: None,
        title: None,
        obsoleted_by: Vec::new(),
        note: None,
        places: vec![MentionPlace { line: 1, words: name.to_owned() }],
        attachments: Vec::new(),
    };
    let mut fine =
        document("RFC 9901", DocumentKind::Rfc, "PROPOSED STANDARD", "IETF", Standing::Fine);
    fine.title = Some("Clocks & <Networks>".to_owned());
    fine.note = Some("RFC 9901 was replaced by RFC 9902.".to_owned());
    let mut draft = document(
        "draft-ietf-tsync-clocks",
        DocumentKind::Draft,
        "INTERNET-DRAFT, EXPIRED",
        "",
        Standing::WorkInProgress,
    );
    draft.revision = Some("03".to_owned());
    draft.wording = Some("draft-ietf-tsync-clocks is work in progress.".to_owned());
    let mut told =
        document("RFC 9903", DocumentKind::Rfc, "EXPERIMENTAL", "INDEPENDENT", Standing::SaySo);
    told.said = true;
    told.wording = Some("RFC 9903 is an Experimental RFC.".to_owned());
    vec![fine, draft, told, document("RFC 9904", DocumentKind::Rfc, "", "", Standing::Unknown)]
}
