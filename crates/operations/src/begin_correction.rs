//! Beginning a correction of a statement on the record: a draft beside it, which goes through the same gates (REC-2).

use jiff::Timestamp;
use rules::{Actor, Direction, EventKind, Number, Verb};

use crate::acting::{Loaded, doer, load, note};
use crate::draft_statement::may_speak;
use crate::form::one_line;
use crate::give_statement::refused;
use crate::letter_attached::{Converted, renew_letters};
use crate::{Desk, Failure};

/// Begins a correction, and returns the number under which it is prepared; the record stays as it is until its last gate opens.
///
/// `resend` says whether those who got the statement get the correction.
///
/// # Errors
/// [`Failure::Refused`] without a reason, unless it is posted, while another correction of it is on its way, or for whoever may
/// not, or may not speak for its groups.
pub async fn begin_correction(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    (why, resend): (&str, bool),
    now: Timestamp,
) -> Result<Number, Failure> {
    let mut tx = desk.store.begin("begin a correction").await?;
    // Whoever else begins one waits here, and then finds this one.
    let own = tx.next_number().await?;
    let Loaded { statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Correct, number, None).await?;
    if tx.correction_of(number).await?.is_some() {
        let fault = "A correction of it is on its way: that one goes on the record, or is dropped, before another begins.";
        return Err(refused("correction_why", fault.to_owned()));
    }
    let role = match statement.direction {
        Direction::Outgoing => Some(may_speak(desk, actor, &statement, &directory)?),
        Direction::Incoming => role,
    };
    let why = one_line(why).map_err(|fault| refused("correction_why", fault))?;
    let mut correction = statement.begin_correction(own, (&why, resend), actor, now)?;
    let by = doer(desk, actor, role, &directory);
    by.role().clone_into(&mut correction.created_as);
    renew_letters(desk, &mut correction, &directory, Converted::Goes, now).await?;
    tx.save_statement(&correction).await?;
    let words = format!("A correction of statement {number}: {why}");
    note(desk, &mut tx, own, EventKind::Drafted, by, &words, now).await?;
    tx.commit().await?;
    Ok(own)
}
