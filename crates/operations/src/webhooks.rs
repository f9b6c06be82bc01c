//! Telling programs of changes: where, how it is signed, and how far each was told.
//!
//! What is to be told is the feed of changes itself, which is written in the transaction that makes a change; each webhook keeps
//! how far it was told. Signed as Standard Webhooks has it: `webhook-id`, `webhook-timestamp`, `webhook-signature`.

use std::net::IpAddr;
use std::time::Duration;

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use rules::{Actor, Refusal, is_given_up, is_our_network, may_keep_webhooks, try_again_after};
use serde_json::json;
use sha2::Sha256;
use store::{Change, Webhook, WebhookDelivery};
use url::{Host, Url};

use crate::cursors::change_cursor;
use crate::{Desk, Failure};

/// How long one that was claimed is left to whoever claimed it.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// Nobody needs more.
const MOST: usize = 20;
const LONGEST_URL: usize = 500;
/// The kind of what is told only to try out whether it is taken.
const PING: &str = "ping";
/// As many changes are looked at at a time.
const AT_A_TIME: i64 = 1;

/// So many of the last times that a program was told something are shown.
const SHOWN: i64 = 100;

/// What is to be told to a webhook.
#[derive(Debug, Clone)]
pub struct ToTell {
    /// To which.
    pub webhook: Webhook,
    /// What.
    pub about: About,
    /// By which the program knows it again.
    message: String,
    /// The headers that it is signed with.
    pub headers: Vec<(&'static str, String)>,
    /// What is told, as JSON.
    pub body: String,
}

/// What a program is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// There is nothing to be told yet.
    Nothing,
    /// That somebody tries out whether it is taken.
    Ping(i64),
    /// A change.
    Change(Change),
}

/// Returns the webhooks, to whoever keeps them.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn webhooks(desk: &Desk, actor: &Actor) -> Result<Vec<Webhook>, Failure> {
    may(desk, actor).await?;
    Ok(desk.store.reader().webhooks().await?)
}

/// Adds a webhook and returns it with its secret, which is never to be had again; `addresses` are those of its host.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, and for an address that is not to be told.
pub async fn add_webhook(
    desk: &Desk,
    actor: &Actor,
    url: &str,
    addresses: &[IpAddr],
    now: Timestamp,
) -> Result<(Webhook, String), Failure> {
    may(desk, actor).await?;
    let url = webhook_url(desk, url)?;
    check_addresses(desk, addresses).map_err(at_url)?;
    if desk.store.reader().webhooks().await?.len() >= MOST {
        return Err(at_url(format!("There are {MOST} already: remove those that nobody uses.")));
    }
    let person = actor.person.ok_or(Failure::NotFound("webhook"))?;
    let bytes: [u8; 24] = rand::random();
    let secret = BASE64.encode(&bytes);
    let shown = format!("whsec_{secret}");
    let told = desk.store.reader().last_change().await?;
    let webhook = Webhook {
        id: desk.ids.next(now),
        person,
        url: url.to_string(),
        secret,
        created_at: now,
        told,
        tried: 0,
        next_try_at: now,
        failing_since: None,
        answer: String::new(),
        stopped: false,
        paused: false,
        ping: None,
    };
    let mut tx = desk.store.begin("add a webhook").await?;
    tx.add_webhook(&webhook).await?;
    tx.commit().await?;
    Ok((webhook, shown))
}

/// Removes a webhook.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, [`Failure::NotFound`] if there is none.
pub async fn remove_webhook(desk: &Desk, actor: &Actor, id: i64) -> Result<(), Failure> {
    may(desk, actor).await?;
    let mut tx = desk.store.begin("remove a webhook").await?;
    let removed = tx.remove_webhook(id).await?;
    tx.commit().await?;
    if removed { Ok(()) } else { Err(Failure::NotFound("webhook")) }
}

/// Returns a webhook with what became of the last times that it was told something, the newest first.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, [`Failure::NotFound`] if there is none.
pub async fn webhook_deliveries(
    desk: &Desk,
    actor: &Actor,
    id: i64,
) -> Result<(Webhook, Vec<WebhookDelivery>), Failure> {
    let mut all = webhooks(desk, actor).await?.into_iter();
    let webhook = all.find(|one| one.id == id).ok_or(Failure::NotFound("webhook"))?;
    Ok((webhook, desk.store.reader().webhook_deliveries(id, SHOWN).await?))
}

