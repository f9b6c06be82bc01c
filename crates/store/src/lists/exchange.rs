//! How statements hang together.

use rules::{LinkKind, Number};

use super::rows::rows;
use crate::connection::Connection;
use crate::decode::{ByNumber, known};
use crate::sql::{numbers, sql};
use crate::{ExchangeRow, Fault, Row};

/// From the statement itself, whatever its state, over links in either direction to public ones; the nearest first, and
/// each once, so that circles end.
const EXCHANGE: &str = "
    with recursive linked (number) as (
        select s.number from statements s where s.number = $1
        union
        select s.number from linked k
        join statement_links l on l.number = k.number or l.target = k.number
        join statements s on s.number = case when l.number = k.number then l.target else l.number end and s.public
    )
    select number from linked limit 200";

const LINKS_WITHIN: &str = "
    select number, kind, target from statement_links
    where number in (numbers($1)) and target in (numbers($1)) order by number, position";

const LINKED_FROM: &str = "
    select l.kind, l.number from statement_links l join statements s on s.number = l.number
    where l.target = $1 and s.public order by s.day, s.number, l.position";

pub(super) async fn exchange(
    connection: &mut Connection,
    number: Number,
) -> Result<Vec<ExchangeRow>, Fault> {
    let linked: Vec<(i64,)> = connection.all(sql(EXCHANGE).bind(number)).await?;
    let list = numbers(linked.iter().map(|(number,)| *number));
    let links: Vec<(i64, String, i64)> = connection.all(sql(LINKS_WITHIN).bind(list)).await?;
    let mut links: ByNumber<(String, i64)> =
        links.into_iter().map(|(number, kind, target)| (number, (kind, target))).collect();
    let linked: Vec<Number> = linked.into_iter().map(|(number,)| Number(number)).collect();
    let mut rows = rows(connection, &linked).await?;
    rows.sort_by_key(|row| (row.day, row.number));
    rows.into_iter()
        .map(|row| {
            let links = links.take(row.number.0).into_iter();
            let links = links.map(|(kind, target)| Ok((link_kind(&kind)?, Number(target))));
            Ok(ExchangeRow { links: links.collect::<Result<_, Fault>>()?, row })
        })
        .collect()
}

pub(super) async fn linked_from(
    connection: &mut Connection,
    number: Number,
) -> Result<Vec<(LinkKind, Row)>, Fault> {
    let links: Vec<(String, i64)> = connection.all(sql(LINKED_FROM).bind(number)).await?;
    let linking: Vec<Number> = links.iter().map(|(_, number)| Number(*number)).collect();
    let rows = rows(connection, &linking).await?;
    let row = |number: i64| rows.iter().find(|row| row.number.0 == number).cloned();
    links
        .into_iter()
        .filter_map(|(kind, number)| Some((kind, row(number)?)))
        .map(|(kind, row)| Ok((link_kind(&kind)?, row)))
        .collect()
}

fn link_kind(slug: &str) -> Result<LinkKind, Fault> {
    known(LinkKind::from_slug(slug), "kind of link", slug)
}
