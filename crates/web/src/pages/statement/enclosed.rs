//! What came with a statement.

use operations::Settings;
use rules::{Attachment, AttachmentBody, AttachmentSource, Statement};

use crate::words;

/// A file or a link as the letter lists it.
#[derive(Debug)]
pub(crate) struct Enclosed {
    pub(crate) title: String,
    /// Where it is; empty if it cannot be had.
    pub(crate) to: String,
    /// What it is: kind, size, where it came from.
    pub(crate) about: String,
    /// Where the PDF is that was made of it; empty if there is none.
    pub(crate) pdf: String,
    /// The digest of a file, in lower-case hexadecimal; empty for what has none.
    pub(crate) sha256: String,
}

impl Enclosed {
    pub(crate) fn all(statement: &Statement, settings: &Settings) -> Vec<Self> {
        let attachments = statement.attachments.iter();
        attachments.map(|attachment| Self::of(statement, attachment, settings)).collect()
    }

    fn of(statement: &Statement, attachment: &Attachment, settings: &Settings) -> Self {
        let own = Self {
            title: attachment.title.clone(),
            to: String::new(),
            pdf: String::new(),
            about: String::new(),
            sha256: String::new(),
        };
        if let Some(reason) = &attachment.hidden {
            let title = format!("Attachment {}", attachment.position);
            return Self { title, about: format!("Taken from view: {reason}"), ..own };
        }
        let (to, sha256) = match &attachment.body {
            AttachmentBody::Link { url } => (url.clone(), String::new()),
            AttachmentBody::File { sha256: Some(sha256), .. } => {
                let url = settings.attachment_url(statement.number, attachment);
                (within(&url, settings), sha256.clone())
            }
            AttachmentBody::File { sha256: None, .. } => (String::new(), String::new()),
        };
        let has_pdf = attachment.pdf().is_some();
        let pdf =
            format!("/statements/{}/letter.pdf?position={}", statement.number, attachment.position);
        let pdf = if has_pdf { pdf } else { String::new() };
        Self { to, pdf, sha256, about: about(attachment), ..own }
    }
}

/// Says what an attachment is: kind, name, size, where it came from.
fn about(attachment: &Attachment) -> String {
    let mut about: Vec<String> = Vec::new();
    match &attachment.body {
        AttachmentBody::Link { url } => about.push(format!("Link to {url}")),
        AttachmentBody::File { name, media_type, sha256, size, .. } => {
            if sha256.is_some() || words::kind(media_type) != "File" {
                about.push(words::kind(media_type).to_owned());
            }
            if *name != attachment.title {
                about.push(name.clone());
            }
            about.push(match sha256 {
                Some(_) => words::size(*size),
                None => {
                    "named in the imported record, which did not bring the file itself".to_owned()
                }
            });
        }
    }
    if attachment.source == AttachmentSource::Received {
        about.push("as received".to_owned());
    }
    if attachment.is_letter() {
        about.push("the statement itself, as its receiver wants it".to_owned());
    }
    if let Some(made_of) = &attachment.made_of {
        about.push(format!("made of {}", made_of.name));
    }
    if attachment.added_after_sending {
        about.push("added after the statement was sent".to_owned());
    }
    about.join(" · ")
}

/// Returns an address of ours as a path, so that pages work wherever they are read.
fn within(url: &str, settings: &Settings) -> String {
    url.strip_prefix(&settings.base_url).unwrap_or(url).to_owned()
}