/// Lets a webhook rest: it is told nothing until it is taken up again, and then what it missed.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, [`Failure::NotFound`] if there is none.
pub async fn pause_webhook(desk: &Desk, actor: &Actor, id: i64) -> Result<(), Failure> {
    may(desk, actor).await?;
    let mut tx = desk.store.begin("pause a webhook").await?;
    let paused = tx.pause_webhook(id).await?;
    tx.commit().await?;
    if paused { Ok(()) } else { Err(Failure::NotFound("webhook")) }
}

/// Has a webhook try out whether it is taken: a ping, signed as all is, once; also where it rests or was given up.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, [`Failure::NotFound`] if there is none.
pub async fn ping_webhook(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    may(desk, actor).await?;
    let mut tx = desk.store.begin("ping a webhook").await?;
    let asked = tx.ping_webhook(id, desk.ids.next(now)).await?;
    tx.commit().await?;
    if asked { Ok(()) } else { Err(Failure::NotFound("webhook")) }
}

/// Takes a webhook up again that was given up or rests.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not, [`Failure::NotFound`] if there is none.
pub async fn resume_webhook(
    desk: &Desk,
    actor: &Actor,
    id: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    may(desk, actor).await?;
    let mut tx = desk.store.begin("resume a webhook").await?;
    let resumed = tx.resume_webhook(id, now).await?;
    tx.commit().await?;
    if resumed { Ok(()) } else { Err(Failure::NotFound("webhook")) }
}

/// Claims what is to be told now, for each webhook a ping that was asked for, else a change.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_tellings(
    desk: &Desk,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<ToTell>, Failure> {
    let mut tx = desk.store.begin("claim webhooks").await?;
    let claimed = tx.claim_webhooks(now, now + LEASE, limit).await?;
    tx.commit().await?;
    let mut tellings = Vec::with_capacity(claimed.len());
    for webhook in claimed {
        let about = match webhook.ping {
            Some(ping) => About::Ping(ping),
            None => {
                let next = desk.store.reader().changes_after(webhook.told, AT_A_TIME).await?.pop();
                next.map_or(About::Nothing, About::Change)
            }
        };
        tellings.push(to_tell(desk, webhook, about, now));
    }
    Ok(tellings)
}

