//! Putting a letter of one's own in the place of the one that the tool made (BOD-4).

use bytes::Bytes;
use jiff::Timestamp;
use letters::Kind;
use rules::{Actor, Attachment, AttachmentSource, Number, Refusal, Verb};

use crate::acting::load;
use crate::attachments::{keep_file, save_changed};
use crate::{Desk, Failure};

/// Puts a file in the place of a letter that goes out with a statement, or takes it out again; in review, every gate closes
/// (OUT-9).
///
/// It stays until the statement says something else: then the tool makes a letter again.
///
/// # Errors
/// [`Failure::NotFound`] if no letter is at that position; [`Failure::Refused`] for an empty, too large or other file than a
/// .docx or a PDF, or for whoever may not.
pub async fn convert_letter(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    position: i64,
    file: Option<(String, Bytes)>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("convert a letter").await?;
    let mut loaded = load(desk, &mut tx, actor, Verb::ConvertLetter, number, None).await?;
    let mut letters = loaded.statement.attachments.iter_mut();
    let letter = letters.find(|one| one.position == position && one.is_letter());
    let letter = letter.ok_or(Failure::NotFound("letter"))?;
    let words = match file {
        Some((name, bytes)) => {
            *letter = kept(desk, letter, &name, bytes).await?;
            format!("{}: {}", letter.title, letter.file_name())
        }
        None if letter.source == AttachmentSource::Converted => {
            // So that it is made again.
            letter.source = AttachmentSource::Made;
            format!("{}: made by this tool again", letter.title)
        }
        None => return Err(wrong("Choose a file.".to_owned())),
    };
    save_changed(desk, tx, actor, loaded, &words, now).await
}

/// Keeps the file that takes the place of a letter.
async fn kept(
    desk: &Desk,
    letter: &Attachment,
    name: &str,
    bytes: Bytes,
) -> Result<Attachment, Failure> {
    let kind = letters::kind_of(&bytes, name);
    if !bytes.is_empty() && !matches!(kind, Kind::Docx | Kind::Pdf) {
        return Err(wrong(format!(
            "“{name}” is neither a Word document (.docx) nor a PDF: save it as one of these."
        )));
    }
    let file = keep_file(desk, letter.position, name, &letter.title, bytes).await?;
    Ok(Attachment { source: AttachmentSource::Converted, ..file })
}

fn wrong(fault: String) -> Failure {
    Failure::Refused(Refusal::Fields(vec![("file", fault)]))
}
