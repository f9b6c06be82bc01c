//! Finding out where received messages are from: what is to be asked, what the answers mean, and when to ask again.
//!
//! Who signed a message is asked of the network, so a worker does that, long after the message was stored.

use std::net::IpAddr;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use mail::{ServerResult, Trace};
use rules::{Brought, Check, Method, Number, Origin, OriginStanding, Verdict, Way};
use serde::{Deserialize, Serialize};
use store::{ClaimedOrigin, Item, ItemWay, Reader, StoredOrigin};

use crate::{Desk, Failure};

/// How long after a worker was last heard of others may look at what it looked at.
const LEASE: SignedDuration = SignedDuration::from_mins(1);
/// When it is asked again what could not be found out, time after time.
const AGAIN: [SignedDuration; 5] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(10),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(24),
];
/// How often a message is tried that nobody ever came to an end with.
const MOST_TRIES: i64 = 8;
/// Of a message that came more ways than this, the first are looked at.
const MOST_WAYS: usize = 4;

/// What is to be asked of one message as it came by one way.
#[derive(Debug, Clone)]
pub struct OriginTask {
    /// The message as it was signed.
    pub bytes: Bytes,
    /// The domain in From; empty if there is none, or several.
    pub from_domain: String,
    /// The number of signatures and seals in it.
    pub signatures: usize,
    /// Who handed it to our mail server, if that is known.
    pub client: Option<IpAddr>,
    /// The name by which they greeted.
    pub helo: String,
    /// The envelope's sender.
    pub envelope_from: String,
    /// What a mail server of ours found of the client, where nothing else is known of it.
    pub spf: Option<Check>,
}

/// A message of which somebody is to find out where it is from.
#[derive(Debug, Clone)]
pub struct OriginWork {
    claimed: ClaimedOrigin,
    looks: Vec<Look>,
}

/// A message as it came by one way.
#[derive(Debug, Clone)]
struct Look {
    task: OriginTask,
    trace: Trace,
    client_name: String,
    believed: Vec<Check>,
}

/// What is kept of where a message is from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Kept {
    origin: Origin,
    facts: Vec<(String, String)>,
}

/// Where a message is from, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownOrigin {
    /// What it means, in one sentence without addresses.
    pub sentence: String,
    /// How much that is worth.
    pub standing: OriginStanding,
    /// What was found, for those who keep the inbox: what it is, and what it says.
    pub facts: Vec<(String, String)>,
    /// Whether nothing more is to be found out.
    pub is_done: bool,
}

impl OriginWork {
    /// Returns what is to be asked, one after the other.
    pub fn tasks(&self) -> impl Iterator<Item = &OriginTask> {
        self.looks.iter().map(|look| &look.task)
    }

    /// Returns the received message.
    pub fn item(&self) -> i64 {
        self.claimed.item
    }
}

/// Claims a received message of which somebody is to find out where it is from, if there is any.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn take_origin(desk: &Desk, now: Timestamp) -> Result<Option<OriginWork>, Failure> {
    let mut tx = desk.store.begin("claim a message whose origin is to be found").await?;
    let claimed = tx.claim_origins(now, now + LEASE, 1).await?.pop();
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(None) };
    let Some(item) = desk.store.reader().item(claimed.item).await? else { return Ok(None) };
    let mut looks: Vec<Look> = Vec::new();
    // What breaks whoever looks at it is given up.
    let ways = if claimed.tried > MOST_TRIES { 0 } else { MOST_WAYS };
    for way in item.ways.iter().take(ways) {
        looks.extend(look_at(desk, &item, way).await?);
    }
    Ok(Some(OriginWork { claimed, looks }))
}

/// Keeps a message for the worker that is still asking where it is from; to be said more often than once a minute.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn hold_origin(desk: &Desk, work: &OriginWork, now: Timestamp) -> Result<(), Failure> {
    let mut tx = desk.store.begin("keep a message whose origin is to be found").await?;
    tx.hold_origin(work.claimed.item, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(())
}