/// Notes what came of it: what was answered, and whether that means that it was taken.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_telling(
    desk: &Desk,
    told: &ToTell,
    answer: Result<String, String>,
    took: Duration,
    now: Timestamp,
) -> Result<(), Failure> {
    let webhook = &told.webhook;
    let last = desk.store.reader().last_change().await?;
    let mut tx = desk.store.begin("note what a webhook answered").await?;
    let mut next_try_at = None;
    match (&told.about, &answer) {
        // What there is belongs to statements that are not public: it is passed over when the next is told.
        (About::Nothing, _) => tx.webhook_told(webhook.id, last, &webhook.answer, now).await?,
        (About::Ping(ping), _) => tx.webhook_pinged(webhook.id, *ping).await?,
        (About::Change(change), Ok(answer)) => {
            tx.webhook_told(webhook.id, change.id, answer, now).await?;
        }
        (About::Change(_), Err(answer)) => {
            let since = webhook.failing_since.unwrap_or(now);
            let stopped = is_given_up(now.duration_since(since));
            let next = now + try_again_after(webhook.tried);
            next_try_at = Some(next).filter(|_| !stopped);
            tx.webhook_not_told(webhook.id, (answer, next), stopped, now).await?;
        }
    }
    if let Some(delivery) = delivery(desk, told, answer, took, now) {
        tx.add_webhook_delivery(&WebhookDelivery { next_try_at, ..delivery }).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Returns what is kept of one time that a program was told something; nothing if there was nothing to tell.
fn delivery(
    desk: &Desk,
    told: &ToTell,
    answer: Result<String, String>,
    took: Duration,
    now: Timestamp,
) -> Option<WebhookDelivery> {
    let (kind, number, acronym) = match &told.about {
        About::Nothing => return None,
        About::Ping(_) => (PING, None, ""),
        About::Change(change) => (change.kind.as_str(), change.number, change.acronym.as_str()),
    };
    Some(WebhookDelivery {
        id: desk.ids.next(now),
        webhook: told.webhook.id,
        message: told.message.clone(),
        kind: kind.to_owned(),
        number: number.map(|number| number.0),
        acronym: acronym.to_owned(),
        at: now,
        took: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
        taken: answer.is_ok(),
        answer: answer.unwrap_or_else(|why| why),
        next_try_at: None,
    })
}

/// Checks the addresses that the name of a host led to.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_addresses(desk: &Desk, addresses: &[IpAddr]) -> Result<(), String> {
    if addresses.is_empty() {
        return Err("Its host has no address: check how it is written.".to_owned());
    }
    if !desk.settings.private_webhooks && addresses.iter().any(|address| is_our_network(*address)) {
        let fault =
            "It leads into a network of our own, where nobody from outside may have us ask.";
        return Err(fault.to_owned());
    }
    Ok(())
}

/// Reads where a program is to be told.
///
/// # Errors
/// [`Failure::Refused`] at the field `url`.
pub fn webhook_url(desk: &Desk, typed: &str) -> Result<Url, Failure> {
    let url = Url::parse(typed.trim())
        .map_err(|_| at_url("Write it as https://example.org/path.".to_owned()))?;
    let is_private = desk.settings.private_webhooks;
    if !(url.scheme() == "https" || (is_private && url.scheme() == "http")) {
        return Err(at_url("It begins with https://: what is told is for nobody else.".to_owned()));
    }
    if url.as_str().len() > LONGEST_URL || !url.username().is_empty() || url.password().is_some() {
        let fault = format!("It has at most {LONGEST_URL} characters, and no name or password.");
        return Err(at_url(fault));
    }
    let literal = match url.host() {
        None => return Err(at_url("It names no host.".to_owned())),
        Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
        Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
        Some(Host::Domain(_)) => return Ok(url),
    };
    check_addresses(desk, &literal).map_err(at_url)?;
    Ok(url)
}

async fn may(desk: &Desk, actor: &Actor) -> Result<(), Failure> {
    let directory = desk.store.reader().directory().await?;
    may_keep_webhooks(actor, &directory, &desk.policy)?;
    Ok(())
}

fn at_url(fault: String) -> Failure {
    Failure::Refused(Refusal::Fields(vec![("url", fault)]))
}

/// Writes what is told: of a change its number, address and kind, and where the feed goes on; nothing of its content.
fn to_tell(desk: &Desk, webhook: Webhook, about: About, now: Timestamp) -> ToTell {
    let base = &desk.settings.base_url;
    let (kind, at, told, own) = match &about {
        About::Nothing => {
            let (message, headers, body) = (String::new(), Vec::new(), String::new());
            return ToTell { webhook, about, message, headers, body };
        }
        About::Ping(ping) => (PING, now, webhook.told, format!("ping_{ping}")),
        About::Change(change) => {
            (change.kind.as_str(), change.at.unwrap_or(now), change.id, change.id.to_string())
        }
    };
    let change = match &about {
        About::Change(change) => Some(change),
        About::Nothing | About::Ping(_) => None,
    };
    let number = change.and_then(|change| change.number);
    let acronym = change.map(|change| &change.acronym).filter(|acronym| !acronym.is_empty());
    let body = json!({
        "type": kind,
        "timestamp": at,
        "data": {
            "kind": kind,
            "number": number,
            "acronym": acronym,
            "url": number.map(|number| format!("{base}/api/statements/{number}")),
            "cursor": change_cursor(&desk.settings, told),
        },
    })
    .to_string();
    let message = format!("msg_{}_{own}", webhook.id);
    let at = now.as_second().to_string();
    let signature = signature(&webhook.secret, &format!("{message}.{at}.{body}"));
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", message.clone()),
        ("webhook-timestamp", at),
        ("webhook-signature", signature),
    ];
    ToTell { webhook, about, message, headers, body }
}

/// Signs what is told: `v1,` and the HMAC-SHA256 in base64.
pub(crate) fn signature(secret: &str, said: &str) -> String {
    let key = BASE64.decode(secret.as_bytes()).unwrap_or_default();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return String::new() };
    mac.update(said.as_bytes());
    format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()))
}
