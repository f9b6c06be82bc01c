//! A tree that is published at an address.

use std::time::Duration;

use async_trait::async_trait;
use operations::Published;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

/// No tile or checkpoint is longer: 256 entries of 65,535 bytes.
const LONGEST: usize = 17 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks an address for what is published below `/log`.
#[derive(Debug, Clone)]
pub struct PublishedAddress {
    base: String,
    http: Client,
}

impl PublishedAddress {
    /// Makes one that asks this address and no other.
    ///
    /// # Errors
    /// In words, if this machine cannot ask.
    pub fn new(base: &str) -> Result<Self, String> {
        let http = Client::builder()
            .user_agent(concat!("liaison/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| format!("This machine cannot fetch: {error}."))?;
        Ok(Self { base: base.trim_end_matches('/').to_owned(), http })
    }
}

#[async_trait]
impl Published for PublishedAddress {
    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let address = format!("{}/log/{path}", self.base);
        let failed = |error: reqwest::Error| format!("{address} gives no answer: {error}.");
        let mut answer = self.http.get(&address).send().await.map_err(failed)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            status => return Err(format!("{address} answers {status}.")),
        }
        let mut bytes = Vec::new();
        while let Some(more) = answer.chunk().await.map_err(failed)? {
            if bytes.len() + more.len() > LONGEST {
                return Err(format!("{address} gives more than a tile has."));
            }
            bytes.extend_from_slice(&more);
        }
        Ok(Some(bytes))
    }
}
