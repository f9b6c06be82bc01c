//! Asking the organization's sign-in, within limits.

use std::time::Duration;

use async_trait::async_trait;
use operations::{HttpRequest, HttpResponse, Outside, Unreachable};
use reqwest::redirect::Policy;
use reqwest::{Request, Response};

/// Somebody waits for it at a page.
const TO_CONNECT: Duration = Duration::from_secs(5);
const FOR_AN_ANSWER: Duration = Duration::from_secs(10);
/// Keys and claims are some kilobytes.
const LARGEST: usize = 1024 * 1024;

/// Asks over HTTP; answers are bounded in time and size, and never followed elsewhere.
#[derive(Debug, Clone)]
pub struct HttpOutside {
    http: reqwest::Client,
}

impl HttpOutside {
    /// Makes one.
    ///
    /// # Errors
    /// Says why this machine cannot ask anybody.
    pub fn new() -> Result<Self, String> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("liaison/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(TO_CONNECT)
            .timeout(FOR_AN_ANSWER)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { http })
    }
}

#[async_trait]
impl Outside for HttpOutside {
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        let request = Request::try_from(request)
            .map_err(|_| Unreachable("its address is none that can be asked".to_owned()))?;
        let response = self.http.execute(request).await.map_err(|error| failed(&error))?;
        let status = response.status();
        if status.is_server_error() {
            return Err(Unreachable(format!("it answers {status}")));
        }
        let headers = response.headers().clone();
        let mut answer = HttpResponse::new(body(response).await?);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, Unreachable> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
        if body.len() + chunk.len() > LARGEST {
            return Err(Unreachable(format!("its answer is larger than {LARGEST} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Says how asking failed; addresses may hold secrets, and are not said.
fn failed(error: &reqwest::Error) -> Unreachable {
    Unreachable(if error.is_timeout() {
        "it took too long".to_owned()
    } else if error.is_connect() {
        "it cannot be reached".to_owned()
    } else {
        "its answer broke off".to_owned()
    })
}
