//! The bytes of attached files.

use rules::{Attachment, AttachmentBody, Number, Statement};

use super::source::FileSource;
use super::{ImportFault, Unplaced};
use crate::Desk;

/// Brings the bytes of those files of a statement that are not here yet; returns how many came.
pub(super) async fn bring(
    desk: &Desk,
    statement: &mut Statement,
    files: &dyn FileSource,
    unplaced: &mut Vec<Unplaced>,
) -> Result<i64, ImportFault> {
    let (number, mut brought) = (statement.number, 0);
    for attachment in &mut statement.attachments {
        let why = match one(desk, attachment, files).await? {
            Came::Here => continue,
            Came::Brought => {
                brought += 1;
                continue;
            }
            Came::Not(why) => why,
        };
        unplaced.push(left_out(number, attachment, why));
    }
    Ok(brought)
}

enum Came {
    Here,
    Brought,
    Not(String),
}

async fn one(
    desk: &Desk,
    attachment: &mut Attachment,
    files: &dyn FileSource,
) -> Result<Came, ImportFault> {
    let AttachmentBody::File {
        name, media_type, sha256, size, legacy_name: Some(legacy_name), ..
    } = &mut attachment.body
    else {
        return Ok(Came::Here);
    };
    if sha256.is_some() {
        return Ok(Came::Here);
    }
    // A name that is a path could reach files that are nobody's attachments.
    if legacy_name.contains(['/', '\\', '\0']) || legacy_name.starts_with('.') {
        return Ok(Came::Not("is not the name of a file, and was not looked for".to_owned()));
    }
    let Some(bytes) = files.file(legacy_name).await? else {
        return Ok(Came::Not("is not among the files: its name alone was kept".to_owned()));
    };
    if bytes.len() > desk.settings.attachment_limit {
        let limit = desk.settings.attachment_limit;
        return Ok(Came::Not(format!("is larger than {limit} bytes: its name alone was kept")));
    }
    *media_type = letters::kind_of(&bytes, name).media_type().to_owned();
    *size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    *sha256 = Some(desk.store.files().put(bytes).await?);
    Ok(Came::Brought)
}

fn left_out(number: Number, attachment: &Attachment, why: String) -> Unplaced {
    let value = attachment.file_name().to_owned();
    Unplaced { number: Some(number), field: "attachments", value, why }
}
