//! Going through a page that fails as a whole, one object at a time.

use operations::{ImportFault, Page};
use reqwest::Url;

use super::LARGEST_ANSWER;
use super::client::{Client, Unanswered};

/// How many objects in a row may fail at the start before the server counts as down.
const AT_THE_START: usize = 3;

/// Fetches the objects of a page one by one, and names those that fail.
pub(super) async fn one_by_one(
    client: &Client,
    page: &Url,
    why_not_whole: &str,
) -> Result<Page, ImportFault> {
    let (offset, limit) = (number(page, "offset"), number(page, "limit"));
    let mut gathered = Page::default();
    for at in offset..offset.saturating_add(limit) {
        if gathered.total.is_some_and(|total| at >= total) {
            return Ok(gathered);
        }
        let url = moved(page, at, 1);
        match client.once(&url, LARGEST_ANSWER).await {
            Ok(text) => {
                let one = Page::read(&text, url.as_str(), at)?;
                gathered.total = one.total.or(gathered.total);
                if one.objects.is_empty() {
                    return Ok(gathered);
                }
                gathered.objects.extend(one.objects);
            }
            Err(Unanswered::Never(fault)) => return Err(fault),
            Err(Unanswered::ForNow(why)) => gathered.missing.push(format!("{url} ({why})")),
        }
        if gathered.objects.is_empty() && gathered.missing.len() >= AT_THE_START {
            let what = format!("{why_not_whole}, again and again: try later");
            return Err(ImportFault::input(page.as_str(), what));
        }
    }
    let next = offset.saturating_add(limit);
    if gathered.total.is_none_or(|total| next < total) {
        gathered.next = Some(moved(page, next, limit).to_string());
    }
    Ok(gathered)
}

/// Returns a number of an address's query, 0 if it has none.
pub(super) fn number(url: &Url, name: &str) -> u64 {
    let value = url.query_pairs().find(|(key, _)| key == name);
    value.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)
}

/// Returns the address of another part of the same answer.
fn moved(page: &Url, offset: u64, limit: u64) -> Url {
    let mut url = page.clone();
    let kept = page.query_pairs().filter(|(key, _)| key != "offset" && key != "limit");
    let kept: Vec<(String, String)> = kept.map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .append_pair("limit", &limit.to_string())
        .append_pair("offset", &offset.to_string());
    url
}
