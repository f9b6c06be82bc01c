//! Which programs are told of changes, and what became of each time.

use askama::Template;
use jiff::Timestamp;
use rules::{Directory, EventKind, PersonId};
use store::{Webhook, WebhookDelivery};

use crate::pieces::{Field, FieldKind, Instant};
use crate::view::View;
use crate::words;

/// All webhooks, and the form that adds one.
#[derive(Debug, Template)]
#[template(path = "desk/webhooks.html")]
pub(crate) struct WebhooksPage {
    view: View,
    rows: Vec<WebhookRow>,
    url: Field,
}

/// A webhook that was just made; its secret is never shown again.
#[derive(Debug, Template)]
#[template(path = "desk/new_webhook.html")]
pub(crate) struct NewWebhookPage {
    view: View,
    id: i64,
    url: String,
    secret: String,
}

/// A webhook, with what became of each time that it was told something.
#[derive(Debug, Template)]
#[template(path = "desk/webhook.html")]
pub(crate) struct WebhookPage {
    view: View,
    webhook: WebhookRow,
    deliveries: Vec<DeliveryRow>,
}

/// A webhook, in words.
#[derive(Debug)]
struct WebhookRow {
    id: i64,
    url: String,
    /// Who made it; empty if nobody knows them any more.
    by: String,
    since: Instant,
    how: How,
    /// What was answered last; empty if it was told nothing yet.
    answer: String,
}

/// How a webhook stands.
#[derive(Debug)]
enum How {
    /// It takes what it is told, as far as is known.
    Well,
    /// Somebody lets it rest.
    Paused,
    /// It does not take what it is told, and is tried again.
    Failing { since: Instant, next: Instant },
    /// It was given up.
    GivenUp { since: Option<Instant> },
}

/// One time that a program was told something.
#[derive(Debug)]
struct DeliveryRow {
    what: String,
    /// Where that is to be read here; empty if it is of no one page.
    to: String,
    at: Instant,
    took: String,
    taken: bool,
    answer: String,
    next: Option<Instant>,
    message: String,
}

impl WebhookRow {
    fn of(webhook: &Webhook, directory: &Directory) -> Self {
        let by = |person: PersonId| directory.person(person).map(|it| it.name.clone());
        Self {
            id: webhook.id,
            url: webhook.url.clone(),
            by: by(webhook.person).unwrap_or_default(),
            since: Instant(webhook.created_at),
            how: match webhook.failing_since {
                since if webhook.stopped => How::GivenUp { since: since.map(Instant) },
                _ if webhook.paused => How::Paused,
                Some(since) => {
                    How::Failing { since: Instant(since), next: Instant(webhook.next_try_at) }
                }
                None => How::Well,
            },
            answer: webhook.answer.clone(),
        }
    }

    /// Says whether it is told nothing until somebody takes it up again.
    fn rests(&self) -> bool {
        matches!(self.how, How::Paused | How::GivenUp { .. })
    }

    /// Says how it stands, in a word for the mark beside its address; empty if all is well.
    fn mark(&self) -> &'static str {
        match self.how {
            How::Well => "",
            How::Paused => "paused",
            How::Failing { .. } => "failing",
            How::GivenUp { .. } => "given up",
        }
    }
}

impl DeliveryRow {
    fn of(delivery: WebhookDelivery) -> Self {
        let to = match delivery.number {
            Some(number) => format!("/statements/{number}"),
            None if !delivery.acronym.is_empty() => format!("/groups/{}", delivery.acronym),
            None => String::new(),
        };
        Self {
            what: what(&delivery),
            to,
            at: Instant(delivery.at),
            took: format!("{} ms", words::number(delivery.took)),
            taken: delivery.taken,
            answer: delivery.answer,
            next: delivery.next_try_at.map(Instant),
            message: delivery.message,
        }
    }
}