/// Returns what is to be looked at of a message as it came by one way.
///
/// What somebody else handed in is looked at as it was when they got it: who handed it over to us says nothing of it.
async fn look_at(desk: &Desk, item: &Item, way: &ItemWay) -> Result<Option<Look>, Failure> {
    let is_own = matches!(way.way, Way::Pipe | Way::Lmtp | Way::Imap | Way::Maildir | Way::Mbox);
    let sha256 = if is_own { &way.sha256 } else { &item.sha256 };
    let Some(bytes) = desk.store.files().get(sha256).await? else { return Ok(None) };
    let trace = mail::trace_of(&bytes);
    let believed = if is_own { believed(desk, &trace) } else { Vec::new() };
    let client = way.client.address.parse().ok().filter(|_| is_own);
    let spf =
        believed.iter().find(|check| check.method == Method::Spf && client.is_none()).cloned();
    let returned = trace.return_path.clone().unwrap_or_default();
    let envelope_from =
        if way.envelope_from.is_empty() { returned } else { way.envelope_from.clone() };
    let bytes = match mail::as_signed(&bytes) {
        std::borrow::Cow::Borrowed(same) if same.len() == bytes.len() => bytes.clone(),
        other => Bytes::from(other.into_owned()),
    };
    let task = OriginTask {
        bytes,
        from_domain: from_domain(&trace),
        signatures: trace.signatures,
        client,
        helo: if is_own { way.client.helo.clone() } else { String::new() },
        envelope_from: if is_own { envelope_from } else { String::new() },
        spf,
    };
    let client_name = if is_own { way.client.name.clone() } else { String::new() };
    Ok(Some(Look { task, trace, client_name, believed }))
}

fn from_domain(trace: &Trace) -> String {
    match &trace.from_domains[..] {
        [one] => one.clone(),
        _ => String::new(),
    }
}

/// Returns what mail servers of ours found (RFC 8601): those that the operator names, and as far down in the header as
/// they stand; what others call themselves, further down, anybody can write.
fn believed(desk: &Desk, trace: &Trace) -> Vec<Check> {
    let settings = &desk.settings;
    let ours = trace.results.iter().filter(|results| {
        results.received_above <= settings.own_servers
            && settings.believed.iter().any(|name| name.eq_ignore_ascii_case(&results.server))
    });
    ours.flat_map(|results| {
        results.found.iter().filter_map(|found| believed_check(found, &results.server))
    })
    .collect()
}

fn believed_check(found: &ServerResult, server: &str) -> Option<Check> {
    let domain_of = |value: &str| value.rsplit('@').next().unwrap_or_default().to_lowercase();
    let first = |names: &[&str]| names.iter().find_map(|name| found.property(name)).map(domain_of);
    let (method, domain) = match found.method.as_str() {
        "dkim" => (Method::Dkim, first(&["header.d", "header.i"])),
        "spf" => (Method::Spf, first(&["smtp.mailfrom", "smtp.helo"])),
        "dmarc" => (Method::Dmarc, first(&["header.from"])),
        "arc" => (Method::Arc, first(&["header.d"])),
        _ => return None,
    };
    let is_strict =
        found.property("policy.dmarc").or(found.property("policy.published-domain-policy"));
    Some(Check {
        method,
        domain: domain.unwrap_or_default(),
        verdict: Verdict::of_result(&found.result),
        why: found.reason.clone(),
        is_strict: is_strict.is_some_and(|wish| !wish.eq_ignore_ascii_case("none")),
        by: server.to_owned(),
    })
}

/// Keeps what was found of where a message is from, with the statement too that was made from it.
///
/// `answers` are those to the tasks, in their order; none where nobody can be asked: then what mail servers of ours found
/// counts. What could not be found out is asked again later, a few times.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn finish_origin(
    desk: &Desk,
    work: &OriginWork,
    answers: Vec<Option<Vec<Check>>>,
    now: Timestamp,
) -> Result<OriginStanding, Failure> {
    let mut found: Vec<Kept> =
        work.looks.iter().zip(answers).map(|(look, answer)| kept(look, answer)).collect();
    let shown = found.iter().position(|one| one.origin.standing() == OriginStanding::Shown);
    let kept =
        if found.is_empty() { Kept::default() } else { found.swap_remove(shown.unwrap_or(0)) };
    let tried = usize::try_from(work.claimed.tried).unwrap_or(usize::MAX);
    let again = AGAIN.get(tried).filter(|_| kept.origin.is_unsure()).map(|wait| now + *wait);
    let detail = written(&kept)?;
    let mut tx = desk.store.begin("keep where a message is from").await?;
    tx.save_origin(work.claimed.item, &kept.origin.sentence(), &detail, again).await?;
    tx.commit().await?;
    Ok(kept.origin.standing())
}

