//! Posting at a chosen time: a statement waits for it once every gate is open (OUT-10).

use jiff::Timestamp;
use rules::{
    Actor, Directory, Doer, EventKind, GoesAt, Moved, Number, Process, Refusal, State, Step, Verb,
};
use store::Transaction;

use crate::acting::{Loaded, doer, load, note};
use crate::gates::finish;
use crate::notices::deciding::when;
use crate::telling::Told;
use crate::{Desk, Failure};

/// Sets the instant before which a statement is not posted, or clears it; what waited for that alone is then posted.
///
/// `seen` is the revision that was read.
///
/// # Errors
/// [`Failure::Refused`] for an instant that has passed, once it is posted, if somebody changed it meanwhile, and to whoever
/// may not change it.
pub async fn time_posting(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    seen: i64,
    at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), Failure> {
    let mut tx = desk.store.begin("set when a statement goes").await?;
    let Loaded { mut statement, directory, role } =
        load(desk, &mut tx, actor, Verb::Edit, number, Some(seen)).await?;
    if at.is_some_and(|at| at <= now) {
        let fault = "This has passed: name a time that lies ahead.".to_owned();
        return Err(Failure::Refused(Refusal::Fields(vec![("goes_on", fault)])));
    }
    if at.is_some() && statement.goes_by_other_means().is_some() {
        let fault = "It goes by other means: whoever sends it then chooses the time.".to_owned();
        return Err(Failure::Refused(Refusal::Fields(vec![("goes_on", fault)])));
    }
    let words = match (at, &statement.goes) {
        (Some(at), _) => format!("Not before {}.", when(at)),
        (None, Some(goes)) => {
            format!("Not at {} any more: as soon as every gate is open.", when(goes.at))
        }
        (None, None) => return Ok(()),
    };
    statement.goes = at.map(|at| GoesAt { at, set_by: actor.name.clone() });
    let by = doer(desk, actor, role, &directory);
    note(desk, &mut tx, number, EventKind::TimeSet, by.clone(), &words, now).await?;
    let moved = match statement.state {
        State::InReview => {
            let (process, moved) = Process::of(&statement).come_due(now)?;
            statement.state = process.state;
            moved
        }
        _ => Moved::Waits,
    };
    if moved == Moved::Posted {
        let told = Told { step: Step::Posted, by: &by, words: &words, now };
        finish(desk, &mut tx, &mut statement, &directory, &moved, told).await?;
    } else {
        tx.save_statement(&statement).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Posts the statements whose time has come and that wait for nothing else, by "(System)"; returns how many.
///
/// Several instances may do so at once: each is posted once.
///
/// # Errors
/// [`Failure::Fault`]; what was posted before stays posted.
pub async fn post_what_is_due(desk: &Desk, now: Timestamp) -> Result<usize, Failure> {
    let reader = desk.store.reader();
    let directory = reader.directory().await?;
    let mut posted = 0;
    for number in reader.due_to_go(now).await? {
        let mut tx = desk.store.begin("post what is due").await?;
        match post_due(desk, &mut tx, number, &directory, now).await {
            Ok(true) => {
                tx.commit().await?;
                posted += 1;
            }
            // Another instance, or a person, was faster; or it cannot be mailed any more, which its page says, and which
            // holds up no other.
            Ok(false) | Err(Failure::Refused(_) | Failure::Unacceptable(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(posted)
}

async fn post_due(
    desk: &Desk,
    tx: &mut Transaction,
    number: Number,
    directory: &Directory,
    now: Timestamp,
) -> Result<bool, Failure> {
    let Some(mut statement) = tx.statement(number).await? else { return Ok(false) };
    if statement.state != State::InReview {
        return Ok(false);
    }
    let (process, moved) = Process::of(&statement).come_due(now)?;
    if moved != Moved::Posted {
        return Ok(false);
    }
    statement.state = process.state;
    let told = Told { step: Step::Posted, by: &Doer::System, words: "", now };
    finish(desk, tx, &mut statement, directory, &moved, told).await?;
    Ok(true)
}
