//! Fetching the present tool's answers and files over HTTP.

mod client;
mod files;
mod stepping;

use std::time::Duration;

use async_trait::async_trait;
use operations::{ImportFault, Page, Source, Wanted};
use reqwest::Url;
use rules::RoleKind;

use client::{Client, Unanswered};

pub use files::HttpFiles;

/// How many objects are asked for at once.
const PAGE: u64 = 100;
/// The largest answer, in bytes; a page of the longest statements stays well below.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// The present tool's API, read page by page.
///
/// A page that fails is asked for again, each time after a longer pause; one that goes on failing is gone through one
/// object at a time, and only the objects that fail by themselves are left out, and named.
#[derive(Debug, Clone)]
pub struct Http {
    base: Url,
    client: Client,
}

impl Http {
    /// Makes a source from the API's base address, with or without `/api/v1/` at its end.
    ///
    /// # Errors
    /// [`ImportFault::Input`] if it is not an http or https address.
    pub fn new(base: &str) -> Result<Self, ImportFault> {
        Self::patient(base, Duration::from_secs(1))
    }

    /// As [`Http::new`], waiting this long before asking again for the first time, and twice as long each time after.
    ///
    /// # Errors
    /// As [`Http::new`].
    pub fn patient(base: &str, pause: Duration) -> Result<Self, ImportFault> {
        let mut base = client::address(base)?;
        if !base.path().trim_end_matches('/').ends_with("/api/v1") {
            base = client::below(&base, "api/v1/")?;
        }
        Ok(Self { base: client::below(&base, "")?, client: Client::new(pause)? })
    }

    fn first(&self, wanted: Wanted<'_>) -> Result<Url, ImportFault> {
        let mut url = client::below(&self.base, wanted.path())?;
        let mut query = url.query_pairs_mut();
        query.append_pair("format", "json").append_pair("limit", &PAGE.to_string());
        query.append_pair("offset", "0");
        match wanted {
            Wanted::Documents => query.append_pair("type__slug__in", "liai-att,liaison"),
            Wanted::People(ids) => {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                query.append_pair("id__in", &ids.join(","))
            }
            Wanted::Emails(ids) => {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                query.append_pair("person__id__in", &ids.join(","));
                query.append_pair("order_by", "address")
            }
            Wanted::Roles => {
                let known: Vec<&str> = RoleKind::ALL.into_iter().map(RoleKind::slug).collect();
                query.append_pair("name__slug__in", &known.join(","));
                query.append_pair("order_by", "id")
            }
            Wanted::Names(_) => query.append_pair("order_by", "slug"),
            // Pages overlap or leave gaps unless their order is said.
            _ => query.append_pair("order_by", "id"),
        };
        drop(query);
        Ok(url)
    }

    /// Returns the address of a next page, which has to be one of the same answer from the same server.
    fn following(&self, wanted: Wanted<'_>, next: &str) -> Result<Url, ImportFault> {
        let first = self.first(wanted)?;
        let url = first.join(next).ok().filter(|url| {
            url.origin() == first.origin()
                && url.path() == first.path()
                && url.username().is_empty()
                && url.password().is_none()
        });
        url.ok_or_else(|| {
            let what = format!("its next page is said to be at {next}, which is elsewhere");
            ImportFault::input(first.as_str(), what)
        })
    }
}

#[async_trait]
impl Source for Http {
    async fn page(&self, wanted: Wanted<'_>, next: Option<&str>) -> Result<Page, ImportFault> {
        let url = match next {
            None => self.first(wanted)?,
            Some(next) => self.following(wanted, next)?,
        };
        match self.client.get(&url, LARGEST_ANSWER).await {
            Ok(text) => Page::read(&text, url.as_str(), stepping::number(&url, "offset")),
            // Without them all else says the same, and not every server has all of them.
            Err(Unanswered::Never(fault)) if matches!(wanted, Wanted::Names(_)) => {
                Ok(Page { missing: vec![fault.to_string()], ..Page::default() })
            }
            Err(Unanswered::Never(fault)) => Err(fault),
            Err(Unanswered::ForNow(why)) => stepping::one_by_one(&self.client, &url, &why).await,
        }
    }
}
