//! Putting a letter of one's own in the place of the one that the tool made (BOD-4).

use bytes::Bytes;
use jiff::Timestamp;
use letters::Kind;
use rules::{
    Actor, Attachment, AttachmentSource, EventKind, Number, Process, Refusal, State, Verb,
    needed_gates,
};

use crate::acting::{Loaded, doer, load, note};
use crate::attachments::keep_file;
use crate::desk::day_of;
use crate::letter_attached::{Converted, renew_letters};
use crate::{Desk, Failure, mailing};

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
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::ConvertLetter, number, None).await?;
    let mut letters = statement.attachments.iter_mut();
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
    renew_letters(desk, &mut statement, &directory, Converted::Stays, now).await?;
    if statement.state == State::InReview {
        let gates = needed_gates(&statement, actor, &directory, &desk.policy, day_of(now))?;
        statement.gates = Process::of(&statement).edit(gates)?.gates;
    }
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, number, EventKind::AttachmentChanged, by, &words, now).await?;
    if statement.state == State::InReview {
        mailing::ask_for_gates(desk, &mut tx, &mut statement, &directory, now).await?;
    }
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
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
