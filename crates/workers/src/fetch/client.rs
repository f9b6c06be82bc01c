//! Asking a server, again if it fails.

use std::time::Duration;

use operations::ImportFault;
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode, Url};

/// How often a page is asked for before it counts as failing.
const TRIES: u32 = 4;
const TO_CONNECT: Duration = Duration::from_secs(20);
const FOR_AN_ANSWER: Duration = Duration::from_secs(120);

/// Asks a server.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    pause: Duration,
}

/// Says why there is no answer.
#[derive(Debug)]
pub(super) enum Unanswered {
    /// The server failed, and may not fail for another question; the words say how.
    ForNow(String),
    /// It makes no sense to ask on.
    Never(ImportFault),
}

impl Client {
    pub(super) fn new(pause: Duration) -> Result<Self, ImportFault> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("liaison/", env!("CARGO_PKG_VERSION")))
            // Whoever names an address means that server and no other.
            .redirect(Policy::none())
            .connect_timeout(TO_CONNECT)
            .timeout(FOR_AN_ANSWER)
            .build()
            .map_err(|error| {
                ImportFault::input("this machine", format!("it cannot fetch: {error}"))
            })?;
        Ok(Self { http, pause })
    }

    /// Fetches an answer, asking again while the server fails.
    pub(super) async fn get(&self, url: &Url, largest: usize) -> Result<Vec<u8>, Unanswered> {
        let mut pause = self.pause;
        let mut tries = 1;
        loop {
            match self.once(url, largest).await {
                Err(Unanswered::ForNow(why)) if tries < TRIES => {
                    tracing::warn!(address = url.as_str(), why, "no answer, asking again");
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                    tries += 1;
                }
                ended => return ended,
            }
        }
    }

    /// Fetches an answer, asking once.
    pub(super) async fn once(&self, url: &Url, largest: usize) -> Result<Vec<u8>, Unanswered> {
        let sent = self.http.get(url.clone()).send().await;
        let response = sent.map_err(|error| Unanswered::ForNow(failed(&error)))?;
        let status = response.status();
        if status.is_success() {
            return body(response, url, largest).await;
        }
        if status.is_server_error()
            || [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(&status)
        {
            return Err(Unanswered::ForNow(format!("the server answered {status}")));
        }
        let what = match response.headers().get(reqwest::header::LOCATION) {
            Some(to) if status.is_redirection() => {
                format!(
                    "it is at {} now: name that address",
                    to.to_str().unwrap_or("another address")
                )
            }
            _ => format!("the server answered {status}: is it the address of the API?"),
        };
        Err(Unanswered::Never(ImportFault::input(url.as_str(), what)))
    }
}

async fn body(mut response: Response, url: &Url, largest: usize) -> Result<Vec<u8>, Unanswered> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > largest => {
                let what =
                    format!("the answer is larger than {largest} bytes, which none should be");
                return Err(Unanswered::Never(ImportFault::input(url.as_str(), what)));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(Unanswered::ForNow(failed(&error))),
        }
    }
}

/// Says how asking failed; the address is said elsewhere.
fn failed(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "the server took too long".to_owned()
    } else if error.is_connect() {
        "the server cannot be reached".to_owned()
    } else {
        "the answer broke off".to_owned()
    }
}

/// Reads an http or https address.
pub(super) fn address(text: &str) -> Result<Url, ImportFault> {
    let url = Url::parse(text).ok().filter(|url| ["http", "https"].contains(&url.scheme()));
    url.ok_or_else(|| ImportFault::input(text, "this is not an address that begins with https://"))
}

/// Returns the address below another, as if that ended with a slash.
pub(super) fn below(base: &Url, path: &str) -> Result<Url, ImportFault> {
    let mut base = base.clone();
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    base.join(path).map_err(|error| ImportFault::input(base.as_str(), error.to_string()))
}
