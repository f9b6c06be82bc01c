//! What waits for an answer of ours, by organization.

use jiff::civil::Date;
use rules::PersonId;

use crate::Fault;
use crate::connection::Connection;
use crate::lists::OWNERLESS;
use crate::lists::answers::answered;
use crate::sql::{assembled, numbers, sql};

/// What waits that one organization has a part in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRow {
    /// Its acronym.
    pub acronym: String,
    /// Its name.
    pub name: String,
    /// How many wait.
    pub open: i64,
    /// How many of these are past their day.
    pub overdue: i64,
    /// How many of these nobody has taken on who is still there.
    pub ownerless: i64,
}

const ASSIGNEES: &str = "
    select distinct s.assignee from statements s where s.assignee is not null and s.waits and s.public";

/// Returns the people who have something in hand that waits or waited, each once.
pub(super) async fn assignees(connection: &mut Connection) -> Result<Vec<PersonId>, Fault> {
    let rows: Vec<(i64,)> = connection.all(sql(ASSIGNEES)).await?;
    Ok(rows.into_iter().map(|(person,)| PersonId(person)).collect())
}

pub(super) async fn waiting(
    connection: &mut Connection,
    ours: &str,
    today: Date,
    left: &[PersonId],
) -> Result<Vec<WaitingRow>, Fault> {
    let (answered, ownerless) = (answered(), OWNERLESS.replace("$n", "$3"));
    let text = format!(
        "select o.acronym, o.name, count(distinct s.number), count(distinct case when s.due < $1 then s.number end),
            count(distinct case when {ownerless} then s.number end)
        from statements s join statement_groups l on l.number = s.number
        join groups g on g.id = l.group_id join groups o on o.id = g.organization
        where s.waits and s.public and o.parent is null and o.kind = 'sdo' and o.acronym <> $2 and not {answered}
        group by o.acronym, o.name order by count(distinct s.number) desc, o.acronym"
    );
    let left = numbers(left.iter().map(|person| person.0));
    let waiting = assembled(text).bind(today).bind(ours.trim().to_lowercase()).bind(left);
    let rows: Vec<(String, String, i64, i64, i64)> = connection.all(waiting).await?;
    let row = |(acronym, name, open, overdue, ownerless)| WaitingRow {
        acronym,
        name,
        open,
        overdue,
        ownerless,
    };
    Ok(rows.into_iter().map(row).collect())
}
