//! Checking what a statement refers to with all that goes with it: its text and its attachments (DOC-1 to DOC-5).

use std::collections::HashMap;

use rules::{Attachment, AttachmentBody, AttachmentSource, Direction, Policy, Statement};
use store::{AttachmentWords, Reader};

use crate::{CheckedDocument, Failure, check_texts};

/// The documents that a statement refers to, and the attachments of which that is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Referred {
    /// Those that the text names, in its order, then those that attachments alone do.
    pub documents: Vec<CheckedDocument>,
    /// The files whose words are not known, with why: nobody has read them yet, or could.
    pub unread: Vec<(String, String)>,
}

/// Checks the documents that the text and the attachments of a statement refer to against those that are known.
///
/// What attachments say was read when they came; nothing is converted here. What others send with their letters is theirs to
/// answer for. The letter that is made of the statement says what the text says, and is not looked at.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn check_statement(
    reader: &Reader,
    policy: &Policy,
    statement: &Statement,
) -> Result<Referred, Failure> {
    let files: Vec<(&Attachment, &str)> = match statement.direction {
        Direction::Outgoing => statement.attachments.iter().filter_map(file).collect(),
        Direction::Incoming => Vec::new(),
    };
    let words = match files.is_empty() {
        true => Vec::new(),
        false => reader.attachment_words(statement.number).await?,
    };
    let words: HashMap<i64, AttachmentWords> =
        words.into_iter().map(|words| (words.position, words)).collect();
    let (mut texts, mut names, mut unread) =
        (vec![statement.text.as_str()], Vec::new(), Vec::new());
    for (attachment, sha256) in files {
        let name = attachment.file_name();
        let known = words.get(&attachment.position).filter(|it| it.done && it.sha256 == sha256);
        match known {
            None => unread.push((name.to_owned(), "not read yet".to_owned())),
            Some(known) if known.text.is_empty() && !known.warning.is_empty() => {
                unread.push((name.to_owned(), known.warning.clone()));
            }
            Some(known) => {
                texts.push(&known.text);
                names.push(name);
            }
        }
    }
    let mut checked = check_texts(reader, policy, &texts).await?.into_iter();
    let mut documents = checked.next().unwrap_or_default();
    for (name, attached) in names.into_iter().zip(checked) {
        for document in attached {
            add(&mut documents, document, name);
        }
    }
    Ok(Referred { documents, unread })
}

/// Adds a document that an attachment names. Whether it is said how it stands is what the text says, where that names it too.
fn add(documents: &mut Vec<CheckedDocument>, document: CheckedDocument, name: &str) {
    match documents.iter_mut().find(|known| known.name == document.name) {
        Some(known) => {
            known.said |= known.is_only_attached() && document.said;
            if known.is_only_attached() {
                known.revision = known.revision.take().max(document.revision);
            }
            known.attachments.push(name.to_owned());
        }
        None => documents.push(CheckedDocument {
            places: Vec::new(),
            attachments: vec![name.to_owned()],
            ..document
        }),
    }
}

/// Returns an attachment with the digest of its file, if it is one that somebody reads beside the text.
fn file(attachment: &Attachment) -> Option<(&Attachment, &str)> {
    let is_made = attachment.source == AttachmentSource::Made;
    match &attachment.body {
        AttachmentBody::File { sha256: Some(sha256), .. }
            if attachment.hidden.is_none() && !is_made =>
        {
            Some((attachment, sha256))
        }
        _ => None,
    }
}
