//! An answer by a day: a new day to watch (RSP-3).

use std::collections::HashSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rules::{Actor, EventKind, Number, Step, Verb};

use super::{Case, said};
use crate::desk::day_of;
use crate::give_statement::refused;
use crate::{Desk, Failure};

/// How far ahead an answer is promised at most.
const MONTHS: i32 = 24;

/// Notes that an answer was promised by a day; that day is watched from then on, and everyone reads it.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, for a day that has passed or lies more than two years ahead, or without saying
/// how the sender heard of it.
pub async fn promise_answer(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    (by, words): (Date, &str),
    now: Timestamp,
) -> Result<(), Failure> {
    let mut case = Case::open(desk, actor, Verb::Handle, number, now).await?;
    case.must_be_open().await?;
    let today = day_of(now);
    if by < today {
        return Err(refused("promised", "This day has passed: name one ahead.".to_owned()));
    }
    if by > today.saturating_add(MONTHS.months()) {
        let fault =
            "This is more than two years ahead: name a nearer day, and another when it comes.";
        return Err(refused("promised", fault.to_owned()));
    }
    let missing = "Say how its sender heard of the day.";
    let words = said("promised_words", words, missing)?;
    case.statement.handling.promised = Some(by);
    let noted = format!("By {}. {words}", by.strftime("%-d %B %Y"));
    case.note(EventKind::Promised, &noted).await?;
    case.close(Step::Promised, &noted, &HashSet::new()).await
}
