//! Telling programs of changes, one change after the other to each.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use operations::{About, Desk, Failure, ToTell, check_addresses, finish_telling, take_tellings};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use crate::stop::Stop;

/// How often is looked whether something is to be told.
const LOOK: Duration = Duration::from_secs(1);
/// How long to wait after a fault of the database.
const REST: Duration = Duration::from_secs(5);
/// How long a program has to take what it is told.
const FOR_AN_ANSWER: Duration = Duration::from_secs(15);
/// So many are told at the same time.
const AT_ONCE: i64 = 8;

/// Tells what is to be told until told to stop.
pub(crate) async fn run(desk: Desk, mut stop: Stop) {
    while !stop.is_asked() {
        match tell_some(&desk, Timestamp::now()).await {
            Ok(0) => stop.pause(LOOK).await,
            Ok(_) => {}
            Err(failure) => {
                tracing::warn!(%failure, "webhooks could not be read or written");
                stop.pause(REST).await;
            }
        }
    }
}

/// Tells each webhook that is due its next change, or the ping that was asked for; returns how many there were.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn tell_some(desk: &Desk, now: Timestamp) -> Result<usize, Failure> {
    let tellings = take_tellings(desk, AT_ONCE, now).await?;
    let all = tellings.iter().map(|telling| async move {
        let began = Instant::now();
        let answer = match telling.about {
            About::Nothing => Ok(String::new()),
            About::Ping(_) | About::Change(_) => tell(desk, telling).await,
        };
        if let Err(why) = &answer {
            tracing::warn!(
                webhook = telling.webhook.id,
                why,
                "a webhook did not take what it was told"
            );
        }
        finish_telling(desk, telling, answer, began.elapsed(), now).await
    });
    let done = futures_util::future::join_all(all).await;
    done.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    Ok(tellings.len())
}

/// Tells one change; what the name of its host leads to is looked at each time, and nothing else is asked.
async fn tell(desk: &Desk, telling: &ToTell) -> Result<String, String> {
    if desk.settings.demonstration {
        return Err("This is a demonstration: nothing is sent to anybody.".to_owned());
    }
    let url = Url::parse(&telling.webhook.url).map_err(|error| error.to_string())?;
    let addresses = resolved(&url).await?;
    let ips: Vec<_> = addresses.iter().map(SocketAddr::ip).collect();
    check_addresses(desk, &ips)?;
    let client = Client::builder()
        .user_agent(concat!("liaison/", env!("CARGO_PKG_VERSION")))
        // Wherever it leads to was not looked at.
        .redirect(Policy::none())
        .no_proxy()
        .resolve_to_addrs(url.host_str().unwrap_or_default(), &addresses)
        .timeout(FOR_AN_ANSWER)
        .build()
        .map_err(|error| format!("This machine cannot ask: {error}"))?;
    let mut request = client.post(url).body(telling.body.clone());
    for (name, value) in &telling.headers {
        request = request.header(*name, value);
    }
    let answer = request
        .send()
        .await
        .map_err(|error| format!("It could not be asked: {}", error.without_url()))?;
    let said = format!("The server answered {}.", answer.status());
    if answer.status().is_success() { Ok(said) } else { Err(said) }
}

async fn resolved(url: &Url) -> Result<Vec<SocketAddr>, String> {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default().unwrap_or(443);
    let found = tokio::net::lookup_host((host, port)).await;
    Ok(found.map_err(|error| format!("Its host was not found: {error}."))?.collect())
}
