//! How many statements a list has, and how many for each value of its filters: counted once, until something changes.
//!
//! Without words to search for, all of the record is counted, exactly, save what concerns a group where the record is large. That
//! takes as long as the record is large, and so it is kept for the next page of the same list, whoever asks. With words, no more
//! than a thousand are counted; that is kept apart, so that many words never push out what takes long.

use std::sync::Arc;

use quick_cache::sync::Cache;
use store::{Facets, Fault, Find};

use crate::Site;

/// As many lists are kept; each is some kilobytes.
const LISTS: usize = 300;

type Kept = Arc<Cache<(i64, Find), Arc<Facets>>>;

/// What was counted; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Counts {
    lists: Kept,
    searches: Kept,
}

impl Counts {
    pub(crate) fn new() -> Self {
        Self { lists: Arc::new(Cache::new(LISTS)), searches: Arc::new(Cache::new(LISTS)) }
    }
}

/// Returns what is counted of a list.
pub(crate) async fn of(site: &Site, find: &Find) -> Result<Arc<Facets>, Fault> {
    let reader = site.desk.store.reader();
    let Some(changes) = site.changes.count(&site.desk).await else {
        return reader.facets(find).await.map(Arc::new);
    };
    // The order is nothing that is counted.
    let key = (changes, Find { sort: store::Sort::default(), ..find.clone() });
    let counted = async { reader.facets(find).await.map(Arc::new) };
    let kept = if find.words.is_empty() { &site.counts.lists } else { &site.counts.searches };
    kept.get_or_insert_async(&key, counted).await
}
