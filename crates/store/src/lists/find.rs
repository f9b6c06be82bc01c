//! One page of a list.

use std::collections::HashMap;

use rules::Number;

use super::conditions::{Conditions, DAY_TO_WATCH};
use super::rows::rows;
use crate::connection::Connection;
use crate::search::query::Query;
use crate::search::snippet::snippet;
use crate::sql::{assembled, numbers, sql};
use crate::{Count, Fault, Find, Found, Sort};

/// The most statements on a page.
const LARGEST_PAGE: i64 = 1_000;

/// How far statements are counted where words were searched for, or in a large record what concerns a group.
const COUNTED: i64 = 1_000;

/// How many statements a record has at least, that ever were on it or drafted, before what concerns a group is not counted to
/// its end.
const LARGE: i64 = 20_000;

/// The last number of a statement.
const LAST: &str = "(select coalesce(max(number), 0) from statements)";

/// As many of the newest are looked through for a page of what concerns a group, before all of it is sorted.
const LOOKED_THROUGH: i64 = 20_000;

/// As much of a text as is looked through for words to show; what stands behind some hundred pages is found and not
/// shown.
const TEXTS: &str = "
    select number, substr(text, 1, 300000) from statements where number in (numbers($1))";

const ATTACHED_TEXTS: &str = "
    select c.number, substr(c.text, 1, 300000) from conversions c
    join attachments a on a.number = c.number and a.position = c.position and a.hidden is null
    where c.number in (numbers($1)) order by c.number, c.position";

pub(super) async fn find(
    connection: &mut Connection,
    find: &Find,
    page: i64,
    per_page: i64,
) -> Result<Found, Fault> {
    let total = total(connection, find).await?;
    let page = page_of(connection, find, page, per_page, total).await?;
    let mut rows = rows(connection, &page).await?;
    let query = Query::parse(&find.words);
    if !query.is_empty() {
        let mut snippets = snippets(connection, &page, &query).await?;
        for row in &mut rows {
            row.snippet = snippets.remove(&row.number).unwrap_or_default();
        }
    }
    Ok(Found { rows, total })
}

/// Returns the numbers of a page of a list that has so many.
pub(super) async fn page_of(
    connection: &mut Connection,
    find: &Find,
    page: i64,
    per_page: i64,
    total: Count,
) -> Result<Vec<Number>, Fault> {
    let query = Query::parse(&find.words);
    let is_public = find.states.iter().all(|state| state.is_public());
    let is_plain = is_public && query.is_empty();
    if let (Count::MoreThan(_), Sort::Newest, true) = (total, find.sort, is_plain) {
        let newest = page_among_newest(connection, find, page, per_page).await?;
        if !newest.is_empty() {
            return Ok(newest);
        }
    }
    let mut conditions = Conditions::of(find);
    let from = conditions.searched(&query, connection.is_sqlite());
    let per_page = per_page.clamp(1, LARGEST_PAGE);
    let condition = conditions.text();
    let limit = conditions.place(per_page);
    let offset = conditions.place((page.max(1) - 1).saturating_mul(per_page));
    let order = order(find.sort, conditions.sort_key);
    let page = assembled(format!(
        "select s.number {from} where {condition} order by {order} limit {limit} offset {offset}"
    ));
    let page: Vec<(i64,)> = connection.all(page.bind_all(conditions.values)).await?;
    Ok(page.into_iter().map(|(number,)| Number(number)).collect())
}

/// Returns the numbers of a page that lies among the newest statements, or none where it does not.
async fn page_among_newest(
    connection: &mut Connection,
    find: &Find,
    page: i64,
    per_page: i64,
) -> Result<Vec<Number>, Fault> {
    let mut conditions = Conditions::among_newest(find, LOOKED_THROUGH);
    let per_page = per_page.clamp(1, LARGEST_PAGE);
    let condition = conditions.text();
    let limit = conditions.place(per_page);
    let offset = conditions.place((page.max(1) - 1).saturating_mul(per_page));
    let order = order(Sort::Newest, None);
    let page = assembled(format!(
        "select s.number from statements s where {condition} order by {order} limit {limit} offset {offset}"
    ));
    let page: Vec<(i64,)> = connection.all(page.bind_all(conditions.values)).await?;
    let is_full = i64::try_from(page.len()).is_ok_and(|found| found == per_page);
    Ok(if is_full {
        page.into_iter().map(|(number,)| Number(number)).collect()
    } else {
        Vec::new()
    })
}

