//! Taking a statement back from the record: its page stays, with who and why.

use jiff::Timestamp;
use rules::{Actor, EventKind, Number, Verb};

use crate::{Desk, Failure, drop_statement};

/// Withdraws a posted statement, with a reason that its page shows.
///
/// # Errors
/// [`Failure::Refused`] without a reason, unless it is posted, or for whoever may not.
pub async fn withdraw_statement(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    reason: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    drop_statement::change(desk, actor, number, Verb::Withdraw, EventKind::Withdrawn, reason, now)
        .await
}
