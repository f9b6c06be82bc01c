//! The numbers of `/statistics`.

use rules::Direction;

use super::outcomes::outcomes;
use super::{ExchangedRow, Statistics, WithRow};
use crate::connection::Connection;
use crate::decode::{known, some_purpose};
use crate::lists::Conditions;
use crate::sql::{Value, assembled};
use crate::{Fault, Find};

/// Every organization that a statement names, on either side; ours is in nearly all of them, and says nothing.
pub(super) const ORGANIZATIONS: &str = "join statement_groups l on l.number = s.number
    join groups g on g.id = l.group_id join groups o on o.id = g.organization
    and o.parent is null and o.kind = 'sdo'";

/// What is counted, in SQL: which statements, and which organizations.
pub(super) struct Counted {
    /// What follows `where`, of `statements s`.
    pub(super) condition: String,
    pub(super) values: Vec<Value>,
    /// Which organizations are told apart; its value is the last.
    pub(super) others: String,
    other: Value,
}

impl Counted {
    fn of(ours: &str, organization: Option<&str>) -> Self {
        let organization = organization.map(|acronym| acronym.trim().to_lowercase());
        let find = Find { organization: organization.clone(), ..Find::default() };
        let conditions = Conditions::of(&find);
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

    pub(super) fn with_other(&self) -> impl Iterator<Item = Value> {
        self.values.iter().cloned().chain([self.other.clone()])
    }
}

pub(super) async fn statistics(
    connection: &mut Connection,
    ours: &str,
    organization: Option<&str>,
) -> Result<Statistics, Fault> {
    let counted = Counted::of(ours, organization);
    let mut statistics = Statistics {
        exchanged: exchanged(connection, &counted).await?,
        with: with(connection, &counted).await?,
        ..Statistics::default()
    };
    outcomes(connection, &counted, &mut statistics).await?;
    Ok(statistics)
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

pub(super) fn a_year(year: i64) -> Result<i16, Fault> {
    known(i16::try_from(year).ok(), "year", &year.to_string())
}

pub(super) fn way(slug: &str) -> Result<Direction, Fault> {
    known(Direction::from_slug(slug), "direction", slug)
}