/// Finds what follows a statement in the order of a list, so that what is posted meanwhile shifts nothing.
pub(super) async fn find_after(
    connection: &mut Connection,
    find: &Find,
    after: Option<Number>,
    limit: i64,
) -> Result<(Found, bool), Fault> {
    let total = total(connection, find).await?;
    let query = Query::parse(&find.words);
    let mut conditions = Conditions::of(find);
    let from = conditions.searched(&query, connection.is_sqlite());
    if let Some(after) = after {
        conditions.follow(find.sort, after);
    }
    let limit = limit.clamp(1, LARGEST_PAGE);
    let condition = conditions.text();
    let place = conditions.place(limit + 1);
    let order = order(find.sort, conditions.sort_key);
    let page = assembled(format!(
        "select s.number {from} where {condition} order by {order} limit {place}"
    ));
    let page: Vec<(i64,)> = connection.all(page.bind_all(conditions.values)).await?;
    let mut page: Vec<Number> = page.into_iter().map(|(number,)| Number(number)).collect();
    let has_more = i64::try_from(page.len()).is_ok_and(|found| found > limit);
    page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let rows = rows(connection, &page).await?;
    Ok((Found { rows, total }, has_more))
}

/// Counts all, or where that takes long, so far as anybody wants to know.
pub(super) async fn total(connection: &mut Connection, find: &Find) -> Result<Count, Fault> {
    Ok(counted(connection, find).await?.0)
}

/// Counts, and says whether so many statements are on record that what concerns a group is not counted to its end.
///
/// That is one question, however large the record is.
pub(super) async fn counted(
    connection: &mut Connection,
    find: &Find,
) -> Result<(Count, bool), Fault> {
    let most = COUNTED + 1;
    let mut conditions = Conditions::of(find);
    let from = conditions.searched(&Query::parse(&find.words), connection.is_sqlite());
    let condition = conditions.text();
    if conditions.sort_key.is_some() {
        let some = assembled(format!(
            "select count(*), {LAST} from (select s.number {from} where {condition} limit {most}) counted"
        ));
        let (count, last): (i64, i64) = connection.one(some.bind_all(conditions.values)).await?;
        return Ok((Count::up_to(COUNTED, count), last > LARGE));
    }
    let Some((conditions, ahead)) = Conditions::one_by_one(find) else {
        let all = assembled(format!("select count(*) {from} where {condition}"));
        let (count,) = connection.one(all.bind_all(conditions.values)).await?;
        return Ok((Count::Exactly(count), false));
    };
    let each = ahead.iter().map(|ahead| format!("select {ahead}")).collect::<Vec<_>>();
    let some = assembled(format!(
        "select count(*), {LAST} from (select distinct number from ({}) each
            limit case when {LAST} > {LARGE} then {most} else {} end) counted",
        each.join(" union all "),
        i64::MAX
    ));
    let (count, last): (i64, i64) = connection.one(some.bind_all(conditions.values)).await?;
    let is_large = last > LARGE;
    Ok((if is_large { Count::up_to(COUNTED, count) } else { Count::Exactly(count) }, is_large))
}

fn order(sort: Sort, sort_key: Option<&'static str>) -> String {
    match (sort, sort_key) {
        // The index of words is in this order already.
        (Sort::Newest, Some(key)) => format!("{key} desc"),
        (Sort::Oldest, Some(key)) => key.to_owned(),
        (Sort::Newest, None) => "s.day desc, s.number desc".to_owned(),
        (Sort::Oldest, None) => "s.day, s.number".to_owned(),
        (Sort::Deadline, _) => format!("{DAY_TO_WATCH} nulls last, s.number"),
        (Sort::Due, _) => "s.due nulls last, s.number".to_owned(),
        (Sort::DueLast, _) => "s.due desc nulls last, s.number".to_owned(),
        (Sort::Subject, _) => "s.subject_key, s.number".to_owned(),
    }
}

/// Returns where the words stand in the statements' own texts, else in what is attached.
pub(super) async fn snippets(
    connection: &mut Connection,
    page: &[Number],
    query: &Query,
) -> Result<HashMap<Number, String>, Fault> {
    let mut snippets = HashMap::new();
    for texts in [TEXTS, ATTACHED_TEXTS] {
        let without = page.iter().filter(|number| !snippets.contains_key(*number));
        let list = numbers(without.map(|number| number.0));
        let texts: Vec<(i64, String)> = connection.all(sql(texts).bind(&list)).await?;
        for (number, text) in texts {
            let number = Number(number);
            if !snippets.contains_key(&number) {
                snippets.extend(snippet(&text, query).map(|found| (number, found)));
            }
        }
    }
    Ok(snippets)
}
