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
    /// The digest of a file, in lower-case hexadecimal; empty for what has none.
    pub(crate) sha256: String,
}

impl Enclosed {
    pub(crate) fn all(statement: &Statement, settings: &Settings) -> Vec<Self> {
        let attachments = statement.attachments.iter();
        attachments.map(|attachment| Self::of(statement, attachment, settings)).collect()
    }

    fn of(statement: &Statement, attachment: &Attachment, settings: &Settings) -> Self {
        if let Some(reason) = &attachment.hidden {
            let title = format!("Attachment {}", attachment.position);
            let about = format!("Taken from view: {reason}");
            return Self { title, to: String::new(), about, sha256: String::new() };
        }
        let mut about: Vec<String> = Vec::new();
        let mut own = Self {
            title: attachment.title.clone(),
            to: String::new(),
            about: String::new(),
            sha256: String::new(),
        };
        match &attachment.body {
            AttachmentBody::Link { url } => {
                about.push(format!("Link to {url}"));
                own.to.clone_from(url);
            }
            AttachmentBody::File { name, media_type, sha256, size, .. } => {
                if sha256.is_some() || words::kind(media_type) != "File" {
                    about.push(words::kind(media_type).to_owned());
                }
                if *name != attachment.title {
                    about.push(name.clone());
                }
                match sha256 {
                    Some(sha256) => {
                        about.push(words::size(*size));
                        own.sha256.clone_from(sha256);
                        own.to = within(
                            &settings.attachment_url(statement.number, attachment),
                            settings,
                        );
                    }
                    None => about.push(
                        "named in the imported record, which did not bring the file itself"
                            .to_owned(),
                    ),
                }
            }
        }
        if attachment.source == AttachmentSource::Received {
            about.push("as received".to_owned());
        }
        if attachment.added_after_sending {
            about.push("added after the statement was sent".to_owned());
        }
        Self { about: about.join(" · "), ..own }
    }
}

/// Returns an address of ours as a path, so that pages work wherever they are read.
fn within(url: &str, settings: &Settings) -> String {
    url.strip_prefix(&settings.base_url).unwrap_or(url).to_owned()
}
