//! Where programs are told of changes, for those who keep it.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use operations::words;
use serde::{Deserialize, Serialize};
use store::{Webhook, WebhookDelivery};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Problem;
use super::input::{Named, Sent};
use crate::Site;
use crate::view::View;

pub(super) fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(add))
        .routes(routes!(remove))
        .routes(routes!(resume))
        .routes(routes!(pause))
        .routes(routes!(ping))
        .routes(routes!(deliveries))
}

/// The webhooks.
#[derive(Debug, Serialize, ToSchema)]
struct WebhookList {
    webhooks: Vec<WebhookShape>,
}

/// Where a program is told of changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
struct WebhookShape {
    id: i64,
    url: String,
    #[schema(value_type = words::Instant)]
    created_at: jiff::Timestamp,
    /// How often the next change was tried.
    tried: i64,
    /// Since when nothing was taken.
    #[schema(value_type = Option<words::Instant>)]
    failing_since: Option<jiff::Timestamp>,
    /// What was answered last.
    answer: String,
    /// When the next change is tried again; null where none failed.
    #[schema(value_type = Option<words::Instant>)]
    next_try_at: Option<jiff::Timestamp>,
    /// Whether it was given up; `resume` takes it up again.
    stopped: bool,
    /// Whether somebody lets it rest; `resume` takes it up again.
    paused: bool,
}

impl From<Webhook> for WebhookShape {
    fn from(of: Webhook) -> Self {
        let is_tried_again = of.failing_since.is_some() && !of.stopped && !of.paused;
        Self {
            next_try_at: Some(of.next_try_at).filter(|_| is_tried_again),
            paused: of.paused,
            id: of.id,
            url: of.url,
            created_at: of.created_at,
            tried: of.tried,
            failing_since: of.failing_since,
            answer: of.answer,
            stopped: of.stopped,
        }
    }
}

/// List webhooks
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", security(("token" = ["admin"])),
    responses((status = 200, description = "All of them.", body = WebhookList)))]
async fn list(State(site): State<Site>, view: View) -> Result<Json<WebhookList>, Problem> {
    let all = operations::webhooks(&site.desk, &view.actor).await?;
    Ok(Json(WebhookList { webhooks: all.into_iter().map(WebhookShape::from).collect() }))
}

/// Where a program is to be told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWebhook {
    /// Its address; it begins with `https://`.
    url: String,
}

/// A webhook that was made, with its secret.
#[derive(Debug, Serialize, ToSchema)]
struct MadeWebhook {
    webhook: WebhookShape,
    /// With which what is told is signed (Standard Webhooks); it is shown this once.
    secret: String,
}

/// Make a webhook
///
/// It is told of every change from now on: its kind, number and address, and where `/api/changes` goes on; nothing of its content.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", security(("token" = ["admin"])), request_body = NewWebhook,
    responses((status = 201, description = "It was made.", body = MadeWebhook)))]
async fn add(
    State(site): State<Site>,
    view: View,
    Sent(sent): Sent<NewWebhook>,
) -> Result<(StatusCode, Json<MadeWebhook>), Problem> {
    // Whoever may not have one is not looked up anything for.
    operations::webhooks(&site.desk, &view.actor).await?;
    let url = operations::webhook_url(&site.desk, &sent.url)?;
    let addresses = addresses(url.host_str(), url.port_or_known_default()).await;
    let added =
        operations::add_webhook(&site.desk, &view.actor, &sent.url, &addresses, site.now()).await?;
    let (webhook, secret) = added;
    Ok((StatusCode::CREATED, Json(MadeWebhook { webhook: webhook.into(), secret })))
}

/// Returns the addresses that a name leads to.
pub(crate) async fn addresses(host: Option<&str>, port: Option<u16>) -> Vec<IpAddr> {
    let host = host.unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((host, port.unwrap_or(443))).await;
    found.map(|all| all.map(|one| one.ip()).collect()).unwrap_or_default()
}

/// Remove a webhook
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It is told nothing any more.")))]
async fn remove(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::remove_webhook(&site.desk, &view.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What became of one time that a program was told something; never what was said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
struct DeliveryShape {
    /// The `webhook-id` that it had; the same when it is told again.
    message: String,
    /// The kind of the change, or `ping`.
    kind: String,
    /// The statement, if it was of one.
    number: Option<i64>,
    /// The entry of the directory, if it was of one.
    acronym: Option<String>,
    #[schema(value_type = words::Instant)]
    at: jiff::Timestamp,
    /// How long it took, in milliseconds.
    took: i64,
    /// Whether it was taken.
    taken: bool,
    /// What was answered.
    answer: String,
    /// When it is tried again; null if it was taken, or is not.
    #[schema(value_type = Option<words::Instant>)]
    next_try_at: Option<jiff::Timestamp>,
}

impl From<WebhookDelivery> for DeliveryShape {
    fn from(of: WebhookDelivery) -> Self {
        Self {
            message: of.message,
            kind: of.kind,
            number: of.number,
            acronym: Some(of.acronym).filter(|acronym| !acronym.is_empty()),
            at: of.at,
            took: of.took,
            taken: of.taken,
            answer: of.answer,
            next_try_at: of.next_try_at,
        }
    }
}

/// What became of the last times that a program was told something.
#[derive(Debug, Serialize, ToSchema)]
struct WebhookDeliveries {
    webhook: WebhookShape,
    /// The newest first, at most 100.
    deliveries: Vec<DeliveryShape>,
}

/// List a webhook's deliveries
///
/// Each with when it was told, what was answered, and when it is tried again. The last 200 are kept.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 200, description = "The last of them.", body = WebhookDeliveries)))]
async fn deliveries(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<Json<WebhookDeliveries>, Problem> {
    let (webhook, all) = operations::webhook_deliveries(&site.desk, &view.actor, id).await?;
    let deliveries = all.into_iter().map(DeliveryShape::from).collect();
    Ok(Json(WebhookDeliveries { webhook: webhook.into(), deliveries }))
}

/// Ping a webhook
///
/// It is told `ping` once, signed as all else; what became of it is among its deliveries a moment later.
#[utoipa::path(post, path = "/webhooks/{id}/ping", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It is on its way.")))]
async fn ping(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::ping_webhook(&site.desk, &view.actor, id, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pause a webhook
///
/// It is told nothing until `resume`, and then of what it missed.
#[utoipa::path(post, path = "/webhooks/{id}/pause", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It rests.")))]
async fn pause(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::pause_webhook(&site.desk, &view.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Resume a webhook
///
/// One that was given up or paused is told of what it missed.
#[utoipa::path(post, path = "/webhooks/{id}/resume", tag = "webhooks", security(("token" = ["admin"])),
    params(("id" = i64, Path, description = "Its id.")),
    responses((status = 204, description = "It is tried again.")))]
async fn resume(
    State(site): State<Site>,
    view: View,
    Named(id): Named<i64>,
) -> Result<StatusCode, Problem> {
    operations::resume_webhook(&site.desk, &view.actor, id, site.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