/// Finds out where all messages are from that are to be looked at, without asking anybody: in the demonstration our own mail
/// server has found it.
pub(crate) async fn find_waiting_origins(desk: &Desk, now: Timestamp) -> Result<(), Failure> {
    while let Some(work) = take_origin(desk, now).await? {
        let answers = work.tasks().map(|_| None).collect();
        finish_origin(desk, &work, answers, now).await?;
    }
    Ok(())
}

fn kept(look: &Look, answer: Option<Vec<Check>>) -> Kept {
    let is_unchecked = answer.is_none() && look.believed.is_empty();
    let checks = answer.unwrap_or_else(|| look.believed.clone());
    let origin = Origin {
        brought: Brought::Mail,
        from_domain: look.task.from_domain.clone(),
        list: look.trace.list_id.clone().unwrap_or_default(),
        checks,
        is_unchecked,
    };
    Kept { facts: facts(look, &origin), origin }
}

/// Writes down what was found for those who keep the inbox.
fn facts(look: &Look, origin: &Origin) -> Vec<(String, String)> {
    let (task, trace) = (&look.task, &look.trace);
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut add = |what: &str, says: String| {
        if !says.trim().is_empty() {
            facts.push((what.to_owned(), says.chars().take(300).collect()));
        }
    };
    add("From", trace.from_domains.join(", "));
    add("Sender of the envelope", task.envelope_from.clone());
    if let Some(client) = task.client {
        let name = &look.client_name;
        let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
        add("Handed over by", format!("{client}{name}"));
    }
    for check in &origin.checks {
        add(&check.method.to_string(), check.to_string());
    }
    add("List", origin.list.clone());
    for (field, value) in &trace.list_fields {
        add(field, value.clone());
    }
    add("Date that it bears", trace.date.map(|date| date.to_string()).unwrap_or_default());
    add("Servers that it passed", trace.received.to_string());
    facts
}

/// Returns what is kept of a message that was handed in with the public form, and confirmed at an address.
pub(crate) fn of_form(
    address: &str,
    name: &str,
    organization: &str,
) -> Result<(String, String), Failure> {
    let domain = address.rsplit('@').next().unwrap_or_default().to_lowercase();
    let origin = Origin { brought: Brought::Form { domain }, ..Origin::default() };
    let facts = [("Confirmed at", address), ("By", name), ("For", organization)];
    let facts = facts.into_iter().map(|(what, says)| (what.to_owned(), says.to_owned())).collect();
    let sentence = origin.sentence();
    Ok((sentence, written(&Kept { origin, facts })?))
}

fn written(kept: &Kept) -> Result<String, Failure> {
    serde_json::to_string(kept)
        .map_err(|error| Failure::Unacceptable(format!("What was found cannot be kept: {error}.")))
}

/// Returns what was found of where a received message is from; nothing before anybody has looked.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn item_origin(reader: &Reader, item: i64) -> Result<Option<ShownOrigin>, Failure> {
    Ok(reader.origin(item).await?.and_then(shown_origin))
}

/// Returns what was found of where the message is from that a statement was made from.
///
/// # Errors
/// [`Failure::Fault`].
pub async fn statement_origin(
    reader: &Reader,
    number: Number,
) -> Result<Option<ShownOrigin>, Failure> {
    Ok(reader.origin_of(number).await?.and_then(shown_origin))
}

pub(crate) fn shown_origin(stored: StoredOrigin) -> Option<ShownOrigin> {
    let StoredOrigin { is_done, sentence, detail } = stored;
    // What an earlier version wrote down is shown as far as it can be read; its sentence stands.
    let Kept { origin, facts } = serde_json::from_str(&detail).unwrap_or_default();
    let standing = origin.standing();
    (!sentence.is_empty()).then_some(ShownOrigin { sentence, standing, facts, is_done })
}
