//! Rows of lists: those that were shown before are kept until something changes, whatever they were searched for with.

use std::collections::HashMap;
use std::sync::Arc;

use quick_cache::sync::Cache;
use rules::Number;
use store::{Count, Fault, Find, Row};

use crate::Site;
use crate::pages::list::PER_PAGE;

/// As many rows are kept; each is about a kilobyte.
const ROWS: usize = 5_000;

/// Rows as they were at a count of changes; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Rows(Arc<Cache<(i64, Number), Arc<Row>>>);

impl Rows {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Cache::new(ROWS)))
    }
}

/// Returns the rows of one page of a list that has so many, with where the words stand that are searched for.
pub(crate) async fn of_page(
    site: &Site,
    find: &Find,
    page: i64,
    total: Count,
) -> Result<Vec<Row>, Fault> {
    let reader = site.desk.store.reader();
    let changes = site.changes.count(&site.desk).await;
    let numbers = reader.page_of(find, page, PER_PAGE, total).await?;
    let mut rows = match changes {
        Some(changes) => kept(site, changes, &numbers).await?,
        None => reader.rows_of(&numbers).await?,
    };
    // Each question is asked by itself: one may have been hidden since its number was found.
    rows.retain(|row| find.holds(row.state));
    let mut snippets = reader.snippets_of(&numbers, &find.words).await?;
    for row in &mut rows {
        row.snippet = snippets.remove(&row.number).unwrap_or_default();
    }
    Ok(rows)
}

/// Returns rows in this order: those that are kept, and the others as they are now.
async fn kept(site: &Site, changes: i64, numbers: &[Number]) -> Result<Vec<Row>, Fault> {
    let known = |number: &Number| site.rows.0.get(&(changes, *number));
    let mut rows: HashMap<Number, Arc<Row>> =
        numbers.iter().filter_map(|number| Some((*number, known(number)?))).collect();
    let others: Vec<Number> =
        numbers.iter().filter(|number| !rows.contains_key(number)).copied().collect();
    if !others.is_empty() {
        for row in site.desk.store.reader().rows_of(&others).await? {
            let row = Arc::new(row);
            site.rows.0.insert((changes, row.number), Arc::clone(&row));
            rows.insert(row.number, row);
        }
    }
    Ok(numbers.iter().filter_map(|number| rows.remove(number)).map(Arc::unwrap_or_clone).collect())
}
