//! Which files of a statement everybody can read (BOD-3).
//!
//! A file of an office program may go, with another beside it that everybody can read: a PDF that was made of it, or a PDF, HTML
//! or text of the same name that somebody put there. What was made of a file says nothing of another that took its place.

use serde::{Deserialize, Serialize};

use crate::{Attachment, AttachmentBody, Direction, Statement};

/// The types that everybody can read (4053bis §2.3).
const FOR_ALL: [&str; 3] = ["application/pdf", "text/html", "text/plain"];

/// The types of which a PDF can be made here: what is written with a word processor.
const WRITTEN: [&str; 4] = [
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
    "application/msword",
    "application/rtf",
];

/// How the other types of office programs begin: tables, slides, drawings, and what is encrypted.
const OFFICE: [&str; 5] = [
    "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.",
    "application/vnd.ms-",
    "application/vnd.visio",
    "application/x-cfb",
];

/// How the names of files of office programs end, where their bytes are like many others'.
const ENDINGS: [&str; 9] = ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "vsd", "vsdx", "pages"];

/// The types of what could be anything.
const ANYTHING: [&str; 2] = ["application/octet-stream", "application/zip"];

/// The file that another one was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeOf {
    /// Its name.
    pub name: String,
    /// The SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
}

/// A file that few can read, with nothing beside it that everybody can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its place among the attachments.
    pub position: i64,
    /// Its name.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Whether a PDF can be made of it.
    pub can_be_made: bool,
}

/// A file that was made of one that does not come with the statement any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlived {
    /// Its place among the attachments.
    pub position: i64,
    /// Its name.
    pub name: String,
    /// The name of what it was made of.
    pub made_of: String,
}

/// Returns the files of a statement of ours that few can read, with nothing beside them that everybody can.
pub fn unreadable(statement: &Statement) -> Vec<Unreadable> {
    let files: Vec<File<'_>> = files(statement).collect();
    let alone = files.iter().filter(|file| file.is_of_office() && !file.has_readable(&files));
    let unreadable = |file: &File<'_>| Unreadable {
        position: file.attachment.position,
        name: file.name.to_owned(),
        sha256: file.sha256.to_owned(),
        can_be_made: WRITTEN.contains(&file.media_type),
    };
    alone.map(unreadable).collect()
}

/// Returns the files of a statement of ours that were made of others which it does not have any more.
pub fn outlived(statement: &Statement) -> Vec<Outlived> {
    let files: Vec<File<'_>> = files(statement).collect();
    let is_there = |made_of: &MadeOf| files.iter().any(|file| file.sha256 == made_of.sha256);
    let gone = files.iter().filter_map(|file| {
        let made_of = file.attachment.made_of.as_ref().filter(|made_of| !is_there(made_of))?;
        let (position, name) = (file.attachment.position, file.name.to_owned());
        Some(Outlived { position, name, made_of: made_of.name.clone() })
    });
    gone.collect()
}

/// Returns the name of the PDF that is made of a file: one that no other file of the statement has.
pub fn name_of_pdf(statement: &Statement, name: &str) -> String {
    let names: Vec<String> = files(statement).map(|file| file.name.to_lowercase()).collect();
    let stem = stem(name);
    let more = (2..).map(|count: u32| format!("{stem}-{count}.pdf"));
    let mut candidates = [format!("{stem}.pdf")].into_iter().chain(more);
    candidates.find(|name| !names.contains(&name.to_lowercase())).unwrap_or_default()
}

/// A file that everybody gets who gets the statement.
struct File<'a> {
    attachment: &'a Attachment,
    name: &'a str,
    media_type: &'a str,
    sha256: &'a str,
}

/// Returns the files of a statement of ours. The letter in the receiver's form says what the message says, and is not looked at.
fn files(statement: &Statement) -> impl Iterator<Item = File<'_>> {
    let is_ours = statement.direction == Direction::Outgoing;
    let shown = statement.attachments.iter().filter(move |one| is_ours && one.hidden.is_none());
    shown.filter(|one| !one.is_letter()).filter_map(|attachment| match &attachment.body {
        AttachmentBody::File { name, media_type, sha256: Some(sha256), .. } => {
            Some(File { attachment, name, media_type, sha256 })
        }
        _ => None,
    })
}

impl File<'_> {
    fn is_of_office(&self) -> bool {
        WRITTEN.contains(&self.media_type)
            || OFFICE.iter().any(|start| self.media_type.starts_with(start))
            || (ANYTHING.contains(&self.media_type) && self.is_named_so())
    }

    fn is_named_so(&self) -> bool {
        let ending = self.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ENDINGS.iter().any(|other| ending.eq_ignore_ascii_case(other))
    }

    /// Says whether what everybody can read is beside it.
    fn has_readable(&self, files: &[File<'_>]) -> bool {
        let for_all = files.iter().filter(|other| FOR_ALL.contains(&other.media_type));
        let mut of_it = for_all.filter(|other| match &other.attachment.made_of {
            Some(made_of) => made_of.sha256 == self.sha256,
            None => stem(other.name).eq_ignore_ascii_case(stem(self.name)),
        });
        of_it.next().is_some()
    }
}

/// Returns a file's name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
