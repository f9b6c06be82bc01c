//! The numbers of `/statistics`.

use rules::Direction;

use super::{AnswerFilter, AskedRow, AskedWithRow, DaysRow, ExchangedRow, Statistics, WithRow};
use crate::connection::Connection;
use crate::decode::{known, some_purpose};
use crate::lists::answers::asked;
use crate::lists::{Conditions, Filter};
use crate::sql::{Value, assembled};
use crate::{Fault, Find};

/// Every organization that a statement names, on either side; ours is in nearly all of them, and says nothing.
const ORGANIZATIONS: &str = "join statement_groups l on l.number = s.number
    join groups g on g.id = l.group_id join groups o on o.id = g.organization
    and o.parent is null and o.kind = 'sdo'";

/// What is counted, in SQL: which statements, and which organizations.
struct Counted {
    /// What follows `where`, of `statements s`.
    condition: String,
    values: Vec<Value>,
    /// Which organizations are told apart; its value is the last.
    others: String,
    other: Value,
}

impl Counted {
    fn of(ours: &str, organization: Option<&str>) -> Self {
        let organization = organization.map(|acronym| acronym.trim().to_lowercase());
        let find = Find { organization: organization.clone(), ..Find::default() };
        let conditions = Conditions::of(&find, Filter::None);
        let sign = if organization.is_some() { "=" } else { "<>" };
        let others = format!("o.acronym {sign} ${}", conditions.values.len() + 1);
        let other = organization.unwrap_or_else(|| ours.trim().to_lowercase());
        Self {
            condition: conditions.text(),
            values: conditions.values,
            others,
            other: Value::from(other),
        }
    }

    fn with_other(&self) -> impl Iterator<Item = Value> {
        self.values.iter().cloned().chain([self.other.clone()])
    }
}

pub(super) async fn statistics(
    connection: &mut Connection,
    ours: &str,
    organization: Option<&str>,
) -> Result<Statistics, Fault> {
    let counted = Counted::of(ours, organization);
    Ok(Statistics {
        exchanged: exchanged(connection, &counted).await?,
        with: with(connection, &counted).await?,
        asked: outcomes(connection, &counted).await?,
        asked_with: outcomes_with(connection, &counted).await?,
        taken: days(connection, &counted, "s.answered").await?,
        taken_with: taken_with(connection, &counted).await?,
        given: days(connection, &counted, "s.deadline").await?,
    })
}

async fn exchanged(
    connection: &mut Connection,
    counted: &Counted,
) -> Result<Vec<ExchangedRow>, Fault> {
    let condition = &counted.condition;
    let text = format!(
        "select s.year, s.direction, s.purpose, count(*) from statements s where {condition}
        group by s.year, s.direction, s.purpose order by s.year, s.direction, coalesce(s.purpose, '')"
    );
    let rows: Vec<(i64, String, Option<String>, i64)> =
        connection.all(assembled(text).bind_all(counted.values.clone())).await?;
    rows.into_iter()
        .map(|(year, direction, purpose, count)| {
            let (year, direction) = (a_year(year)?, way(&direction)?);
            Ok(ExchangedRow { year, direction, purpose: some_purpose(purpose.as_deref())?, count })
        })
        .collect()
}

async fn with(connection: &mut Connection, counted: &Counted) -> Result<Vec<WithRow>, Fault> {
    let Counted { condition, others, .. } = counted;
    let text = format!(
        "select o.acronym, o.name, s.year, s.direction, count(distinct s.number)
        from statements s {ORGANIZATIONS} where {condition} and {others}
        group by o.acronym, o.name, s.year, s.direction order by o.acronym, s.year, s.direction"
    );
    let rows: Vec<(String, String, i64, String, i64)> =
        connection.all(assembled(text).bind_all(counted.with_other())).await?;
    rows.into_iter()
        .map(|(acronym, name, year, direction, count)| {
            let (year, direction) = (a_year(year)?, way(&direction)?);
            Ok(WithRow { acronym, name, year, direction, count })
        })
        .collect()
}

