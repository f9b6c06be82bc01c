//! How many statements there are for each value of a filter, and in all.

use rules::{Direction, GroupState, Purpose};

use super::conditions::{Conditions, Filter};
use crate::connection::{Connection, Row};
use crate::decode::{known, some_day};
use crate::search::query::Query;
use crate::sql::{assembled, sql};
use crate::{Facets, Fault, Find, OrganizationRow};

const DIRECTIONS: &str = "select s.direction, count(*)";
const PURPOSES: &str = "select coalesce(s.purpose, ''), count(*)";
const YEARS: &str = "select s.year, count(*)";
const ORGANIZATIONS: &str = "select o.acronym, o.name, count(distinct s.number)";

/// The groups on the other side, with their organizations.
const OTHER_SIDE: &str = "
    join statement_groups l
        on l.number = s.number and l.side = case s.direction when 'incoming' then 'from' else 'to' end
    join groups g on g.id = l.group_id join groups o on o.id = g.organization";

const PER_YEAR: &str = "
    select year, count(*) filter (where direction = 'incoming'), count(*) filter (where direction = 'outgoing')
    from statements where public group by year order by year";

const OTHERS: &str = "
    select o.acronym, o.name, o.state,
        count(distinct case when s.direction = 'incoming' then s.number end),
        count(distinct case when s.direction = 'outgoing' then s.number end),
        max(s.day)
    from groups o
    left join groups g on g.organization = o.id
    left join statement_groups l on l.group_id = g.id
    left join statements s on s.number = l.number and s.public
        and l.side = case s.direction when 'incoming' then 'from' else 'to' end
    where o.parent is null and o.kind = 'sdo' and o.acronym <> $1
    group by o.id, o.acronym, o.name, o.state";

pub(super) async fn facets(connection: &mut Connection, find: &Find) -> Result<Facets, Fault> {
    let mut facets = Facets::default();
    let directions: Vec<(String, i64)> =
        count(connection, find, Filter::Direction, DIRECTIONS, "s.direction").await?;
    facets.directions = ordered(directions, Direction::ALL.map(Direction::slug));
    let purposes: Vec<(String, i64)> =
        count(connection, find, Filter::Purpose, PURPOSES, "s.purpose").await?;
    facets.purposes = ordered(purposes, Purpose::ALL.map(Purpose::slug));
    let years: Vec<(i64, i64)> = count(connection, find, Filter::Year, YEARS, "s.year").await?;
    facets.years = years
        .into_iter()
        .map(|(year, count)| Ok((a_year(year)?, count)))
        .collect::<Result<_, Fault>>()?;
    facets.years.sort_unstable_by(|a, b| b.cmp(a));
    facets.organizations =
        count(connection, find, Filter::Organization, ORGANIZATIONS, "o.acronym, o.name").await?;
    facets
        .organizations
        .sort_unstable_by(|(a, _, more), (b, _, less)| less.cmp(more).then_with(|| a.cmp(b)));
    Ok(facets)
}

/// Counts by the values of one filter under all others.
async fn count<R: Row>(
    connection: &mut Connection,
    find: &Find,
    filter: Filter,
    select: &str,
    group_by: &str,
) -> Result<Vec<R>, Fault> {
    let mut conditions = Conditions::of(find, filter);
    let query = Query::parse(&find.words);
    let from = conditions.searched(&query, connection.is_sqlite());
    let join = if filter == Filter::Organization { OTHER_SIDE } else { "" };
    let condition = conditions.text();
    let text = format!("{select} {from} {join} where {condition} group by {group_by}");
    connection.all(assembled(text).bind_all(conditions.values)).await
}

/// Puts counts in the order of the values, those of no value last.
fn ordered<const N: usize>(mut counts: Vec<(String, i64)>, order: [&str; N]) -> Vec<(String, i64)> {
    let place = |slug: &str| order.iter().position(|other| *other == slug).unwrap_or(N);
    counts.sort_by_key(|(slug, _)| place(slug));
    counts
}

pub(super) async fn per_year(connection: &mut Connection) -> Result<Vec<(i16, i64, i64)>, Fault> {
    let rows: Vec<(i64, i64, i64)> = connection.all(sql(PER_YEAR)).await?;
    rows.into_iter().map(|(year, received, sent)| Ok((a_year(year)?, received, sent))).collect()
}

pub(super) async fn organizations(
    connection: &mut Connection,
    ours: &str,
) -> Result<Vec<OrganizationRow>, Fault> {
    let rows: Vec<(String, String, String, i64, i64, Option<String>)> =
        connection.all(sql(OTHERS).bind(ours.trim().to_lowercase())).await?;
    let mut rows: Vec<OrganizationRow> = rows
        .into_iter()
        .map(|(acronym, name, state, received, sent, newest)| {
            let state = GroupState::from_slug(&state);
            let newest = some_day(newest)?;
            Ok(OrganizationRow { acronym, name, state, received, sent, newest })
        })
        .collect::<Result<_, Fault>>()?;
    rows.sort_by(|a, b| {
        let count = |row: &OrganizationRow| row.received + row.sent;
        count(b).cmp(&count(a)).then_with(|| a.acronym.cmp(&b.acronym))
    });
    Ok(rows)
}

fn a_year(year: i64) -> Result<i16, Fault> {
    known(i16::try_from(year).ok(), "year", &year.to_string())
}
