//! The letter in the receiver's form that goes out with a statement (BOD-4).
//!
//! It is made anew whenever the statement is saved, and is one of its files from then on: whoever agrees, approves, is
//! consulted or reviews sees it, and what they saw is what is mailed. It bears the day on which it was made. That of a
//! correction bears the number of what it corrects, and says that it does.

use jiff::Timestamp;
use letters::writing::form_words;
use rules::{
    Attachment, AttachmentBody, AttachmentSource, Direction, Directory, State, Statement, Travelled,
};

use crate::attachments::keep_file;
use crate::write_letter::{letter_of, name_of};
use crate::{Desk, Failure};

/// What stands before the version in the title of a letter that corrects another.
const OF_VERSION: &str = ", version ";

/// Says what becomes of a letter that somebody put in the place of the one that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Converted {
    /// The statement says what it said: it stays.
    Stays,
    /// The statement says something else: it is no letter of it any more.
    Goes,
}

/// Makes the letters in the forms of the receivers, in place of those that were made before.
///
/// A draft whose letter cannot be made is saved without, so that nothing typed is lost; it cannot be submitted so.
pub(crate) async fn renew_letters(
    desk: &Desk,
    statement: &mut Statement,
    directory: &Directory,
    converted: Converted,
    now: Timestamp,
) -> Result<(), Failure> {
    if statement.direction != Direction::Outgoing {
        return Ok(());
    }
    let is_draft = statement.state == State::Draft;
    match made(desk, statement, directory, converted, now).await {
        Err(Failure::Unacceptable(_)) if is_draft => {
            statement.attachments.retain(|attachment| !attachment.is_letter());
            Ok(())
        }
        made => {
            statement.attachments = made?;
            Ok(())
        }
    }
}

/// Makes the letters of a draft that is being submitted.
pub(crate) async fn make_letters(
    desk: &Desk,
    statement: &mut Statement,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Failure> {
    if statement.direction == Direction::Outgoing {
        statement.attachments = made(desk, statement, directory, Converted::Stays, now).await?;
    }
    Ok(())
}

/// Returns the attachments of a statement with the letters that its receivers want.
async fn made(
    desk: &Desk,
    statement: &Statement,
    directory: &Directory,
    converted: Converted,
    now: Timestamp,
) -> Result<Vec<Attachment>, Failure> {
    let (before, mut attachments): (Vec<Attachment>, Vec<Attachment>) =
        statement.attachments.iter().cloned().partition(Attachment::is_letter);
    let mut next = statement.attachments.iter().map(|one| one.position).max().unwrap_or(0);
    // What went otherwise went as it did.
    let is_to_go =
        statement.travelled == Travelled::Mailed || statement.goes_by_other_means().is_some();
    let forms = if is_to_go { desk.policy.letter_forms(statement, directory) } else { Vec::new() };
    for form in forms {
        let title = title_of(statement, form);
        let known = before.iter().find(|letter| letter.title == title);
        if let Some(letter) = known.filter(|letter| {
            letter.source == AttachmentSource::Converted && converted == Converted::Stays
        }) {
            attachments.push(letter.clone());
            continue;
        }
        let bytes = letter_of(desk, statement, form, directory, now).await?;
        let position = known.map(|letter| letter.position).unwrap_or_else(|| {
            next += 1;
            next
        });
        let name = name_of(statement, form);
        let letter = keep_file(desk, position, &name, &title, bytes.into()).await?;
        let letter = Attachment { source: AttachmentSource::Made, ..letter };
        // What was made of the same bytes is still there.
        attachments.push(match known {
            Some(known) if is_same_file(known, &letter) => known.clone(),
            _ => letter,
        });
    }
    attachments.sort_by_key(|attachment| attachment.position);
    Ok(attachments)
}

fn is_same_file(one: &Attachment, other: &Attachment) -> bool {
    let digest = |attachment: &Attachment| match &attachment.body {
        AttachmentBody::File { sha256, .. } => sha256.clone(),
        AttachmentBody::Link { .. } => None,
    };
    one.source == other.source && digest(one).is_some() && digest(one) == digest(other)
}

/// Returns what a letter is called among the files of a statement, where that of each version stays.
fn title_of(statement: &Statement, form: &str) -> String {
    let title = format!("The letter in the form of {}", form_words(form));
    match &statement.correction {
        Some(it) => format!("{title}{OF_VERSION}{}", it.makes(statement)),
        None => title,
    }
}

/// Returns of which version a letter of a statement is.
pub(crate) fn version_of(letter: &Attachment) -> i64 {
    let version = letter.title.rsplit_once(OF_VERSION).and_then(|(_, it)| it.parse().ok());
    version.unwrap_or(1)
}
