//! Warning the authors of drafts that nobody goes on with, and dropping these.

use std::collections::HashSet;

use jiff::Timestamp;
use rules::{Doer, DraftFate, Event, EventKind, Number, Process, State, Step};
use store::Fault;

use super::waiting::Ground;
use crate::acting::note;
use crate::telling::{Told, tell};
use crate::{Desk, Failure};

/// What was done of a draft, in words.
pub(super) async fn see_to_draft(
    desk: &Desk,
    ground: &Ground,
    number: Number,
    does_it: bool,
) -> Result<Option<String>, Failure> {
    let words = match ground.fate_of(desk, number).map(|(_, fate)| fate) {
        Some(DraftFate::Warn { drop_on }) => {
            format!("It is dropped on {drop_on} unless somebody changes it.")
        }
        Some(DraftFate::Drop) => {
            format!("Nobody changed it for {} days.", desk.policy.reminders().draft_days)
        }
        _ => return Ok(None),
    };
    let is_dropped = words.starts_with("Nobody");
    let done = match (does_it, is_dropped) {
        (false, _) => Ok(true),
        (true, true) => drop_draft(desk, number, &words, ground.now).await,
        (true, false) => warn(desk, number, &words, ground.now).await,
    };
    match done {
        Ok(true) => Ok(Some(format!("{number}: {words}"))),
        // Somebody else did it, or changed it, at the same moment.
        Ok(false) | Err(Failure::Refused(_)) => Ok(None),
        Err(Failure::Fault(Fault::Outdated { .. })) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Notes that the author is warned, who hears of it with what else waits for them.
async fn warn(desk: &Desk, number: Number, words: &str, now: Timestamp) -> Result<bool, Failure> {
    let mut tx = desk.store.begin("warn of the end of a draft").await?;
    if !tx.note_step(&format!("warn:{number}"), crate::desk::day_of(now), now).await? {
        return Ok(false);
    }
    let (by, difference) = (Doer::System, String::new());
    let (id, kind, words) = (desk.ids.next(now), EventKind::DraftWarned, words.to_owned());
    tx.add_event(&Event { id, number, kind, by, at: now, public: false, words, difference })
        .await?;
    tx.commit().await?;
    Ok(true)
}

async fn drop_draft(
    desk: &Desk,
    number: Number,
    words: &str,
    now: Timestamp,
) -> Result<bool, Failure> {
    let directory = desk.store.reader().directory().await?;
    let mut tx = desk.store.begin("drop a draft").await?;
    let Some(mut statement) = tx.statement(number).await? else { return Ok(false) };
    if statement.state != State::Draft {
        return Ok(false);
    }
    let process = Process::of(&statement).drop(words)?;
    (statement.state, statement.gates) = (process.state, process.gates);
    tx.save_statement(&statement).await?;
    note(desk, &mut tx, number, EventKind::Dropped, Doer::System, words, now).await?;
    let told = Told { step: Step::Dropped, by: &Doer::System, words, now };
    tell(desk, &mut tx, &statement, &directory, &told, &HashSet::new()).await?;
    tx.commit().await?;
    Ok(true)
}
