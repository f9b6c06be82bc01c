//! Files in a bucket of a store that speaks the language of S3.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use object_store::{ClientOptions, Error, ObjectStore, RetryConfig};

/// How long a store may take to answer at all.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long one file may take.
const TRANSFER_WITHIN: Duration = Duration::from_secs(120);
/// How long is tried again what a store does not do now; then whoever asked hears of it, and tries later.
const RETRY_FOR: Duration = Duration::from_secs(60);
const RETRIES: usize = 6;

/// A bucket of a store that speaks the language of S3; it must be there.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// The address of the store; that of Amazon's where there is none.
    pub endpoint: Option<String>,
    /// The region, as the store calls it.
    pub region: String,
    /// What the names of all files begin with, so that a bucket may hold other things too; empty for nothing.
    pub prefix: String,
    /// The key by which the store knows us.
    pub access_key: String,
    /// The secret that goes with the key.
    pub secret: String,
}

impl fmt::Debug for Bucket {
    /// Names everything but the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("name", &self.name)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Bucket {
    /// Names it as an address: `s3://liaison/prefix`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)?;
        if self.prefix.is_empty() { Ok(()) } else { write!(f, "/{}", self.prefix) }
    }
}

/// Opens a bucket; nothing is asked of it yet.
pub(super) fn open(bucket: &Bucket) -> Result<Arc<dyn ObjectStore>, Error> {
    let options = ClientOptions::new()
        // Whoever sets the address knows whether the way there is private; `liaison` refuses what is not.
        .with_allow_http(true)
        .with_connect_timeout(CONNECT_WITHIN)
        .with_timeout(TRANSFER_WITHIN);
    let retry =
        RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_FOR, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.access_key)
        .with_secret_access_key(&bucket.secret)
        .with_conditional_put(S3ConditionalPut::ETagMatch)
        .with_client_options(options)
        .with_retry(retry);
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    Ok(Arc::new(builder.build()?))
}
