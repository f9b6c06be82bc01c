//! The bytes of attached files.

use std::collections::{BTreeSet, HashMap};

use rules::{AttachmentBody, Number, Statement};

use super::answers::Answers;
use super::source::FileSource;
use super::{ImportFault, Progress, Step, Unplaced};
use crate::Desk;

/// The files that came, by the name under which the present tool serves them, or why one did not.
///
/// They are fetched before the transaction begins, which would otherwise keep everybody else waiting.
#[derive(Debug, Default)]
pub(super) struct Files(HashMap<String, Result<Kept, String>>);

/// A file whose bytes are kept.
#[derive(Debug, Clone)]
struct Kept {
    media_type: String,
    sha256: String,
    size: i64,
}

impl Files {
    /// Fetches every file whose bytes are not here yet, and keeps them.
    pub(super) async fn fetch(
        desk: &Desk,
        answers: &Answers,
        existing: &HashMap<Number, Statement>,
        files: &dyn FileSource,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Self, ImportFault> {
        let here: BTreeSet<&str> = existing.values().flat_map(names_here).collect();
        let posted = answers.statements.iter().filter(|(_, answer)| answer.is_posted());
        let attached = posted.flat_map(|(number, _)| answers.attached(Number(*number)));
        let names = attached.map(|(_, document)| answers.file_name(document));
        let names: BTreeSet<&str> = names.filter(|name| !here.contains(name)).collect();
        let total = u64::try_from(names.len()).ok();
        let mut fetched = Self::default();
        for (done, name) in (1..).zip(names) {
            fetched.0.insert(name.to_owned(), one(desk, name, files).await?);
            progress(Progress { step: Step::Fetching("files"), done, total });
        }
        Ok(fetched)
    }

    /// Gives a statement's attachments the bytes that came for them; returns how many.
    pub(super) fn give(&self, statement: &mut Statement, unplaced: &mut Vec<Unplaced>) -> i64 {
        let (number, mut given) = (statement.number, 0);
        for attachment in &mut statement.attachments {
            let AttachmentBody::File {
                media_type,
                sha256: sha256 @ None,
                size,
                legacy_name: Some(name),
                ..
            } = &mut attachment.body
            else {
                continue;
            };
            match self.0.get(name.as_str()) {
                Some(Ok(kept)) => {
                    media_type.clone_from(&kept.media_type);
                    *sha256 = Some(kept.sha256.clone());
                    *size = kept.size;
                    given += 1;
                }
                Some(Err(why)) => unplaced.push(Unplaced {
                    number: Some(number),
                    field: "attachments",
                    value: name.clone(),
                    why: why.clone(),
                }),
                None => {}
            }
        }
        given
    }
}

/// Returns the names of those files of a statement whose bytes are here.
fn names_here(statement: &Statement) -> Vec<&str> {
    let attachments = statement.attachments.iter();
    let names = attachments.filter_map(|attachment| match &attachment.body {
        AttachmentBody::File { sha256: Some(_), legacy_name, .. } => legacy_name.as_deref(),
        _ => None,
    });
    names.collect()
}

async fn one(
    desk: &Desk,
    name: &str,
    files: &dyn FileSource,
) -> Result<Result<Kept, String>, ImportFault> {
    // A name that is a path could reach files that are nobody's attachments.
    if name.contains(['/', '\\', '\0']) || name.starts_with('.') {
        return Ok(Err("is not the name of a file, and was not looked for".to_owned()));
    }
    let Some(bytes) = files.file(name).await? else {
        return Ok(Err("is not among the files: its name alone was kept".to_owned()));
    };
    let limit = desk.settings.attachment_limit;
    if bytes.len() > limit {
        return Ok(Err(format!("is larger than {limit} bytes: its name alone was kept")));
    }
    let media_type = letters::kind_of(&bytes, name).media_type().to_owned();
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    Ok(Ok(Kept { media_type, sha256: desk.store.files().put(bytes).await?, size }))
}
