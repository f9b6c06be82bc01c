//! One page of a list.

use rules::Number;

use super::conditions::{Conditions, Filter};
use super::rows::rows;
use crate::connection::Connection;
use crate::sql::assembled;
use crate::{Count, Fault, Find, Found, Sort};

/// The most statements on a page.
const LARGEST_PAGE: i64 = 1_000;

pub(super) async fn find(
    connection: &mut Connection,
    find: &Find,
    page: i64,
    per_page: i64,
) -> Result<Found, Fault> {
    let mut conditions = Conditions::of(find, Filter::None);
    let count = assembled(format!("select count(*) from statements s where {}", conditions.text()));
    let (total,): (i64,) = connection.one(count.bind_all(conditions.values.clone())).await?;
    let per_page = per_page.clamp(1, LARGEST_PAGE);
    let text = conditions.text();
    let limit = conditions.place(per_page);
    let offset = conditions.place((page.max(1) - 1).saturating_mul(per_page));
    let order = order(find.sort);
    let numbers = assembled(format!(
        "select s.number from statements s where {text} order by {order} limit {limit} offset {offset}"
    ));
    let numbers: Vec<(i64,)> = connection.all(numbers.bind_all(conditions.values)).await?;
    let numbers: Vec<Number> = numbers.into_iter().map(|(number,)| Number(number)).collect();
    Ok(Found { rows: rows(connection, &numbers).await?, total: Count::Exactly(total) })
}

fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "s.day desc, s.number desc",
        Sort::Oldest => "s.day, s.number",
        Sort::Deadline => "s.deadline nulls last, s.number",
        Sort::Subject => "s.subject_key, s.number",
    }
}
