//! How what was asked for came out, and how long that took.

use super::statistics::{Counted, ORGANIZATIONS, a_year, way};
use super::{AnswerFilter, AskedRow, AskedWithRow, DaysRow, Statistics};
use crate::Fault;
use crate::connection::Connection;
use crate::decode::{known, some_purpose};
use crate::lists::answers::asked;
use crate::sql::assembled;

/// What is counted, the organization, direction, year, purpose, outcome, days, and how many. All but the first two and
/// the last are none where they are not told apart.
type Row =
    (i64, Option<String>, String, Option<i64>, Option<String>, Option<String>, Option<i64>, i64);

/// Counts what asks for an answer in all ways at once, since finding it takes most of the time.
pub(super) async fn outcomes(
    connection: &mut Connection,
    counted: &Counted,
    statistics: &mut Statistics,
) -> Result<(), Fault> {
    let text = counts(counted);
    let mut rows: Vec<Row> = connection.all(assembled(text).bind_all(counted.with_other())).await?;
    rows.sort_unstable();
    for (counts, acronym, direction, year, purpose, outcome, days, count) in rows {
        let direction = way(&direction)?;
        let acronym = acronym.unwrap_or_default();
        match counts {
            1 => statistics.asked.push(AskedRow {
                direction,
                year: a_year(year.unwrap_or_default())?,
                purpose: some_purpose(purpose.as_deref())?,
                outcome: came_out(outcome.as_deref())?,
                count,
            }),
            2 => {
                let outcome = came_out(outcome.as_deref())?;
                statistics.asked_with.push(AskedWithRow { acronym, direction, outcome, count });
            }
            _ => {
                let row = DaysRow { direction, days: days.unwrap_or_default(), count };
                match counts {
                    3 => statistics.taken.push(row),
                    4 => statistics.taken_with.push((acronym, row)),
                    _ => statistics.given.push(row),
                }
            }
        }
    }
    Ok(())
}

fn counts(counted: &Counted) -> String {
    let (asked, others) = (asked(&counted.condition), &counted.others);
    let taken = days_between("s.day", "s.answered");
    let given = days_between("s.day", "s.deadline");
    let (no_text, no_number) = ("cast(null as text)", "cast(null as bigint)");
    format!(
        "{asked}, named as (
            select distinct s.number, o.acronym from asked s {ORGANIZATIONS} where {others}
        )
        select cast(1 as bigint), {no_text}, s.direction, s.year, s.purpose, s.outcome, {no_number}, count(*)
            from asked s group by s.direction, s.year, s.purpose, s.outcome
        union all
        select cast(2 as bigint), n.acronym, s.direction, {no_number}, {no_text}, s.outcome, {no_number}, count(*)
            from asked s join named n on n.number = s.number group by n.acronym, s.direction, s.outcome
        union all
        select cast(3 as bigint), {no_text}, d.direction, {no_number}, {no_text}, {no_text}, d.days, count(*)
            from (select s.direction, {taken} as days from asked s where s.answered is not null) d
            group by d.direction, d.days
        union all
        select cast(4 as bigint), d.acronym, d.direction, {no_number}, {no_text}, {no_text}, d.days, count(*)
            from (
                select n.acronym, s.direction, {taken} as days from asked s join named n on n.number = s.number
                where s.answered is not null
            ) d group by d.acronym, d.direction, d.days
        union all
        select cast(5 as bigint), {no_text}, d.direction, {no_number}, {no_text}, {no_text}, d.days, count(*)
            from (select s.direction, {given} as days from asked s where s.deadline is not null) d
            group by d.direction, d.days"
    )
}

/// Returns how many days lie between two days, as both databases count them: each is told to reckon with dates in a way of
/// its own, and both with whole numbers alike.
fn days_between(from: &str, until: &str) -> String {
    format!("({} - {})", day_number(until), day_number(from))
}

/// Returns the count of a day, from some day long ago. The year is taken to begin in March, so that the day of a leap year
/// is its last.
fn day_number(day: &str) -> String {
    let part = |from: i64, length: i64| format!("cast(substr({day}, {from}, {length}) as bigint)");
    let (month, date) = (part(6, 2), part(9, 2));
    let year = format!("({} - (14 - {month}) / 12)", part(1, 4));
    format!(
        "(365 * {year} + {year} / 4 - {year} / 100 + {year} / 400 + (153 * (({month} + 9) % 12) + 2) / 5 + {date})"
    )
}

fn came_out(slug: Option<&str>) -> Result<AnswerFilter, Fault> {
    let slug = slug.unwrap_or_default();
    known(AnswerFilter::from_slug(slug), "outcome", slug)
}
