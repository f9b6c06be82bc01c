//! Attached files from where the present tool serves them.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use operations::{FileSource, ImportFault};
use reqwest::Url;

use super::client::{self, Client, Unanswered};

/// The address below which the present tool serves attached files.
#[derive(Debug, Clone)]
pub struct HttpFiles {
    base: Url,
    largest: usize,
    client: Client,
}

impl HttpFiles {
    /// Makes a source of files from an address and the size of the largest, in bytes.
    ///
    /// # Errors
    /// [`ImportFault::Input`] if it is not an http or https address.
    pub fn new(base: &str, largest: usize) -> Result<Self, ImportFault> {
        let (base, client) = (client::address(base)?, Client::new(Duration::from_secs(1))?);
        Ok(Self { base, largest, client })
    }
}

#[async_trait]
impl FileSource for HttpFiles {
    async fn file(&self, name: &str) -> Result<Option<Bytes>, ImportFault> {
        let mut url = client::below(&self.base, "")?;
        if let Ok(mut path) = url.path_segments_mut() {
            // As one segment, so that no name reaches beyond the base.
            path.pop_if_empty().push(name);
        }
        match self.client.get(&url, self.largest).await {
            Ok(bytes) => Ok(Some(Bytes::from(bytes))),
            Err(Unanswered::Never(_)) => Ok(None),
            Err(Unanswered::ForNow(why)) => Err(ImportFault::input(url.as_str(), why)),
        }
    }
}
