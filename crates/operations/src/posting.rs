//! Posting: a statement goes on the public record, and is mailed, in one transaction.

use jiff::Timestamp;
use rules::{Deadline, DeadlineKind, Direction, Doer, EventKind, Statement, Travelled};
use store::Transaction;

use crate::acting::note;
use crate::desk::day_of;
use crate::handling::answered_by_posting;
use crate::mailing::{prepare, queue, statement_id};
use crate::{Desk, Failure};

/// Puts a statement on the record, and queues what is mailed because of it (OUT-10, CON-8, CON-10, IN-6).
///
/// The rules have moved it to posted; the caller saves it.
pub(crate) async fn post(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &mut Statement,
    now: Timestamp,
) -> Result<(), Failure> {
    statement.recorded_at = Some(now);
    statement.fix_letter_pdfs();
    if statement.direction == Direction::Outgoing && statement.travelled == Travelled::Mailed {
        statement.sent_on = Some(day_of(now));
        statement.message_id = Some(statement_id(desk, statement.number));
    }
    for prepared in prepare(desk, statement, now).await? {
        queue(desk, tx, Some(statement.number), prepared.kind.slug(), &prepared.outgoing, now)
            .await?;
    }
    note(desk, tx, statement.number, EventKind::Posted, Doer::System, "", now).await?;
    ask_for_later(desk, tx, statement, now).await?;
    let directory = desk.store.reader().directory().await?;
    answered_by_posting(desk, tx, statement, &directory, now).await
}

/// Notes with what a statement answers that it asks for a later day; the one that was set holds until its sender agrees
/// (PUR-4).
async fn ask_for_later(
    desk: &Desk,
    tx: &mut Transaction,
    statement: &Statement,
    now: Timestamp,
) -> Result<(), Failure> {
    let Some(date) = statement.deadline_asked else { return Ok(()) };
    for number in statement.answers() {
        let Some(mut answered) = tx.statement(number).await? else { continue };
        answered.deadlines.push(Deadline {
            date,
            kind: DeadlineKind::Requested,
            set_by: statement.from.words(),
            set_on: Some(day_of(now)),
        });
        tx.save_statement(&answered).await?;
        let words = format!("{date}, in statement {}.", statement.number);
        note(desk, tx, number, EventKind::DeadlineAsked, Doer::System, &words, now).await?;
    }
    Ok(())
}
