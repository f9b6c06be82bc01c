//! Adding files and links to a statement that is not on the record yet, and removing them (BOD-2).

use bytes::Bytes;
use jiff::Timestamp;
use rules::{
    Actor, Attachment, AttachmentBody, AttachmentSource, EventKind, Number, Process, Refusal,
    State, Statement, Verb, needed_gates,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::asking::ask_for_gates;
use crate::desk::day_of;
use crate::letter_attached::{Converted, renew_letters};
use crate::{Desk, Failure};

/// A file or a link that somebody adds.
#[derive(Debug, Clone)]
pub enum NewAttachment {
    /// A file.
    File {
        /// Its name.
        name: String,
        /// What it is called; empty takes the name.
        title: String,
        /// Its bytes.
        bytes: Bytes,
    },
    /// A link.
    Link {
        /// An absolute http or https address.
        url: String,
        /// What it is called; empty takes the address.
        title: String,
    },
}

/// Adds a file or a link; in review, every gate closes again (OUT-9).
///
/// # Errors
/// [`Failure::Refused`] for a link that is none, an empty or too large file, or for whoever may not.
pub async fn attach(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    new: NewAttachment,
    now: Timestamp,
) -> Result<(), Failure> {
    let body = kept(desk, new).await?;
    change(desk, actor, number, now, move |statement| {
        let position =
            statement.attachments.iter().map(|attachment| attachment.position).max().unwrap_or(0)
                + 1;
        let words = format!("Added: {}", body.title);
        statement.attachments.push(Attachment { position, ..body });
        Ok(words)
    })
    .await
}

/// Keeps what somebody adds, and returns it without its place.
pub(crate) async fn kept(desk: &Desk, new: NewAttachment) -> Result<Attachment, Failure> {
    match new {
        NewAttachment::File { name, title, bytes } => {
            keep_file(desk, 0, &name, &title, bytes).await
        }
        NewAttachment::Link { url, title } => link(&url, &title),
    }
}

/// Removes an attachment from a statement that is not on the record yet.
///
/// # Errors
/// [`Failure::NotFound`] if there is none at that position; [`Failure::Refused`] for whoever may not.
pub async fn remove_attachment(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    position: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let reader = desk.store.reader();
    let corrected = reader.statement(number).await?.and_then(|it| it.correction);
    let posted = match corrected {
        Some(correction) => reader.statement(correction.of).await?,
        None => None,
    };
    change(desk, actor, number, now, move |statement| {
        let sent = posted.iter().flat_map(|it| &it.attachments);
        if sent
            .into_iter()
            .any(|one| one.position == position && statement.attachments.contains(one))
        {
            let fault =
                "It came with the statement, which says so for ever: a correction adds to it.";
            return Err(Failure::Refused(Refusal::Fields(vec![("file", fault.to_owned())])));
        }
        let index =
            statement.attachments.iter().position(|attachment| attachment.position == position);
        let index = index.ok_or(Failure::NotFound("attachment"))?;
        if statement.attachments[index].source == AttachmentSource::Made {
            let fault = "This letter is made of the statement; put another in its place instead.";
            return Err(Failure::Refused(Refusal::Fields(vec![("file", fault.to_owned())])));
        }
        let removed = statement.attachments.remove(index);
        Ok(format!("Removed: {}", removed.title))
    })
    .await
}

async fn change(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    now: Timestamp,
    change: impl FnOnce(&mut Statement) -> Result<String, Failure>,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("change a statement's attachments").await?;
    let mut loaded = load(desk, &mut tx, actor, Verb::Edit, number, None).await?;
    let words = change(&mut loaded.statement)?;
    save_changed(desk, tx, actor, loaded, &words, now).await
}

/// Saves a statement whose files changed: the letters that are made of it are made anew, and in review everybody is asked
/// again (OUT-9).
pub(crate) async fn save_changed(
    desk: &Desk,
    mut tx: Transaction,
    actor: &Actor,
    loaded: Loaded,
    words: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let Loaded { mut statement, directory, role } = loaded;
    renew_letters(desk, &mut statement, &directory, Converted::Stays, now).await?;
    if statement.state == State::InReview {
        let gates = needed_gates(&statement, actor, &directory, &desk.policy, day_of(now))?;
        statement.gates = Process::of(&statement).edit(gates)?.gates;
    }
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, statement.number, EventKind::AttachmentChanged, by, words, now).await?;
    if statement.state == State::InReview {
        ask_for_gates(desk, &mut tx, &mut statement, &directory, now).await?;
    }
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}

/// Stores a file's bytes and returns the attachment that names it.
pub(crate) async fn keep_file(
    desk: &Desk,
    position: i64,
    name: &str,
    title: &str,
    bytes: Bytes,
) -> Result<Attachment, Failure> {
    let fault = |words: String| Failure::Refused(Refusal::Fields(vec![("file", words)]));
    let limit = desk.settings.attachment_limit;
    if bytes.is_empty() {
        return Err(fault(format!("The file “{name}” is empty: choose another.")));
    }
    if bytes.len() > limit {
        return Err(fault(format!(
            "“{name}” has {} bytes, and at most {limit} are taken: give a link.",
            bytes.len()
        )));
    }
    let name = file_name(name);
    let title = if title.trim().is_empty() { name.clone() } else { one_line(title) };
    let media_type = letters::kind_of(&bytes, &name).media_type().to_owned();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let sha256 = Some(desk.store.files().put(bytes).await?);
    let body = AttachmentBody::File {
        name,
        media_type,
        sha256,
        size,
        legacy_name: None,
        renditions: Vec::new(),
    };
    Ok(Attachment {
        position,
        title,
        body,
        source: AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    })
}

fn link(url: &str, title: &str) -> Result<Attachment, Failure> {
    let url = web_address(url)
        .map_err(|fault| Failure::Refused(Refusal::Fields(vec![("url", fault)])))?;
    let title = if title.trim().is_empty() { url.clone() } else { one_line(title) };
    Ok(Attachment {
        position: 0,
        title,
        body: AttachmentBody::Link { url },
        source: AttachmentSource::Uploaded,
        added_after_sending: false,
        hidden: None,
        made_of: None,
    })
}

/// Returns an address of the web as it was typed.
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(crate) fn web_address(typed: &str) -> Result<String, String> {
    let url = typed.trim();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host_is_there =
        rest.is_some_and(|rest| rest.chars().next().is_some_and(char::is_alphanumeric));
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || "\"<>".contains(c);
    if !host_is_there || url.len() > 2000 || url.chars().any(is_odd) {
        return Err("A link begins with https:// or http:// and holds no spaces.".to_owned());
    }
    Ok(url.to_owned())
}

/// Returns the last part of a path, without what would trouble a header or an address.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().filter(|c| !c.is_control() && !"\"<>|?*:".contains(*c)).take(150).collect();
    let clean = clean.trim().trim_start_matches('.');
    if clean.is_empty() { "file".to_owned() } else { clean.to_owned() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(300)
        .collect()
}