async fn outcomes(connection: &mut Connection, counted: &Counted) -> Result<Vec<AskedRow>, Fault> {
    let asked = asked(&counted.condition);
    let text = format!(
        "{asked} select s.direction, s.year, s.purpose, s.outcome, count(*) from asked s
        group by s.direction, s.year, s.purpose, s.outcome
        order by s.direction, s.year, coalesce(s.purpose, ''), s.outcome"
    );
    let rows: Vec<(String, i64, Option<String>, String, i64)> =
        connection.all(assembled(text).bind_all(counted.values.clone())).await?;
    rows.into_iter()
        .map(|(direction, year, purpose, outcome, count)| {
            let (direction, year) = (way(&direction)?, a_year(year)?);
            let purpose = some_purpose(purpose.as_deref())?;
            Ok(AskedRow { direction, year, purpose, outcome: came_out(&outcome)?, count })
        })
        .collect()
}

async fn outcomes_with(
    connection: &mut Connection,
    counted: &Counted,
) -> Result<Vec<AskedWithRow>, Fault> {
    let (asked, others) = (asked(&counted.condition), &counted.others);
    let text = format!(
        "{asked} select o.acronym, s.direction, s.outcome, count(distinct s.number)
        from asked s {ORGANIZATIONS} where {others}
        group by o.acronym, s.direction, s.outcome order by o.acronym, s.direction, s.outcome"
    );
    let rows: Vec<(String, String, String, i64)> =
        connection.all(assembled(text).bind_all(counted.with_other())).await?;
    rows.into_iter()
        .map(|(acronym, direction, outcome, count)| {
            let (direction, outcome) = (way(&direction)?, came_out(&outcome)?);
            Ok(AskedWithRow { acronym, direction, outcome, count })
        })
        .collect()
}

/// Counts by the days from what was asked to what ends them.
async fn days(
    connection: &mut Connection,
    counted: &Counted,
    ends: &str,
) -> Result<Vec<DaysRow>, Fault> {
    let (asked, days) = (asked(&counted.condition), days_between("s.day", ends));
    let text = format!(
        "{asked} select d.direction, d.days, count(*) from (
            select s.direction, {days} as days from asked s where {ends} is not null
        ) d group by d.direction, d.days order by d.direction, d.days"
    );
    let rows: Vec<(String, i64, i64)> =
        connection.all(assembled(text).bind_all(counted.values.clone())).await?;
    rows.into_iter()
        .map(|(direction, days, count)| Ok(DaysRow { direction: way(&direction)?, days, count }))
        .collect()
}

async fn taken_with(
    connection: &mut Connection,
    counted: &Counted,
) -> Result<Vec<(String, DaysRow)>, Fault> {
    let (asked, others) = (asked(&counted.condition), &counted.others);
    let days = days_between("s.day", "s.answered");
    let text = format!(
        "{asked} select d.acronym, d.direction, d.days, count(*) from (
            select distinct s.number, o.acronym, s.direction, {days} as days
            from asked s {ORGANIZATIONS} where {others} and s.answered is not null
        ) d group by d.acronym, d.direction, d.days order by d.acronym, d.direction, d.days"
    );
    let rows: Vec<(String, String, i64, i64)> =
        connection.all(assembled(text).bind_all(counted.with_other())).await?;
    rows.into_iter()
        .map(|(acronym, direction, days, count)| {
            Ok((acronym, DaysRow { direction: way(&direction)?, days, count }))
        })
        .collect()
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

fn a_year(year: i64) -> Result<i16, Fault> {
    known(i16::try_from(year).ok(), "year", &year.to_string())
}

fn way(slug: &str) -> Result<Direction, Fault> {
    known(Direction::from_slug(slug), "direction", slug)
}

fn came_out(slug: &str) -> Result<AnswerFilter, Fault> {
    known(AnswerFilter::from_slug(slug), "outcome", slug)
}
