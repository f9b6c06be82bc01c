//! Taking a file of a statement on the record from view for cause, and showing it again.
//!
//! Nothing is deleted: its digest stays in what proves the record, and the page says that there is something, and why it is not
//! shown.

use jiff::Timestamp;
use rules::{Actor, Attachment, EventKind, Number, Refusal, Statement, Verb};

use crate::acting::{Loaded, doer, load, note};
use crate::{Desk, Failure};

/// Takes an attachment from view, everywhere and at once, with a reason that everyone reads in its place.
///
/// # Errors
/// [`Failure::Refused`] without a reason, for one that is not there or not in view, or for whoever may not.
pub async fn hide_attachment(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    position: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let hidden = |one: &mut Attachment| one.hidden = Some(reason.trim().to_owned());
    change(desk, actor, number, (position, true), (EventKind::FileHidden, reason), hidden, now)
        .await
}

/// Shows an attachment again that was taken from view, with the reason.
///
/// # Errors
/// [`Failure::Refused`] without a reason, for one that is in view, or for whoever may not.
pub async fn show_attachment(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    position: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let shown = |one: &mut Attachment| one.hidden = None;
    change(desk, actor, number, (position, false), (EventKind::FileShown, reason), shown, now).await
}

async fn change(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    (position, in_view): (i64, bool),
    (kind, reason): (EventKind, &str),
    change: impl FnOnce(&mut Attachment),
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("take a file from view").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Hide, number, None).await?;
    if reason.trim().is_empty() {
        return Err(refused("hide_reason", "Say why: everyone reads it in place of the file."));
    }
    let attachment = found(&mut statement, position, in_view)?;
    change(attachment);
    let by = doer(desk, actor, role, &directory);
    let words = format!("Attachment {position}: {}", reason.trim());
    note(desk, &mut tx, number, kind, by, &words, now).await?;
    tx.save_statement(&statement).await?;
    tx.commit().await?;
    Ok(())
}

fn found(
    statement: &mut Statement,
    position: i64,
    in_view: bool,
) -> Result<&mut Attachment, Failure> {
    let mut attachments = statement.attachments.iter_mut();
    let found = attachments.find(|one| one.position == position && one.hidden.is_none() == in_view);
    found.ok_or_else(|| {
        let fault =
            if in_view { "Choose a file that is in view." } else { "It is in view already." };
        refused("hide_position", fault)
    })
}

fn refused(field: &'static str, fault: &str) -> Failure {
    Failure::Refused(Refusal::Fields(vec![(field, fault.to_owned())]))
}
