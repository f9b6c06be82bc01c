//! Asking the provider, by whoever has a socket.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};

/// Sends a request to a server and brings the answer back, within limits of time and size, and without following it
/// elsewhere.
#[async_trait]
pub trait Outside: fmt::Debug + Send + Sync {
    /// Sends a request.
    ///
    /// # Errors
    /// [`Unreachable`] if there is no answer within the limits, or the server says that it failed.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable>;
}

/// Why there is no answer, in words that name no address and no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub String);

/// The same, as the library wants it.
#[derive(Debug, Clone)]
pub(super) struct Asker(pub(super) Arc<dyn Outside>);

impl<'c> AsyncHttpClient<'c> for Asker {
    type Error = Unreachable;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreachable>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { self.0.ask(request).await })
    }
}
