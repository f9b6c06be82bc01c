//! What comes with a statement that is not on the record yet.

use askama::Template;
use askama::filters::HtmlSafe;
use rules::{Attachment, AttachmentBody, AttachmentSource, Number, Statement};

use crate::asked::part;
use crate::words;

/// A file or a link that comes with a statement, as a link to read it by.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "desk/attached.html")]
pub(crate) struct AttachedRow {
    pub(crate) position: i64,
    pub(crate) title: String,
    address: String,
    about: String,
    /// Where the PDF is that was made of it; empty if there is none.
    pdf: String,
    /// Whether it is the letter in the receiver's form.
    pub(crate) is_letter: bool,
    /// Whether somebody put it in the place of the one that was made.
    pub(crate) is_converted: bool,
}

impl AttachedRow {
    /// Returns what comes with a statement.
    pub(crate) fn of(statement: &Statement) -> Vec<Self> {
        let row = |attachment| Self::of_one(statement.number, attachment);
        statement.attachments.iter().map(row).collect()
    }

    fn of_one(number: Number, attachment: &Attachment) -> Self {
        let Attachment { position, title, .. } = attachment;
        let (address, about) = match &attachment.body {
            AttachmentBody::File { name, media_type, size, .. } => {
                let address = format!("/statements/{number}/attachments/{position}/{}", part(name));
                let named = if name == title { String::new() } else { format!("{name}, ") };
                let (kind, size) = (words::kind(media_type), words::size(*size));
                (address, format!("{named}{kind}, {size}"))
            }
            AttachmentBody::Link { url } if url == title => (url.clone(), "link".to_owned()),
            AttachmentBody::Link { url } => (url.clone(), format!("link to {url}")),
        };
        let about = match attachment.source {
            AttachmentSource::Made => format!("{about}, made of what stands here"),
            AttachmentSource::Converted => {
                format!("{about}, in place of the one that this tool made")
            }
            _ => match &attachment.made_of {
                Some(made_of) => format!("{about}, made by this tool of {}", made_of.name),
                None => about,
            },
        };
        let has_pdf = attachment.pdf().is_some();
        let pdf = format!("/statements/{number}/letter.pdf?position={position}");
        Self {
            position: *position,
            title: title.clone(),
            address,
            about,
            pdf: if has_pdf { pdf } else { String::new() },
            is_letter: attachment.is_letter(),
            is_converted: attachment.source == AttachmentSource::Converted,
        }
    }

    pub(crate) fn sample() -> Self {
        Self {
            position: 1,
            title: "Figures".to_owned(),
            address: "/statements/77/attachments/1/figures.pdf".to_owned(),
            about: "figures.pdf, PDF, 27 kB".to_owned(),
            pdf: String::new(),
            is_letter: false,
            is_converted: false,
        }
    }
}

impl HtmlSafe for AttachedRow {}
