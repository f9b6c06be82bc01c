//! How many statements there are for each value of a filter, and in all.

use std::collections::BTreeMap;

use rules::{Direction, GroupState, Purpose};

use super::conditions::Conditions;
use super::find::counted;
use crate::connection::{Connection, Row};
use crate::decode::{known, some_day};
use crate::search::query::Query;
use crate::sql::{assembled, sql};
use crate::{Count, Facet, Facets, Fault, Find, OrganizationRow};

const DIRECTIONS: &str = "select s.direction, count(*)";
const PURPOSES: &str = "select coalesce(s.purpose, ''), count(*)";
const YEARS: &str = "select s.year, count(*)";
/// The three at once, where few statements are found: the index of words is asked once.
const TOGETHER: &str = "select s.direction, coalesce(s.purpose, ''), s.year, count(*)";
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
    let (total, is_large) = counted(connection, find).await?;
    let mut facets = Facets { total, ..Facets::default() };
    let is_searched = !Query::parse(&find.words).is_empty();
    let narrows = find.direction.is_some() || find.purpose.is_some() || find.year.is_some();
    let are_together = is_searched && !narrows && matches!(facets.total, Count::Exactly(_));
    if are_together {
        facets.count_together(connection, find).await?;
    }
    let apart = Facet::ALL.into_iter().filter(|one| !are_together || *one == Facet::Organization);
    for facet in apart {
        let others = find.without(facet);
        let is_cut = is_searched || (is_large && others.names_a_group());
        let is_wider = is_cut && others != *find;
        let all = if is_wider { counted(connection, &others).await?.0 } else { facets.total };
        match all {
            // What is found under fewer filters is no less.
            Count::MoreThan(_) => facets.beyond.push(facet),
            Count::Exactly(_) => facets.count(connection, facet, &others).await?,
        }
    }
    Ok(facets)
}

impl Facets {
    /// Counts by the values of the filters that a statement has one value of each for, where none of them is set.
    async fn count_together(
        &mut self,
        connection: &mut Connection,
        find: &Find,
    ) -> Result<(), Fault> {
        let by = "s.direction, s.purpose, s.year";
        let found: Vec<(String, String, i64, i64)> =
            count(connection, find, TOGETHER, "", by).await?;
        let (mut directions, mut purposes, mut years) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (direction, purpose, year, count) in found {
            *directions.entry(direction).or_default() += count;
            *purposes.entry(purpose).or_default() += count;
            *years.entry(a_year(year)?).or_default() += count;
        }
        self.directions =
            ordered(directions.into_iter().collect(), Direction::ALL.map(Direction::slug));
        self.purposes = ordered(purposes.into_iter().collect(), Purpose::ALL.map(Purpose::slug));
        self.years = years.into_iter().rev().collect();
        Ok(())
    }

    /// Counts by the values of one filter under all others.
    async fn count(
        &mut self,
        connection: &mut Connection,
        facet: Facet,
        others: &Find,
    ) -> Result<(), Fault> {
        match facet {
            Facet::Direction => {
                let found = count(connection, others, DIRECTIONS, "", "s.direction").await?;
                self.directions = ordered(found, Direction::ALL.map(Direction::slug));
            }
            Facet::Purpose => {
                let found = count(connection, others, PURPOSES, "", "s.purpose").await?;
                self.purposes = ordered(found, Purpose::ALL.map(Purpose::slug));
            }
            Facet::Year => {
                let found: Vec<(i64, i64)> = count(connection, others, YEARS, "", "s.year").await?;
                let year = |(year, count)| Ok((a_year(year)?, count));
                self.years = found.into_iter().map(year).collect::<Result<_, Fault>>()?;
                self.years.sort_unstable_by(|a, b| b.cmp(a));
            }
            Facet::Organization => {
                let by = "o.acronym, o.name";
                self.organizations =
                    count(connection, others, ORGANIZATIONS, OTHER_SIDE, by).await?;
                self.organizations.sort_unstable_by(|(a, _, more), (b, _, less)| {
                    less.cmp(more).then_with(|| a.cmp(b))
                });
            }
        }
        Ok(())
    }
}

async fn count<R: Row>(
    connection: &mut Connection,
    find: &Find,
    select: &str,
    join: &str,
    group_by: &str,
) -> Result<Vec<R>, Fault> {
    let mut conditions = Conditions::of(find);
    let query = Query::parse(&find.words);
    let from = conditions.searched(&query, connection.is_sqlite());
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
