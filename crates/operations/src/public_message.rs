//! Which message of a statement everybody may read.

use rules::{NoticeKind, Statement, Travelled};
use store::Reader;

use crate::Failure;

/// Returns the digest of the message by which the tool mailed a public statement to the other side, if it did and everybody may
/// read it.
///
/// A message holds its files as they went out, so where one of them was taken from view nobody reads the message either. What
/// was received is not public as a message.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn public_message(
    reader: &Reader,
    statement: &Statement,
) -> Result<Option<String>, Failure> {
    let holds_hidden = statement.attachments.iter().any(|one| one.hidden.is_some());
    if !statement.state.is_public() || statement.travelled != Travelled::Mailed || holds_hidden {
        return Ok(None);
    }
    let kind = NoticeKind::TheStatement.slug();
    let mails = reader.mail_of(statement.number).await?;
    Ok(mails.into_iter().find(|fate| fate.mail.kind == kind).map(|fate| fate.mail.sha256))
}