/// Says what a program was told: of a change what history says, of which statement or entry.
fn what(delivery: &WebhookDelivery) -> String {
    let kind = match delivery.kind.as_str() {
        "ping" => "Test".to_owned(),
        "changed" => "Changed".to_owned(),
        "entry" => "Entry of the directory".to_owned(),
        "directory" => "Many entries of the directory".to_owned(),
        "documents" => "Many documents".to_owned(),
        other => EventKind::from_slug(other)
            .map_or_else(|| other.to_owned(), |kind| words::capitalized(&kind.to_string())),
    };
    match delivery.number {
        Some(number) => format!("{kind}: statement {number}"),
        None if !delivery.acronym.is_empty() => format!("{kind}: {}", delivery.acronym),
        None => kind,
    }
}

impl WebhooksPage {
    pub(crate) fn new(view: View, all: &[Webhook], directory: &Directory) -> Self {
        let url = Field::new("url", "Address of the program", FieldKind::Line)
            .hint("It begins with https://, and is reached from outside: nothing in a network of our own is told.");
        Self { view, rows: all.iter().map(|one| WebhookRow::of(one, directory)).collect(), url }
    }

    /// Puts in what was typed, and what is wrong with it.
    pub(crate) fn typed(self, url: &str, faults: &[(&'static str, String)]) -> Self {
        Self { url: self.url.value(url).faults(faults), ..self }
    }

    fn is_faulty(&self) -> bool {
        !self.url.fault.is_empty()
    }

    pub(crate) fn sample() -> Self {
        let view = View::signed_in_sample("/desk/webhooks");
        let faults = [("url", "It leads into <a network> of our own.".to_owned())];
        let all = [sample_webhook(), Webhook { paused: true, ..sample_webhook() }];
        Self::new(view, &all, &Directory::default()).typed("https://<inside>", &faults)
    }
}

impl NewWebhookPage {
    pub(crate) fn new(view: View, webhook: &Webhook, secret: String) -> Self {
        Self { view, id: webhook.id, url: webhook.url.clone(), secret }
    }

    pub(crate) fn sample() -> Self {
        let view = View::signed_in_sample("/desk/webhooks");
        Self::new(view, &sample_webhook(), "whsec_c2VjcmV0".to_owned())
    }
}

impl WebhookPage {
    pub(crate) fn new(
        view: View,
        webhook: &Webhook,
        deliveries: Vec<WebhookDelivery>,
        directory: &Directory,
    ) -> Self {
        let deliveries = deliveries.into_iter().map(DeliveryRow::of).collect();
        Self { view, webhook: WebhookRow::of(webhook, directory), deliveries }
    }

    pub(crate) fn sample() -> Self {
        let view = View::signed_in_sample("/desk/webhooks/7");
        let delivery = |number, kind: &str, taken| WebhookDelivery {
            id: 1,
            webhook: 7,
            message: "msg_7_<1>".to_owned(),
            kind: kind.to_owned(),
            number,
            acronym: String::new(),
            at: Timestamp::UNIX_EPOCH,
            took: 1_200,
            taken,
            answer: "The server answered <500>.".to_owned(),
            next_try_at: (!taken).then_some(Timestamp::UNIX_EPOCH),
        };
        let deliveries = vec![delivery(Some(12), "posted", false), delivery(None, "ping", true)];
        let failing = Webhook { failing_since: Some(Timestamp::UNIX_EPOCH), ..sample_webhook() };
        Self::new(view, &failing, deliveries, &Directory::default())
    }
}

fn sample_webhook() -> Webhook {
    Webhook {
        id: 7,
        person: PersonId(1),
        url: "https://mirror.example.net/<hook>".to_owned(),
        secret: "c2VjcmV0".to_owned(),
        created_at: Timestamp::UNIX_EPOCH,
        told: 1,
        tried: 0,
        next_try_at: Timestamp::UNIX_EPOCH,
        failing_since: None,
        answer: "The server answered <204>.".to_owned(),
        stopped: false,
        paused: false,
        ping: None,
    }
}
